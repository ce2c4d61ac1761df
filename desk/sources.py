"""Sources as operators see them: how each is doing, and what happened in the last week."""

from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Max

from corridors import formats
from providers.health import Health, Known, health_of, is_in_trouble, trouble_first
from providers.models import FeedRun
from providers.source_selectors import ASKED, known_sources
from providers.sources import SourceFacts, every_source

WEEK = timedelta(days=7)


class Line(NamedTuple):
    """One source: its facts, what is known of it, how it is doing, and its failures of the last 7 days."""

    facts: SourceFacts
    known: Known
    health: Health
    failed_this_week: int
    last_run_at: datetime | None

    @property
    def can_be_asked(self) -> bool:
        """Whether it may be asked at once: this site collects from it, and has begun to."""
        return self.facts.is_pulled and self.known.due_at is not None

    @property
    def is_in_trouble(self) -> bool:
        """Whether somebody should see to it."""
        return is_in_trouble(self.facts, self.health)


def lines(now: datetime) -> list[Line]:
    """Every source, those in trouble first and those switched off last. Seven queries."""
    known = known_sources(now)
    failed = _failed_since(now - WEEK)
    last = FeedRun.objects.order_by().values_list("source_id").annotate(last=Max("started_at"))
    started = dict(last)
    every = [
        Line(
            facts,
            known.get(key, Known()),
            health_of(facts, known.get(key, Known()), now=now),
            failed[key],
            started.get(key),
        )
        for key, facts in every_source().items()
    ]
    return sorted(
        every,
        key=lambda line: (*trouble_first(line.facts, line.health), formats.in_alphabet(line.facts.name)),
    )


def _failed_since(moment: datetime) -> Counter[str]:
    failed = FeedRun.objects.filter(
        state=FeedRun.State.FAILED, trigger__in=ASKED, started_at__gte=moment
    ).order_by()
    return Counter(dict(failed.values_list("source_id").annotate(count=Count("id"))))
