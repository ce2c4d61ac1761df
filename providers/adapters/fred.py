"""The Federal Reserve's H.10 rates, from FRED: against the dollar, one series a currency."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow, Request
from providers.reading.bodies import earlier, is_unpublished
from providers.reading.published import published_rate
from providers.reading.shapes import listing, mapping, number, read_json, words

# A week is published as a whole, on the Monday after it: its days are older than the question before.
LATE = 14


class Feed(RateAdapter):
    """Noon buying rates in New York, per 1: direction USD to foreign, but EUR, GBP, AUD and NZD to USD.

    Each series' direction is in the source's TOML. Working days, published on Mondays for the week before.
    Source: https://api.stlouisfed.org/fred/series/observations (JSON); a key is needed, FRED_API_KEY.
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        self.get = partial(self.get, secret={"api_key": self.source.token})
        return self.get_each(
            Request(
                self.source.data_url,
                params={
                    "series_id": series,
                    "file_type": "json",
                    "observation_start": earlier(since, late=LATE).isoformat(),
                },
                asked={"series": series},
            )
            for series in self.source.options["series"]
        )

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        series = answer.asked.get("series", "")
        direction = self.source.options["series"].get(series)
        if direction is None:
            raise ParseError(f"series {series!r} is none whose direction is known")
        stated = mapping(read_json(answer.body), "the answer")
        rows = listing(stated.get("observations"), "observations")
        # None at all is an answer: rates appear once a week.
        if (total := words(stated.get("count"))) != str(len(rows)):
            raise ParseError(f"the answer has {len(rows):,} of {total} observations")
        for item in rows:
            row = mapping(item, "an observation")
            rate, day = row.get("value"), words(row.get("date"))
            if not is_unpublished(rate):
                yield self._rate(direction, rate, day, answer.at(f"{series} {day}"))

    def _rate(self, direction: list[str], rate: object, day: str, locator: str) -> PublishedRate | RefusedRow:
        base, quote = direction
        try:
            return published_rate(
                source=self.source.key,
                base=base,
                quote=quote,
                number=number(rate),
                day=day,
                locator=locator,
            )
        except ValueError as error:
            return RefusedRow(locator, str(error), {"date": day, "value": words(rate)})
