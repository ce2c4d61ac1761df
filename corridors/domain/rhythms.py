"""A year of sending: the same money more or less often. All amounts of a function are in one currency."""

from decimal import ROUND_FLOOR, Decimal

MONTHS_A_YEAR = 12
WEEKLY, MONTHLY, EVERY_SECOND_MONTH = 52, 12, 6
# How often one may send, in times a year: weekly, every two weeks, monthly, every two and three months.
RHYTHMS = (WEEKLY, 26, MONTHLY, EVERY_SECOND_MONTH, 4)


def each_time(*, yearly: Decimal, times: int, step: Decimal) -> Decimal:
    """What is sent each time when a year's money is spread over `times` a year.

    Rounded down to what the currency can pay (`step`): a year's transfers never exceed a year's money.
    """
    return (yearly / times).quantize(step, rounding=ROUND_FLOOR)


def in_a_year(*, each: Decimal, times: int) -> Decimal:
    """What comes to `each` every time, over a year."""
    return each * times


def cheaper_rhythm(costs: dict[int, Decimal], *, now: int) -> tuple[int, Decimal] | None:
    """Of the rhythms that send less often than `now`, the one that costs least in a year, and what it saves.

    Of two that cost the same the one that sends more often. None where none of them saves anything, or what
    `now` costs is not known.
    """
    rarer = {times: cost for times, cost in costs.items() if times < now}
    if now not in costs or not rarer:
        return None
    best = min(rarer, key=lambda times: (rarer[times], -times))
    saved = costs[now] - rarer[best]
    return (best, saved) if saved > 0 else None


def cheapest_rhythm(costs: dict[int, Decimal], *, now: int, step: Decimal) -> tuple[int, Decimal] | None:
    """Of all rhythms, rarer and more frequent, the one that costs least in a year, and what it saves.

    Of two that cost the same the one that sends more often. None where what `now` costs is not known or
    nothing is saved: each_time() leaves up to a `step` unsent each time, and what that much less costs less
    is no saving.
    """
    if now not in costs:
        return None
    best = min(costs, key=lambda times: (costs[times], -times))
    saved = costs[now] - costs[best]
    return (best, saved) if saved > step * max(best, now) else None
