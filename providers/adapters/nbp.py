"""Average rates of the National Bank of Poland, tables A and B."""

from collections.abc import Iterator
from datetime import date

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow, Request
from providers.reading.published import published_rate
from providers.reading.shapes import listing, mapping, number, read_json, words
from providers.reading.spans import spans

TABLES = ("A", "B")
# The service answers at most 93 days at once, and 404 where a span holds no table. Two weeks always hold
# one of each: table B appears on Wednesdays, and holidays never take two of them in a row.
LONGEST, SHORTEST = 93, 14


class Feed(RateAdapter):
    """Zloty per 1 unit of each currency (never per 100), mid rates.

    Table A (about 32 currencies) appears on working days, table B (about 115 more) on Wednesdays. No key.
    Source: https://api.nbp.pl/api/exchangerates/tables/{table}/{from}/{to}/?format=json
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        return self.get_each(
            Request(
                f"{self.source.data_url}{table}/{first}/{last}/",
                params={"format": "json"},
                asked={"table": table},
            )
            for first, last in spans(since=since, until=self.today, longest=LONGEST, shortest=SHORTEST)
            for table in TABLES
        )

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        tables = listing(read_json(answer.body), "the answer")
        if not tables:
            raise ParseError("the answer holds no table")
        for stated in tables:
            table = mapping(stated, "a table")
            if table.get("table") not in TABLES:
                raise ParseError(f"table {words(table.get('table'))!r} has no mid rates: asked were A and B")
            rows = listing(table.get("rates"), "the rates of a table")
            if not rows:
                raise ParseError(f"table {words(table.get('no'))!r} has no rates")
            for row in rows:
                yield self._rate(mapping(row, "a rate"), words(table.get("effectiveDate")), answer)

    def _rate(self, row: dict[str, object], day: str, answer: Answer) -> PublishedRate | RefusedRow:
        code = words(row.get("code"))
        locator = answer.at(f"{day}, {code}")
        try:
            mid = number(row.get("mid"))
        except ValueError as error:
            return RefusedRow(locator, str(error), {"code": code, "mid": words(row.get("mid")), "day": day})
        return published_rate(
            source=self.source.key,
            base=code,
            quote=self.source.pivot,
            number=mid,
            day=day,
            locator=locator,
        )
