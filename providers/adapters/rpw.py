"""World Bank Remittance Prices Worldwide files: one row a service, two price points a row.

Source: https://remittanceprices.worldbank.org/ (dataset, CSV and XLSX; CC BY 4.0). The quirks of the files
and what we make of each: docs/methodology.md, section 7.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from corridors.domain.codes import CollectionMethod, RateBasis
from corridors.domain.readings import PriceReading, ServiceKey, Statement
from providers.adapters import rpw_cells as read
from providers.adapters import rpw_terms as terms
from providers.adapters.rpw_exported import ExportedLines, cells_as_kept, paid_out_in
from providers.names import name_key, tidy_name
from providers.tables import UNREADABLE, Row, rows
from remitcompare.money import currencies, currency_of

SOURCE = "rpw"
POINTS = (("cc1", 200), ("cc2", 500))
POINT_COLUMNS = ("lcu amount", "lcu code", "lcu fee", "fx margin", "total cost %")
REQUIRED = (
    *("period", "source", "destination", "firm", "firm type", "product", "speed actual"),
    *("transparent", "date"),
    *(f"{point} {column}" for point, _ in POINTS for column in POINT_COLUMNS),
)
# What makes a row the same row in another release of the file: everything but the id and added columns.
LINE_COLUMNS = (
    *REQUIRED,
    *("sending location", "coverage", "pick-up method", "inter lcu bank fx", "note1", "note2"),
    *(f"{point} {column}" for point, _ in POINTS for column in ("denomination amount", "lcu fx rate")),
)
# Later files' names for the columns of 2011, by normalised header.
ALIASES = {
    "source code": "source",
    "destination code": "destination",
    "payment instrument": "product",
    "access point": "sending location",
    "receiving network coverage": "coverage",
    "pickup method": "pick-up method",
    "firm name": "firm",
    "cc1 total cost": "cc1 total cost %",
    "cc2 total cost": "cc2 total cost %",
}
# Notes by which a row says that the price is not a standing one, and in which currency it is paid out.
PROMOTION = re.compile(r"currently has a promotion|currently has a special offer", re.IGNORECASE)
PAID_OUT = re.compile(
    r"pays? ?-?out (?:in )?(?P<a>[A-Z]{3})\b|paid out in (?P<b>[A-Z]{3})\b|\b(?P<c>[A-Z]{3}) [Ss]ervice\b"
    r"|sends (?P<d>[A-Z]{3}) in this corridor"
)
LOCAL_CURRENCY = "LCU"


class Refused(NamedTuple):
    """A row, or one price of a row, that cannot be read, and why."""

    locator: str
    reason: str
    cells: dict[str, str]


class Parsed(NamedTuple):
    """What one row of the file gave: its prices and what of it was refused. A blank row gives neither."""

    blank: bool
    readings: list[PriceReading]
    refused: list[Refused]


def parse(payload: bytes) -> Iterator[Parsed]:
    """Every row of an RPW file, CSV or XLSX, in file order.

    Raises:
        FileError: the file as a whole is not an RPW file (see providers.tables).
    """
    lines = ExportedLines()
    for row in rows(payload, required=REQUIRED, aliases=ALIASES):
        if not any(row.cells.values()):
            yield Parsed(True, [], [])
        else:
            yield _parse_row(row, lines)


def _parse_row(row: Row, lines: ExportedLines) -> Parsed:
    if UNREADABLE in row.cells and len(row.cells) == 1:
        return Parsed(False, [], [Refused(row.locator, row.cells[UNREADABLE], row.cells)])
    try:
        common = _Common(row, lines)
    except ValueError as error:
        return Parsed(False, [], [Refused(row.locator, str(error), row.cells)])
    readings, refused = [], []
    for point, nominal in POINTS:
        try:
            reading = common.price(point, nominal)
        except ValueError as error:
            refused.append(Refused(f"{row.locator}, {point}", str(error), row.cells))
        else:
            if reading is not None:
                readings.append(reading)
    return Parsed(False, readings, refused)


class _Common:
    """What the two prices of a row share."""

    def __init__(self, row: Row, lines: ExportedLines) -> None:
        self.cells = cells = cells_as_kept(row.cells, source=SOURCE)
        self.source, self.destination = read.country(cells["source"]), read.country(cells["destination"])
        self.provider_name = tidy_name(cells["firm"])
        self.provider = name_key(cells["firm"])
        self.provider_types = terms.firm_types(cells["firm type"])
        ways = terms.ways(cells["product"])
        self.pay_in = ways.pay_in
        access = terms.access_points(cells.get("sending location", ""))
        self.access = terms.sorted_codes((*access, *ways.access))
        pick_up = terms.pick_up_methods(cells.get("pick-up method", ""))
        self.pay_out = pick_up or ways.pay_out
        self.speed = terms.speed(cells["speed actual"])
        self.coverage = terms.coverage(cells.get("coverage", ""))
        self.transparent = read.yes_or_no("transparent", cells["transparent"])
        self.observed_at = read.day(cells["date"])
        self.reference = read.ratio(cells, "inter lcu bank fx")
        self.note = "\n".join(note for name in ("note1", "note2") if (note := cells.get(name, "")))
        self.named_currency = _named_currency(f"{cells['product']}\n{self.note}")
        self.promotion = PROMOTION.search(self.note) is not None
        said = "\x1f".join([cells.get(name, "") for name in LINE_COLUMNS])
        self.statement = Statement(
            source=SOURCE,
            collection_method=CollectionMethod.SURVEY,
            period=read.period(cells["period"]),
            observed_at=self.observed_at,
            locator=row.locator,
            line=lines.line_of(cells, wording=blake2b(said.encode(), digest_size=8).hexdigest()),
            source_line=read.row_id(cells.get("id", "")),
            note=self.note,
        )

    def price(self, point: str, nominal: int) -> PriceReading | None:
        """The row's price at one price point; None where the row says nothing of its cost."""
        cells = self.cells
        fee, margin = read.money(cells, f"{point} lcu fee"), read.ratio(cells, f"{point} fx margin")
        total, amount = read.ratio(cells, f"{point} total cost %"), read.money(cells, f"{point} lcu amount")
        if fee is None and total is None and margin is None:
            return None
        if amount is None:
            raise read.CellError(f"{point} lcu amount is empty")
        rate = read.ratio(cells, f"{point} lcu fx rate")
        currency = read.sending_currency(cells[f"{point} lcu code"], self.source, self.observed_at.date())
        disclosed = self.transparent and margin is not None
        return PriceReading(
            service=self._service(
                currency, paid_out_in(cells, point) or self._paid_out_in(currency, rate, margin)
            ),
            provider_name=self.provider_name,
            provider_types=self.provider_types,
            statement=self.statement,
            send_amount=amount,
            price_point=nominal,
            fee=fee,
            transparent=self.transparent,
            rate_basis=RateBasis.FROM_MARGIN if disclosed else RateBasis.UNDISCLOSED,
            promotion=self.promotion,
            speed_min_minutes=self.speed[0],
            speed_max_minutes=self.speed[1],
            coverage=self.coverage,
            stated_denomination=read.money(cells, f"{point} denomination amount"),
            stated_rate=rate,
            stated_reference_rate=self.reference,
            stated_fx_margin_percent=margin,
            stated_total_percent=total,
        )

    def _service(self, send_currency: str, receive_currency: str) -> ServiceKey:
        return ServiceKey(
            provider=self.provider,
            source=self.source,
            destination=self.destination,
            pay_in=self.pay_in,
            access=self.access,
            pay_out=self.pay_out,
            send_currency=send_currency,
            receive_currency=receive_currency,
        )

    def _paid_out_in(self, send_currency: str, rate: Decimal | None, margin: Decimal | None) -> str:
        """The currency the family gets: as the row's notes say, else the receiving country's own.

        A row with a disclosed rate of 1 against a reference of 1 and no margin converted nothing: the sending
        currency is paid out.
        """
        local = currency_of(self.destination, self.observed_at.date())
        named = self.named_currency
        if named and named != LOCAL_CURRENCY:
            return named
        converted_nothing = self.transparent and rate == self.reference == 1 and not margin
        if converted_nothing and not named:
            return send_currency
        if local is None:
            raise read.CellError(
                f"no currency is known for {self.destination} on {self.observed_at:%Y-%m-%d}"
            )
        return local


@lru_cache(maxsize=4096)
def _named_currency(text: str) -> str | None:
    for match in PAID_OUT.finditer(text):
        code = match["a"] or match["b"] or match["c"] or match["d"]
        if code == LOCAL_CURRENCY or code in currencies():
            return code
    return None
