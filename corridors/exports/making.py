"""Making one export in the background: claimed, written beside, moved into place, and told as it goes on."""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import IO, NamedTuple
from uuid import UUID, uuid4

import structlog
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils import timezone

from corridors.asking import AskingError
from corridors.exports import kept_files
from corridors.exports.asking import parse_export
from corridors.exports.contents import Content
from corridors.exports.datapackage import describe
from corridors.exports.formats import FORMATS, Format
from corridors.exports.jobs import KEPT_FOR, MAX_ATTEMPTS, Failure, State, free, room
from corridors.exports.layouts import layout_of
from corridors.exports.progress import CLAIMED_FOR, LostClaimError, records_in, telling
from corridors.exports.records import closed
from corridors.models import ExportJob

log = structlog.get_logger(__name__)
AGAIN_AFTER = timedelta(minutes=1)
# Lines that are no rows.
HEADS = {"csv": 1}
_RECORDS: dict[str, Callable[[bytes], int]] = {
    "csv": records_in,
    "jsonl": lambda block: block.count(b"\n"),
}


class RefusedError(Exception):
    """An export that will not be made, however often it is tried."""

    def __init__(self, failure: ExportJob.Failure) -> None:
        super().__init__(failure.label)
        self.failure = failure


class Made(NamedTuple):
    """A finished file: as it is fetched, and as it is stored."""

    rows: int
    bytes: int
    sha256: str
    stored_as: str
    stored_bytes: int


def make_export(job_id: UUID, *, clock: Callable[[], datetime] = timezone.now) -> bool:
    """Make an export if nobody else is at it; says whether it is there now because of this call.

    Safe to repeat and to interrupt: a job that is claimed or finished is left alone, one whose maker died is
    begun anew when its claim has run out. What goes wrong is raised, and tried again: three times in all.
    """
    claim, now = uuid4(), clock()
    if (
        not free(now)
        .filter(pk=job_id)
        .update(
            state=State.RUNNING,
            claim=claim,
            claimed_until=now + CLAIMED_FOR,
            attempts=F("attempts") + 1,
            rows_done=0,
        )
    ):
        return False
    job = ExportJob.objects.get(pk=job_id)
    try:
        if job.attempts > MAX_ATTEMPTS:  # its makers died of it
            raise RefusedError(Failure.BROKEN)
        return _finished(job, _made(job, clock), now=clock())
    except LostClaimError:
        log.warning("an export went to another maker", export=str(job_id))
        return False
    except RefusedError as error:
        _give_up(job, error.failure, now=clock())
        return False
    except BaseException:
        if job.attempts >= MAX_ATTEMPTS:
            _give_up(job, Failure.BROKEN, now=clock())
        else:
            _held(job).update(state=State.WAITING, claim=None, claimed_until=clock() + AGAIN_AFTER)
        raise


def _held(job: ExportJob) -> QuerySet[ExportJob]:
    """The job, unless it is no longer ours."""
    return ExportJob.objects.filter(pk=job.pk, claim=job.claim, state=State.RUNNING)


def _give_up(job: ExportJob, failure: ExportJob.Failure, *, now: datetime) -> None:
    _held(job).update(state=State.FAILED, failure=failure, claim=None, claimed_until=None, finished_at=now)


def _made(job: ExportJob, clock: Callable[[], datetime]) -> Made:
    assert job.claim is not None  # it was claimed just now
    try:
        asked, wanted = parse_export(QueryDict(job.query), today=clock().date()), FORMATS[job.format]
    except AskingError as error:  # a provider renamed, or a filter that a later release does without
        raise RefusedError(Failure.UNKNOWN) from error
    rows, limit = layout_of(asked).count(asked), room(clock())
    if wanted.refuse(asked, rows):
        raise RefusedError(Failure.REFUSED)
    _held(job).update(rows_total=rows)
    ending = wanted.suffix if wanted.is_compressed else f"{wanted.suffix}.gz"
    stored_as = f"{job.pk}-{job.claim.hex[:8]}.{ending}"
    measured = _Measured(wanted)
    with (
        kept_files.new_file(stored_as) as stored,
        telling(job.pk, job.claim, total=rows, clock=clock) as tell,
    ):
        blocks = wanted.write(asked, progress=lambda rows: tell(measured.read(rows)))
        with _packed(stored, is_needed=not wanted.is_compressed) as file, closed(blocks):
            for block in blocks:
                file.write(block)
                tell(measured.add(block))
                if stored.tell() > limit:
                    raise RefusedError(Failure.TOO_LARGE)
        stored_bytes = stored.tell()
    return measured.made(stored_as, stored_bytes)


class _Measured:
    """What is known of a file once all of it went by."""

    def __init__(self, wanted: Format) -> None:
        self._records = _RECORDS.get(wanted.suffix)
        self._sha256 = hashlib.sha256()
        self.bytes, self.rows = 0, -HEADS.get(wanted.suffix, 0)

    def read(self, rows: int) -> int:
        """Take over how many rows a format has read so far, and return it."""
        self.rows = rows
        return rows

    def add(self, block: bytes) -> int:
        """Take in the next piece; returns how many rows there are by now."""
        self._sha256.update(block)
        self.bytes += len(block)
        if self._records:
            self.rows += self._records(block)
        return self.rows

    def made(self, stored_as: str, stored_bytes: int) -> Made:
        """What was made, once it is whole."""
        return Made(self.rows, self.bytes, self._sha256.hexdigest(), stored_as, stored_bytes)


@contextmanager
def _packed(file: IO[bytes], *, is_needed: bool) -> Iterator[IO[bytes]]:
    """Text is kept packed: it takes a twentieth of the room, and most who fetch it unpack it on the way."""
    if not is_needed:
        yield file
        return
    with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6, mtime=0) as packed:
        yield packed  # type: ignore[misc]


def _finished(job: ExportJob, made: Made, *, now: datetime) -> bool:
    """Note that the file is there; what nobody asks for any more is dropped."""
    asked = parse_export(QueryDict(job.query), today=now.date())
    content = Content(made.rows, made.bytes, made.sha256)
    package = describe(asked, FORMATS[job.format], address=job.name, now=now, content=content)
    is_ours = _held(job).update(
        state=State.DONE,
        rows_total=made.rows,
        rows_done=made.rows,
        bytes=made.bytes,
        sha256=made.sha256,
        stored_as=made.stored_as,
        stored_bytes=made.stored_bytes,
        datapackage=json.dumps(package),
        claim=None,
        claimed_until=None,
        finished_at=now,
        expires_at=now + KEPT_FOR,
    )
    if not is_ours:
        kept_files.delete_file(made.stored_as)
        raise LostClaimError
    return True
