"""What sending the same money costs in a year, for each rhythm: the corridor's own comparison, asked anew."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from statistics import median_low

from corridors import comparison
from corridors.asking import MAX_ASKED, Asked
from corridors.comparison import Answer
from corridors.domain.ranking import Filters, Option, compare
from corridors.models import Corridor
from support.domain.budget import RHYTHMS, each_time, in_a_year


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """A year of sending `times` a year, `each` time the same amount in sending currency, fees included.

    `cost` and `usual_cost` are what the best and the middle way cost in a year, in sending currency; None
    where no price or no reference rate is known. `family_gets` is the year's sum by the best way, in
    receiving currency. `answer` is the comparison for one transfer; None where it is too small to be asked.
    """

    times: int
    each: Decimal
    answer: Answer | None
    best: Option | None
    cost: Decimal | None
    usual_cost: Decimal | None
    family_gets: Decimal | None


def rhythms(
    corridor: Corridor, *, monthly: Decimal, step: Decimal, filters: Filters, now: datetime
) -> dict[int, Rhythm]:
    """A year of sending a monthly amount in each rhythm, by times a year. Five queries at most, for all."""
    amounts = {times: each_time(monthly=monthly, times=times, step=step) for times in RHYTHMS}
    first = next((amount for amount in amounts.values() if _may_be_asked(amount)), None)
    if first is None:
        return {times: _unknown(times, each) for times, each in amounts.items()}
    answered = comparison.answer(corridor, Asked(amount=first, filters=filters), now=now)
    return {times: _rhythm(times, each, answered) for times, each in amounts.items()}


def _may_be_asked(amount: Decimal) -> bool:
    return 0 < amount < MAX_ASKED


def _unknown(times: int, each: Decimal) -> Rhythm:
    return Rhythm(
        times=times, each=each, answer=None, best=None, cost=None, usual_cost=None, family_gets=None
    )


def _rhythm(times: int, each: Decimal, answered: Answer) -> Rhythm:
    if not _may_be_asked(each):
        return _unknown(times, each)
    question = replace(answered.question, amount=each)
    again = replace(answered, question=question, comparison=compare(answered.offers, question))
    ranked = again.comparison.options
    best = ranked[0] if ranked else None
    gets = best.payment.recipient_gets if best else None
    usual = _usual_cost(ranked)
    return Rhythm(
        times=times,
        each=each,
        answer=again,
        best=best,
        cost=in_a_year(each=best.cost.total, times=times) if best and best.cost else None,
        usual_cost=None if usual is None else in_a_year(each=usual, times=times),
        family_gets=None if gets is None else in_a_year(each=gets, times=times),
    )


def _usual_cost(ranked: Iterable[Option]) -> Decimal | None:
    """The cost of the way in the middle, as many cost more as cost less; of an even number the lower."""
    costs = [option.cost.total for option in ranked if option.cost]
    return median_low(costs) if costs else None
