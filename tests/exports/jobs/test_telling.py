"""A job tells how far it is while its rows are read, and stops when it has lost its claim."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection, transaction

from corridors.exports import making
from corridors.exports.formats import FORMATS
from corridors.exports.making import make_export
from corridors.exports.progress import CLAIMED_FOR, LostClaimError, records_in, telling
from corridors.models import ExportJob
from tests.exports.jobs.conftest import Ask
from tests.factories import NOW

State = ExportJob.State
# Two connections see only what is committed.
committed = pytest.mark.django_db(transaction=True)


class Seconds:
    """As many seconds as a test wants."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


CLAIM = uuid4()


@pytest.fixture
def job() -> ExportJob:
    return ExportJob.objects.create(
        id=uuid4(),
        state=State.RUNNING,
        claim=CLAIM,
        claimed_until=NOW,
        rows_total=9,
        asked_at=NOW,
        expires_at=NOW,
    )


@committed
def test_it_is_told_now_and_then_and_renews_the_claim(job: ExportJob) -> None:
    seconds = Seconds()
    with telling(job.pk, CLAIM, total=9, clock=lambda: datetime.now(UTC), seconds=seconds) as tell:
        tell(1)
        job.refresh_from_db()
        assert (job.rows_done, job.claimed_until) == (0, NOW)
        seconds.passed += 2
        tell(5)
        tell(6)
        job.refresh_from_db()
        assert (job.rows_done, job.claimed_until) == (5, NOW + CLAIMED_FOR)


@committed
def test_that_all_rows_are_read_is_told_at_once(job: ExportJob) -> None:
    seconds = Seconds()
    with telling(job.pk, CLAIM, total=9, clock=lambda: NOW, seconds=seconds) as tell:
        tell(9)
        job.refresh_from_db()
        assert job.rows_done == 9
        ExportJob.objects.update(claim=None)
        tell(9)  # no news


@committed
@pytest.mark.parametrize("change", [{"claim": None}, {"state": State.FAILED}])
def test_it_stops_when_the_job_is_no_longer_its_own(job: ExportJob, change: dict[str, object]) -> None:
    seconds = Seconds()
    with telling(job.pk, CLAIM, total=9, clock=lambda: NOW, seconds=seconds) as tell:
        ExportJob.objects.update(**change)
        seconds.passed += 2
        with pytest.raises(LostClaimError):
            tell(5)


@committed
def test_it_can_be_told_while_the_connection_is_busy_with_rows(job: ExportJob) -> None:
    seconds = Seconds()
    with (
        telling(job.pk, CLAIM, total=9, clock=lambda: NOW, seconds=seconds) as tell,
        connection.cursor() as cursor,
    ):
        seconds.passed += 2
        if connection.vendor == "postgresql":
            with transaction.atomic(), cursor.copy("COPY (SELECT 1) TO STDOUT") as rows:
                tell(7)
                assert b"".join(rows) == b"1\n"
        else:
            cursor.execute("SELECT 1 UNION SELECT 2")
            tell(7)
            assert cursor.fetchall() == [(1,), (2,)]
    job.refresh_from_db()
    assert job.rows_done == 7


@pytest.mark.usefixtures("prices")
@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_tells_how_many_rows_it_has_read(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    told: list[int] = []

    @contextmanager
    def overheard(*args: object, **more: object) -> Iterator[Callable[[int], None]]:
        yield told.append

    monkeypatch.setattr(making, "telling", overheard)
    assert make_export(ask(format_).pk) is True
    assert told[-1] == 3
    assert told == sorted(told)


@pytest.mark.parametrize(
    ("block", "records"),
    [
        (b"", 0),
        (b"a,b\n", 1),
        (b"a,b\nc,d\n", 2),
        (b'a,"line\nend"\n', 1),
        (b'"a ""quoted\n"" word",b\nc,"\n\n"\n', 2),
    ],
)
def test_line_ends_inside_quotes_are_no_records(block: bytes, records: int) -> None:
    assert records_in(block) == records
