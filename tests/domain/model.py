"""The method of docs/methodology.md once more, the slow and obvious way, to hold the domain against."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from corridors.domain.codes import FeeConvention
from corridors.domain.pricing import Terms
from corridors.domain.tariff import Band, PricePoint, schedule_from_bands, schedule_from_points

SEND_STEP = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Service:
    """A service by what was published of it: price points, or bands with one rate."""

    points: tuple[PricePoint, ...] = ()
    bands: tuple[Band, ...] = ()
    rate: Decimal = Decimal(1)
    convention: FeeConvention = FeeConvention.ON_TOP
    tax_percent: Decimal = Decimal(0)
    recipient_fee: Decimal = Decimal(0)
    payout_step: Decimal = Decimal("0.01")

    @property
    def terms(self) -> Terms:
        bands = schedule_from_bands(self.bands, rate=self.rate) if self.bands else None
        return Terms(
            schedule=bands or schedule_from_points(self.points),
            fee_convention=self.convention,
            recipient_fee=self.recipient_fee,
            tax_percent=self.tax_percent,
            send_step=SEND_STEP,
            payout_step=self.payout_step,
        )

    @property
    def kinks(self) -> list[Fraction]:
        """Every principal at which something begins, bends or ends."""
        if self.bands:
            limits = [Fraction(band.up_to) for band in self.bands]
            return [Fraction(SEND_STEP), *limits, *(limit + Fraction(SEND_STEP) for limit in limits[:-1])]
        amounts = sorted(Fraction(point.send_amount) for point in self.points)
        return [amounts[0] / 2, *amounts, amounts[-1] * 2]

    @property
    def lowest(self) -> Fraction:
        return min(self.kinks)

    @property
    def highest(self) -> Fraction:
        return max(self.kinks)

    @property
    def most_paid(self) -> Fraction:
        """The largest sum that one can pay this service."""
        return max(self.paid(x) for x in self.kinks)

    def budget(self, share: Decimal) -> Decimal:
        """A sum to pay, in cents, between the smallest (0) and the largest (1) that one can pay."""
        least = min(self.paid(x) for x in self.kinks)
        cents = (least + (self.most_paid - least) * Fraction(share)) // Fraction(SEND_STEP)
        return cents * SEND_STEP

    def fee(self, x: Fraction) -> Fraction:
        if self.bands:
            band = next(band for band in self.bands if x <= band.up_to)
            return Fraction(band.fixed) + x * Fraction(band.percent) / 100
        known = self._known()
        if len(known) == 1:
            return known[0][1]
        (x1, fee1, _), (x2, fee2, _) = self._neighbours(x)
        return max(fee1 + (fee2 - fee1) * (x - x1) / (x2 - x1), Fraction(0))

    def tax(self, x: Fraction) -> Fraction:
        inside = self.convention is FeeConvention.INSIDE
        return (x - self.fee(x) if inside else x) * Fraction(self.tax_percent) / 100

    def paid(self, x: Fraction) -> Fraction:
        return x if self.convention is FeeConvention.INSIDE else x + self.fee(x) + self.tax(x)

    def value(self, x: Fraction) -> Fraction:
        """What arrives before the recipient's fee and before rounding."""
        if self.bands:
            return self.converted(x) * Fraction(self.rate)
        known = self._known()
        if x <= known[0][0]:
            return self.converted(x) * known[0][2]
        if x >= known[-1][0]:
            return self.converted(x) * known[-1][2]
        (x1, _, rate1), (x2, _, rate2) = self._neighbours(x)
        value1, value2 = self.converted(x1) * rate1, self.converted(x2) * rate2
        return value1 + (value2 - value1) * (x - x1) / (x2 - x1)

    def payout(self, x: Fraction) -> Fraction:
        """What the recipient gets, rounded down to what the currency can pay."""
        step = Fraction(self.payout_step)
        return (self.value(x) - Fraction(self.recipient_fee)) // step * step

    def converted(self, x: Fraction) -> Fraction:
        return x - self.fee(x) - self.tax(x) if self.convention is FeeConvention.INSIDE else x

    def _known(self) -> list[tuple[Fraction, Fraction, Fraction]]:
        return sorted((Fraction(p.send_amount), Fraction(p.fee), Fraction(p.rate or 0)) for p in self.points)

    def _neighbours(
        self, x: Fraction
    ) -> tuple[tuple[Fraction, Fraction, Fraction], tuple[Fraction, Fraction, Fraction]]:
        known = self._known()
        right = next((number for number, point in enumerate(known) if point[0] >= x), len(known) - 1)
        right = max(right, 1)
        return known[right - 1], known[right]
