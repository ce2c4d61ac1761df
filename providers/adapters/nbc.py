"""National Bank of Cambodia: riel per unit, and the official rate of the dollar above them."""

import re
from collections.abc import Iterator
from datetime import date

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow
from providers.reading.bodies import is_unpublished, page_in, text_of
from providers.reading.published import published_rate
from providers.reading.shapes import number, unit

DAY = re.compile(r"Exchange Rate on : (\S+)")
DOLLAR = re.compile(r"Official Exchange Rate : (\S+) KHR / USD")
HEADER = ["Currency", "Symbol", "Unit", "Bid", "Ask", "Average"]
SYMBOL = re.compile(r"([A-Z]{3})/KHR")
# Listed beside the currencies: the IMF's unit of account, and the yuan a second time, as traded off shore.
NOT_CURRENCIES = frozenset({"SDR", "CNH"})


class Feed(RateAdapter):
    """Riel per unit of each currency (1, 100 or 1000): direction foreign to KHR, average of bid and ask.

    The dollar has one official rate, per 1. Published on working days about 16:30, for the next working day.
    Source: https://www.nbc.gov.kh/english/economic_research/exchange_rate.php (HTML, no key). It shows the
    latest day only: other days need the page's form, whose token belongs to a browser's session.
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        yield self.get(self.source.data_url)

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        page = page_in(answer)
        text = text_of(page)
        day, dollar = DAY.search(text), DOLLAR.search(text)
        rows = [
            [text_of(cell) for cell in row.iter("td")]
            for row in page.xpath("//table[contains(@class, 'tbl-responsive')]//tr")
        ]
        if day is None or dollar is None or len(rows) < 2 or rows[0] != HEADER:
            raise ParseError(f"the page lacks its date, the dollar's rate, or a table headed {HEADER}")
        for cells in (["US Dollar", "USD/KHR", "1", "", "", dollar[1]], *rows[1:]):
            if (rate := self._rate(day[1], cells, answer)) is not None:
                yield rate

    def _rate(self, day: str, cells: list[str], answer: Answer) -> PublishedRate | RefusedRow | None:
        locator = answer.at(f"{day}, {cells[1] if len(cells) > 1 else 'row without symbol'}")
        try:
            if len(cells) != len(HEADER):
                raise ValueError(f"{len(cells)} cells where the header has {len(HEADER)}")
            if (symbol := SYMBOL.fullmatch(cells[1])) is None:
                raise ValueError(f"symbol {cells[1]!r} is not written like THB/KHR")
            if symbol[1] in NOT_CURRENCIES or is_unpublished(cells[5]):
                return None
            return published_rate(
                source=self.source.key,
                base=symbol[1],
                quote=self.source.pivot,
                number=number(cells[5].replace(",", "")),
                unit=unit(cells[2]),
                day=day,
                locator=locator,
            )
        except ValueError as error:
            return RefusedRow(locator, str(error), {"row": " | ".join(cells)})
