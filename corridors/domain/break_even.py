"""From which amount on another thing is true: another service is the best, or sending costs little enough.

What is true is only asked amount by amount, so that it holds for every tariff, stepped or straight.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from typing import Generic, TypeVar

SCANNED = 24  # amounts tried before any is halved
NEAR_ENOUGH = Decimal("0.005")  # of the amount: nobody decides by less than half a per cent

_Truth = TypeVar("_Truth", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Turn(Generic[_Truth]):
    """From `amount` on, as near as a step or half a per cent, `truth` holds."""

    amount: Decimal
    truth: _Truth


def turns(
    true_at: Callable[[Decimal], _Truth], *, low: Decimal, high: Decimal, step: Decimal
) -> list[Turn[_Truth]]:
    """What is true from `low` to `high` and where it changes; amounts are positive and multiples of `step`.

    A change that is undone between two of the SCANNED amounts is not seen.
    """
    amounts = _scale(low, high, step)
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
    return after


def _scale(low: Decimal, high: Decimal, step: Decimal) -> list[Decimal]:
    """Amounts from low to high, each larger than the one before by the same share."""
    share = (high / low) ** (1 / Decimal(SCANNED))
    between = (_on_step(low * share**place, step) for place in range(1, SCANNED))
    return sorted({low, *(amount for amount in between if low < amount < high), high})


def _on_step(amount: Decimal, step: Decimal) -> Decimal:
    return (amount / step).to_integral_value(rounding=ROUND_CEILING) * step
