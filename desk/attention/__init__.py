"""What needs attention today: everything in the site that waits for a person."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from desk.attention import content, prices, setup, shopping, sources
from desk.attention.concern import Concern

__all__ = ["Concern", "concerns"]


def concerns(user: Any, *, now: datetime) -> list[Concern]:
    """What a person may see to, the urgent first, then the longest waiting.

    About twenty queries, and six a corridor that is offered, which count for five minutes.
    """
    every: Iterable[Concern] = (
        *prices.concerns(now),
        *sources.concerns(now),
        *setup.concerns(),
        *content.concerns(now),
        *shopping.concerns(now),
    )
    seen = [each for each in every if not each.permissions or any(map(user.has_perm, each.permissions))]
    return sorted(seen, key=lambda each: (not each.is_urgent, each.since is None, each.since or now.date()))
