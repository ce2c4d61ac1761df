"""The words of Remittance Prices Worldwide files in our codes. A cell may list several, by comma or slash.

Readings are cached: the same few hundred cells stand in every row of a file.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeVar

from corridors.domain.codes import Access, Coverage, PayIn, PayOut, ProviderType

Code = TypeVar("Code", Access, PayIn, PayOut, ProviderType)


class Ways(NamedTuple):
    """What a product name says of how the money goes in and comes out, and where it is ordered."""

    pay_in: tuple[PayIn, ...] = ()
    access: tuple[Access, ...] = ()
    pay_out: tuple[PayOut, ...] = ()


# Product of the 2011 files, payment instrument of the later ones.
PRODUCTS: Mapping[str, Ways] = {
    "cash to cash": Ways((PayIn.CASH,), (), (PayOut.CASH,)),
    "cash to account": Ways((PayIn.CASH,), (), (PayOut.BANK_ACCOUNT,)),
    "cash to account (same bank)": Ways((PayIn.CASH,), (), (PayOut.PARTNER_BANK_ACCOUNT,)),
    "cash to account (other bank)": Ways((PayIn.CASH,), (), (PayOut.BANK_ACCOUNT,)),
    "account to account": Ways((PayIn.BANK_ACCOUNT,), (), (PayOut.BANK_ACCOUNT,)),
    "account to account (same bank)": Ways((PayIn.BANK_ACCOUNT,), (), (PayOut.PARTNER_BANK_ACCOUNT,)),
    "account to account (other bank)": Ways((PayIn.BANK_ACCOUNT,), (), (PayOut.BANK_ACCOUNT,)),
    "account to cash": Ways((PayIn.BANK_ACCOUNT,), (), (PayOut.CASH,)),
    "online service": Ways((), (Access.INTERNET,), ()),
    "online to cash": Ways((), (Access.INTERNET,), (PayOut.CASH,)),
    "door to door": Ways((PayIn.CASH,), (Access.HOME,), (PayOut.HOME_DELIVERY,)),
    "door to account": Ways((PayIn.CASH,), (Access.HOME,), (PayOut.BANK_ACCOUNT,)),
    "home delivery": Ways((), (), (PayOut.HOME_DELIVERY,)),
    "prepaid card": Ways((PayIn.PREPAID_CARD,), (), (PayOut.PREPAID_CARD,)),
    "credit/debit card service": Ways((PayIn.CARD,), (), ()),
    "mobile": Ways((PayIn.MOBILE_MONEY,), (), ()),
    "account": Ways((PayIn.BANK_ACCOUNT,), (), ()),
    "bank account": Ways((PayIn.BANK_ACCOUNT,), (), ()),
    "bank account transfer": Ways((PayIn.BANK_ACCOUNT,), (), ()),
    "card": Ways((PayIn.CARD,), (), ()),
    "debit card": Ways((PayIn.CARD,), (), ()),
    "credit card": Ways((PayIn.CARD,), (), ()),
    "debit/credit card": Ways((PayIn.CARD,), (), ()),
    "credit/debit card": Ways((PayIn.CARD,), (), ()),
    "cash": Ways((PayIn.CASH,), (), ()),
    "mobile money": Ways((PayIn.MOBILE_MONEY,), (), ()),
    "mobile wallet": Ways((PayIn.MOBILE_MONEY,), (), ()),
    # No survey says these: our own export does, of prices that come from elsewhere.
    "money order": Ways((PayIn.MONEY_ORDER,), (), ()),
    "cashier's cheque": Ways((PayIn.CASHIERS_CHEQUE,), (), ()),
    # These say in which currency the money is paid out, not how.
    "usd service": Ways(),
    "eur service": Ways(),
    "lcu service": Ways(),
    "jpy service": Ways(),
    "gbp service": Ways(),
}

ACCESS: Mapping[str, Access] = {
    "at branch": Access.BRANCH,
    "branch": Access.BRANCH,
    "bank branch": Access.BRANCH,
    "agent": Access.AGENT,
    "call center": Access.CALL_CENTER,
    "call centre": Access.CALL_CENTER,
    "on-line": Access.INTERNET,
    "online": Access.INTERNET,
    "internet": Access.INTERNET,
    "post office": Access.POST_OFFICE,
    "mobile": Access.MOBILE_APP,
    "mobile phone": Access.MOBILE_APP,
    "mobile application": Access.MOBILE_APP,
    "mobile app": Access.MOBILE_APP,
    "home": Access.HOME,
    "atm": Access.ATM,
}

PICK_UP: Mapping[str, PayOut] = {
    "cash": PayOut.CASH,
    "bank account": PayOut.BANK_ACCOUNT,
    "bank account transfer": PayOut.BANK_ACCOUNT,
    "own/partner bank account": PayOut.PARTNER_BANK_ACCOUNT,
    "own/partner bank account in receiving country": PayOut.PARTNER_BANK_ACCOUNT,
    "atm network": PayOut.ATM,
    "atm": PayOut.ATM,
    "home delivery": PayOut.HOME_DELIVERY,
    "door to door": PayOut.HOME_DELIVERY,
    "mobile": PayOut.MOBILE_MONEY,
    "mobile wallet": PayOut.MOBILE_MONEY,
    "mobile money": PayOut.MOBILE_MONEY,
    "prepaid cash card": PayOut.PREPAID_CARD,
    "prepaid card": PayOut.PREPAID_CARD,
    "credit card": PayOut.CARD,
    "debit card": PayOut.CARD,
}

FIRM_TYPES: Mapping[str, ProviderType] = {
    "money transfer operator": ProviderType.MONEY_TRANSFER_OPERATOR,
    "bank": ProviderType.BANK,
    "post office": ProviderType.POST_OFFICE,
    "non-bank fi": ProviderType.NON_BANK_FI,
    "credit union": ProviderType.CREDIT_UNION,
    "building society": ProviderType.BUILDING_SOCIETY,
    "mobile operator": ProviderType.MOBILE_OPERATOR,
    "mobile network operator": ProviderType.MOBILE_OPERATOR,
}

COVERAGE: Mapping[str, Coverage] = {
    "nationwide": Coverage.NATIONWIDE,
    "major cities": Coverage.MAJOR_CITIES,
    "main city": Coverage.MAIN_CITY,
    "urban only": Coverage.URBAN_ONLY,
    "urban": Coverage.URBAN_ONLY,
    "rural only": Coverage.RURAL_ONLY,
    "rural": Coverage.RURAL_ONLY,
}

_DAY = 24 * 60
# Fastest and slowest, in minutes; the slowest is not known for "6 days or more".
SPEEDS: Mapping[str, tuple[int, int | None]] = {
    "less than one hour": (0, 60),
    "same day": (0, _DAY - 1),
    "next day": (_DAY, _DAY),
    "2 days": (2 * _DAY, 2 * _DAY),
    "3-5 days": (3 * _DAY, 5 * _DAY),
    "6 days or more": (6 * _DAY, None),
}

# Cells that say that nothing was said.
UNSTATED = frozenset({"", "n/a", "not available", "not applicable"})


class UnknownTermError(ValueError):
    """A word the method does not know; said, not guessed."""


def _terms(cell: str, separators: str) -> list[str]:
    return [word for part in re.split(separators, cell) if (word := part.strip().casefold()) not in UNSTATED]


@lru_cache(maxsize=1024)
def ways(product: str) -> Ways:
    """What a product cell says, its parts merged: "Account,Cash to cash" takes both in and pays out cash."""
    found = [_known(PRODUCTS, word, "product") for word in _terms(product, ",")]
    return Ways(
        sorted_codes(code for way in found for code in way.pay_in),
        sorted_codes(code for way in found for code in way.access),
        sorted_codes(code for way in found for code in way.pay_out),
    )


@lru_cache(maxsize=1024)
def access_points(cell: str) -> tuple[Access, ...]:
    """The access points of a sending-location cell."""
    return sorted_codes(_known(ACCESS, word, "access point") for word in _terms(cell, ","))


@lru_cache(maxsize=1024)
def pick_up_methods(cell: str) -> tuple[PayOut, ...]:
    """The pay-out methods of a pick-up cell."""
    return sorted_codes(_known(PICK_UP, word, "pick-up method") for word in _terms(cell, ","))


@lru_cache(maxsize=1024)
def firm_types(cell: str) -> tuple[ProviderType, ...]:
    """The kinds of institution of a firm-type cell, in the order named."""
    return tuple(dict.fromkeys(_known(FIRM_TYPES, word, "firm type") for word in _terms(cell, "[,/]")))


@lru_cache(maxsize=1024)
def coverage(cell: str) -> Coverage | None:
    """The network coverage of a cell; None when not stated."""
    words = _terms(cell, ",")
    return _known(COVERAGE, words[0], "coverage") if words else None


@lru_cache(maxsize=1024)
def speed(cell: str) -> tuple[int | None, int | None]:
    """Fastest and slowest time in minutes; None when not stated."""
    words = _terms(cell, ",")
    return _known(SPEEDS, words[0], "speed") if words else (None, None)


def sorted_codes(codes: Iterable[Code]) -> tuple[Code, ...]:
    """Each code once, in a fixed order, so that the same ways are the same service."""
    return tuple(sorted(set(codes)))


_Value = TypeVar("_Value")


def _known(terms: Mapping[str, _Value], word: str, what: str) -> _Value:
    try:
        return terms[word]
    except KeyError:
        raise UnknownTermError(f"{what} {word!r} is not a term of the survey") from None
