"""A person's numbers worked out with the prices of their corridor. Nothing is stored."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from corridors.domain.filters import Filters
from corridors.domain.rhythms import MONTHS_A_YEAR, cheaper_rhythm, in_a_year
from corridors.habits import Rhythm, rhythms
from corridors.models import Corridor
from remitcompare.money import payable_step
from support.domain import budget

# A debt of which nobody wrote what is paid back is reckoned to be paid back in a year.
DEBT_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What a person wrote; what was left empty is 0 where it is a sum, and None where it is not known.

    In sending currency a month, but `need` in receiving currency a month; `debt_owed`, `goal` and `saved`
    once; `debt_percent` a month; `fee_now` a transfer; `rate_now` receiving units per sending unit.
    """

    income: Decimal
    living: Decimal
    debt_owed: Decimal
    debt_percent: Decimal
    debt_payment: Decimal | None
    bad_days: Decimal
    need: Decimal | None
    goal: Decimal
    saved: Decimal
    aside: Decimal
    times: int
    filters: Filters
    fee_now: Decimal | None
    rate_now: Decimal | None


class NowIs(StrEnum):
    """What the yearly cost of sending as one does now is made of."""

    WRITTEN = "written"  # the fee, and what is lost by the rate that was written
    FEE_ONLY = "fee_only"  # the rate was not written
    NO_REFERENCE = "no_reference"  # it was, and there is nothing to hold it against
    USUAL = "usual"  # neither was written: the way in the middle of those compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What comes of the numbers. Amounts in sending currency, but what the family gets; None is not known.

    `now_cost` and `saves` are of a year; `saves` is 0 where the best way costs no less. `cheaper` is the
    rarer rhythm that costs least in a year, and what it saves. `over` is what the family gets in a month
    beyond its need, negative where it lacks.
    """

    numbers: Numbers
    month: budget.Month
    paid_off: budget.PaidOff | None
    rhythms: dict[int, Rhythm]
    now_is: NowIs
    now_cost: Decimal | None
    saves: Decimal | None
    cheaper: tuple[int, Decimal] | None
    family_gets: Decimal | None
    over: Decimal | None
    goal_months: int | None
    goal_months_if_switched: int | None

    @property
    def chosen(self) -> Rhythm:
        """A year in the rhythm of now."""
        return self.rhythms[self.numbers.times]


def plan(numbers: Numbers, corridor: Corridor, *, now: datetime) -> Plan:
    """Work everything out with the prices that stand now. Five queries at most."""
    step = payable_step(corridor.send_currency)
    month = _month(numbers, step)
    yearly = max(month.left, Decimal(0)) * MONTHS_A_YEAR
    years = rhythms(corridor, yearly=yearly, step=step, filters=numbers.filters, now=now)
    chosen = years[numbers.times]
    now_is, now_cost = _cost_now(numbers, chosen)
    saves = None if now_cost is None or chosen.cost is None else max(now_cost - chosen.cost, Decimal(0))
    gets = budget.a_month(chosen.family_gets, step=payable_step(corridor.receive_currency))
    missing = numbers.goal - numbers.saved
    return Plan(
        numbers=numbers,
        month=month,
        paid_off=budget.pay_off(
            owed=numbers.debt_owed, payment=month.debt, monthly_percent=numbers.debt_percent
        ),
        rhythms=years,
        now_is=now_is,
        now_cost=now_cost,
        saves=saves,
        cheaper=cheaper_rhythm(
            {times: year.cost for times, year in years.items() if year.cost is not None}, now=numbers.times
        ),
        family_gets=gets,
        over=None if gets is None or numbers.need is None else gets - numbers.need,
        goal_months=budget.months_to_goal(missing=missing, monthly=numbers.aside),
        goal_months_if_switched=budget.months_to_goal(
            missing=missing, monthly=numbers.aside + (saves or Decimal(0)) / MONTHS_A_YEAR
        ),
    )


def _month(numbers: Numbers, step: Decimal) -> budget.Month:
    payment = numbers.debt_payment
    if payment is None:
        payment = budget.payment_for(
            owed=numbers.debt_owed, months=DEBT_MONTHS, monthly_percent=numbers.debt_percent, step=step
        )
    return budget.Month(
        income=numbers.income,
        living=numbers.living,
        debt=payment,
        bad_days=numbers.bad_days,
        goal=numbers.aside,
    )


def _cost_now(numbers: Numbers, chosen: Rhythm) -> tuple[NowIs, Decimal | None]:
    """What a year costs as the person sends now, and what that is made of."""
    if numbers.fee_now is None and numbers.rate_now is None:
        return NowIs.USUAL, chosen.usual_cost
    if not chosen.each:
        return NowIs.FEE_ONLY, None
    fee = numbers.fee_now or Decimal(0)
    reference = chosen.answer.reference_rate if chosen.answer else None
    if numbers.rate_now is None or reference is None:
        made_of = NowIs.FEE_ONLY if numbers.rate_now is None else NowIs.NO_REFERENCE
        return made_of, in_a_year(each=fee, times=chosen.times)
    lost = budget.lost_in_rate(
        amount=chosen.each, fee=fee, rate=numbers.rate_now, reference_rate=reference.rate
    )
    return NowIs.WRITTEN, in_a_year(each=fee + lost, times=chosen.times)
