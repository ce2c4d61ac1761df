"""Currencies by their English names, for sources that print no codes."""

from collections.abc import Mapping
from functools import cache

from babel import Locale

from remitcompare.money import currencies

# Under X, ISO 4217 also has metals, units of account and codes for tests: CLDR names XAU "Gold".
MONEY_UNDER_X = frozenset({"XAF", "XCD", "XCG", "XOF", "XPF"})


def currency_named(name: str, own: Mapping[str, str]) -> str | None:
    """The ISO 4217 code of "Swiss Franc" or "US DOLLAR"; None when nobody knows the name.

    `own` holds the source's own spellings, in capitals, and goes before CLDR's.
    """
    spelt = " ".join(name.split()).upper()
    return own.get(spelt) or _codes_by_name().get(spelt)


@cache
def _codes_by_name() -> Mapping[str, str]:
    return {
        name.upper(): code
        for code, name in Locale("en").currencies.items()
        if code in currencies() and (code in MONEY_UNDER_X or not code.startswith("X"))
    }
