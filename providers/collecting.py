"""A whole run of a feed: claim, fetch, archive, parse, validate, record; in one process or handed over."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from logging import INFO, WARNING
from typing import Any

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from providers import feeds
from providers.adapters import adapter_of
from providers.adapters.base import ParseError
from providers.fetching import Trying, fetch_into, hash_of, start_run
from providers.http import FetchError, Http, http_from_settings
from providers.models import ArchivedAnswer, FeedRun, RefusedReading
from providers.recording import EXAMPLES, Tally, locked_run, record_entries, record_run
from providers.sources import SourceError, SourceFacts, facts_of

log = structlog.get_logger(__name__)
State = FeedRun.State
# A run that kills whoever records it must not do so for ever.
MOST_ATTEMPTS = 100


def fetch_feed(
    key: str, *, trigger: FeedRun.Trigger = FeedRun.Trigger.POLL, http: Http | None = None
) -> FeedRun | None:
    """Claim a feed, ask its source and archive the answers; None when it is not due or another has it.

    The claim is held until the run is finished or its time limit is over. A command runs even when not due.
    """
    now = timezone.now()
    run = _claimed_run(facts_of(key), trigger=trigger, now=now)
    if run is None:
        return None
    with structlog.contextvars.bound_contextvars(feed=key, run_id=run.id):
        try:
            came, retry_after = fetch_into(run, facts_of(key), http=http or http_from_settings())
        except Exception as error:
            _broken(run, error)
            raise
        if retry_after:
            feeds.leave_alone(key, until=timezone.now() + retry_after)
        if not came:
            log.log(WARNING if run.error else INFO, "nothing came", error=run.error)
            feeds.finish(key, by=_claimant(run.id), now=timezone.now(), succeeded=not run.error)
    return run


def _claimed_run(facts: SourceFacts, *, trigger: FeedRun.Trigger, now: datetime) -> FeedRun | None:
    """A new run that has its feed's claim; None, and no run, when the claim cannot be had."""
    with transaction.atomic():
        run = start_run(facts, trigger=trigger, now=now)
        is_ours = feeds.claim(
            facts.key,
            by=_claimant(run.id),
            now=now,
            lease=timedelta(seconds=settings.FEED_TIME_LIMIT_SECONDS),
            even_if_not_due=trigger is FeedRun.Trigger.COMMAND,
        )
        if not is_ours:
            transaction.set_rollback(True)
    return run if is_ours else None


def _claimant(run_id: int) -> str:
    return f"run {run_id}"


def finish_run(run_id: int) -> FeedRun | None:
    """Record a fetched run and give its feed back; None when there is nothing to do. Safe to repeat.

    A database that goes away leaves the run as it was, for another try; any other error fails it for good.
    """
    with structlog.contextvars.bound_contextvars(run_id=run_id):
        try:
            if not _may_be_tried(run_id):
                return None
            run = record_run(run_id, now=timezone.now())
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            _broken(FeedRun.objects.get(id=run_id), error)
            raise
        if run is None:
            return None
        feeds.finish(run.source_id, by=_claimant(run_id), now=timezone.now(), succeeded=not run.error)
        counts = {name: getattr(run, name) for name in ("stored", "already_stored", "refused", "held")}
        log.info("run finished", feed=run.source_id, state=run.state, error=run.error, **counts)
    return run


def _broken(run: FeedRun, error: Exception) -> None:
    """Fail a run by a defect of ours or a lack of time, so that it is seen and not tried for ever."""
    _fail(run, f"{type(error).__name__}: {error}", timezone.now())


@transaction.atomic
def _may_be_tried(run_id: int) -> bool:
    """Count a try to record a run, before it begins; one that was tried too often is failed instead."""
    run = locked_run(run_id)
    if run is None or run.state != State.FETCHED:
        return False
    if run.attempts >= MOST_ATTEMPTS:
        _fail(run, f"recording it was begun {run.attempts} times and never ended", timezone.now())
        return False
    FeedRun.objects.filter(id=run_id).update(attempts=run.attempts + 1)
    return True


def _fail(run: FeedRun, error: str, now: datetime) -> None:
    FeedRun.objects.filter(id=run.id).update(state=State.FAILED, error=error, finished_at=now)
    feeds.finish(run.source_id, by=_claimant(run.id), now=now, succeeded=False)


def run_feed(
    key: str, *, trigger: FeedRun.Trigger = FeedRun.Trigger.POLL, http: Http | None = None
) -> FeedRun | None:
    """Fetch and record in this process; None when the feed is not due or another worker has it."""
    run = fetch_feed(key, trigger=trigger, http=http)
    if run is None or run.state != State.FETCHED:
        return run
    return finish_run(run.id) or run


def abandoned_runs(now: datetime) -> list[int]:
    """Runs that were fetched and not recorded, the oldest first.

    Those whose fetching died are failed. Whoever is recording one holds its row, so taking it up twice does
    nothing.
    """
    lease = timedelta(seconds=settings.FEED_TIME_LIMIT_SECONDS)
    unfinished = FeedRun.objects.filter(finished_at__isnull=True)
    for run in unfinished.filter(state=State.FETCHING, started_at__lt=now - lease):
        _fail(run, "the worker died while it was fetching", now)
    return list(unfinished.filter(state=State.FETCHED).order_by("started_at").values_list("id", flat=True))


def replay(key: str, *, since: datetime | None = None) -> Iterator[FeedRun]:
    """Record a source's archived answers again, run by run in their order. Safe to repeat: it adds nothing
    that is stored, so the state it ends in is the one before it, or what a better parser makes of it. Runs
    whose answers retention has removed are passed over.
    """
    facts = facts_of(key)
    runs = FeedRun.objects.filter(source_id=key).exclude(trigger=FeedRun.Trigger.REPLAY)
    if since is not None:
        runs = runs.filter(started_at__gte=since)
    for original in runs.order_by("started_at", "id"):
        answers = list(original.answers.order_by("id"))
        if not answers or not all(answer.body_kept for answer in answers):
            continue
        with transaction.atomic():
            run = start_run(facts, trigger=FeedRun.Trigger.REPLAY, now=timezone.now())
            for answer in answers:
                answer.pk, answer.run = None, run
            ArchivedAnswer.objects.bulk_create(answers)
            run.payload_sha256, run.state = hash_of([answer.sha256 for answer in answers]), State.FETCHED
            run.save(update_fields=["payload_sha256", "state"])
        finish_run(run.id)
        run.refresh_from_db()
        yield run


def refused_in(run: FeedRun) -> list[RefusedReading]:
    """The first few readings that a run refused."""
    return list(run.refusals.all()[:EXAMPLES])


def dry_run(key: str, *, http: Http | None = None) -> tuple[Tally, list[str]]:
    """What a run would store, refuse and hold, and what went wrong; nothing is stored nor archived."""
    facts, now = facts_of(key), timezone.now()
    trying = Trying(http or http_from_settings())
    adapter = adapter_of(facts, today=now.date(), ask=trying, keep=trying.keep)
    entries: list[Any] = []
    errors: list[str] = []
    try:
        for answer in adapter.fetch(feeds.since(key, now.date())):
            try:
                entries += list(adapter.parse(answer))
            except ParseError as error:
                errors.append(str(error))
    except (FetchError, ParseError, SourceError) as error:
        errors.append(str(error))
    with transaction.atomic():
        feeds.register_feed(key, now)
        run = start_run(facts, trigger=FeedRun.Trigger.COMMAND, now=now)
        tally = record_entries(entries, run=run, facts=facts, now=now)
        transaction.set_rollback(True)
    return tally, errors
