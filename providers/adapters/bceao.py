"""Reference rates of the Central Bank of West African States."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from babel import Locale
from lxml import etree, html

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow, Request
from providers.reading.published import published_rate
from providers.reading.shapes import number
from providers.reading.spans import SATURDAY, days

HEADING = re.compile(r"Cours des devises du (?:\w+ )?(?P<day>\d{1,2})(?:er)? (?P<month>\w+) (?P<year>\d{4})")
HEADER = ["Devise", "CFA"]
MONTHS = {
    **{"janvier": 1, "février": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6},
    **{"juillet": 7, "août": 8, "septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12},
}
GROUPED = re.compile(r"\d{1,3}(\.\d{3})+,\d+|\d+,\d+")
NOT_PUBLISHED = ("", "-")
# The bank's names where they are not CLDR's French ones, in small letters; its spellings are kept.
OWN_NAMES = {
    "baht thailandais": "THB",
    "couronne thèque": "CZK",
    "dinar koweitien": "KWD",
    "dirham emirats arabes unis": "AED",
    "dollar hong kong": "HKD",
    "dollar singapourien": "SGD",
    "dollar us": "USD",
    "nouveau shekel": "ILS",
    "nouvelle livre turque": "TRY",
    "real brésilien": "BRL",
    "ryal saudien": "SAR",
    "won coréen": "KRW",
    "yuan chinois": "CNY",
}


class Feed(RateAdapter):
    """CFA francs (XOF) per 1 unit of each currency, mid rates, 27 currencies; the euro is fixed at 655.957.

    Published Sunday (currencies of the Gulf) to Friday, one answer a day. No key.
    Source: https://www.bceao.int/fr/cours/get_all_reference_by_date?dateJour={day} (a fragment of HTML)
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        return self.get_each(
            Request(self.source.data_url, params={"dateJour": day.isoformat()})
            for day in days(since=since, until=self.today, without=frozenset({SATURDAY}))
        )

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        page = _page(answer.body)
        day = _day(page)
        # A heading without a table is a holiday.
        rows = [_cells(row) for row in page.iterfind(".//table//tr")]
        if rows and rows[0] != HEADER:
            raise ParseError(f"the table's header is not {HEADER}")
        for cells in rows[1:]:
            if len(cells) != len(HEADER):
                raise ParseError(f"a row has {len(cells)} cells where the header has {len(HEADER)}")
            if cells[1] not in NOT_PUBLISHED:
                yield self._rate(cells[0], cells[1], day, answer)

    def _rate(self, name: str, cell: str, day: date, answer: Answer) -> PublishedRate | RefusedRow:
        locator = answer.at(f"{day}, {name}")
        try:
            if (code := _codes_by_name().get(name.casefold())) is None:
                raise ValueError(f"{name!r} is no currency known by that name")
            if not GROUPED.fullmatch(cell):
                raise ValueError(f"rate {cell!r} is not written like 1.953,0200")
            return published_rate(
                source=self.source.key,
                base=code,
                quote=self.source.pivot,
                number=number(cell.replace(".", "").replace(",", ".")),
                day=day,
                locator=locator,
            )
        except ValueError as error:
            return RefusedRow(locator, str(error), {"Devise": name, "CFA": cell})


@cache
def _codes_by_name() -> Mapping[str, str]:
    french = {str(name).casefold(): code for code, name in Locale("fr").currencies.items()}
    return {**french, **OWN_NAMES}


def _page(body: bytes) -> html.HtmlElement:
    if b"<table" in body and b"</table>" not in body:
        raise ParseError("the answer is cut off in its table")
    try:
        return html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError) as error:
        raise ParseError(f"the answer is not HTML: {error}") from None


def _day(page: html.HtmlElement) -> date:
    heading = " ".join(page.findtext(".//h2", default="").split())
    found = HEADING.fullmatch(heading)
    month = MONTHS.get(found["month"].casefold()) if found else None
    if not found or not month:
        raise ParseError(f"the heading {heading[:80]!r} is not 'Cours des devises du', a day, month and year")
    try:
        return date(int(found["year"]), month, int(found["day"]))
    except ValueError as error:
        raise ParseError(f"the heading {heading!r} has no day of the calendar: {error}") from None


def _cells(row: html.HtmlElement) -> list[str]:
    return [" ".join(cell.text_content().split()) for cell in row.iterchildren("td", "th")]
