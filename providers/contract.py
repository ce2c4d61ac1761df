"""The form in which anyone may hand us a price: over the API, in a file, by hand, or from a mapped source.

One flat record a price. docs/api.md lists the fields; FIELDS is that list.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from corridors.domain.codes import (
    Access,
    CollectionMethod,
    Coverage,
    FeeConvention,
    PayIn,
    PayOut,
    ProviderType,
    RateBasis,
    RateFixedAt,
)
from corridors.domain.readings import PriceReading, ServiceKey, Statement
from providers.names import name_key, tidy_name

REQUIRED = ("provider", "from", "to", "send_currency", "receive_currency", "send_amount", "fee")
OPTIONAL = (
    *(
        "provider_type",
        "pay_in",
        "access",
        "pay_out",
        "rate",
        "fee_convention",
        "recipient_fee",
        "sender_tax",
    ),
    *("rate_fixed_at", "promotion", "speed_min_minutes", "speed_max_minutes", "coverage", "price_point"),
    *("observed_at", "line", "note", "band_end"),
)
FIELDS = REQUIRED + OPTIONAL
MAX_TEXT = 200
MAX_NOTE = 2_000
MAX_MINUTES = 365 * 24 * 60
MAX_PRICE_POINT = 32_767  # what the column holds
YES, NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})

_Code = TypeVar("_Code", bound=StrEnum)
_Value = TypeVar("_Value")


class FieldErrors(ValueError):  # noqa: N818 - it holds several
    """What is wrong with a record, by field, a sentence each."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {sentence}" for name, sentence in fields.items()))
        self.fields = dict(fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whence a record comes: its source, how it was learned, where it stood, and when we received it."""

    source: str
    collection_method: CollectionMethod
    locator: str
    received_at: datetime


def read_price(record: Mapping[str, Any], origin: Origin) -> PriceReading:
    """The reading that a record says.

    Values are JSON's types, or the text of a cell; lists may be text separated by "|" or ",". An empty or
    missing value is "not stated"; without `observed_at` the price was true when it was received.

    Raises:
        FieldErrors: naming every field that is missing, not known, or cannot be understood.
    """
    fields = _Fields(record)
    for name in record.keys() - set(FIELDS):
        fields.wrong[str(name)[:MAX_TEXT]] = "is not a field of a price"
    service, statement, cost = _service(fields), _statement(fields, origin), _cost(fields)
    provider_types = fields.codes("provider_type", ProviderType)
    fields.require(REQUIRED)
    disclosed = cost["rate"] is not None
    return PriceReading(
        service=service,
        provider_name=tidy_name(str(record["provider"])),
        provider_types=provider_types,
        statement=statement,
        transparent=disclosed,
        rate_basis=RateBasis.STATED if disclosed else RateBasis.UNDISCLOSED,
        **cost,
    )


def _service(fields: "_Fields") -> ServiceKey:
    return ServiceKey(
        provider=name_key(fields.read("provider", _text(MAX_TEXT)) or ""),
        source=fields.read("from", _upper) or "",
        destination=fields.read("to", _upper) or "",
        pay_in=tuple(sorted(fields.codes("pay_in", PayIn))),
        access=tuple(sorted(fields.codes("access", Access))),
        pay_out=tuple(sorted(fields.codes("pay_out", PayOut))),
        send_currency=fields.read("send_currency", _upper) or "",
        receive_currency=fields.read("receive_currency", _upper) or "",
    )


def _statement(fields: "_Fields", origin: Origin) -> Statement:
    return Statement(
        source=origin.source,
        collection_method=origin.collection_method,
        period="",
        observed_at=fields.read("observed_at", _moment) or origin.received_at,
        locator=origin.locator,
        line=fields.read("line", _text(32)) or "",
        source_line="",
        note=fields.read("note", _text(MAX_NOTE)) or "",
    )


def _cost(fields: "_Fields") -> dict[str, Any]:
    return {
        "send_amount": fields.read("send_amount", _number),
        "price_point": fields.read("price_point", _whole(MAX_PRICE_POINT)),
        "fee": fields.read("fee", _number),
        "rate": fields.read("rate", _number),
        "fee_convention": fields.read("fee_convention", _one_of(FeeConvention)) or FeeConvention.UNKNOWN,
        "recipient_fee": fields.read("recipient_fee", _number),
        "sender_tax": fields.read("sender_tax", _number),
        "rate_fixed_at": fields.read("rate_fixed_at", _one_of(RateFixedAt)) or RateFixedAt.SEND,
        "promotion": fields.read("promotion", _yes_or_no) or False,
        "band_end": fields.read("band_end", _yes_or_no) or False,
        "speed_min_minutes": fields.read("speed_min_minutes", _whole(MAX_MINUTES)),
        "speed_max_minutes": fields.read("speed_max_minutes", _whole(MAX_MINUTES)),
        "coverage": fields.read("coverage", _one_of(Coverage)),
    }


class _Fields:
    """Reading a record field by field, collecting what is wrong."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._record = record
        self.wrong: dict[str, str] = {}

    def given(self, name: str) -> Any:
        value = self._record.get(name)
        return value.strip() if isinstance(value, str) else value

    def read(self, name: str, parse: Callable[[Any], _Value]) -> _Value | None:
        value = self.given(name)
        if value is None or value == "":
            return None
        try:
            return parse(value)
        except ValueError as error:
            self.wrong[name] = str(error)
            return None

    def codes(self, name: str, kind: type[_Code]) -> tuple[_Code, ...]:
        return self.read(name, _listed(kind)) or ()

    def require(self, names: Iterable[str]) -> None:
        for name in names:
            if name not in self.wrong and self.given(name) in (None, ""):
                self.wrong[name] = "is missing"
        if self.wrong:
            raise FieldErrors(self.wrong)


def _shown(value: Any) -> str:
    return repr(value if isinstance(value, str) else str(value))[:60]


def _text(most: int) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError(f"{_shown(value)} is not text")
        if len(value) > most:
            raise ValueError(f"is {len(value):,} characters long; {most:,} are allowed")
        if "\x00" in value:
            raise ValueError("holds a zero byte")
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise ValueError("holds half of a character")
        return value

    return parse


def _upper(value: Any) -> str:
    return _text(8)(value).upper()


def _number(value: Any) -> Decimal:
    """A decimal from text or a JSON number. A JSON reader must keep numbers as Decimal, never float."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError(f'{_shown(value)} is not a number; write money as text such as "12.50"')
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"{_shown(value)} is not a number such as 1234.50") from None
    # Python reads "12_50" as 1250.
    if not number.is_finite() or abs(number.adjusted()) > 30 or "_" in str(value):
        raise ValueError(f"{_shown(value)} is not a number such as 1234.50")
    return number


def _whole(most: int) -> Callable[[Any], int]:
    def parse(value: Any) -> int:
        number = _number(value)
        if number != number.to_integral_value() or not 0 <= number <= most:
            raise ValueError(f"{_shown(value)} is not a whole number from 0 to {most:,}")
        return int(number)

    return parse


def _yes_or_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).casefold()
    if word not in YES | NO:
        raise ValueError(f"{_shown(value)} is neither yes nor no")
    return word in YES


def _one_of(kind: type[_Code]) -> Callable[[Any], _Code]:
    def parse(value: Any) -> _Code:
        try:
            return kind(value)
        except ValueError:
            raise ValueError(f"{_shown(value)} is not known; use one of: {', '.join(kind)}") from None

    return parse


def _listed(kind: type[_Code]) -> Callable[[Any], tuple[_Code, ...]]:
    def parse(value: Any) -> tuple[_Code, ...]:
        parts = value.replace("|", ",").split(",") if isinstance(value, str) else value
        if not isinstance(parts, list):
            raise ValueError(f"{_shown(value)} is not a list of codes")
        words = [part.strip() if isinstance(part, str) else part for part in parts]
        return tuple(dict.fromkeys(_one_of(kind)(word) for word in words if word != ""))

    return parse


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(40)(value))
        if moment.tzinfo is None:
            raise ValueError("no offset")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(
            f"{_shown(value)} is not a time with its offset, such as 2026-11-24T09:30:00Z"
        ) from None
