"""A service with the prices that stand for it: what a comparison ranks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
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
    Reason,
)
from corridors.domain.pricing import rate_from_margin
from corridors.domain.tariff import (
    PricePoint,
    schedule_from_band_ends,
    schedule_from_points,
    type_of_schedule,
)


class KnownPrice(NamedTuple):
    """One recorded price as far as it decides a payout.

    fee in sending currency; rates in receiving units per sending unit; margin in per cent.
    """

    send_amount: Decimal
    fee: Decimal | None
    rate: Decimal | None
    rate_basis: RateBasis
    margin_percent: Decimal | None
    reference_rate: Decimal | None
    band_end: bool = False


class SeenPrice(NamedTuple):
    """A recorded price by its number, and the amount (sending currency) it was seen at."""

    send_amount: Decimal
    number: int


class ProviderFacts(NamedTuple):
    """Who offers the service. `sandbox` marks invented prices for trying the site.

    `type` is the kind its source names first, `also_types` the others of a cell such as "bank / post office".
    `ended_on` is the first day on which it sends no money any more, None while it does.
    """

    slug: str
    name: str
    type: ProviderType | None
    sandbox: bool
    ended_on: date | None
    also_types: tuple[ProviderType, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One service's standing prices, ready to be asked for any amount.

    `schedule` is None when nothing can be priced, with `unpriced` saying why. `unpriced` with a schedule
    means that only the fee is known. Times are UTC, speeds in minutes. `seen` are the recorded prices that
    it is made of. `ended_on` is the first day on which the service is not offered any more.
    """

    service_id: int
    service_key: str
    line: str
    provider: ProviderFacts
    pay_in: tuple[PayIn, ...]
    access: tuple[Access, ...]
    pay_out: tuple[PayOut, ...]
    send_currency: str
    receive_currency: str
    schedule: type_of_schedule | None
    unpriced: Reason | None
    fee_convention: FeeConvention
    recipient_fee: Decimal
    rate_basis: RateBasis
    rate_fixed_at: RateFixedAt
    reference_rate: Decimal | None
    promotion: bool
    ended_on: date | None
    speed_min_minutes: int | None
    speed_max_minutes: int | None
    coverage: Coverage | None
    observed_at: datetime
    recorded_at: datetime
    stale_after: timedelta
    period: str
    source: str
    collection_method: CollectionMethod
    note: str
    seen: tuple[SeenPrice, ...] = ()

    def price_near(self, amount: Decimal) -> int | None:
        """The number of the price seen nearest to an amount, the smaller amount's of two; None of none."""
        nearest = min(
            self.seen, key=lambda price: (abs(price.send_amount - amount), price.send_amount), default=None
        )
        return None if nearest is None else nearest.number


def schedule_of(prices: Iterable[KnownPrice]) -> tuple[type_of_schedule | None, Reason | None]:
    """The fee schedule through the prices of one service, and what is missing from it.

    An undisclosed rate leaves a schedule of fees alone. A margin without a reference rate, or no fee at all,
    leaves nothing to price.
    """
    with_fee = [price for price in prices if price.fee is not None]
    if not with_fee:
        return None, Reason.FEE_NOT_DISCLOSED
    if any(p.rate_basis is RateBasis.FROM_MARGIN and p.reference_rate is None for p in with_fee):
        return None, Reason.NO_REFERENCE_RATE
    points = [PricePoint(p.send_amount, p.fee, applied_rate(p)) for p in with_fee if p.fee is not None]
    undisclosed = any(point.rate is None for point in points)
    is_tariff = all(price.band_end for price in with_fee) and len(with_fee) % 2 == 0
    schedule = schedule_from_band_ends(points) if is_tariff else schedule_from_points(points)
    return schedule, Reason.RATE_NOT_DISCLOSED if undisclosed else None


def applied_rate(price: KnownPrice) -> Decimal | None:
    """The rate the provider applies: as stated, or our reference rate less the stated margin."""
    if price.rate_basis is RateBasis.STATED:
        return price.rate
    if (
        price.rate_basis is RateBasis.UNDISCLOSED
        or price.margin_percent is None
        or price.reference_rate is None
    ):
        return None
    return rate_from_margin(margin_percent=price.margin_percent, reference_rate=price.reference_rate)
