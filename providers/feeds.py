"""When each feed is due, and the claim that keeps it from running twice at once."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from corridors.services import record_countries
from providers.models import Feed
from providers.sources import SourceFacts, facts_of, pulled, record_sources

FAILURES_BEFORE_BACKING_OFF = 5
BACKED_OFF = timedelta(hours=1)
# Schedulers are never on the dot: unless a feed may start this share of its rhythm early, every second turn
# is lost.
EARLY_SHARE = 10
# A gap is filled from this long before the last success: late corrections and time zones lie within it.
OVERLAP = timedelta(days=3)
FIRST_TIME = timedelta(days=14)


def rhythm(facts: SourceFacts, failures_in_a_row: int = 0) -> timedelta:
    """How long to wait after a run: the source's rhythm, hourly at most once it failed 5 times in a row."""
    usual = timedelta(minutes=facts.poll_every_minutes)
    return max(usual, BACKED_OFF) if failures_in_a_row >= FAILURES_BEFORE_BACKING_OFF else usual


@transaction.atomic
def register_feeds(now: datetime) -> list[str]:
    """Store a Feed, due at once, for every source this deployment pulls; their keys. Safe to repeat."""
    record_countries()
    record_sources()
    keys = [facts.key for facts in pulled()]
    Feed.objects.bulk_create([Feed(source_id=key, due_at=now) for key in keys], ignore_conflicts=True)
    return keys


def register_feed(key: str, now: datetime) -> None:
    """Store one Feed, whether this deployment pulls it on its rhythm or not. Safe to repeat."""
    register_feeds(now)
    Feed.objects.get_or_create(source_id=key, defaults={"due_at": now})


def make_due(keys: Iterable[str], *, now: datetime) -> int:
    """Have some feeds asked at the scheduler's next turn, within a minute; how many there are of them."""
    return Feed.objects.filter(source_id__in=list(keys)).update(due_at=now)


def due_feeds(now: datetime) -> list[str]:
    """The feeds that may be claimed now, the longest due first. One query."""
    keys = [facts.key for facts in pulled()]
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    due = Feed.objects.filter(free, due_at__lte=now, source_id__in=keys).order_by("due_at", "source_id")
    return list(due.values_list("source_id", flat=True))


def claim(key: str, *, by: str, now: datetime, lease: timedelta, even_if_not_due: bool = False) -> bool:
    """Take a feed for this worker until `now + lease`; False when another has it or it is not due.

    One UPDATE decides, so of two workers one gets it. A claim runs out by itself when its worker dies.
    """
    mine_to_take = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now) | Q(claimed_by=by)
    feeds = Feed.objects.filter(mine_to_take, source_id=key)
    if not even_if_not_due:
        feeds = feeds.filter(due_at__lte=now + rhythm(facts_of(key)) / EARLY_SHARE)
    return feeds.update(claimed_by=by, claimed_until=now + lease, last_started_at=now) == 1


def leave_alone(key: str, *, until: datetime) -> None:
    """Ask a feed no sooner than its source wants. Safe to repeat."""
    Feed.objects.filter(source_id=key, due_at__lt=until).update(due_at=until)


def finish(key: str, *, by: str, now: datetime, succeeded: bool) -> None:
    """Give a feed back, note how it went and when it is due again. Only the claim's owner changes anything.

    However many turns were missed, one follows: the next is counted from the start of this one, and comes no
    sooner than the source asked for.
    """
    with transaction.atomic():
        feed = Feed.objects.select_for_update().filter(source_id=key, claimed_by=by).first()
        if feed is None:
            return
        feed.failures_in_a_row = 0 if succeeded else feed.failures_in_a_row + 1
        if succeeded:
            feed.last_success_at = now
        started = feed.last_started_at or now
        usual = started + rhythm(facts_of(key), feed.failures_in_a_row)
        feed.due_at = max(usual, feed.due_at, now)
        feed.claimed_by, feed.claimed_until = "", None
        feed.save()


def last_successes(keys: Iterable[str]) -> dict[str, datetime | None]:
    """When each feed last succeeded. One query."""
    return dict(Feed.objects.filter(source_id__in=list(keys)).values_list("source_id", "last_success_at"))


def since(key: str, today: date) -> date:
    """From which day on a feed asks: a little before its last success, two weeks back when it has none."""
    last = last_successes([key]).get(key)
    return today - FIRST_TIME if last is None else min(last.date(), today) - OVERLAP
