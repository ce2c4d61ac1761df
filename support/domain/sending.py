"""What sending as one does now costs each time, and whether the rate that was written can be one.

Amounts are in sending currency, rates in receiving units per sending unit. Pure: no clock, no I/O.
"""

from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum

from support.domain.budget import HUNDRED

# How many times a rate may be the reference rate, or the reference rate it. Of 34,007 margins in the World
# Bank's survey of 2011 to 2013 none kept more than 37% or gave more than 17%: beyond half or double, whatever
# the rate did since the receipt, somebody mistyped.
FARTHEST = Decimal(2)
# A street rate beside the official one was up to some forty times as far (Lebanon, January 2023).
FARTHEST_ON_THE_STREET = Decimal(100)
# How near the inverse of a rate comes to the reference rate where it was written the other way round: a
# margin and a year's movement of the market, or a street rate, lie within it.
NEAR = Decimal("1.25")
NEAR_ON_THE_STREET = Decimal(10)


class RateIs(StrEnum):
    """What a rate that somebody wrote looks like beside the reference rate."""

    POSSIBLE = "possible"
    TURNED_ROUND = "turned_round"
    FAR_OFF = "far_off"


def seems(*, rate: Decimal, reference_rate: Decimal, has_street_rate: bool) -> RateIs:
    """Whether a rate can be one, both being positive; `has_street_rate` where a parallel market is known."""
    farthest = FARTHEST_ON_THE_STREET if has_street_rate else FARTHEST
    near = NEAR_ON_THE_STREET if has_street_rate else NEAR
    away = _times(rate / reference_rate)
    if away > near and _times(rate * reference_rate) <= near:
        return RateIs.TURNED_ROUND
    return RateIs.FAR_OFF if away > farthest else RateIs.POSSIBLE


def _times(ratio: Decimal) -> Decimal:
    """How many times the one is the other, whichever is larger."""
    return max(ratio, 1 / ratio)


def the_other_way_round(rate: Decimal) -> Decimal:
    """One divided by a rate, to six significant digits and nine decimals: as a rate may be typed."""
    return round(Context(prec=6).divide(Decimal(1), rate), 9).normalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What one transfer costs that is sent as now; None is not known.

    `lost` is what is lost in the exchange rate, negative where it beats the reference rate.
    """

    fee: Decimal | None
    lost: Decimal | None
    tax: Decimal

    @property
    def gained(self) -> Decimal:
        """What the rate gains over the reference rate; 0 where it loses, or that is not known."""
        return max(-(self.lost or Decimal(0)), Decimal(0))

    @property
    def cost(self) -> Decimal | None:
        """All that is known of it; None where neither fee nor rate is."""
        known = [part for part in (self.fee, self.lost) if part is not None]
        return sum(known, self.tax) if known else None


def sent(
    *,
    amount: Decimal,
    fee: Decimal | None,
    tax_percent: Decimal,
    rate: Decimal | None,
    reference_rate: Decimal | None,
) -> Sent | None:
    """What a transfer of `amount` costs, fee and tax included; None where the fee takes all of it.

    The tax is of the amount transferred and comes on top of it, as the fee does: what is transferred, its tax
    and the fee make up `amount`. Where the fee is not known nothing is taken off for it.
    Source: docs/methodology.md, sections 2 and 3.
    """
    transferred = (amount - (fee or Decimal(0))) / (1 + tax_percent / HUNDRED)
    if transferred <= 0:
        return None
    lost = None if rate is None or reference_rate is None else transferred * (1 - rate / reference_rate)
    return Sent(fee=fee, lost=lost, tax=transferred * tax_percent / HUNDRED)
