"""What a person, a partner or a terminal asks of a corridor: one parser, so that all get the same answer."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar
from unicodedata import decimal

from django.http import QueryDict
from django.utils.dateparse import parse_duration
from django.utils.translation import gettext as _

from corridors.domain.codes import Mode, PayIn, PayOut, ProviderType
from corridors.domain.filters import Bank, Filters, Reach
from corridors.domain.validation import EARLIEST_OBSERVATION
from remitcompare.money import currencies

MAX_ASKED = Decimal(10) ** 9
SPEEDS = {
    "one_hour": 60,
    "same_day": 24 * 60 - 1,
    "next_day": 24 * 60,
    "two_days": 2 * 24 * 60,
    "five_days": 5 * 24 * 60,
}
PARAMETERS = (
    "amount", "mode", "pay_in", "pay_out", "max_speed", "provider_type", "sender_bank", "family_bank",
    "reach", "as_of", "send_currency", "receive_currency",
)  # fmt: skip

# Thousands, also by India's count: 1,00,000. And what can only be decimals after a comma: 1.000,50, 1000,50.
GROUPED_BY_COMMAS = re.compile(r"\d{1,3}(,\d{2,3})*,\d{3}(\.\d+)?", re.ASCII)
COMMA_BEFORE_DECIMALS = re.compile(r"(\d{1,3}(\.\d{3})+|\d{4,18}),\d{1,2}", re.ASCII)
ARABIC_MARKS = str.maketrans({"٫": ".", "٬": ","})

_Code = TypeVar("_Code", bound=StrEnum)
_Value = TypeVar("_Value")


class AskingError(ValueError):
    """A question that cannot be understood: a sentence for each field at fault."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {sentence}" for name, sentence in fields.items()))
        self.fields = dict(fields)


class Given:
    """The parameters of a page, read one by one. Empty values count as not given, other names are ignored.

    What is wrong with them is in `wrong`: a sentence by name.
    """

    def __init__(self, parameters: QueryDict) -> None:
        self._parameters = parameters
        self.wrong: dict[str, str] = {}

    def read(self, name: str, parse: Callable[[str], _Value], default: _Value) -> _Value:
        """What is given by a name; the default where nothing is, or where it cannot be understood."""
        given = [text.strip() for text in self._parameters.getlist(name) if text.strip()]
        try:
            if len(given) > 1:
                raise ValueError(_("Say it once."))
            return parse(given[0]) if given else default
        except ValueError as error:
            self.wrong[name] = str(error)
            return default


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as asked: amounts in sending currency (pay) or receiving currency (receive)."""

    amount: Decimal
    mode: Mode = Mode.PAY
    filters: Filters = field(default_factory=Filters)
    as_of: date | None = None
    send_currency: str | None = None
    receive_currency: str | None = None


def parse_question(parameters: Mapping[str, str], *, today: date) -> Asked:
    """The question in a query string; empty values count as not given, other parameters are ignored.

    Raises:
        AskingError: naming every field that is missing or cannot be understood.
    """
    wrong: dict[str, str] = {}

    def read(name: str, parse: Callable[[str], _Value]) -> _Value | None:
        text = parameters.get(name, "").strip()
        try:
            return parse(text) if text else None
        except ValueError as error:
            wrong[name] = str(error)
            return None

    amount = read("amount", parse_amount)
    if amount is None and "amount" not in wrong:
        wrong["amount"] = _("Say how much money: for example 1000.")
    mode = read("mode", one_of(Mode)) or Mode.PAY
    filters = Filters(
        pay_in=read("pay_in", one_of(PayIn)),
        pay_out=read("pay_out", one_of(PayOut)),
        max_speed_minutes=read("max_speed", parse_speed),
        provider_type=read("provider_type", one_of(ProviderType)),
        sender_bank=read("sender_bank", one_of(Bank)),
        family_bank=read("family_bank", one_of(Bank)),
        reach=read("reach", one_of(Reach)),
    )
    as_of = read("as_of", lambda text: _parse_day(text, today))
    send_currency, receive_currency = read("send_currency", _currency), read("receive_currency", _currency)
    if wrong or amount is None:
        raise AskingError(wrong)
    return Asked(
        amount=amount,
        mode=mode,
        filters=filters,
        as_of=as_of,
        send_currency=send_currency,
        receive_currency=receive_currency,
    )


def parse_amount(text: str) -> Decimal:
    """A positive amount of money as people type it: 1000, 1,000.50, 1 000, 1.000,50, 1,00,000, १०००.

    Raises:
        ValueError: with a sentence; what could be a thousand or one, such as 1.000 or 1,5, is refused.
    """
    digits = re.sub(r"[\s\u00a0\u202f']", "", in_ascii(text))
    if GROUPED_BY_COMMAS.fullmatch(digits):
        digits = digits.replace(",", "")
    elif COMMA_BEFORE_DECIMALS.fullmatch(digits):
        digits = digits.replace(".", "").replace(",", ".")
    # "1.000" is a thousand in half the world's languages and one in the other half.
    could_be_thousands = re.fullmatch(r"\d{1,3}\.\d{3}", digits)
    if could_be_thousands or not re.fullmatch(r"\d{1,18}(\.\d{1,9})?", digits, flags=re.ASCII):
        raise ValueError(
            _("“%(text)s” is not an amount. Write it like 1000 or 1000.50.") % {"text": text[:40]}
        )
    amount = Decimal(digits)
    if not 0 < amount < MAX_ASKED:
        raise ValueError(_("The amount must be above 0 and below %(limit)s.") % {"limit": f"{MAX_ASKED:,}"})
    return amount


def in_ascii(text: str) -> str:
    """The text with the digits and marks of other scripts as we write them: a keyboard types its own."""
    written = text.translate(ARABIC_MARKS)
    return "".join(str(decimal(letter)) if letter.isdecimal() else letter for letter in written)


def parse_speed(text: str) -> int:
    """Minutes from one of SPEEDS or an ISO 8601 duration such as PT1H or P3D."""
    if text in SPEEDS:
        return SPEEDS[text]
    try:
        duration = parse_duration(text) if text.startswith("P") else None
    except OverflowError:
        duration = None
    if duration is None or duration < timedelta(0):
        raise ValueError(
            _("“%(text)s” is not a speed. Use one of: %(codes)s; or an ISO 8601 duration such as PT1H.")
            % {"text": text[:40], "codes": ", ".join(SPEEDS)}
        )
    return int(duration.total_seconds()) // 60


def one_of(kind: type[_Code]) -> Callable[[str], _Code]:
    """A parser for one of these codes. It raises ValueError with a sentence that lists them."""

    def parse(text: str) -> _Code:
        try:
            return kind(text)
        except ValueError:
            raise ValueError(
                _("“%(text)s” is not known. Use one of: %(codes)s.")
                % {"text": text[:40], "codes": ", ".join(kind)}
            ) from None

    return parse


def _parse_day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(
            _("“%(text)s” is not a date. Write it as year-month-day: 2013-07-31.") % {"text": text[:40]}
        ) from None
    if day > today:
        raise ValueError(_("%(day)s is in the future.") % {"day": day.isoformat()})
    if day < EARLIEST_OBSERVATION.date():
        raise ValueError(_("%(day)s is before any price was recorded.") % {"day": day.isoformat()})
    return day


def _currency(text: str) -> str:
    code = text.upper()
    if code not in currencies():
        raise ValueError(_("“%(text)s” is not an ISO 4217 currency code.") % {"text": text[:40]})
    return code
