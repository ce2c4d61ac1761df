"""Means, percentiles and shares of percentages; each is None of nothing."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from decimal import Decimal


def mean(values: Collection[Decimal]) -> Decimal | None:
    """The unweighted mean."""
    return sum(values, Decimal(0)) / len(values) if values else None


def percentile(ordered: Sequence[Decimal], share: int) -> Decimal | None:
    """The value below which `share` per cent of the ordered values lie, linear between neighbours."""
    if not ordered:
        return None
    place, rest = divmod(share * (len(ordered) - 1), 100)
    if not rest:
        return ordered[place]
    return ordered[place] + (ordered[place + 1] - ordered[place]) * rest / 100


def share_at_most(ordered: Sequence[Decimal], limit: Decimal) -> Decimal | None:
    """How many in a hundred of the ordered values are at or under a limit."""
    return Decimal(100) * bisect_right(ordered, limit) / len(ordered) if ordered else None
