"""Our codes in the words of Remittance Prices Worldwide files, such that they read back as the same codes.

The survey's words outnumber our codes ("On-line", "Online", "Internet"), so a file that was read and written
again says the same in fewer words. Source: the cells of the files of 2011 to 2013; docs/methodology.md,
section 7.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeVar

from corridors.domain.codes import Access, Coverage, PayIn, PayOut, ProviderType

Code = TypeVar("Code", Access, PayIn, PayOut, ProviderType)

UNSTATED = "N/A"
LOCATION_UNSTATED = "Not available"


class _Product(NamedTuple):
    """A product cell and what it says."""

    words: str
    pay_in: tuple[PayIn, ...]
    access: tuple[Access, ...]
    pay_out: tuple[PayOut, ...]


# The first that says all of the pay-in, and of the rest nothing else than the service does, is its product.
_PRODUCTS = (
    _Product("Door to door", (PayIn.CASH,), (Access.HOME,), (PayOut.HOME_DELIVERY,)),
    _Product("Door to account", (PayIn.CASH,), (Access.HOME,), (PayOut.BANK_ACCOUNT,)),
    _Product("Cash to cash", (PayIn.CASH,), (), (PayOut.CASH,)),
    _Product("Cash to account", (PayIn.CASH,), (), (PayOut.BANK_ACCOUNT,)),
    _Product("Cash to account (same bank)", (PayIn.CASH,), (), (PayOut.PARTNER_BANK_ACCOUNT,)),
    _Product("Account to account", (PayIn.BANK_ACCOUNT,), (), (PayOut.BANK_ACCOUNT,)),
    _Product("Account to account (same bank)", (PayIn.BANK_ACCOUNT,), (), (PayOut.PARTNER_BANK_ACCOUNT,)),
    _Product("Account to cash", (PayIn.BANK_ACCOUNT,), (), (PayOut.CASH,)),
    _Product("Account,Cash to cash", (PayIn.BANK_ACCOUNT, PayIn.CASH), (), (PayOut.CASH,)),
    _Product("Cash to cash,Credit/debit card service", (PayIn.CARD, PayIn.CASH), (), (PayOut.CASH,)),
    _Product("Account,Card,Cash to cash", (PayIn.BANK_ACCOUNT, PayIn.CARD, PayIn.CASH), (), (PayOut.CASH,)),
    _Product("Credit/debit card service", (PayIn.CARD,), (), ()),
    _Product("Prepaid card", (PayIn.PREPAID_CARD,), (), (PayOut.PREPAID_CARD,)),
    _Product("Online service", (), (Access.INTERNET,), ()),
    _Product("Home delivery", (), (), (PayOut.HOME_DELIVERY,)),
)
# Ways of paying in where no product names them with the pay-out. "Prepaid card" says both: where no pick-up
# method decides, it reads back as paid out on a prepaid card too, as it does in the survey.
_PAY_IN: Mapping[PayIn, str] = {
    PayIn.BANK_ACCOUNT: "Account",
    PayIn.CARD: "Card",
    PayIn.CASH: "Cash",
    PayIn.CASHIERS_CHEQUE: "Cashier's cheque",
    PayIn.MOBILE_MONEY: "Mobile",
    PayIn.MONEY_ORDER: "Money order",
    PayIn.PREPAID_CARD: "Prepaid card",
}
# Products of 2011 that name the currency of the pay-out and no way of paying.
_CURRENCY_PRODUCTS = frozenset({"USD", "EUR", "JPY", "GBP"})
_LOCATIONS: Mapping[Access, str] = {
    Access.BRANCH: "at Branch",
    Access.AGENT: "Agent",
    Access.POST_OFFICE: "Post office",
    Access.CALL_CENTER: "Call Center",
    Access.INTERNET: "On-line",
    Access.MOBILE_APP: "Mobile",
    Access.HOME: "Home",
    Access.ATM: "ATM",
}
_PICK_UP: Mapping[PayOut, str] = {
    PayOut.CASH: "Cash",
    PayOut.BANK_ACCOUNT: "Bank Account",
    PayOut.PARTNER_BANK_ACCOUNT: "Own/partner Bank Account",
    PayOut.MOBILE_MONEY: "Mobile",
    PayOut.HOME_DELIVERY: "Home Delivery",
    PayOut.ATM: "ATM Network",
    PayOut.PREPAID_CARD: "Prepaid cash card",
    PayOut.CARD: "Credit Card",
}
_FIRM_TYPES: Mapping[ProviderType, str] = {
    ProviderType.BANK: "Bank",
    ProviderType.MONEY_TRANSFER_OPERATOR: "Money Transfer Operator",
    ProviderType.POST_OFFICE: "Post office",
    ProviderType.MOBILE_OPERATOR: "Mobile Operator",
    ProviderType.CREDIT_UNION: "Credit Union",
    ProviderType.BUILDING_SOCIETY: "Building Society",
    ProviderType.NON_BANK_FI: "Non-Bank FI",
}
_COVERAGE: Mapping[Coverage, str] = {
    Coverage.NATIONWIDE: "Nationwide",
    Coverage.MAJOR_CITIES: "Major cities",
    Coverage.MAIN_CITY: "Main city",
    Coverage.URBAN_ONLY: "Urban only",
    Coverage.RURAL_ONLY: "Rural only",
}
_DAY = 24 * 60
# By the slowest time in minutes, up to and including; the survey's own spans read back as they were.
_SPEEDS = (
    (60, "Less than one hour"),
    (_DAY - 1, "Same day"),
    (_DAY, "Next day"),
    (2 * _DAY, "2 days"),
    (5 * _DAY, "3-5 days"),
)
_SLOWEST = "6 days or more"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@lru_cache(maxsize=4096)
def product(*, pay_in: str, access: str, pay_out: str, foreign_currency: str) -> str:
    """The product cell of a service, from its codes as they are stored (joined by commas).

    `foreign_currency` is what the family gets where that is not the country's own money, else "".
    """
    paid, ordered, got = _codes(PayIn, pay_in), set(_codes(Access, access)), set(_codes(PayOut, pay_out))
    for each in _PRODUCTS:
        if each.pay_in == paid and ordered.issuperset(each.access) and got.issuperset(each.pay_out):
            return each.words
    if not paid:
        return f"{foreign_currency} service" if foreign_currency in _CURRENCY_PRODUCTS else UNSTATED
    return ",".join(_PAY_IN[code] for code in paid)


@lru_cache(maxsize=4096)
def sending_location(access: str) -> str:
    """The sending-location cell of stored access points."""
    return ",".join(_LOCATIONS[code] for code in _codes(Access, access)) or LOCATION_UNSTATED


@lru_cache(maxsize=4096)
def pick_up_method(pay_out: str) -> str:
    """The pick-up cell of stored pay-out methods; empty when none is stated."""
    return ", ".join(_PICK_UP[code] for code in _codes(PayOut, pay_out))


@lru_cache(maxsize=4096)
def firm_type(provider_types: str) -> str:
    """The firm-type cell of stored kinds of provider, in their order."""
    return " / ".join(_FIRM_TYPES[code] for code in _codes(ProviderType, provider_types))


def coverage(code: str) -> str:
    """The coverage cell of a stored code; empty when not stated."""
    return _COVERAGE[Coverage(code)] if code else ""


def speed(*, fastest_minutes: int | None, slowest_minutes: int | None) -> str:
    """The survey's word for a span of minutes, by its slowest time; a span without one is "6 days or more"
    where even its fastest time is that long, and not stated otherwise.
    """
    if slowest_minutes is None:
        return _SLOWEST if fastest_minutes is not None and fastest_minutes > _SPEEDS[-1][0] else UNSTATED
    return next((words for limit, words in _SPEEDS if slowest_minutes <= limit), _SLOWEST)


def day(moment: date) -> str:
    """A day as the survey writes it, 22/Jan/2011, whatever the machine's language."""
    return f"{moment.day:02d}/{_MONTHS[moment.month - 1]}/{moment.year:04d}"


def quarter(moment: date) -> str:
    """The survey period in which a day lies: 2013_3Q."""
    return f"{moment.year:04d}_{(moment.month + 2) // 3}Q"


def notes(note: str) -> tuple[str, str]:
    """The two note cells that, joined again, are the note.

    A cell loses the spaces around it when it is read, so a note is not parted where it has any.
    """
    first, parted, second = note.partition("\n")
    return (first, second) if parted and _is_kept(first) and _is_kept(second) else (note, "")


def _is_kept(cell: str) -> bool:
    return bool(cell) and cell == cell.strip()


def _codes(kind: type[Code], joined: str) -> tuple[Code, ...]:
    return tuple(kind(code) for code in joined.split(",") if code)
