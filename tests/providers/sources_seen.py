"""Feeds with a past: runs, refusals and held prices as collecting leaves them."""

from datetime import datetime, timedelta
from typing import Any

from corridors.models import ReferenceRate
from providers.feeds import register_feed
from providers.models import Feed, FeedRun, HeldReading, RefusedReading
from tests.factories import NOW

State = FeedRun.State
UNREACHABLE = "rates.internal.example/v1/all could not be reached: Connection refused"


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def feed(key: str = "ecb", *, last_success_at: datetime | None = None, **changes: Any) -> None:
    """A feed that is registered, and perhaps had a success. Safe to repeat."""
    register_feed(key, NOW)
    Feed.objects.filter(source_id=key).update(last_success_at=last_success_at, **changes)


def run(
    key: str = "ecb",
    *,
    at: datetime = NOW - timedelta(hours=1),
    error: str = "",
    trigger: FeedRun.Trigger = FeedRun.Trigger.POLL,
    **counts: int,
) -> FeedRun:
    """A finished run of a minute; with an error it failed."""
    feed_exists = Feed.objects.filter(source_id=key).exists()
    if not feed_exists:
        feed(key)
    state = State.FAILED if error else State.DONE
    return FeedRun.objects.create(
        source_id=key,
        trigger=trigger,
        state=state,
        error=error,
        started_at=at,
        finished_at=at + timedelta(minutes=1),
        **counts,
    )


def rate(on: datetime, *, key: str = "ecb") -> None:
    """A rate of a day, and a feed that took it in."""
    ReferenceRate.objects.create(
        source_id=key, base="EUR", quote="USD", observed_on=on.date(), rate="1.1", recorded_at=NOW
    )


def refuse(of: FeedRun, *reasons: str) -> None:
    """Readings that a run refused, one a reason."""
    RefusedReading.objects.bulk_create(
        RefusedReading(run=of, locator=f"0123456789abcdef line {line}", reasons=reason, reading={})
        for line, reason in enumerate(reasons, start=1)
    )
    FeedRun.objects.filter(id=of.id).update(refused=len(reasons))


def hold(of: FeedRun, reasons: str, *, decision: str = "waiting", fingerprint: str = "f") -> None:
    """A price that a run held, and what an operator named hana made of it."""
    HeldReading.objects.create(
        run=of,
        fingerprint=fingerprint,
        observed_at=of.started_at,
        locator="fedcba9876543210 row 7",
        reasons=reasons,
        reading={"note": "whole"},
        decision=decision,
        decided_by="" if decision == "waiting" else "hana",
    )
