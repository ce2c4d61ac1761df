"""National Reserve Bank of Tonga: what one pa'anga is in other currencies, by the banks' average."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow
from providers.reading.bodies import since_asked
from providers.reading.workbooks import Sheet, rates_by_day, sheets_in, text_in

# Three blocks side by side, of the same currencies: "… AVERAGE EXCHANGE RATES BUY", "… MID", "… SELL".
BLOCK = "AVERAGE EXCHANGE RATES"
MID = "AVERAGE EXCHANGE RATES MID"


class _Columns(NamedTuple):
    """The row that names the currencies, and the currency of each column of mid rates."""

    row: int
    by_column: Mapping[int, str]


class Feed(RateAdapter):
    """Units of each currency per pa'anga: direction TOP to foreign, per 1, the mid of the banks' averages.

    Source: https://www.reservebank.to/data/docs/fmarkets/exrates/average_daily_exchange_rates.xlsx (XLSX, no
    key), the whole history since 2017, a sheet for two years. Working days; a holiday is named in its row.
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        yield self.get(self.source.data_url, asked=since_asked(since))

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        sheets = [(sheet, found) for sheet in sheets_in(answer) if (found := _mid_columns(sheet))]
        if not sheets:
            raise ParseError(f"no sheet has currencies under {MID!r}")
        for sheet, found in sheets:
            yield from rates_by_day(
                answer,
                sheet,
                source=self.source.key,
                base=self.source.pivot,
                columns=found.by_column,
                below=found.row,
            )


def _mid_columns(sheet: Sheet) -> _Columns | None:
    """Where the mid rates stand; None when the sheet has no such block, or nothing under its heading."""
    for row, cells in enumerate(sheet.rows):
        headings = {column: text for column, cell in enumerate(cells) if BLOCK in (text := text_in(cell))}
        start = next((column for column, text in headings.items() if text.endswith(MID)), None)
        if start is None:
            continue
        end = min((column for column in headings if column > start), default=len(cells))
        for below, names in enumerate(sheet.rows[row + 1 :], start=row + 1):
            by_column = {column: name for column in range(start, end) if (name := text_in(names[column]))}
            if by_column:
                return _Columns(below, by_column)
    return None
