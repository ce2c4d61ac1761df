"""What an adapter hands over: one price as a source states it, every number with its unit."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

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


class ServiceKey(NamedTuple):
    """What makes a service the same service from one period to the next.

    Survey ids are not persistent, so identity is content: the provider (by its normalised name), the
    corridor (ISO 3166-1 alpha-2), the ways to pay in, order and pay out (sorted; empty when not stated)
    and the currencies (ISO 4217).
    """

    provider: str
    source: str
    destination: str
    pay_in: tuple[PayIn, ...]
    access: tuple[Access, ...]
    pay_out: tuple[PayOut, ...]
    send_currency: str
    receive_currency: str


class Statement(NamedTuple):
    """What everything read from one row or answer has in common.

    `locator` says where in the source it stood (a file's line, an answer's path); `line` pairs the price
    points that belong together; `source_line` is the source's own row id, kept though it is not persistent.
    """

    source: str
    collection_method: CollectionMethod
    period: str
    observed_at: datetime
    locator: str
    line: str
    source_line: str
    note: str


class PriceReading(NamedTuple):
    """One price of one service at one amount, as its source states it.

    Amounts and fees are in the sending currency, `recipient_fee` in the receiving one; rates are
    receiving-currency units per 1 sending-currency unit; percentages are of `send_amount`.
    None always means "not stated", never zero. The `stated_*` fields are the source's own figures, kept
    beside what we compute and never used as a rate (docs/methodology.md, section 7). `band_end` marks the
    two ends of each band of a published tariff: between them the fee holds as published, beyond them nothing.
    """

    service: ServiceKey
    provider_name: str
    provider_types: tuple[ProviderType, ...]
    statement: Statement
    send_amount: Decimal
    price_point: int | None
    fee: Decimal | None
    transparent: bool
    fee_convention: FeeConvention = FeeConvention.UNKNOWN
    rate: Decimal | None = None
    rate_basis: RateBasis = RateBasis.UNDISCLOSED
    recipient_fee: Decimal | None = None
    sender_tax: Decimal | None = None
    rate_fixed_at: RateFixedAt = RateFixedAt.SEND
    promotion: bool = False
    speed_min_minutes: int | None = None
    speed_max_minutes: int | None = None
    coverage: Coverage | None = None
    stated_denomination: Decimal | None = None
    stated_rate: Decimal | None = None
    stated_reference_rate: Decimal | None = None
    stated_fx_margin_percent: Decimal | None = None
    stated_total_percent: Decimal | None = None
    band_end: bool = False


@lru_cache(maxsize=16_384)
def plain(number: Decimal | None) -> str:
    """A number written one way only, so that 5, 5.0 and 5.00 are the same reading; "" when not stated."""
    return "" if number is None else str((number + 0).normalize())


def fingerprint(reading: PriceReading, *, occurrence: int) -> str:
    """A digest (32 hex digits) of what the reading says, the same on every machine and in every run.

    Two readings with one fingerprint are one observation. `occurrence` (0, 1, …) tells apart rows of one
    file that are equal in everything but the source's id: the published averages count each of them.
    The source's id and the locator are left out, because a new release of a file renumbers its rows.
    """
    words = (
        _shared_words(reading.service, reading.statement),
        ",".join(reading.provider_types),
        plain(reading.send_amount),
        str(reading.price_point),
        plain(reading.fee),
        str(reading.transparent),
        reading.fee_convention,
        plain(reading.rate),
        reading.rate_basis,
        plain(reading.recipient_fee),
        plain(reading.sender_tax),
        reading.rate_fixed_at,
        str(reading.promotion),
        str(reading.speed_min_minutes),
        str(reading.speed_max_minutes),
        str(reading.coverage),
        plain(reading.stated_denomination),
        plain(reading.stated_rate),
        plain(reading.stated_reference_rate),
        plain(reading.stated_fx_margin_percent),
        plain(reading.stated_total_percent),
        str(reading.band_end),
        str(occurrence),
    )
    return blake2b("\x1f".join(words).encode(), digest_size=16).hexdigest()


@lru_cache(maxsize=16)
def _shared_words(key: ServiceKey, said: Statement) -> str:
    """What the price points of one row have in common."""
    words = (
        key.provider,
        key.source,
        key.destination,
        ",".join(key.pay_in),
        ",".join(key.access),
        ",".join(key.pay_out),
        key.send_currency,
        key.receive_currency,
        said.source,
        said.collection_method,
        said.period,
        said.observed_at.astimezone(UTC).isoformat(),
        said.line,
        said.note,
    )
    return "\x1f".join(words)
