"""Collecting on one machine without a broker: what Celery's tasks call, one after the other.

Each piece of work has a process of its own, as with Celery: one that hangs is stopped when its time is over,
one that crashes takes nobody with it, and the others go on.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from multiprocessing import get_context
from threading import Event
from typing import Any

import structlog
from django.conf import settings
from django.db import connections
from django.utils import timezone

from corridors.exports.jobs import forget_expired, waiting
from corridors.exports.making import make_export
from corridors.lake.nightly import dump_nightly
from providers import collecting, feeds
from providers.retention import prune_archive
from remitcompare.celery import app

log = structlog.get_logger(__name__)
LOOK_EVERY_SECONDS = 5
PRUNE_EVERY = timedelta(days=1)
DUMP_EVERY = timedelta(days=1)
# Somebody is waiting in front of a page.
LOOK_FOR_EXPORTS_EVERY_SECONDS = 2
# How often it is looked at whether work under way is done, or shall stop.
WATCH_EVERY_SECONDS = 0.5

type_of_work = Callable[[Any], object]
type_of_attempt = Callable[[str, type_of_work, Any], None]


def attempt(what: str, work: type_of_work, argument: Any) -> None:
    """Do a piece of work here. An error is logged and seen on /sources/."""
    try:
        work(argument)
    except Exception:  # the scheduler outlives any one feed; the log and the run hold the error
        log.exception(f"could not {what}", of=str(argument))


def let_go_of_connections() -> None:
    """Close every connection and pool: two processes must not share one."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]


def attempt_apart(stop: Event, *, seconds: int | None = None) -> type_of_attempt:
    """Do each piece of work in a process of its own, for a feed's time limit at most, or until `stop`.

    `seconds` is another limit.
    """

    def apart(what: str, work: type_of_work, argument: Any) -> None:
        let_go_of_connections()
        child = get_context("fork").Process(target=attempt, args=(what, work, argument))
        child.start()
        left = float(settings.FEED_TIME_LIMIT_SECONDS if seconds is None else seconds)
        while child.is_alive() and left > 0 and not stop.is_set():
            child.join(WATCH_EVERY_SECONDS)
            left -= WATCH_EVERY_SECONDS
        if child.is_alive():
            child.kill()
            why = "stopped" if stop.is_set() else "took too long and was stopped"
            log.error(why, what=what, of=str(argument))
        child.join()

    return apart


def turn(now: datetime, attempt: type_of_attempt = attempt) -> int:
    """Do once whatever is due: runs left unrecorded, then feeds. Says how many there were."""
    feeds.register_feeds(now)
    runs, due = collecting.abandoned_runs(now), feeds.due_feeds(now)
    for run_id in runs:
        attempt("record", collecting.finish_run, run_id)
    for key in due:
        attempt("collect", collecting.run_feed, key)
    return len(runs) + len(due)


def run_task(name: str) -> None:
    """Do here what beat would have a worker do."""
    app.loader.import_default_modules()
    app.tasks[name]()


class Beside:
    """What other apps have done from time to time: beat's entries of the settings, and when each is due next.

    All are due at the start, as no process remembers what another did.
    """

    def __init__(self) -> None:
        self._due_at: dict[str, datetime] = {}

    def due(self, now: datetime) -> list[str]:
        """The tasks that are due; each counts as done."""
        schedule: dict[str, dict[str, Any]] = settings.CELERY_BEAT_SCHEDULE
        tasks = []
        for name, entry in schedule.items():
            if now >= self._due_at.get(name, now):
                self._due_at[name] = now + entry["schedule"]
                tasks.append(str(entry["task"]))
        return tasks


def run_until(stop: Event) -> None:
    """Take turns until told to stop. What is under way then is stopped, and taken up again next time."""
    apart, beside = attempt_apart(stop), Beside()
    pruned_at = timezone.now()
    while not stop.is_set():
        now = timezone.now()
        attempt("take a turn", lambda moment: turn(moment, apart), now)
        for task in beside.due(now):
            if not stop.is_set():
                apart("run", run_task, task)
        if now - pruned_at >= PRUNE_EVERY:
            attempt("prune", prune_archive, now)
            pruned_at = now
        let_go_of_connections()
        stop.wait(LOOK_EVERY_SECONDS)


def make_exports(now: datetime, attempt: type_of_attempt = attempt) -> int:
    """Delete the exports whose day is over and make those that wait, oldest first. Says how many waited."""
    forget_expired(now)
    jobs = waiting(now)
    for job_id in jobs:
        attempt("make an export", make_export, job_id)
    return len(jobs)


def make_exports_until(stop: Event) -> None:
    """Make what waits, and the lake once a day, until told to stop.

    What is under way then is stopped, and begun anew next time.
    """
    apart = attempt_apart(stop, seconds=settings.EXPORTS_TIME_LIMIT_SECONDS)
    dumped_at = timezone.now()
    while not stop.is_set():
        now = timezone.now()
        attempt("look for exports", lambda moment: make_exports(moment, apart), now)
        if now - dumped_at >= DUMP_EVERY:
            apart("dump the lake", dump_nightly, now)
            dumped_at = now
        let_go_of_connections()
        stop.wait(LOOK_FOR_EXPORTS_EVERY_SECONDS)
