"""Sources that fail, are too old, or were never read."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from desk.attention.concern import Concern, some
from providers.health import Known, State, health_of
from providers.source_selectors import known_sources
from providers.sources import every_source


def concerns(now: datetime) -> Iterator[Concern]:
    """Sources by what is wrong with them. Five queries."""
    known = known_sources(now)
    failing, stale, never = {}, {}, []
    for key, facts in every_source().items():
        if not facts.is_pulled:
            continue
        seen = known.get(key, Known())
        state = health_of(facts, seen, now=now)
        if State.FAILING in state.states:
            failing[facts.name] = seen.failing_since
        if State.STALE in state.states:
            stale[facts.name] = state.stale_since
        if seen.last_success_at is None and not seen.failures:
            never.append(facts.name)
    address = reverse("desk:sources")
    for what, found in (("Sources that fail", failing), ("Sources with nothing new", stale)):
        if found:
            since = min((when for when in found.values() if when), default=None)
            day = since.date() if since else None
            yield Concern(what, len(found), day, address, some(sorted(found), between="; "), is_urgent=True)
    if never:
        yield Concern(
            "Sources that were never read", len(never), None, address, some(sorted(never), between="; ")
        )
