"""A migrant's month in numbers: what is left to send, what sending costs in a year, debt and goal.

All amounts are in one currency, the one the sender is paid in, unless said otherwise. Pure: no clock, no I/O.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

MONTHS_A_YEAR = 12

HUNDRED = Decimal(100)
# What takes longer than a working life is said to take for ever.
LONGEST = 50 * MONTHS_A_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What comes in and goes out in a month; no amount is negative.

    `living` is what the sender needs where they work, `debt` what is paid back, interest included; `bad_days`
    and `goal` are put aside.
    """

    income: Decimal
    living: Decimal = Decimal(0)
    debt: Decimal = Decimal(0)
    bad_days: Decimal = Decimal(0)
    goal: Decimal = Decimal(0)

    @property
    def goes_out(self) -> Decimal:
        """What must be paid."""
        return self.living + self.debt

    @property
    def remains(self) -> Decimal:
        """What comes in beyond that; negative where more goes out than comes in."""
        return self.income - self.goes_out

    @property
    def put_aside(self) -> Decimal:
        """What stays with the sender."""
        return self.bad_days + self.goal

    @property
    def left(self) -> Decimal:
        """What can be sent, the cost of sending included; negative where there is less than is put aside."""
        return self.remains - self.put_aside

    @property
    def for_goal(self) -> Decimal:
        """What can be put aside for the goal: no more than remains."""
        return min(self.goal, max(self.remains, Decimal(0)))


def a_month(year: Decimal | None, *, step: Decimal) -> Decimal | None:
    """A month's part of a year's sum, rounded down to what can be paid; None of what is not known."""
    return None if year is None else _down(year / MONTHS_A_YEAR, step)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidOff:
    """When a debt is paid off: after how many months, and the interest paid until then."""

    months: int
    interest: Decimal


def pay_off(*, owed: Decimal, payment: Decimal, monthly_percent: Decimal = Decimal(0)) -> PaidOff | None:
    """How long a debt lasts that is paid back monthly, with interest on what is still owed each month.

    The last payment is what is left. None where the payment does not cover the interest, or takes longer than
    LONGEST months.
    """
    interest, months = Decimal(0), 0
    while owed > 0:
        if months == LONGEST or payment <= 0:
            return None
        added = owed * monthly_percent / HUNDRED
        if added >= payment:
            return None
        interest += added
        owed += added - payment
        months += 1
    return PaidOff(months=months, interest=interest)


def payment_for(*, owed: Decimal, months: int, monthly_percent: Decimal, step: Decimal) -> Decimal:
    """The equal monthly payment that pays a debt off in so many months, rounded up to what can be paid.

    Source: the annuity formula, owed × r ÷ (1 − (1 + r)^−months) with r the interest of one month.
    """
    share = monthly_percent / HUNDRED
    exact = owed * share / (1 - (1 + share) ** -months) if share else owed / months
    return _up(exact, step)


def months_to_goal(*, missing: Decimal, monthly: Decimal) -> int | None:
    """Months until what is missing is saved with so much a month; 0 where nothing is missing.

    None where nothing is put aside, or it takes longer than LONGEST months.
    """
    if missing <= 0:
        return 0
    if monthly <= 0 or missing > monthly * LONGEST:
        return None
    return int((missing / monthly).to_integral_value(rounding=ROUND_CEILING))


def _down(amount: Decimal, step: Decimal) -> Decimal:
    return amount.quantize(step, rounding=ROUND_FLOOR)


def _up(amount: Decimal, step: Decimal) -> Decimal:
    return amount.quantize(step, rounding=ROUND_CEILING)
