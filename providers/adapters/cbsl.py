"""Central Bank of Sri Lanka: rupees per unit, a table a currency."""

import re
from collections.abc import Iterator
from datetime import date

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow
from providers.reading.bodies import is_unpublished, page_in, text_of
from providers.reading.published import published_rate
from providers.reading.shapes import number
from providers.reading.spans import spans

FORM = {"lookupPage": "lookup_daily_exchange_rates.php", "rangeType": "dates", "submit_button": "Submit"}
# A year of every currency is an answer of 1 MB. Ten days always hold one with rates.
LONGEST, SHORTEST = 365, 10
# The third column, rupees turned round, is computed from the second and has fewer digits.
DIRECTION = re.compile(r"1 ([A-Z]{3}) -> LKR")
# Listed beside the currencies: an ounce of gold, and the yuan a second time, as traded off shore.
NOT_CURRENCIES = frozenset({"XAU", "CNH"})


class Feed(RateAdapter):
    """Rupees per unit of each currency: direction foreign to LKR, per 1, indicative mid rates.

    Working days, 09:30 in Colombo. Four decimals: two or three digits for IDR, IRR and VND.
    Source: https://www.cbsl.gov.lk/cbsl_custom/exrates/exrates_results.php (POST of a form, HTML, no key)
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        # PHP reads chk_cur[0], chk_cur[1] … as the list that the page sends as chk_cur[], repeated.
        currencies = {
            f"chk_cur[{place}]": value for place, value in enumerate(self.source.options["currencies"])
        }
        for first, last in spans(since=since, until=self.today, longest=LONGEST, shortest=SHORTEST):
            days = {"txtStart": first.isoformat(), "txtEnd": last.isoformat()}
            yield self.get(self.source.data_url, form={**FORM, **days, **currencies}, asked=days)

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        tables = list(page_in(answer).iter("table"))
        if not any(True for table in tables for _ in table.iter("td")):
            raise ParseError("the page has no table with rates")
        for place, table in enumerate(tables):
            header = [text_of(cell) for cell in table.iter("th")]
            direction = DIRECTION.fullmatch(header[1]) if len(header) > 1 else None
            if direction is None:
                reason = "the header does not say '1 USD -> LKR'"
                yield RefusedRow(answer.at(f"table {place}"), reason, {"header": " | ".join(header)})
            elif direction[1] not in NOT_CURRENCIES:
                for row in table.iter("tr"):
                    cells = [text_of(cell) for cell in row.iter("td")]
                    if cells and not any(map(is_unpublished, cells[1:2])):
                        yield self._rate(direction[1], cells, answer)

    def _rate(self, code: str, cells: list[str], answer: Answer) -> PublishedRate | RefusedRow:
        locator = answer.at(f"{code}, {cells[0]}")
        try:
            if len(cells) != 3:
                raise ValueError(f"{len(cells)} cells where there should be a date and two rates")
            return published_rate(
                source=self.source.key,
                base=code,
                quote=self.source.pivot,
                number=number(cells[1].replace(",", "")),
                day=cells[0],
                locator=locator,
            )
        except ValueError as error:
            return RefusedRow(locator, str(error), {"currency": code, "row": " | ".join(cells)})
