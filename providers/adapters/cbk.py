"""Central Bank of Kenya: shillings per unit, and its neighbours' currencies per shilling."""

import re
from collections.abc import Iterator
from datetime import date

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow
from providers.reading.bodies import is_before, is_unpublished, since_asked, since_in
from providers.reading.english_names import currency_named
from providers.reading.published import published_rate
from providers.reading.shapes import listing, mapping, number, read_json, words

# Every row of the table, which the page itself asks for ten at a time.
EVERY_ROW = {"draw": "1", "start": "0", "length": "-1"}
# "JPY (100)" is 100 yen; "KES / USHS" turns the direction round: Ugandan shillings per Kenyan shilling.
UNIT = re.compile(r"(?P<name>.+) \((?P<unit>100?0?)\)")
PER_SHILLING = re.compile(r"KES / (?P<name>.+)")
OWN_NAMES = {
    "AE DIRHAM": "AED",
    "AUSTRALIAN $": "AUD",
    "BIF": "BIF",
    "CAN $": "CAD",
    "DAN KRONER": "DKK",
    "HONGKONG DOLLAR": "HKD",
    "IND RUPEE": "INR",
    "JPY": "JPY",
    "NOR KRONER": "NOK",
    "RWF": "RWF",
    "S FRANC": "CHF",
    "SA RAND": "ZAR",
    "SAUDI RIYAL": "SAR",
    "STG POUND": "GBP",
    "SW KRONER": "SEK",
    "TSHS": "TZS",
    "USHS": "UGX",
}


class Feed(RateAdapter):
    """Mid rates: shillings per unit of each currency (1; 100 for JPY), but UGX, TZS, RWF, BIF per shilling.

    Direction foreign to KES, and KES to foreign for those four. Working days since 2024-01-05. No key.
    Source: https://www.centralbank.go.ke/wp-admin/admin-ajax.php?action=get_wdtable&table_id=193 (POST, JSON)
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        yield self.get(
            self.source.data_url,
            params={"action": "get_wdtable", "table_id": "193"},
            form=EVERY_ROW,
            asked=since_asked(since),
        )

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        stated = mapping(read_json(answer.body), "the answer")
        rows = listing(stated.get("data"), "data")
        total = words(stated.get("recordsFiltered"))
        # Rows come oldest first: a page of them would look like a source that stopped years ago.
        if not rows or total != str(len(rows)):
            raise ParseError(f"the answer has {len(rows):,} of {total} rows")
        since = since_in(answer)
        for position, row in enumerate(rows):
            cells = [words(cell).strip() for cell in listing(row, "a row")]
            locator = answer.at(f"row {position}")
            if len(cells) != 3:
                reason = f"{len(cells)} cells where there should be date, currency and rate"
                yield RefusedRow(locator, reason, {"row": " | ".join(cells)})
                continue
            day = "-".join(reversed(cells[0].split("/")))
            if not is_before(day, since) and not is_unpublished(cells[2]):
                yield self._rate(day, cells[1], cells[2], locator)

    def _rate(self, day: str, name: str, rate: str, locator: str) -> PublishedRate | RefusedRow:
        per_shilling, by_unit = PER_SHILLING.fullmatch(name), UNIT.fullmatch(name)
        found = per_shilling or by_unit
        code = currency_named(found["name"] if found else name, OWN_NAMES)
        try:
            if code is None:
                raise ValueError(f"currency {name!r} is not known")
            return published_rate(
                source=self.source.key,
                base=self.source.pivot if per_shilling else code,
                quote=code if per_shilling else self.source.pivot,
                number=number(rate),
                unit=int(by_unit["unit"]) if by_unit else 1,
                day=day,
                locator=locator,
            )
        except ValueError as error:
            return RefusedRow(locator, str(error), {"date": day, "currency": name, "rate": rate})
