"""The numbers that a person writes into the budget: read, or a sentence for each field at fault."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from corridors.asking import in_ascii, parse_amount
from corridors.domain.codes import PayIn, PayOut
from corridors.domain.filters import Filters
from corridors.domain.rhythms import RHYTHMS
from support.domain.budget import HUNDRED
from support.plan import Numbers

NAMES = (
    *("income", "living", "debt_owed", "debt_percent", "debt_payment", "bad_days", "need"),
    *("goal", "saved", "aside", "times", "pay_in", "pay_out", "fee_now", "rate_now"),
)
MONTHLY = 12
ZERO = Decimal(0)
NOTHING = re.compile(r"0+([.,]0+)?")
PER_CENT = re.compile(r"\s*[%٪]$")  # Arabic has a sign of its own
# Of a rate three digits after the dot are no thousand.
RATE = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)
# Half the world's languages write a comma there; three digits after that might be thousands.
DECIMAL_COMMA = re.compile(r"\d{1,9},(\d{1,2}|\d{4,9})", re.ASCII)

_Value = TypeVar("_Value")
_Code = TypeVar("_Code", PayIn, PayOut)


class NumbersError(ValueError):
    """Numbers that cannot be understood: a sentence for each field at fault."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = dict(fields)


class _Reader:
    """Reads fields one by one, and keeps a sentence for each that cannot be understood."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self._typed = typed
        self.wrong: dict[str, str] = {}

    def read(self, name: str, parse: Callable[[str], _Value]) -> _Value | None:
        text = self._typed.get(name, "")
        try:
            return parse(text) if text else None
        except ValueError as error:
            self.wrong[name] = str(error)
            return None

    def amount(self, name: str) -> Decimal | None:
        return self.read(name, lambda text: ZERO if _is_nothing(text) else parse_amount(text))

    def sum(self, name: str) -> Decimal:
        return self.amount(name) or ZERO


def parse_numbers(typed: Mapping[str, str]) -> Numbers:
    """The numbers of the form, whatever else is sent.

    Raises:
        NumbersError: naming every field that is missing or cannot be understood.
    """
    reader = _Reader(typed)
    numbers = Numbers(
        income=reader.read("income", parse_amount) or ZERO,
        living=reader.sum("living"),
        debt_owed=reader.sum("debt_owed"),
        debt_percent=reader.read("debt_percent", _percent) or ZERO,
        debt_payment=reader.amount("debt_payment"),
        bad_days=reader.sum("bad_days"),
        need=reader.amount("need"),
        goal=reader.sum("goal"),
        saved=reader.sum("saved"),
        aside=reader.sum("aside"),
        times=reader.read("times", _times) or MONTHLY,
        filters=Filters(
            pay_in=reader.read("pay_in", lambda text: _known(PayIn, text)),
            pay_out=reader.read("pay_out", lambda text: _known(PayOut, text)),
        ),
        fee_now=reader.amount("fee_now"),
        rate_now=reader.read("rate_now", _rate),
    )
    if not numbers.income:
        reader.wrong.setdefault("income", _("Write what you are paid, so that we can begin."))
    if reader.wrong:
        raise NumbersError(reader.wrong)
    return numbers


def _is_nothing(text: str) -> bool:
    """Whether a zero is written, in whatever script."""
    return bool(NOTHING.fullmatch(in_ascii(text)))


def _with_dot(text: str) -> str:
    """A number that has decimals in our digits, with a dot before what can only be decimals."""
    number = in_ascii(text)
    return number.replace(",", ".") if DECIMAL_COMMA.fullmatch(number) else number


def _percent(text: str) -> Decimal:
    number = PER_CENT.sub("", text)
    if _is_nothing(number):
        return ZERO
    percent = parse_amount(_with_dot(number))
    if percent > HUNDRED:
        raise ValueError(_("“%(text)s” is more than 100 per cent a month.") % {"text": text[:40]})
    return percent


def _rate(text: str) -> Decimal:
    number = _with_dot(text)
    if not RATE.fullmatch(number) or not Decimal(number):
        raise ValueError(_("“%(text)s” is not an exchange rate. Write it like 18.405.") % {"text": text[:40]})
    return Decimal(number)


def _times(text: str) -> int:
    return int(_one_of([str(times) for times in RHYTHMS], text))


def _known(kind: type[_Code], text: str) -> _Code:
    return kind(_one_of([code.value for code in kind], text))


def _one_of(known: list[str], text: str) -> str:
    if text not in known:
        raise ValueError(_("“%(text)s” is none of the choices here.") % {"text": text[:40]})
    return text
