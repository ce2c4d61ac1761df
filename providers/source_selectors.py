"""Readers of how sources do; each states its query count, whatever the number of sources and runs."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, DateTimeField, F, Max, Min, OuterRef, Q, Subquery, Sum, TextField, Value
from django.db.models.functions import Coalesce

from corridors.models import CurrentPrice, ReferenceRate, Source
from providers.health import Known, moment_of
from providers.models import FeedRun, HeldReading, RefusedReading

RECENT = timedelta(days=30)
SHOWN_RUNS = 20
# Reasons name numbers, so that one reason has many wordings: so many of the commonest are read.
MOST_WORDINGS = 500
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
COUNTS = ("stored", "already_stored", "refused", "held")

State, Trigger, Decision = FeedRun.State, FeedRun.Trigger, HeldReading.Decision
ASKED = (Trigger.POLL, Trigger.COMMAND)
# What fails there was refused or could not be read: its sender's mistake, and no fault of the source.
HANDED_IN = (Trigger.SUBMISSION, Trigger.UPLOAD, Trigger.FORM)


class Reason(NamedTuple):
    """Readings left out for one reason as it is worded: how many, and where one of them stood.

    `decision` is "" for a refused one, else what an operator made of a held one.
    """

    reasons: str
    decision: str
    readings: int
    locator: str


class RunTotals(NamedTuple):
    """All finished runs of a source in one state, and what became of their readings."""

    source: str
    state: str
    runs: int
    stored: int
    already_stored: int
    refused: int
    held: int


def recently(now: datetime) -> datetime:
    """Since when a reading counts as left out lately: 30 days back. No query."""
    return now - RECENT


def known_sources(now: datetime, keys: Collection[str] | None = None) -> dict[str, Known]:
    """What is known of every source that is stored, or of some, by key. Five queries."""
    since = recently(now)
    runs, held = _recent_runs(since), _held(since)
    newest = _newest_prices() | {key: moment_of(day, now=now) for key, day in _newest_rates()}
    known = {}
    for row in _with_runs(keys):
        key: str = row.pop("key")
        last_done, last_stored = row.pop("last_done_at"), row.pop("last_stored_at")
        if row["due_at"] is None:  # no feed: what counts is its files
            row["last_success_at"] = last_done
        row["data_at"] = newest.get(key, last_stored)
        known[key] = Known(**row, **runs.get(key, {}), **held.get(key, {}))
    return known


def _with_runs(keys: Collection[str] | None) -> list[dict[str, Any]]:
    """Stored sources with their feed and the runs that matter, found by the index of each source's runs."""
    of_source = FeedRun.objects.filter(source=OuterRef("pk")).order_by("-started_at")
    after_success = Coalesce(OuterRef("feed__last_success_at"), Value(LONG_AGO, DateTimeField()))
    failed = of_source.filter(state=State.FAILED, trigger__in=ASKED, started_at__gt=after_success)
    count = failed.order_by().values("source").annotate(count=Count("id")).values("count")
    done = of_source.filter(state=State.DONE)
    sources = Source.objects.all() if keys is None else Source.objects.filter(key__in=keys)
    rows = sources.values(
        "key",
        due_at=F("feed__due_at"),
        last_success_at=F("feed__last_success_at"),
        failures=Coalesce(Subquery(count), 0),
        failing_since=Subquery(failed.order_by("started_at").values("started_at")[:1]),
        last_error=Coalesce(Subquery(failed.values("error")[:1]), Value("", TextField())),
        last_done_at=Subquery(done.values("finished_at")[:1]),
        last_stored_at=Subquery(of_source.filter(stored__gt=0).values("started_at")[:1]),
    )
    return [dict(row) for row in rows]


def _recent_runs(since: datetime) -> dict[str, dict[str, Any]]:
    """Runs, failed ones and refused readings by source; a replay refuses again what was refused before."""
    recent = FeedRun.objects.filter(started_at__gte=since).exclude(trigger=Trigger.REPLAY).order_by()
    counted = recent.values("source_id").annotate(
        all=Count("id"),
        bad=Count("id", filter=Q(state=State.FAILED) & ~Q(trigger__in=HANDED_IN)),
        out=Sum("refused", default=0),
    )
    return {
        row["source_id"]: {"runs": row["all"], "failed": row["bad"], "refused": row["out"]} for row in counted
    }


def _held(since: datetime) -> dict[str, dict[str, Any]]:
    """Prices held lately, and all that wait, by source."""
    recent, waiting = Q(run__started_at__gte=since), Q(decision=Decision.WAITING)
    by_source = HeldReading.objects.order_by().values("run__source_id")
    counted = by_source.annotate(late=Count("id", filter=recent), left=Count("id", filter=waiting))
    return {row["run__source_id"]: {"held": row["late"], "waiting": row["left"]} for row in counted}


def _newest_rates() -> list[tuple[str, date]]:
    """The day of each source's newest rate."""
    return list(ReferenceRate.objects.order_by().values_list("source_id").annotate(Max("observed_on")))


def _newest_prices() -> dict[str, datetime]:
    """When each source's newest current price was seen.

    By current prices, for history may hold millions; and by their time too, which finds the partition.
    """
    current = CurrentPrice.objects.filter(price__observed_at=F("observed_at"))
    return dict(current.order_by().values_list("price__source_id").annotate(Max("observed_at")))


def last_runs(key: str) -> list[FeedRun]:
    """The last 20 runs of a source, the latest first. One query."""
    return list(FeedRun.objects.filter(source_id=key)[:SHOWN_RUNS])


def refused_for(key: str, since: datetime) -> list[Reason]:
    """Why readings of a source were refused since then, the commonest wording first. One query."""
    refused = RefusedReading.objects.filter(run__source_id=key, run__started_at__gte=since)
    counted = refused.exclude(run__trigger=Trigger.REPLAY).order_by().values("reasons")
    counted = counted.annotate(count=Count("id"), place=Min("locator")).order_by("-count", "reasons")
    return [Reason(row["reasons"], "", row["count"], row["place"]) for row in counted[:MOST_WORDINGS]]


def held_for(key: str, since: datetime) -> list[Reason]:
    """Why prices of a source were held since then, and what became of them. One query."""
    held = HeldReading.objects.filter(run__source_id=key, run__started_at__gte=since)
    counted = held.order_by().values("reasons", "decision")
    counted = counted.annotate(count=Count("id"), place=Min("locator")).order_by("-count", "reasons")
    return [
        Reason(row["reasons"], row["decision"], row["count"], row["place"]) for row in counted[:MOST_WORDINGS]
    ]


def run_totals() -> list[RunTotals]:
    """Every source's finished runs since the beginning, by state. One query."""
    finished = FeedRun.objects.filter(state__in=(State.DONE, State.FAILED)).order_by()
    sums: Mapping[str, Sum] = {f"all_{name}": Sum(name) for name in COUNTS}
    counted = finished.values_list("source_id", "state").annotate(runs=Count("id"), **sums)
    return [RunTotals(*row) for row in counted.order_by("source_id", "state")]


def runs_to_record() -> int:
    """How many runs are fetched and wait to be recorded. One query."""
    return FeedRun.objects.filter(finished_at__isnull=True, state=State.FETCHED).count()
