"""Reference rates of the Bank of Mexico: the FIX and four other currencies."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow
from providers.reading.published import published_rate
from providers.reading.shapes import listing, mapping, number, read_json, words
from providers.reading.spans import spans

# Each series is pesos per one unit of a currency. SF43718 is the FIX, by its day of determination.
SERIES = {"SF43718": "USD", "SF46410": "EUR", "SF46407": "GBP", "SF46406": "JPY", "SF60632": "CAD"}
NOT_PUBLISHED = ("N/E", "")
# No run of Mexican holidays is as long as 10 days, so an answer always holds a rate.
LONGEST, SHORTEST = 366, 10


class Feed(RateAdapter):
    """Pesos per 1 unit of each currency, mid rates: the FIX for the dollar, else the day's quotation.

    Published on banking days; "N/E" where there is none. Needs a free key, sent as header Bmx-Token.
    Source: https://www.banxico.org.mx/SieAPIRest/service/v1/series/{ids}/datos/{from}/{to} (JSON)
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        ids = ",".join(SERIES)
        for first, last in spans(since=since, until=self.today, longest=LONGEST, shortest=SHORTEST):
            yield self.get(
                f"{self.source.data_url}{ids}/datos/{first}/{last}", headers={"Bmx-Token": self.source.token}
            )

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        envelope = mapping(mapping(read_json(answer.body), "the answer").get("bmx"), "bmx")
        stated = [mapping(item, "a series") for item in listing(envelope.get("series"), "the series")]
        # A series without a number in the span comes without "datos".
        observed = [(item, listing(item.get("datos", []), "datos")) for item in stated]
        if not any(rows for _, rows in observed):
            raise ParseError("no series has a number")
        for item, rows in observed:
            for row in rows:
                rate = self._rate(words(item.get("idSerie")), mapping(row, "a number of a series"), answer)
                if rate is not None:
                    yield rate

    def _rate(self, series: str, row: dict[str, object], answer: Answer) -> PublishedRate | RefusedRow | None:
        day, said = words(row.get("fecha")), words(row.get("dato"))
        if said.strip() in NOT_PUBLISHED:
            return None
        locator = answer.at(f"{series}, {day}")
        try:
            if series not in SERIES:
                raise ValueError(f"series {series!r} was not asked for")
            return published_rate(
                source=self.source.key,
                base=SERIES[series],
                quote=self.source.pivot,
                number=number(row.get("dato")),
                day=datetime.strptime(day, "%d/%m/%Y").replace(tzinfo=UTC).date(),
                locator=locator,
            )
        except ValueError as error:
            return RefusedRow(locator, str(error), {"series": series, "fecha": day, "dato": said})
