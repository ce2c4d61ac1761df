"""Reserve Bank of Fiji: what one Fiji dollar is in other currencies."""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urljoin, urlsplit

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow
from providers.reading.bodies import page_in, since_asked
from providers.reading.workbooks import Sheet, rates_by_day, sheets_in, text_in

# The file's name and folder change with every edition, so the page is asked first.
FILE = re.compile(r"8\.8-Exchange-Rates-Daily[^/]*\.xlsx$")
DIRECTION = "(RBF Mid-Rate Per Fiji Dollar)"
CURRENCIES = {
    "STG": "GBP",
    "YEN": "JPY",
    "CHF": "CHF",
    "A$": "AUD",
    "NZ$": "NZD",
    "US$": "USD",
    "EURO": "EUR",
}
# Listed beside the currencies, and not money anyone is paid in.
NOT_CURRENCIES = frozenset({"", "PERIOD", "SDR"})


class Feed(RateAdapter):
    """Units of each currency per Fiji dollar: direction FJD to foreign, per 1, mid.

    Source: https://www.rbf.gov.fj/statistics/economic-and-financial-statistics/ (HTML, no key), which names
    the workbook "8.8 Exchange Rates Daily" with the whole history since 2001. Working days, 09:00 in Suva.
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        page = self.get(self.source.data_url, asked={"step": "page"})
        yield page
        yield self.get(self._file(page), asked={"step": "file", **since_asked(since)})

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        if answer.asked.get("step") == "page":
            self._file(answer)
            return
        for sheet in sheets_in(answer):
            if _direction(sheet):
                yield from self._rates(answer, sheet)
                return
        raise ParseError(f"no sheet is headed {DIRECTION!r}")

    def _file(self, page: Answer) -> str:
        """The workbook's address, on the page's own host."""
        for link in page_in(page).xpath("//a/@href"):
            try:
                url = urljoin(self.source.data_url, str(link))
                ours = urlsplit(url)[:2] == urlsplit(self.source.data_url)[:2]
            except ValueError:
                continue
            if ours and FILE.search(url):
                return url
        raise ParseError("the page has no link to '8.8-Exchange-Rates-Daily….xlsx'")

    def _rates(self, answer: Answer, sheet: Sheet) -> Iterator[PublishedRate | RefusedRow]:
        for row, cells in enumerate(sheet.rows):
            if text_in(cells[0]).upper() == "PERIOD":
                names = {column: text_in(cell).upper() for column, cell in enumerate(cells)}
                columns = {
                    column: CURRENCIES.get(name, name)
                    for column, name in names.items()
                    if name not in NOT_CURRENCIES
                }
                yield from rates_by_day(
                    answer, sheet, source=self.source.key, base=self.source.pivot, columns=columns, below=row
                )
                return
        raise ParseError(f"sheet {sheet.name!r} has no row that begins with 'Period'")


def _direction(sheet: Sheet) -> bool:
    return any(text_in(cells[0]) == DIRECTION for cells in sheet.rows if cells)
