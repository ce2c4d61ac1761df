"""Reserve Bank of Vanuatu: vatu per unit, a row a day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from lxml.html import HtmlElement

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow
from providers.reading.bodies import is_unpublished, page_in, since_asked, since_in, text_of
from providers.reading.published import published_rate
from providers.reading.shapes import number

# As many rows as there are, on one page.
EVERY_ROW = {"limit1": "100000"}
# A cell's class names its column: exchange_rates___usd.
COLUMN = "exchange_rates___"
# Days are written in two ways in one table.
DAYS = ("%d %B %Y", "%d-%b-%y")


class Feed(RateAdapter):
    """Vatu per unit of each currency, the yen too: direction foreign to VUV, per 1, one reference rate (mid).

    Source: https://www.rbv.gov.vu/index.php/en/exchange-rates (HTML, no key), the table since August
    2025. Working days, 08:30 in Port Vila.
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        yield self.get(self.source.data_url, params=EVERY_ROW, asked=since_asked(since))

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        rows = page_in(answer).xpath("//tr[contains(@class, 'fabrik_row')]")
        if not rows:
            raise ParseError("the page has no row of rates")
        since = since_in(answer)
        for position, row in enumerate(rows):
            cells = _by_column(row)
            said = cells.pop("DATE", "")
            day = _day(said)
            if day is None:
                reason = f"date {said!r} is not written like 22 May 2026"
                yield RefusedRow(answer.at(f"row {position}"), reason, cells)
            elif day >= since:
                for code, cell in cells.items():
                    if not is_unpublished(cell):
                        yield self._rate(code, cell, day, answer.at(f"{day}, {code}"))

    def _rate(self, code: str, cell: str, day: date, locator: str) -> PublishedRate | RefusedRow:
        try:
            return published_rate(
                source=self.source.key,
                base=code,
                quote=self.source.pivot,
                number=number(cell),
                day=day,
                locator=locator,
            )
        except ValueError as error:
            return RefusedRow(locator, str(error), {"currency": code, "rate": cell})


def _by_column(row: HtmlElement) -> dict[str, str]:
    cells = {}
    for cell in row.iter("td"):
        name = (cell.get("class") or " ").split(" ")[0]
        if name.startswith(COLUMN):
            cells[name.removeprefix(COLUMN).upper()] = text_of(cell)
    return cells


def _day(text: str) -> date | None:
    for form in DAYS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None
