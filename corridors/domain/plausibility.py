"""Prices that look wrong and wait for a person: turned round, a hundred times off, far from their kind.

A rule that refuses (validation.py) knows that a price is wrong; these rules only suspect it.
Source: docs/methodology.md, section 8.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from statistics import median
from typing import NamedTuple

# A unit mistaken (cents for euros, per 100 for per 1) is off by exactly this; a market never moves so far.
UNITS = (Decimal(100), Decimal(1000))
# How near a ratio must come to a suspected mistake: real margins and a day's movement lie within it.
NEAR = Decimal("0.25")
LEAST_RATIO, MOST_RATIO = Decimal("0.5"), Decimal(2)
JUMP_POINTS = Decimal(5)
# A robust z-score: 0.6745 makes the median absolute deviation the standard deviation of a normal spread.
MAD_TO_DEVIATION = Decimal("0.6745")
MAX_ROBUST_Z = Decimal(6)
# Prices of a corridor that agree to a hair would make any other an outlier: no deviation below half a point.
LEAST_DEVIATION_POINTS = Decimal("0.5")
FEWEST_FOR_SPREAD = 5


class Spread(NamedTuple):
    """The middle of a corridor's total costs in per cent, and the median distance from it."""

    median: Decimal
    deviation: Decimal


class Costs(NamedTuple):
    """What a price says of its cost: fee and total in per cent of the amount, rate in receiving units."""

    fee_percent: Decimal | None
    rate: Decimal | None
    total_percent: Decimal | None


class Circumstances(NamedTuple):
    """What a price is held against; None where nothing is known."""

    reference_rate: Decimal | None
    last: Costs | None
    spread: Spread | None


type_of_suspicion = Callable[[Costs, Circumstances], str | None]


def spread_of(totals: Sequence[Decimal]) -> Spread | None:
    """The spread of total costs in per cent; None of fewer than five."""
    if len(totals) < FEWEST_FOR_SPREAD:
        return None
    middle = median(totals)
    return Spread(middle, median([abs(total - middle) for total in totals]))


def _is_near(ratio: Decimal, target: Decimal) -> bool:
    return abs(ratio / target - 1) <= NEAR


def _measures(costs: Costs, known: Circumstances) -> tuple[str, Decimal] | None:
    """What a rate is measured against: our reference rate, else the service's own last rate."""
    if known.reference_rate:
        return "the reference rate", known.reference_rate
    if known.last is not None and known.last.rate:
        return "its last rate", known.last.rate
    return None


def turned_round(costs: Costs, known: Circumstances) -> str | None:
    """Suspect a rate that is one divided by what it should be."""
    measure = _measures(costs, known)
    if costs.rate is None or measure is None:
        return None
    name, measured = measure
    is_plausible = LEAST_RATIO <= costs.rate / measured <= MOST_RATIO
    if not is_plausible and _is_near(costs.rate * measured, Decimal(1)):
        return f"the rate {costs.rate:f} looks turned round: {name} is {measured:.6g}"
    return None


def wrong_unit(costs: Costs, known: Circumstances) -> str | None:
    """Suspect a rate that is 100 or 1,000 times too large or too small."""
    measure = _measures(costs, known)
    if costs.rate is None or measure is None:
        return None
    name, measured = measure
    times = _unit_mistaken(costs.rate / measured)
    return f"the rate {costs.rate:f} is about {times} {name}, {measured:.6g}" if times else None


def wrong_unit_of_fee(costs: Costs, known: Circumstances) -> str | None:
    """Suspect a fee that is 100 or 1,000 times the service's last one, or a hundredth of it."""
    last = known.last.fee_percent if known.last is not None else None
    if not costs.fee_percent or not last:
        return None
    times = _unit_mistaken(costs.fee_percent / last)
    return f"the fee, {costs.fee_percent:.2f}%, is about {times} its last, {last:.2f}%" if times else None


def _unit_mistaken(ratio: Decimal) -> str:
    if LEAST_RATIO <= ratio <= MOST_RATIO:
        return ""
    for unit in UNITS:
        if _is_near(ratio, unit):
            return f"{unit} times"
        if _is_near(ratio, 1 / unit):
            return f"1/{unit} of"
    return ""


def jumped(costs: Costs, known: Circumstances) -> str | None:
    """Suspect a total cost more than 5 points away from the service's last one."""
    last = known.last.total_percent if known.last is not None else None
    if costs.total_percent is None or last is None or _is_like_its_last(costs, known):
        return None
    return f"the total cost jumped from {last:.2f}% to {costs.total_percent:.2f}%"


def _is_like_its_last(costs: Costs, known: Circumstances) -> bool:
    last = known.last.total_percent if known.last is not None else None
    return (
        last is not None
        and costs.total_percent is not None
        and abs(costs.total_percent - last) <= JUMP_POINTS
    )


def outside_the_spread(costs: Costs, known: Circumstances) -> str | None:
    """Suspect a total cost far outside what the corridor's services charge, unless it is near the last one.

    A service that is known to be dear or cheap stays so: it need not be looked at anew with every reading.
    """
    if costs.total_percent is None or known.spread is None or _is_like_its_last(costs, known):
        return None
    deviation = max(known.spread.deviation, LEAST_DEVIATION_POINTS)
    score = MAD_TO_DEVIATION * (costs.total_percent - known.spread.median) / deviation
    if abs(score) <= MAX_ROBUST_Z:
        return None
    return (
        f"the total cost {costs.total_percent:.2f}% is far from the corridor's median "
        f"{known.spread.median:.2f}% (robust z-score {score:.1f}, at most {MAX_ROBUST_Z} passes)"
    )


SUSPICIONS: tuple[type_of_suspicion, ...] = (
    turned_round,
    wrong_unit,
    wrong_unit_of_fee,
    jumped,
    outside_the_spread,
)


def reasons_to_hold(costs: Costs, known: Circumstances) -> tuple[str, ...]:
    """Every sentence a price earns, in the order of SUSPICIONS; empty when nothing looks wrong."""
    return tuple([sentence for rule in SUSPICIONS if (sentence := rule(costs, known)) is not None])
