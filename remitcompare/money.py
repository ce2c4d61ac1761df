"""Money and currencies at the edges: minor units, plain output, legal tender by day."""

from datetime import date
from decimal import Decimal
from functools import cache

from babel.core import get_global
from babel.numbers import get_currency_precision, list_currencies

# Codes of ISO 4217 that nobody can pay in: none, tests, metals, bond markets' units and funds.
NOT_MONEY = frozenset(
    {"XXX", "XTS", "XAG", "XAU", "XPD", "XPT", "XBA", "XBB", "XBC", "XBD", "XRE", "XFO", "XFU", "XSU", "XUA"}
)


@cache
def currencies() -> frozenset[str]:
    """Every ISO 4217 code of money that CLDR knows, past ones included (a 2013 price may be in litas)."""
    return frozenset(list_currencies()) - NOT_MONEY


@cache
def payable_step(currency: str) -> Decimal:
    """The smallest amount the currency pays in practice: 0.01 EUR, 1 JPY, 0.001 KWD. Source: CLDR."""
    return Decimal(1).scaleb(-get_currency_precision(currency))


def plain(number: Decimal, places: int = 6) -> str:
    """A decimal string without exponent or trailing zeros, rounded half-even to `places`."""
    text = f"{round(number, places):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@cache
def currency_of(territory: str, day: date) -> str | None:
    """The legal tender of a territory on a day; None when CLDR names none.

    Where two were valid the one introduced later wins: US dollars in Panama, and in Zimbabwe in 2013.
    A territory that no longer exists answers with its first successor's.
    """
    tender = get_global("territory_currencies")
    successors = get_global("territory_aliases").get(territory, [])
    entries = tender.get(territory) or (tender.get(successors[0], ()) if successors else ())
    valid = [
        (date(*start) if start else date.min, code)
        for code, start, end, is_tender in entries
        if is_tender and (not start or date(*start) <= day) and (not end or day <= date(*end))
    ]
    return max(valid)[1] if valid else None
