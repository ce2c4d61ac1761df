"""The cells of a survey file, each read as what it says or refused in a sentence that quotes it.

Readings are cached: the same few thousand cells stand in every file.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from functools import lru_cache

from corridors.models.prices import MONEY_PLACES, RATIO_PLACES
from corridors.places import alpha2_by_alpha3, known_countries
from providers.adapters import rpw_terms as terms
from remitcompare.money import currencies, currency_of

FRANC_CFA = "CFA"
# No number here has more digits on either side of its point; 1E-999999999 written out is a gigabyte.
MOST_DIGITS = 30
_WIDE = Context(prec=3 * MOST_DIGITS, rounding=ROUND_HALF_EVEN)
MOST_OF_ID = 40
# A workbook's cell may hold a time of day too; a survey's day has none.
ISO_TIME = re.compile(r"^(\d{4}-\d{2}-\d{2})T.*$")
DATE_FORMATS = ("%d/%b/%Y", "%Y-%m-%d", "%d-%b-%Y", "%d/%m/%Y", "%d-%b-%y")


class CellError(ValueError):
    """A cell that cannot be understood, in a sentence that quotes it."""


@lru_cache(maxsize=512)
def country(cell: str) -> str:
    """An ISO 3166-1 country by either of its codes, as alpha-2."""
    code = cell.upper()
    if code in known_countries():
        return code
    if code not in alpha2_by_alpha3():
        raise CellError(f"country {cell!r} is not an ISO 3166 code")
    return alpha2_by_alpha3()[code]


@lru_cache(maxsize=512)
def period(cell: str) -> str:
    """A survey period."""
    if not re.fullmatch(r"\d{4}_[1-4]Q", cell):
        raise CellError(f"period {cell!r} is not written like 2013_3Q")
    return cell


@lru_cache(maxsize=2048)
def day(cell: str) -> datetime:
    """The first moment of a day, UTC."""
    written = ISO_TIME.sub(r"\1", cell)
    for pattern in DATE_FORMATS:
        try:
            return datetime.strptime(written, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise CellError(f"date {cell!r} is not written like 22/Jan/2011")


def row_id(cell: str) -> str:
    """The file's own number of a row."""
    if len(cell) > MOST_OF_ID:
        raise CellError(f"id is {len(cell)} characters long; {MOST_OF_ID} are allowed")
    return cell


def yes_or_no(name: str, cell: str) -> bool:
    """An answer, in any case."""
    answer = cell.casefold()
    if answer not in ("yes", "no"):
        raise CellError(f"{name} {cell!r} is neither yes nor no")
    return answer == "yes"


@lru_cache(maxsize=4096)
def sending_currency(cell: str, country: str, day: date) -> str:
    """An ISO 4217 code; the survey's "CFA" is the franc of the west or of the centre, by country."""
    code = cell.upper()
    if code == FRANC_CFA:
        code = currency_of(country, day) or code
    return currency(code, written=cell)


def currency(code: str, *, written: str) -> str:
    """An ISO 4217 code, `written` as the cell has it."""
    if code not in currencies():
        raise CellError(
            f"currency {written!r} is not an ISO 4217 code" if written else "the currency is empty"
        )
    return code


def money(cells: Mapping[str, str], name: str) -> Decimal | None:
    """An amount of money, at the step that history keeps, so that what is exported says the same again."""
    return _number(cells, name, MONEY_PLACES)


def ratio(cells: Mapping[str, str], name: str) -> Decimal | None:
    """A rate or per cent, at the step that history keeps."""
    return _number(cells, name, RATIO_PLACES)


def _number(cells: Mapping[str, str], name: str, places: int) -> Decimal | None:
    text = cells.get(name, "")
    if not text:
        return None
    number = _decimal(text, places)
    if number is None and text.casefold() not in terms.UNSTATED:
        raise CellError(f"{name} {text!r} is not a number")
    return number


@lru_cache(maxsize=65536)
def _decimal(text: str, places: int) -> Decimal | None:
    """A number as text, with or without thousands separators and a per cent sign; None when it is none."""
    plain = re.sub(r"[\s\u00a0%]", "", text)
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        return None
    kept = number.quantize(Decimal(1).scaleb(-places), context=_WIDE)
    return number if number == kept else kept
