"""What Celery's workers do; manage.py and the one-machine scheduler call the same functions.

The database decides what there is to do (a feed's claim, a run's state), so a message that comes twice, late
or never changes nothing: the next `recover` takes up what was left.
"""

from celery import shared_task
from django.utils import timezone

from providers import collecting, feeds
from providers.models import FeedRun
from providers.retention import prune_archive


@shared_task(name="providers.fetch")
def fetch(key: str) -> None:
    """Fetch a feed that is due and hand its run over to be recorded."""
    run = collecting.fetch_feed(key)
    if run is not None and run.state == FeedRun.State.FETCHED:
        record.delay(run.id)


@shared_task(name="providers.record")
def record(run_id: int) -> None:
    """Record a fetched run."""
    collecting.finish_run(run_id)


@shared_task(name="providers.recover")
def recover() -> None:
    """Hand out again what a dead worker or an emptied queue left: runs to record, feeds to fetch."""
    now = timezone.now()
    feeds.register_feeds(now)
    for run_id in collecting.abandoned_runs(now):
        record.delay(run_id)
    for key in feeds.due_feeds(now):
        fetch.delay(key)


@shared_task(name="providers.prune")
def prune() -> None:
    """Remove archived answers older than the retention the operator set."""
    prune_archive(timezone.now())
