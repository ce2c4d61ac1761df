"""Collecting on one machine without a broker: what Celery's tasks call, in one process, in turn."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from typing import TypeVar

import structlog
from django.db import close_old_connections
from django.utils import timezone

from providers import collecting, feeds
from providers.retention import prune_archive

Argument = TypeVar("Argument")

log = structlog.get_logger(__name__)
LOOK_EVERY_SECONDS = 5
PRUNE_EVERY = timedelta(days=1)


def turn(now: datetime) -> int:
    """Do once whatever is due: runs left unrecorded, then feeds. Says how many there were.

    One that fails is logged and seen on /sources/; the others go on.
    """
    feeds.register_feeds(now)
    done = 0
    for run_id in collecting.abandoned_runs(now):
        done += _attempted("record", collecting.finish_run, run_id)
    for key in feeds.due_feeds(now):
        done += _attempted("collect", collecting.run_feed, key)
    return done


def _attempted(what: str, work: Callable[[Argument], object], argument: Argument) -> int:
    try:
        work(argument)
    except Exception:  # the scheduler outlives any one feed; the log and the run hold the error
        log.exception(f"could not {what}", of=str(argument))
    return 1


def run_until(stop: Event) -> None:
    """Take turns until told to stop; a turn under way is finished."""
    pruned_at = timezone.now()
    while not stop.is_set():
        close_old_connections()
        now = timezone.now()
        _attempted("take a turn", turn, now)
        if now - pruned_at >= PRUNE_EVERY:
            _attempted("prune", prune_archive, now)
            pruned_at = now
        stop.wait(LOOK_EVERY_SECONDS)
