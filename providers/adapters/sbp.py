"""State Bank of Pakistan: rupees per unit, a row a currency and a column a day."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow
from providers.reading.bodies import since_asked, since_in
from providers.reading.english_names import currency_named
from providers.reading.published import published_rate
from providers.reading.workbooks import Sheet, day_in, number_in, sheets_in, text_in

HEADER = ["Country", "Currency"]
# The heading that says how to read the numbers; with another one they would mean something else.
DIRECTION = "Pak Rupees per Currency Unit"
# A month is published as a whole, weeks after its last day.
LATE = 100
OWN_NAMES = {
    "OMANI RIYAL": "OMR",
    "SAUDI ARABIAN RIYAL": "SAR",
    "SWEDISH KRONE": "SEK",
    "U.A.E. DIRHAM": "AED",
    "U.K. POUND STERLING": "GBP",
    "U.S. DOLLAR": "USD",
}


class _Days(NamedTuple):
    """The row of the header, and the day of each column that was asked for."""

    row: int
    by_column: Mapping[int, date]


class Feed(RateAdapter):
    """Rupees per unit of each currency: direction foreign to PKR, per 1, the banks' daily average (mid).

    Source: https://www.sbp.org.pk/assets/document/BFER_Daily_Arch.xlsx (XLSX, no key), the whole history
    since 2013-07-02. The days are working days, published a month at a time about three weeks after it ended.
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        yield self.get(self.source.data_url, asked=since_asked(since, late=LATE))

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        for sheet in sheets_in(answer):
            if days := _days(sheet, since_in(answer)):
                yield from self._rates(answer, sheet, days)
                return
        raise ParseError(f"no sheet has a header that begins with {HEADER} under {DIRECTION!r}")

    def _rates(self, answer: Answer, sheet: Sheet, days: _Days) -> Iterator[PublishedRate | RefusedRow]:
        for position, cells in enumerate(sheet.rows[days.row + 1 :], start=days.row + 2):
            numbers = {
                day: number
                for column, day in days.by_column.items()
                if column < len(cells) and (number := number_in(cells[column])) is not None
            }
            name = text_in(cells[1])
            code = currency_named(name, OWN_NAMES)
            if numbers and code is None:
                reason = f"currency {name!r} is not known"
                yield RefusedRow(answer.at(f"row {position}"), reason, {"currency": name})
                continue
            for day, number in numbers.items():
                yield published_rate(
                    source=self.source.key,
                    base=code or name,
                    quote=self.source.pivot,
                    number=number,
                    day=day,
                    locator=answer.at(f"row {position}, {day.isoformat()}"),
                )


def _days(sheet: Sheet, since: date) -> _Days | None:
    """Where the header stands; None when the sheet has none, or says another direction above it."""
    for row, cells in enumerate(sheet.rows):
        if [text_in(cell) for cell in cells[:2]] == HEADER:
            above = {text_in(cell) for line in sheet.rows[:row] for cell in line}
            days = {column: day for column, cell in enumerate(cells) if (day := day_in(cell))}
            if DIRECTION not in above or not days:
                return None
            return _Days(row, {column: day for column, day in days.items() if day >= since})
    return None
