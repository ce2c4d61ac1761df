"""What somebody asks for on the form, and the question that a stored alert asks the comparison."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from alerts.domain.news import Kind, Way
from alerts.models import Alert
from corridors import formats
from corridors.asking import Asked, AskingError, parse_amount, parse_question
from corridors.models import Corridor
from corridors.pages.filters import FILTERS
from remitcompare.money import payable_step

CURRENCIES = ("send_currency", "receive_currency")
LONGEST_ADDRESS = 254
# Mailboxes of this machine are nobody's business, and nobody's address needs quotes or an IP address.
is_address = EmailValidator(allowlist=[])
NEVER_IN_ONE = frozenset('"[]')
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to watch, as alerts.models.Alert keeps it."""

    corridor: Corridor
    send_currency: str
    receive_currency: str
    amount: Decimal
    filters: str
    kind: Kind
    threshold: Decimal | None


def parse_question_of(parameters: Mapping[str, str], corridor: Corridor, *, today: date) -> Asked:
    """What a form or a link asks of a corridor: an amount to pay, now, with its filters.

    Raises:
        AskingError: naming every field that is missing or cannot be understood.
    """
    known = {name: parameters.get(name, "") for name in ("amount", *FILTERS, *CURRENCIES)}
    asked = parse_question(known, today=today)
    step = payable_step(asked.send_currency or corridor.send_currency)
    if asked.amount < step:
        raise AskingError({"amount": _("This is less than can be paid.")})
    return asked


def parse_wish(parameters: Mapping[str, str], corridor: Corridor, *, today: date) -> tuple[Wish, str]:
    """What is to be watched, and the address to write to.

    Raises:
        AskingError: naming every field that is missing or cannot be understood.
    """
    wrong: dict[str, str] = {}
    asked = None
    try:
        asked = parse_question_of(parameters, corridor, today=today)
    except AskingError as error:
        wrong |= error.fields

    def read(name: str, parse: Callable[[str], _Value]) -> _Value | None:
        try:
            return parse(parameters.get(name, "").strip())
        except ValueError as error:
            wrong[name] = str(error)
            return None

    kind = read("kind", _kind)
    threshold = read("threshold", _threshold) if kind is Kind.AT_LEAST else None
    address = read("email", parse_address)
    if wrong or asked is None or kind is None or address is None:
        raise AskingError(wrong)
    send_currency = asked.send_currency or corridor.send_currency
    receive_currency = asked.receive_currency or corridor.receive_currency
    wish = Wish(
        corridor=corridor,
        send_currency=send_currency,
        receive_currency=receive_currency,
        amount=_payable(asked.amount, send_currency),
        filters=urlencode({name: said for name in FILTERS if (said := parameters.get(name, "").strip())}),
        kind=kind,
        threshold=None if threshold is None else _payable(threshold, receive_currency),
    )
    return wish, address


def question_of(alert: Alert, *, today: date) -> Asked:
    """What a stored alert asks of its corridor.

    Raises:
        AskingError: a filter means nothing any more.
    """
    kept = {"send_currency": alert.send_currency, "receive_currency": alert.receive_currency}
    asked = parse_question({**dict(parse_qsl(alert.filters)), **kept, "amount": "1"}, today=today)
    return replace(asked, amount=alert.amount)


def parse_address(text: str) -> str:
    """An e-mail address, its domain in small letters.

    Raises:
        ValueError: with a sentence.
    """
    if not text:
        raise ValueError(_("Write your e-mail address."))
    try:
        is_address(text)
        is_one = len(text) <= LONGEST_ADDRESS and not NEVER_IN_ONE.intersection(text)
    except ValidationError:
        is_one = False
    if not is_one:
        raise ValueError(
            _("“%(text)s” is not an e-mail address. Write it like name@example.org.") % {"text": text[:40]}
        )
    name, _at, domain = text.rpartition("@")
    return f"{name}@{domain.lower()}"


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        raise ValueError(_("Choose what you want to be told.")) from None


def _threshold(text: str) -> Decimal:
    if not text:
        raise ValueError(_("Say how much your family should get at least."))
    return parse_amount(text)


def _payable(amount: Decimal, currency: str) -> Decimal:
    """The amount in steps of what the currency pays, and never nothing."""
    step = payable_step(currency)
    return max(amount.quantize(step), step)


def reached(wish: Wish, ways: Sequence[Way]) -> str:
    """Why an amount is not worth waiting for, in a sentence; "" where it is."""
    if wish.threshold is None or not ways or ways[0].gets < wish.threshold:
        return ""
    return _("They would get %(gets)s already today. Write a higher amount.") % {
        "gets": formats.money(ways[0].gets, wish.receive_currency)
    }
