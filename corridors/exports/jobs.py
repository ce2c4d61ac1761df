"""Exports that are made in the background: asking for one, finding it again, and forgetting it."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import Q, QuerySet, Sum

from corridors.exports import kept_files
from corridors.exports.asking import ExportAsked
from corridors.exports.contents import version_of
from corridors.exports.formats import FORMATS
from corridors.exports.naming import filename
from corridors.exports.selecting import DatasetFacts
from corridors.models import ExportJob

State, Failure = ExportJob.State, ExportJob.Failure
# Up to this many rows a browser has its file in seconds.
ROWS_AT_ONCE = 100_000
MAX_WAITING = 20
MAX_ATTEMPTS = 3
KEPT_FOR = timedelta(days=1)
# How long the address of a file that is gone says so.
REMEMBERED_FOR = timedelta(days=30)
# A message to a worker that got lost is sent again after this long.
TAKEN_WITHIN = timedelta(seconds=30)
STRAY_AFTER = timedelta(days=1)
_NAMESPACE = UUID("6f3f3f0e-5d0c-4d5e-9b2a-3d1f7c1f4b5e")


class NoRoomError(Exception):
    """No further export can be taken on. `until` is when the oldest one expires, None while many wait."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__(f"no room for another export until {until}" if until else "too many exports wait")
        self.until = until


def ask_for(asked: ExportAsked, format_: str, *, facts: DatasetFacts, rows: int, now: datetime) -> ExportJob:
    """The job that makes this export: the one there is, or a new one.

    Safe to repeat: the same question about the same prices is one job. One that failed or expired begins
    anew, under the same address. At most ten queries.

    Raises:
        NoRoomError: too many wait, or the kept files leave no room.
    """
    wanted = FORMATS[format_]
    job_id = uuid5(_NAMESPACE, version_of(asked, wanted))
    job = job_of(job_id)
    if job is not None and is_alive(job, now):
        return job
    _require_room(now)
    fresh = ExportJob(
        id=job_id,
        query=asked.query(),
        format=format_,
        name=filename(asked, facts, wanted.suffix),
        rows_total=rows,
        asked_at=now,
        expires_at=now + KEPT_FOR,
    )
    values = {
        field.attname: getattr(fresh, field.attname)
        for field in ExportJob._meta.concrete_fields
        if not field.primary_key
    }
    if job is None:
        return ExportJob.objects.get_or_create(id=job_id, defaults=values)[0]
    # Not save(): another process may have begun it anew in this very moment, and keeps its claim.
    ExportJob.objects.filter(id=job_id, asked_at=job.asked_at).update(**values)
    return ExportJob.objects.get(id=job_id)


def is_alive(job: ExportJob, now: datetime) -> bool:
    """Whether there is a file to fetch, or will be."""
    return job.state in (State.WAITING, State.RUNNING, State.DONE) and now < job.expires_at


def is_there(job: ExportJob, now: datetime) -> bool:
    """Whether its file can be fetched."""
    return job.state == State.DONE and now < job.expires_at


def job_of(job_id: UUID) -> ExportJob | None:
    """One job. One query."""
    return ExportJob.objects.filter(pk=job_id).first()


def waiting_before(job: ExportJob) -> int:
    """How many others are made first. One query."""
    others = ExportJob.objects.exclude(pk=job.pk)
    return others.filter(Q(state=State.RUNNING) | Q(state=State.WAITING, asked_at__lt=job.asked_at)).count()


def unmade(now: datetime) -> list[UUID]:
    """Jobs that nobody works at, oldest first: lost messages, and what a dead worker left. One query."""
    return list(
        free(now).filter(asked_at__lte=now - TAKEN_WITHIN).order_by("asked_at").values_list("pk", flat=True)
    )


def waiting(now: datetime) -> list[UUID]:
    """Every job that could be made now, oldest first. One query."""
    return list(free(now).order_by("asked_at").values_list("pk", flat=True))


def free(now: datetime) -> QuerySet[ExportJob]:
    """Jobs that anybody may claim."""
    return ExportJob.objects.filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lte=now),
        state__in=(State.WAITING, State.RUNNING),
        expires_at__gt=now,
    )


def room(now: datetime) -> int:
    """Bytes that the files kept leave of what the operator allows. One query."""
    kept = ExportJob.objects.filter(state=State.DONE).aggregate(total=Sum("stored_bytes"))["total"]
    return max(int(settings.EXPORTS_MAX_MEGABYTES) * 10**6 - int(kept or 0), 0)


def _require_room(now: datetime) -> None:
    if (
        ExportJob.objects.filter(state__in=(State.WAITING, State.RUNNING), expires_at__gt=now).count()
        >= MAX_WAITING
    ):
        raise NoRoomError(None)
    if not room(now):
        raise NoRoomError(ExportJob.objects.filter(state=State.DONE).earliest("expires_at").expires_at)


def forget_expired(now: datetime) -> int:
    """Delete the files whose day is over, and say how many; what nobody made in time is given up.

    Safe to repeat and to interrupt. The address of a file that is gone says so for a while.
    """
    over = ExportJob.objects.filter(expires_at__lte=now)
    done = list(over.filter(state=State.DONE))
    for job in done:
        kept_files.delete_file(job.stored_as)
        ExportJob.objects.filter(pk=job.pk, stored_as=job.stored_as).update(
            state=State.EXPIRED, stored_as="", stored_bytes=0
        )
    over.filter(state__in=(State.WAITING, State.RUNNING)).update(
        state=State.FAILED, failure=Failure.TOO_LATE, claim=None, claimed_until=None, finished_at=now
    )
    over.filter(expires_at__lte=now - REMEMBERED_FOR).delete()
    known = set(ExportJob.objects.filter(state=State.DONE).values_list("stored_as", flat=True))
    kept_files.delete_strays(known, before=now - STRAY_AFTER)
    return len(done)
