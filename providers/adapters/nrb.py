"""Official rates of Nepal Rastra Bank."""

from collections.abc import Iterator
from datetime import date

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow, Request
from providers.reading.published import middle, published_rate
from providers.reading.shapes import listing, mapping, number, read_json, unit, words
from providers.reading.spans import spans

# One page holds 100 days. A week always holds a day with rates.
LONGEST, SHORTEST = 100, 7
NOT_PUBLISHED = (None, "", "-")


class Feed(RateAdapter):
    """Nepalese rupees per `unit` of each currency (1, 10 or 100); the middle of buy and sell is used.

    Published every day at midnight in Nepal, weekends included. No key.
    Source: https://www.nrb.org.np/api/forex/v1/rates?from={from}&to={to}&page=1&per_page=100 (JSON)
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        return self.get_each(
            Request(
                self.source.data_url,
                params={
                    "from": first.isoformat(),
                    "to": last.isoformat(),
                    "page": "1",
                    "per_page": str(LONGEST),
                },
            )
            for first, last in spans(since=since, until=self.today, longest=LONGEST, shortest=SHORTEST)
        )

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        data = mapping(mapping(read_json(answer.body), "the answer").get("data"), "data")
        days = listing(data.get("payload"), "the payload")
        if not days:
            raise ParseError("the payload holds no day")
        for stated in days:
            day = mapping(stated, "a day")
            for row in listing(day.get("rates"), "the rates of a day"):
                rate = self._rate(mapping(row, "a rate"), words(day.get("date")), answer)
                if rate is not None:
                    yield rate

    def _rate(self, row: dict[str, object], day: str, answer: Answer) -> PublishedRate | RefusedRow | None:
        currency = mapping(row.get("currency"), "the currency of a rate")
        buy, sell = row.get("buy"), row.get("sell")
        if buy in NOT_PUBLISHED or sell in NOT_PUBLISHED:
            return None
        code = words(currency.get("iso3"))
        locator = answer.at(f"{day}, {code}")
        try:
            return published_rate(
                source=self.source.key,
                base=code,
                quote=self.source.pivot,
                number=middle(number(buy), number(sell)),
                unit=unit(currency.get("unit")),
                day=day,
                locator=locator,
            )
        except ValueError as error:
            said = {"buy": words(buy), "sell": words(sell), "unit": words(currency.get("unit"))}
            return RefusedRow(locator, str(error), {"iso3": code, **said, "day": day})
