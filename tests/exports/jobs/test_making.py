"""Making an export: once, whole or not at all, and again when its maker died."""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from corridors.exports import jobs, kept_files, making
from corridors.exports.asking import ExportAsked
from corridors.exports.formats import FORMATS
from corridors.exports.making import make_export
from corridors.exports.progress import LostClaimError
from corridors.models import ExportJob
from tests.exports.jobs.conftest import Ask
from tests.factories import NOW, price, record

State, Failure = ExportJob.State, ExportJob.Failure
Blocks = Callable[[], Iterator[bytes]]
pytestmark = pytest.mark.usefixtures("prices")


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*")) if folder.exists() else []


@pytest.fixture
def written_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[Blocks], None]:
    """Let the CSV be written by a generator of the test."""

    def _written_by(blocks: Blocks) -> None:
        monkeypatch.setattr(FORMATS["csv"], "write", lambda asked, progress: blocks())

    return _written_by


@pytest.mark.parametrize("format_", FORMATS)
def test_the_file_is_what_its_own_address_would_give(ask: Ask, exports_folder: Path, format_: str) -> None:
    job = ask(format_)
    assert make_export(job.pk) is True
    job.refresh_from_db()
    stored = (exports_folder / job.stored_as).read_bytes()
    content = stored if FORMATS[format_].is_compressed else gzip.decompress(stored)
    assert content == b"".join(FORMATS[format_].write(ExportAsked()))
    assert (job.state, job.bytes, job.stored_bytes) == (State.DONE, len(content), len(stored))
    assert job.sha256 == hashlib.sha256(content).hexdigest()
    assert job.rows_total == job.rows_done == 3
    assert (job.finished_at, job.expires_at) == (NOW, NOW + jobs.KEPT_FOR)
    assert (job.claim, job.claimed_until, job.attempts) == (None, None, 1)


def test_its_description_names_the_file_beside_it(ask: Ask) -> None:
    job = ask()
    make_export(job.pk)
    job.refresh_from_db()
    (resource,) = json.loads(job.datapackage)["resources"]
    assert (resource["path"], resource["bytes"], resource["rows"]) == (job.name, job.bytes, 3)
    assert resource["hash"] == f"sha256:{job.sha256}"


def test_prices_recorded_meanwhile_are_counted(ask: Ask) -> None:
    job = ask()
    record(price("New Exchange"))
    make_export(job.pk)
    job.refresh_from_db()
    assert job.rows_total == job.rows_done == 4


def test_made_once_it_is_not_made_again(ask: Ask, exports_folder: Path) -> None:
    job = ask()
    make_export(job.pk)
    first = files(exports_folder)
    assert make_export(job.pk) is False
    assert files(exports_folder) == first


def test_what_is_not_known_is_not_made() -> None:
    assert make_export(uuid4()) is False


def test_what_somebody_works_at_is_left_alone(ask: Ask, exports_folder: Path) -> None:
    job = ask()
    ExportJob.objects.update(
        state=State.RUNNING, claim=uuid4(), claimed_until=job.asked_at + timedelta(minutes=1)
    )
    assert make_export(job.pk) is False
    assert files(exports_folder) == []


