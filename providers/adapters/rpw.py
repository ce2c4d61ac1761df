"""World Bank Remittance Prices Worldwide files: one row a service, two price points a row.

Source: https://remittanceprices.worldbank.org/ (dataset, CSV and XLSX; CC BY 4.0). The quirks of the files
and what we make of each: docs/methodology.md, section 7.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from corridors.domain.codes import CollectionMethod, RateBasis
from corridors.domain.readings import PriceReading, ServiceKey, Statement
from corridors.places import alpha2_by_alpha3, known_countries
from providers.adapters import rpw_terms as terms
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
FRANC_CFA = "CFA"
# No number here has more digits on either side of its point; 1E-999999999 written out is a gigabyte.
MOST_DIGITS = 30
MOST_OF_ID = 40
# A workbook's cell may hold a time of day too; a survey's day has none.
ISO_TIME = re.compile(r"^(\d{4}-\d{2}-\d{2})T.*$")
DATE_FORMATS = ("%d/%b/%Y", "%Y-%m-%d", "%d-%b-%Y", "%d/%m/%Y", "%d-%b-%y")


class CellError(ValueError):
    """A cell that cannot be understood, in a sentence that quotes it."""


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
    for row in rows(payload, required=REQUIRED, aliases=ALIASES):
        if not any(row.cells.values()):
            yield Parsed(True, [], [])
        else:
            yield _parse_row(row)


def _parse_row(row: Row) -> Parsed:
    if UNREADABLE in row.cells and len(row.cells) == 1:
        return Parsed(False, [], [Refused(row.locator, row.cells[UNREADABLE], row.cells)])
    try:
        common = _Common(row)
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

    def __init__(self, row: Row) -> None:
        self.cells = cells = row.cells
        self.source, self.destination = _country(cells["source"]), _country(cells["destination"])
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
        self.transparent = _yes_or_no(cells["transparent"])
        self.observed_at = _day(cells["date"])
        self.reference = _number(cells, "inter lcu bank fx")
        self.note = "\n".join(note for name in ("note1", "note2") if (note := cells.get(name, "")))
        self.named_currency = _named_currency(f"{cells['product']}\n{self.note}")
        self.promotion = PROMOTION.search(self.note) is not None
        said = "\x1f".join([cells.get(name, "") for name in LINE_COLUMNS])
        self.statement = Statement(
            source=SOURCE,
            collection_method=CollectionMethod.SURVEY,
            period=_period(cells["period"]),
            observed_at=self.observed_at,
            locator=row.locator,
            line=blake2b(said.encode(), digest_size=8).hexdigest(),
            source_line=_source_line(cells.get("id", "")),
            note=self.note,
        )

    def price(self, point: str, nominal: int) -> PriceReading | None:
        """The row's price at one price point; None where the row says nothing of its cost."""
        cells = self.cells
        fee, margin = _number(cells, f"{point} lcu fee"), _number(cells, f"{point} fx margin")
        total, amount = _number(cells, f"{point} total cost %"), _number(cells, f"{point} lcu amount")
        if fee is None and total is None and margin is None:
            return None
        if amount is None:
            raise CellError(f"{point} lcu amount is empty")
        rate = _number(cells, f"{point} lcu fx rate")
        currency = _currency(cells[f"{point} lcu code"], self.source, self.observed_at.date())
        disclosed = self.transparent and margin is not None
        return PriceReading(
            service=self._service(currency, rate, margin),
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
            stated_denomination=_number(cells, f"{point} denomination amount"),
            stated_rate=rate,
            stated_reference_rate=self.reference,
            stated_fx_margin_percent=margin,
            stated_total_percent=total,
        )

    def _service(self, send_currency: str, rate: Decimal | None, margin: Decimal | None) -> ServiceKey:
        return ServiceKey(
            provider=self.provider,
            source=self.source,
            destination=self.destination,
            pay_in=self.pay_in,
            access=self.access,
            pay_out=self.pay_out,
            send_currency=send_currency,
            receive_currency=self._paid_out_in(send_currency, rate, margin),
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
            raise CellError(f"no currency is known for {self.destination} on {self.observed_at:%Y-%m-%d}")
        return local


@lru_cache(maxsize=4096)
def _named_currency(text: str) -> str | None:
    for match in PAID_OUT.finditer(text):
        code = match["a"] or match["b"] or match["c"] or match["d"]
        if code == LOCAL_CURRENCY or code in currencies():
            return code
    return None


@lru_cache(maxsize=512)
def _country(cell: str) -> str:
    code = cell.upper()
    if code in known_countries():
        return code
    if code not in alpha2_by_alpha3():
        raise CellError(f"country {cell!r} is not an ISO 3166 code")
    return alpha2_by_alpha3()[code]


@lru_cache(maxsize=512)
def _period(cell: str) -> str:
    if not re.fullmatch(r"\d{4}_[1-4]Q", cell):
        raise CellError(f"period {cell!r} is not written like 2013_3Q")
    return cell


@lru_cache(maxsize=2048)
def _day(cell: str) -> datetime:
    day = ISO_TIME.sub(r"\1", cell)
    for pattern in DATE_FORMATS:
        try:
            return datetime.strptime(day, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise CellError(f"date {cell!r} is not written like 22/Jan/2011")


def _source_line(cell: str) -> str:
    if len(cell) > MOST_OF_ID:
        raise CellError(f"id is {len(cell)} characters long; {MOST_OF_ID} are allowed")
    return cell


def _yes_or_no(cell: str) -> bool:
    answer = cell.casefold()
    if answer not in ("yes", "no"):
        raise CellError(f"transparent {cell!r} is neither yes nor no")
    return answer == "yes"


@lru_cache(maxsize=4096)
def _currency(cell: str, country: str, day: date) -> str:
    code = cell.upper()
    if code == FRANC_CFA:
        # The survey's "CFA" is the franc of the west or of the centre, by country.
        code = currency_of(country, day) or code
    if code not in currencies():
        raise CellError(f"currency {cell!r} is not an ISO 4217 code" if cell else "the currency is empty")
    return code


def _number(cells: dict[str, str], name: str) -> Decimal | None:
    text = cells.get(name, "")
    if not text:
        return None
    number = _decimal(text)
    if number is None and text.casefold() not in terms.UNSTATED:
        raise CellError(f"{name} {text!r} is not a number")
    return number


@lru_cache(maxsize=65536)
def _decimal(text: str) -> Decimal | None:
    """A number as text, with or without thousands separators and a per cent sign; None when it is none."""
    plain = re.sub(r"[\s\u00a0%]", "", text)
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= MOST_DIGITS else None
