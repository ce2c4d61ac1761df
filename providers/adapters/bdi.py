"""Reference rates of Banca d'Italia, the widest list of currencies against the euro."""

import csv
from collections.abc import Iterator
from datetime import date

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow, Request
from providers.reading.published import published_rate
from providers.reading.shapes import number
from providers.reading.spans import days
from providers.tables import FileError, decode

HEADER = ["Country", "Currency", "ISO Code", "UIC Code", "Rate", "Rate convention", "Reference date (CET)"]
CODE, RATE, CONVENTION, DAY = 2, 4, 5, 6
# The only direction met; a rate in any other is refused rather than inverted on a guess.
PER_EURO = "Foreign currency amount for 1 Euro."
NOT_PUBLISHED = ("N.A.", "")
# Every answer ends with it, so one without is cut off.
DISCLAIMER = "# DISCLAIMER"


class Feed(RateAdapter):
    """Units of each currency per 1 euro, mid rates, about 150 currencies.

    Published at about 16:00 CET on working days, one answer a day. No key; the Accept header chooses CSV.
    Source: https://tassidicambio.bancaditalia.it/terzevalute-wf-web/rest/v1.0/dailyRates
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        return self.get_each(
            (
                Request(
                    self.source.data_url,
                    params={"referenceDate": day.isoformat(), "currencyIsoCode": "EUR", "lang": "en"},
                )
                for day in days(since=since, until=self.today)
            ),
            headers={"Accept": "text/csv"},
        )

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        # One row a country: the franc of eight of them is the same rate eight times.
        seen: dict[str, str] = {}
        for line, cells in _rows(answer.body):
            code, rate = cells[CODE], cells[RATE]
            if rate in NOT_PUBLISHED or seen.get(code) == rate:
                continue
            yield self._rate(cells, answer.at(f"line {line}, {code}"), known=seen.get(code))
            seen.setdefault(code, rate)

    def _rate(self, cells: list[str], locator: str, *, known: str | None) -> PublishedRate | RefusedRow:
        try:
            if cells[CONVENTION] != PER_EURO:
                raise ValueError(f"rate convention {cells[CONVENTION]!r} is not {PER_EURO!r}")
            if known is not None:
                raise ValueError(
                    f"rate {cells[RATE]} differs from the {known} stated above for {cells[CODE]}"
                )
            return published_rate(
                source=self.source.key,
                base=self.source.pivot,
                quote=cells[CODE],
                number=number(cells[RATE]),
                day=cells[DAY],
                locator=locator,
            )
        except ValueError as error:
            return RefusedRow(locator, str(error), dict(zip(HEADER, cells, strict=True)))


def _rows(body: bytes) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and cells of the rates; none at all on a holiday, which has a header and no row."""
    try:
        text = decode(body)
        table, found, _ = text.partition(DISCLAIMER)
        if not found:
            raise ParseError("the answer does not end with the disclaimer: cut off, or not the bank's file")
        lines = list(csv.reader(table.splitlines(), strict=True))
    except (FileError, csv.Error) as error:
        raise ParseError(f"the answer is not a CSV file: {error}") from None
    if lines[:1] != [HEADER]:
        raise ParseError(f"the header is not {','.join(HEADER)!r}")
    for number_of_line, cells in enumerate(lines[1:], start=2):
        if not cells:
            continue
        if len(cells) != len(HEADER):
            raise ParseError(
                f"line {number_of_line} has {len(cells)} cells where the header has {len(HEADER)}"
            )
        yield number_of_line, [cell.strip() for cell in cells]
