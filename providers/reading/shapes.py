"""Answers of unknown good will: what has the wrong shape is a ParseError, never a TypeError."""

import json
from decimal import Decimal, InvalidOperation

from providers.adapters.base import ParseError

# Far beyond any rate, and near enough that no sum on the way to one can overflow.
MAX_MAGNITUDE = 30
MAX_UNIT = 100_000


def read_json(body: bytes) -> object:
    """The value that a JSON body states, its fractions as Decimal.

    Raises:
        ParseError: it is no JSON, is cut off, is nested without end, or says NaN or Infinity.
    """
    try:
        return json.loads(body, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, InvalidOperation, RecursionError) as error:
        raise ParseError(f"the answer is not JSON or is cut off: {_brief(error)}") from None


def mapping(value: object, what: str) -> dict[str, object]:
    """The value, which must be a JSON object.

    Raises:
        ParseError: it is something else.
    """
    if not isinstance(value, dict):
        raise ParseError(f"{what} is not an object but {_brief(value)}")
    return value


def listing(value: object, what: str) -> list[object]:
    """The value, which must be a JSON array.

    Raises:
        ParseError: it is something else.
    """
    if not isinstance(value, list):
        raise ParseError(f"{what} is not a list but {_brief(value)}")
    return value


def words(value: object) -> str:
    """The value as text: itself when it is text, else what it looks like, which fits nothing by chance."""
    return value if isinstance(value, str) else _brief(value)


def number(value: object) -> Decimal:
    """A number, stated as one or as plain text such as "1234.5".

    Raises:
        ValueError: it is neither, or of no size that a rate can have.
    """
    try:
        if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
            raise InvalidOperation
        stated = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        raise ValueError(f"rate {_brief(value)} is not a number") from None
    if not stated.is_finite() or abs(stated.adjusted()) > MAX_MAGNITUDE:
        raise ValueError(f"rate {_brief(value)} is not of a size that a rate can have")
    return stated


def unit(value: object) -> int:
    """How many units of a currency a rate is for: 1, 10, 100, 1000.

    Raises:
        ValueError: it is no such number.
    """
    try:
        stated = number(value)
    except ValueError:
        stated = Decimal(0)
    if stated != stated.to_integral_value() or not 1 <= stated <= MAX_UNIT:
        raise ValueError(f"unit {_brief(value)} is not a whole number from 1 to {MAX_UNIT:,}")
    return int(stated)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _brief(value: object) -> str:
    """What a value looks like, in at most 60 characters; a list or an object by its kind alone."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**40:
        return "a number of more than 40 digits"
    return (str(value) if isinstance(value, Exception | Decimal | int) else repr(value))[:60]
