"""The fee and the exchange at any amount, from the few amounts at which a price is known.

A schedule is a row of lines over the principal (sending currency). On each line the fee, and the share that
the exchange rate gives, change evenly, so that pay and receive questions are solved exactly. Everything here
is `Fraction`: a payout that is 3,822 must not become 3,821.99 by a division that did not come out even.

Sources: docs/methodology.md, section 3; docs/adr/0004-exchange-between-price-points.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from corridors.domain.codes import AmountBasis

LOWEST_SHARE = Fraction(1, 2)
HIGHEST_MULTIPLE = 2


class TariffError(ValueError):
    """A tariff that cannot be read: no price, an amount twice, or bands out of order."""


class Affine(NamedTuple):
    """intercept + slope × x, exactly."""

    intercept: Fraction
    slope: Fraction

    def at(self, x: Fraction) -> Fraction:
        return self.intercept + self.slope * x

    def plus(self, other: "Affine", times: Fraction = Fraction(1)) -> "Affine":
        """This line and `times` the other, added."""
        return Affine(self.intercept + times * other.intercept, self.slope + times * other.slope)

    def times(self, factor: Fraction) -> "Affine":
        return Affine(self.intercept * factor, self.slope * factor)


IDENTITY = Affine(Fraction(0), Fraction(1))
ZERO = Affine(Fraction(0), Fraction(0))


def through(x1: Fraction, y1: Fraction, x2: Fraction, y2: Fraction) -> Affine:
    """The line through two points with different x."""
    slope = (y2 - y1) / (x2 - x1)
    return Affine(y1 - slope * x1, slope)


class PricePoint(NamedTuple):
    """A price seen at one amount: fee in sending currency, rate in receiving units per sending unit.

    `rate` is None when the provider does not disclose it.
    """

    send_amount: Decimal
    fee: Decimal
    rate: Decimal | None


class Band(NamedTuple):
    """One band of a published tariff: for principals up to `up_to`, a fixed fee and a percentage of it."""

    up_to: Decimal
    fixed: Decimal
    percent: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range of principals over which the fee is one line.

    `low` itself belongs to the stretch unless `low_is_open`. `rate_low` and `rate_high` are the rates known
    at the two ends; equal when the stretch has one rate, None when undisclosed. `observed_at` lists the
    principals on the stretch at which a price was really seen.
    """

    low: Fraction
    high: Fraction
    fee: Affine
    rate_low: Fraction | None
    rate_high: Fraction | None
    basis: AmountBasis
    low_is_open: bool = False
    observed_at: tuple[Fraction, ...] = ()


type_of_schedule = tuple[Stretch, ...]


def _never_below_zero(stretch: Stretch) -> list[Stretch]:
    """The same stretch with the part whose fee would be negative at zero instead."""
    at_low, at_high = stretch.fee.at(stretch.low), stretch.fee.at(stretch.high)
    if at_low >= 0 and at_high >= 0:
        return [stretch]
    if at_low <= 0 and at_high <= 0:
        return [_with_fee(stretch, ZERO, stretch.low, stretch.high)]
    crossing = -stretch.fee.intercept / stretch.fee.slope
    before, after = (ZERO, stretch.fee) if at_low < 0 else (stretch.fee, ZERO)
    return [
        _with_fee(stretch, before, stretch.low, crossing),
        _with_fee(stretch, after, crossing, stretch.high),
    ]


def _with_fee(stretch: Stretch, fee: Affine, low: Fraction, high: Fraction) -> Stretch:
    return replace(stretch, fee=fee, low=low, high=high)


def schedule_from_points(points: Sequence[PricePoint]) -> type_of_schedule:
    """The lines through observed price points, from half the smallest amount to twice the largest.

    Between two points fee and exchange are taken as linear; beyond the outermost the nearest line of fees
    goes on, with the nearest rate. One point alone gives a constant fee. A fee is never below 0.

    Raises:
        TariffError: no point, an amount that is not positive, or one amount with two prices.
    """
    by_amount = sorted(points, key=lambda point: point.send_amount)
    known = [(Fraction(p.send_amount), Fraction(p.fee), _fraction(p.rate)) for p in by_amount]
    if not known:
        raise TariffError("a tariff needs at least one price point")
    if known[0][0] <= 0:
        raise TariffError(f"price point at {known[0][0]}, which nobody can send")
    if any(left[0] == right[0] for left, right in pairwise(known)):
        raise TariffError("two prices at one amount")
    inner = [
        Stretch(x1, x2, through(x1, f1, x2, f2), r1, r2, AmountBasis.INTERPOLATED, observed_at=(x1, x2))
        for (x1, f1, r1), (x2, f2, r2) in pairwise(known)
    ]
    first, last = known[0], known[-1]
    fee_before = inner[0].fee if inner else Affine(first[1], Fraction(0))
    fee_after = inner[-1].fee if inner else fee_before
    outside = AmountBasis.EXTRAPOLATED
    below = Stretch(
        first[0] * LOWEST_SHARE, first[0], fee_before, first[2], first[2], outside, observed_at=(first[0],)
    )
    above = Stretch(
        last[0], last[0] * HIGHEST_MULTIPLE, fee_after, last[2], last[2], outside, observed_at=(last[0],)
    )
    return tuple(part for stretch in (below, *inner, above) for part in _never_below_zero(stretch))


def schedule_from_band_ends(points: Sequence[PricePoint]) -> type_of_schedule:
    """A published tariff from the two ends of each of its bands; below and above it there is no price.

    Each band reaches from the limit of the one before it (not included) to its own limit. A fee is never
    below 0.

    Raises:
        TariffError: no point, an odd number of them, or one amount with two prices.
    """
    by_amount = sorted(points, key=lambda point: point.send_amount)
    if not by_amount or len(by_amount) % 2:
        raise TariffError(f"bands have two ends each; these are {len(by_amount)}")
    if any(left.send_amount == right.send_amount for left, right in pairwise(by_amount)):
        raise TariffError("two prices at one amount")
    stretches: list[Stretch] = []
    for first, last in zip(by_amount[::2], by_amount[1::2], strict=True):
        low, high = Fraction(first.send_amount), Fraction(last.send_amount)
        rate = _fraction(last.rate)
        stretches.append(
            Stretch(
                stretches[-1].high if stretches else low,
                high,
                through(low, Fraction(first.fee), high, Fraction(last.fee)),
                rate,
                rate,
                AmountBasis.TARIFF,
                low_is_open=bool(stretches),
            )
        )
    return tuple(part for stretch in stretches for part in _never_below_zero(stretch))


def schedule_from_bands(bands: Sequence[Band], *, rate: Decimal | None) -> type_of_schedule:
    """A published tariff as published: each band's fee up to and including its limit, from nothing upward.

    Raises:
        TariffError: no band, or limits that do not rise.
    """
    if not bands:
        raise TariffError("a tariff needs at least one band")
    stretches, low, known = [], Fraction(0), _fraction(rate)
    for band in bands:
        high = Fraction(band.up_to)
        if high <= low:
            raise TariffError(f"the band up to {band.up_to} does not rise above the one before it")
        fee = Affine(Fraction(band.fixed), Fraction(band.percent) / 100)
        stretches.append(Stretch(low, high, fee, known, known, AmountBasis.TARIFF, low_is_open=True))
        low = high
    return tuple(stretches)


def _fraction(number: Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)
