"""A reading as a row of price history: our figures beside the source's, rounded to the columns' steps."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from corridors.domain.codes import RateBasis
from corridors.domain.pricing import fx_margin_percent, total_percent
from corridors.domain.rates import CrossRate
from corridors.domain.readings import PriceReading
from corridors.domain.validation import MAX_RATE
from corridors.models.prices import MONEY_PLACES, RATIO_PLACES

# Where a source's own total is further than this from ours, the price is flagged and both are kept.
TOTAL_TOLERANCE_POINTS = Decimal("0.01")


class Identity(NamedTuple):
    """The stored service and its corridor."""

    service_id: int
    corridor_id: int


class Ours(NamedTuple):
    """What we add to a price: where it belongs, and our own figures."""

    service_id: int
    corridor_id: int
    run_id: int
    fingerprint: str
    corrects_id: int | None
    fx_margin_percent: Decimal | None
    total_percent: Decimal | None
    total_differs: bool
    reference_rate: Decimal | None
    reference_source: str
    reference_date: date | None
    recorded_at: datetime


class Stated(NamedTuple):
    """What the source states, decimals rounded to the columns' steps."""

    source_id: str
    line: str
    period: str
    price_point: int | None
    send_amount: Decimal
    fee: Decimal | None
    transparent: bool
    fee_convention: str
    rate: Decimal | None
    rate_basis: str
    recipient_fee: Decimal | None
    sender_tax: Decimal | None
    rate_fixed_at: str
    promotion: bool
    band_end: bool
    speed_min_minutes: int | None
    speed_max_minutes: int | None
    coverage: str
    provider_types: str
    stated_denomination: Decimal | None
    stated_rate: Decimal | None
    stated_reference_rate: Decimal | None
    stated_fx_margin_percent: Decimal | None
    stated_total_percent: Decimal | None
    collection_method: str
    source_line: str
    locator: str
    note: str
    observed_at: datetime


# The columns of one Price but its id, in the order in which price_row() gives them.
PRICE_COLUMNS = (*Ours._fields, *Stated._fields)


def margin_of(reading: PriceReading, reference: CrossRate | None) -> Decimal | None:
    """The FX margin in per cent: from the stated rate against our reference, else as the source states it.

    None when the exchange rate is not disclosed: an undisclosed margin is unknown, not 0.
    """
    if reading.rate_basis is RateBasis.FROM_MARGIN:
        return reading.stated_fx_margin_percent
    if reading.rate_basis is RateBasis.STATED and reading.rate is not None and reference is not None:
        return fx_margin_percent(rate=reading.rate, reference_rate=reference.rate)
    return None


class Figures(NamedTuple):
    """Our own figures of a reading: FX margin and RPW total in per cent, and the reference they rest on."""

    margin: Decimal | None
    total: Decimal | None
    reference: CrossRate | None


def figures_of(reading: PriceReading, reference: CrossRate | None) -> Figures:
    """What we compute of a reading against the reference rate of its day."""
    margin, total = margin_of(reading, reference), None
    if reading.fee is not None and margin is not None:
        total = total_percent(fee=reading.fee, send_amount=reading.send_amount, margin_percent=margin)
    return Figures(margin, total, reference)


def price_row(
    reading: PriceReading,
    *,
    identity: Identity,
    run_id: int,
    digest: str,
    figures: Figures,
    corrects_id: int | None,
    recorded_at: datetime,
) -> tuple[Any, ...]:
    """One reading as it is stored, in the order of PRICE_COLUMNS: our figures beside the source's.

    Its parts are filled by place, not by name, which costs half as much.
    """
    margin, total, reference = figures
    stated = reading.stated_total_percent
    if reference is not None and reference.rate >= MAX_RATE:
        reference = None
    ours = Ours(
        identity.service_id,
        identity.corridor_id,
        run_id,
        digest,
        corrects_id,
        _percent(margin),
        _percent(total),
        total is not None and stated is not None and abs(total - stated) > TOTAL_TOLERANCE_POINTS,
        None if reference is None else _ratio(reference.rate),
        "" if reference is None else reference.source,
        None if reference is None else reference.observed_on,
        recorded_at,
    )
    return ours + _stated(reading)


def _stated(reading: PriceReading) -> Stated:
    said, number = reading.statement, _ratio
    return Stated(
        said.source,
        said.line,
        said.period,
        reading.price_point,
        round(reading.send_amount, MONEY_PLACES),
        _money(reading.fee),
        reading.transparent,
        reading.fee_convention.value,
        number(reading.rate),
        reading.rate_basis.value,
        _money(reading.recipient_fee),
        _money(reading.sender_tax),
        reading.rate_fixed_at.value,
        reading.promotion,
        reading.band_end,
        reading.speed_min_minutes,
        reading.speed_max_minutes,
        reading.coverage.value if reading.coverage else "",
        ",".join(reading.provider_types),
        _money(reading.stated_denomination),
        number(reading.stated_rate),
        number(reading.stated_reference_rate),
        number(reading.stated_fx_margin_percent),
        number(reading.stated_total_percent),
        said.collection_method.value,
        said.source_line,
        said.locator,
        said.note,
        said.observed_at,
    )


# The same few thousand numbers stand in a source's readings: rounding each once saves a tenth of the time.
@lru_cache(maxsize=16_384)
def _money(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else round(amount, MONEY_PLACES)


@lru_cache(maxsize=16_384)
def _ratio(ratio: Decimal | None) -> Decimal | None:
    return None if ratio is None else round(ratio, RATIO_PLACES)


@lru_cache(maxsize=16_384)
def _percent(share: Decimal | None) -> Decimal | None:
    """A figure of ours as the column takes it; a wrong rate that was released all the same has none."""
    return None if share is None or abs(share) >= MAX_RATE else _ratio(share)