class TestGoingWrong:
    def test_what_is_no_longer_known_is_given_up_at_once(self, ask: Ask, client: Client) -> None:
        job = ask()
        ExportJob.objects.update(query="provider=a-name-of-before")
        assert make_export(job.pk) is False
        job.refresh_from_db()
        assert (job.state, job.failure) == (State.FAILED, ExportJob.Failure.UNKNOWN)
        assert client.get(f"/exports/{job.pk}/").status_code == 404

    def test_nothing_is_left_and_it_is_tried_again_a_minute_later(
        self, ask: Ask, exports_folder: Path, written_by: Callable[[Blocks], None], later
    ) -> None:
        def broken() -> Iterator[bytes]:
            yield b"id\n"
            raise ConnectionError("the database went away")

        job = ask()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(FORMATS["csv"], "write", lambda asked, progress: broken())
            with pytest.raises(ConnectionError):
                make_export(job.pk)
        job.refresh_from_db()
        assert (job.state, job.attempts, files(exports_folder)) == (State.WAITING, 1, [])
        assert make_export(job.pk) is False  # too soon
        later(minutes=1)
        assert make_export(job.pk) is True

    def test_it_is_given_up_after_three_times(
        self, ask: Ask, written_by: Callable[[Blocks], None], later
    ) -> None:
        def broken() -> Iterator[bytes]:
            raise ConnectionError
            yield b""

        written_by(broken)
        job = ask()
        for _ in range(jobs.MAX_ATTEMPTS):
            with pytest.raises(ConnectionError):
                make_export(job.pk)
            later(minutes=1)
        assert make_export(job.pk) is False
        job.refresh_from_db()
        assert (job.state, job.failure, job.claim) == (State.FAILED, Failure.BROKEN, None)

    def test_what_kills_its_makers_is_given_up_too(self, ask: Ask) -> None:
        job = ask()
        ExportJob.objects.update(state=State.RUNNING, attempts=jobs.MAX_ATTEMPTS, claimed_until=job.asked_at)
        assert make_export(job.pk) is False
        job.refresh_from_db()
        assert (job.state, job.failure) == (State.FAILED, Failure.BROKEN)

    def test_a_dead_maker_s_job_is_taken_up_when_its_claim_has_run_out(self, ask: Ask, later) -> None:
        job = ask()
        ExportJob.objects.update(
            state=State.RUNNING,
            claim=uuid4(),
            attempts=1,
            rows_done=2,
            claimed_until=job.asked_at + timedelta(minutes=5),
        )
        assert jobs.waiting(datetime.now(UTC)) == []
        later(minutes=5)
        assert jobs.waiting(datetime.now(UTC)) == [job.pk]
        assert make_export(job.pk) is True

    def test_whoever_lost_the_claim_leaves_no_file_and_changes_nothing(
        self, ask: Ask, exports_folder: Path, written_by: Callable[[Blocks], None]
    ) -> None:
        other = uuid4()

        def taken_over() -> Iterator[bytes]:
            yield b"id\n"
            ExportJob.objects.update(claim=other)
            yield b"1\n"

        written_by(taken_over)
        job = ask()
        assert make_export(job.pk) is False
        job.refresh_from_db()
        assert (job.state, job.claim, job.stored_as, files(exports_folder)) == (State.RUNNING, other, "", [])

    def test_it_stops_when_it_is_told_that_the_claim_is_lost(
        self, ask: Ask, exports_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def lost(rows: int) -> None:
            raise LostClaimError

        class Telling:
            def __init__(self, *args: object, **more: object) -> None: ...
            def __enter__(self) -> Callable[[int], None]:
                return lost

            def __exit__(self, *error: object) -> None: ...

        monkeypatch.setattr(making, "telling", Telling)
        for format_ in FORMATS:
            assert make_export(ask(format_).pk) is False
        assert files(exports_folder) == []

    def test_what_is_larger_than_the_room_left_is_refused(
        self, ask: Ask, exports_folder: Path, settings: Settings, written_by: Callable[[Blocks], None]
    ) -> None:
        job = ask("csv")
        settings.EXPORTS_MAX_MEGABYTES = 0
        assert make_export(job.pk) is False
        job.refresh_from_db()
        assert (job.state, job.failure, files(exports_folder)) == (State.FAILED, Failure.TOO_LARGE, [])

    def test_what_meanwhile_has_too_many_rows_for_its_format_is_refused(
        self, ask: Ask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        job = ask("xlsx")
        monkeypatch.setattr("corridors.exports.binary_formats.MAX_ROWS_OF_A_SHEET", 2)
        assert make_export(job.pk) is False
        job.refresh_from_db()
        assert (job.state, job.failure) == (State.FAILED, Failure.REFUSED)


class TestTheDayAfter:
    def test_the_file_goes_and_its_address_remembers(self, ask: Ask, exports_folder: Path, later) -> None:
        job = ask()
        make_export(job.pk)
        later(hours=23, minutes=59)
        assert jobs.forget_expired(datetime.now(UTC)) == 0
        later(minutes=1)
        assert jobs.forget_expired(datetime.now(UTC)) == 1
        job.refresh_from_db()
        assert (job.state, job.stored_as, files(exports_folder)) == (State.EXPIRED, "", [])
        assert jobs.forget_expired(datetime.now(UTC)) == 0
        later(days=31)
        jobs.forget_expired(datetime.now(UTC))
        assert not ExportJob.objects.exists()

    def test_what_nobody_made_is_given_up(self, ask: Ask, later) -> None:
        job = ask()
        later(hours=24)
        jobs.forget_expired(datetime.now(UTC))
        job.refresh_from_db()
        assert (job.state, job.failure) == (State.FAILED, Failure.TOO_LATE)
        assert make_export(job.pk) is False

    def test_files_that_no_job_knows_go_after_a_day(self, ask: Ask, exports_folder: Path, later) -> None:
        with kept_files.new_file("left by a dead maker.csv.gz") as file:
            file.write(b"x")
        (exports_folder / ".abc.unfinished").write_bytes(b"x")
        later(hours=12)
        make_export(ask().pk)
        jobs.forget_expired(datetime.now(UTC))
        assert len(files(exports_folder)) == 3
        later(hours=11)
        known = ExportJob.objects.get().stored_as
        # A file's own time is the machine's, which stands elsewhere than the test's.
        assert kept_files.delete_strays({known}, before=datetime.now(UTC) + timedelta(days=36_500)) == 2
        assert files(exports_folder) == [known]
