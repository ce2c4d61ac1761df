"""A person's numbers worked out with the prices of their corridor. Nothing is stored."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from corridors import selectors
from corridors.comparison import Answer
from corridors.domain.filters import Filters
from corridors.domain.rates import CrossRate
from corridors.domain.rhythms import MONTHS_A_YEAR, cheaper_rhythm, in_a_year
from corridors.domain.tax import TaxRule, in_force, sender_tax_percent
from corridors.facts import ParallelMarket, parallel_market_of
from corridors.habits import Rhythm, rhythms
from corridors.models import Corridor
from remitcompare.money import payable_step
from support.domain import budget
from support.domain.sending import RateIs, Sent, seems, sent

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
    """What the yearly cost of sending as one does now is made of, the sender's tax always among it."""

    WRITTEN = "written"  # the fee, and what is lost by the rate, both written
    FEE_ONLY = "fee_only"  # the rate was not written
    RATE_ONLY = "rate_only"  # the fee was not
    NO_REFERENCE = "no_reference"  # the rate was written, and there is nothing to hold it against
    USUAL = "usual"  # neither was written: the way in the middle of those compared
    FEE_TAKES_ALL = "fee_takes_all"  # the fee leaves nothing of a transfer to be sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What a year of sending as one does now costs, in sending currency.

    `cost` is None where it is not known, and negative where the rate gains more than all else takes; `tax` is
    in it, and so is `gained`, what the rate gains over the reference rate. `reference` is what the written
    rate is held against, `rate_is` how it looks beside it, and `market` the parallel market of one of the two
    currencies. `untold` are the taxes that may come on top, depending on a way of paying that was not chosen.
    """

    made_of: NowIs
    cost: Decimal | None = None
    tax: Decimal = Decimal(0)
    gained: Decimal = Decimal(0)
    reference: CrossRate | None = None
    rate_is: RateIs = RateIs.POSSIBLE
    market: ParallelMarket | None = None
    untold: tuple[TaxRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What comes of the numbers. Amounts in sending currency, but what the family gets; None is not known.

    `saves` is of a year, and 0 where the best way costs no less than now. `cheaper` is the
    rarer rhythm that costs least in a year, and what it saves. `over` is what the family gets in a month
    beyond its need, negative where it lacks.
    """

    numbers: Numbers
    month: budget.Month
    paid_off: budget.PaidOff | None
    rhythms: dict[int, Rhythm]
    now: Now
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
    """Work everything out with the prices that stand now. Seven queries at most."""
    step = payable_step(corridor.send_currency)
    month = _month(numbers, step)
    yearly = max(month.left, Decimal(0)) * MONTHS_A_YEAR
    years = rhythms(corridor, yearly=yearly, step=step, filters=numbers.filters, now=now)
    chosen = years[numbers.times]
    as_now = _as_now(numbers, chosen, now=now)
    saves = None if as_now.cost is None or chosen.cost is None else max(as_now.cost - chosen.cost, Decimal(0))
    gets = budget.a_month(chosen.family_gets, step=payable_step(corridor.receive_currency))
    missing = numbers.goal - numbers.saved
    return Plan(
        numbers=numbers,
        month=month,
        paid_off=budget.pay_off(
            owed=numbers.debt_owed, payment=month.debt, monthly_percent=numbers.debt_percent
        ),
        rhythms=years,
        now=as_now,
        saves=saves,
        cheaper=cheaper_rhythm(
            {times: year.cost for times, year in years.items() if year.cost is not None}, now=numbers.times
        ),
        family_gets=gets,
        over=None if gets is None or numbers.need is None else gets - numbers.need,
        goal_months=budget.months_to_goal(missing=missing, monthly=month.for_goal),
        goal_months_if_switched=budget.months_to_goal(
            missing=missing, monthly=month.for_goal + (saves or Decimal(0)) / MONTHS_A_YEAR
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


def _as_now(numbers: Numbers, chosen: Rhythm, *, now: datetime) -> Now:
    """What a year costs as the person sends now, and what that is made of. Two queries at most."""
    if numbers.fee_now is None and numbers.rate_now is None:
        return Now(made_of=NowIs.USUAL, cost=chosen.usual_cost)
    reference = _reference(chosen.answer, now) if numbers.rate_now and chosen.answer else None
    market = _market(chosen.answer, now) if chosen.answer else None
    rate_is = RateIs.POSSIBLE
    if numbers.rate_now and reference:
        rate_is = seems(
            rate=numbers.rate_now, reference_rate=reference.rate, has_street_rate=market is not None
        )
    each = sent(
        amount=chosen.each,
        fee=numbers.fee_now,
        tax_percent=_tax_percent(numbers, chosen.answer, now),
        rate=numbers.rate_now,
        reference_rate=reference.rate if reference else None,
    )
    if each is None:
        return Now(made_of=NowIs.FEE_TAKES_ALL, reference=reference, rate_is=rate_is)
    return Now(
        made_of=_made_of(numbers, each),
        cost=None if each.cost is None else in_a_year(each=each.cost, times=chosen.times),
        tax=in_a_year(each=each.tax, times=chosen.times),
        gained=in_a_year(each=each.gained, times=chosen.times),
        reference=reference,
        rate_is=rate_is,
        market=market,
        untold=_taxes_untold(numbers, chosen.answer, now),
    )


def _made_of(numbers: Numbers, each: Sent) -> NowIs:
    if numbers.rate_now is None:
        return NowIs.FEE_ONLY
    if each.lost is None:
        return NowIs.NO_REFERENCE
    return NowIs.RATE_ONLY if each.fee is None else NowIs.WRITTEN


def _reference(answered: Answer, now: datetime) -> CrossRate | None:
    """The reference rate of today: the answer's own is of the day of a survey where that stands in."""
    asked = answered.question
    if answered.comparison.is_fresh:
        return answered.reference_rate
    return selectors.cross_rate(base=asked.send_currency, quote=asked.receive_currency, on=now.date())


def _market(answered: Answer, now: datetime) -> ParallelMarket | None:
    """The parallel market of either currency today."""
    asked = answered.question
    known = (parallel_market_of(code, now.date()) for code in (asked.receive_currency, asked.send_currency))
    return next((market for market in known if market), None)


def _tax_percent(numbers: Numbers, answered: Answer | None, now: datetime) -> Decimal:
    """The tax on the chosen way of paying, of the day on which the comparison counts it.

    As in a comparison a way that was not stated is not taxed.
    """
    way = numbers.filters.pay_in
    if answered is None or way is None:
        return Decimal(0)
    asked = answered.question
    return sender_tax_percent(
        asked.tax_rules, country=asked.source, pay_in=(way,), on=(answered.as_of or now).date()
    )


def _taxes_untold(numbers: Numbers, answered: Answer | None, now: datetime) -> tuple[TaxRule, ...]:
    """The taxes on ways of paying that some service takes, where it was not chosen how to pay."""
    if numbers.filters.pay_in is not None or answered is None:
        return ()
    asked = answered.question
    ways = {way for offer in answered.offers for way in offer.pay_in}
    rules = in_force(asked.tax_rules, country=asked.source, on=(answered.as_of or now).date())
    return tuple(rule for rule in rules if ways & rule.pay_in)
