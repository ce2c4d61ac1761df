"""One published number as a rate that can be stored: direction, unit and side made one."""

from datetime import date
from decimal import Decimal

from corridors.domain.rates import PublishedRate
from providers.adapters.base import RefusedRow
from remitcompare.money import currencies

# What the column keeps on every database: 8 digits before the point, 10 after, 15 significant.
RATE_STEP = Decimal("0.0000000001")
MAX_RATE = Decimal(10) ** 8
DIGITS = 15


def published_rate(
    *,
    source: str,
    base: str,
    quote: str,
    number: str | Decimal,
    day: str | date,
    locator: str,
    unit: int = 1,
) -> PublishedRate | RefusedRow:
    """`unit` `base` = `number` `quote` on a day, as 1 `base` in `quote`; or why it cannot be stored.

    `number` is plain text such as "1234.5" (an adapter removes thousands separators, which differ by source)
    and `day` ISO 8601 text.
    """
    said = {"base": base, "quote": quote, "number": str(number), "day": str(day)}

    def refused(reason: str) -> RefusedRow:
        return RefusedRow(locator, reason, said)

    for code in (base, quote):
        if code not in currencies():
            return refused(f"{code!r} is not an ISO 4217 currency")
    try:
        observed_on = day if isinstance(day, date) else date.fromisoformat(day.strip())
    except ValueError:
        return refused(f"date {day!r} is not written like 2013-07-31")
    try:
        rate = Decimal(number.strip() if isinstance(number, str) else number) / unit
    except ArithmeticError:
        return refused(f"rate {number!r} is not a number")
    if not rate.is_finite() or not RATE_STEP <= rate < MAX_RATE:
        return refused(f"rate {number} is not between {RATE_STEP:f} and {MAX_RATE:f}")
    return PublishedRate(source, base, quote, _storable(rate), observed_on)


def _storable(rate: Decimal) -> Decimal:
    """Rounded to 15 significant digits and 10 places, which every database keeps as they are."""
    places = min(10, DIGITS - 1 - rate.adjusted())
    return round(rate, places) if -rate.as_tuple().exponent > places else rate  # type: ignore[operator]


def middle(buying: Decimal, selling: Decimal) -> Decimal:
    """The middle between a bank's buying and selling rate."""
    return (buying + selling) / 2
