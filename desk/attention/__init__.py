"""What needs attention today: everything in the site that waits for a person."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest

from desk.allowed import may_look
from desk.attention import content, prices, setup, shopping, sources
from desk.attention.concern import Concern

__all__ = ["Concern", "concerns"]


def concerns(request: HttpRequest, *, now: datetime) -> list[Concern]:
    """What the person who asks may see to, the urgent first, then the longest waiting, then what has no day.

    Fourteen queries, and six where requirements were not measured in the last five minutes.
    """
    every: Iterable[Concern] = (
        *prices.concerns(now),
        *sources.concerns(now),
        *setup.concerns(),
        *content.concerns(now),
        *shopping.concerns(now),
    )
    seen = [each for each in every if not each.model or may_look(request, each.model)]
    return sorted(seen, key=lambda each: (not each.is_urgent, each.since is None, each.since or now.date()))
