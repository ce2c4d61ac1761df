"""From which amount on another thing is true: another service is the best, or sending costs little enough.

What is true is only asked amount by amount, so that it holds for every tariff, stepped or straight.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from typing import Generic, TypeVar

SCANNED = 24  # amounts tried before any is halved
NEAR_ENOUGH = Decimal("0.005")  # of the amount: nobody decides by less than half a per cent

_Truth = TypeVar("_Truth", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Turn(Generic[_Truth]):
    """From `amount` on, as near as a step or half a per cent, `truth` holds.

    `before` is the largest amount tried below it, where it did not hold; None of the first.
    """

    amount: Decimal
    truth: _Truth
    before: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Amounts over which a thing is true: it is at `low` and at `high`, None where it stays so to the end."""

    low: Decimal
    high: Decimal | None


def stretches(
    true_at: Callable[[Decimal], bool],
    *,
    low: Decimal,
    high: Decimal,
    step: Decimal,
    through: Iterable[Decimal] = (),
) -> list[Stretch]:
    """Where between `low` and `high` a thing is true. Tried and limited as turns() is."""
    found = turns(true_at, low=low, high=high, step=step, through=through)
    ends = [*(turn.before for turn in found[1:]), None]
    return [Stretch(turn.amount, end) for turn, end in zip(found, ends, strict=True) if turn.truth]


def turns(
    true_at: Callable[[Decimal], _Truth],
    *,
    low: Decimal,
    high: Decimal,
    step: Decimal,
    through: Iterable[Decimal] = (),
) -> list[Turn[_Truth]]:
    """What is true from `low` to `high` and where it changes; amounts are positive and multiples of `step`.

    Tried are SCANNED amounts and those of `through`: a change that is undone between two of them is not seen.
    """
    amounts = sorted({*_scale(low, high, step), *(amount for amount in through if low < amount < high)})
    found = [Turn(amounts[0], true_at(amounts[0]))]
    for earlier, later in pairwise(amounts):
        if (truth := true_at(later)) != found[-1].truth:
            found.append(_first(true_at, earlier, Turn(later, truth), step))
    return found


def _first(
    true_at: Callable[[Decimal], _Truth], before: Decimal, after: Turn[_Truth], step: Decimal
) -> Turn[_Truth]:
    """The change between two amounts, halved until it is near enough."""
    while after.amount - before > max(step, after.amount * NEAR_ENOUGH):
        middle = _on_step((before + after.amount) / 2, step)
        if (truth := true_at(middle)) == after.truth:
            after = Turn(middle, truth)
        else:
            before = middle
    return Turn(after.amount, after.truth, before)


def _scale(low: Decimal, high: Decimal, step: Decimal) -> set[Decimal]:
    """Amounts from low to high, each larger than the one before by the same share."""
    share = (high / low) ** (1 / Decimal(SCANNED))
    between = (_on_step(low * share**place, step) for place in range(1, SCANNED))
    return {low, *(amount for amount in between if low < amount < high), high}


def _on_step(amount: Decimal, step: Decimal) -> Decimal:
    return (amount / step).to_integral_value(rounding=ROUND_CEILING) * step
