"""Cost of habits: what the same money costs in a year, for each rhythm, by the corridor's own comparison."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from statistics import median_low

from corridors import comparison
from corridors.asking import MAX_ASKED, Asked
from corridors.comparison import Answer
from corridors.domain.break_even import Stretch, Turn, stretches, turns
from corridors.domain.filters import Filters
from corridors.domain.ranking import Option, amount_range, compare
from corridors.domain.rhythms import RHYTHMS, each_time, in_a_year
from corridors.models import Corridor


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
    corridor: Corridor, *, yearly: Decimal, step: Decimal, filters: Filters, now: datetime
) -> dict[int, Rhythm]:
    """A year of sending a year's money in each rhythm, by times a year. Five queries at most, for all."""
    amounts = {times: each_time(yearly=yearly, times=times, step=step) for times in RHYTHMS}
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
    again = asked_anew(answered, each)
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


def asked_anew(answered: Answer, amount: Decimal) -> Answer:
    """The same question about another amount, to the same offers. No query."""
    question = replace(answered.question, amount=amount)
    return replace(answered, question=question, comparison=compare(answered.offers, question))


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """From which amount on another provider is the best, and at which amounts sending costs little enough.

    `providers` leads from the smallest to the largest transfer of a year's money that some way is known for;
    None stands where no price is known. Beyond these fewer and fewer ways are known, and the last is no turn:
    it is empty where there are not two. `cheap` are the amounts that cost `share` per cent at most by the
    best way, of all that a price is known for where the largest transfer costs more; None where no cost is
    known at all.
    """

    providers: list[Turn[str | None]]
    cheap: list[Stretch] | None
    share: Decimal


def break_even(years: Mapping[int, Rhythm], *, share: Decimal) -> BreakEven | None:
    """Where the best way changes, and where the best costs little enough. No query.

    None where no price is known for any amount.
    """
    answered = next((year.answer for year in years.values() if year.answer), None)
    ends = amount_range(answered.comparison, answered.question) if answered else None
    if answered is None or ends is None:
        return None
    step = answered.question.send_step
    best: dict[Decimal, Option | None] = {}

    def best_at(amount: Decimal) -> Option | None:
        if amount not in best:
            ranked = asked_anew(answered, amount).comparison.options
            best[amount] = ranked[0] if ranked else None
        return best[amount]

    def provider_at(amount: Decimal) -> str | None:
        option = best_at(amount)
        return option.offer.provider.name if option else None

    def is_cheap_at(amount: Decimal) -> bool:
        return costs_at_most(best_at(amount), share)

    transfers = sorted({year.each for year in years.values() if year.best})
    low, high = (transfers[0], transfers[-1]) if transfers else ends
    providers = (
        turns(provider_at, low=low, high=high, step=step, through=transfers) if len(transfers) > 1 else []
    )
    if not transfers or not is_cheap_at(high):
        low, high = min(low, ends[0]), max(high, ends[1])
    cheap = stretches(is_cheap_at, low=low, high=high, step=step, through={*transfers, *best})
    is_known = any(option and option.cost for option in best.values())
    return BreakEven(providers=providers, cheap=cheap if is_known else None, share=share)


def costs_at_most(option: Option | None, share: Decimal) -> bool:
    """Whether a way is known to cost no more than a share of what is sent, in per cent."""
    return bool(option and option.cost and option.cost.total_percent <= share)
