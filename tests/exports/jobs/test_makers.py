"""Who makes exports: Celery's workers, or one process on one machine; and who tells them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event
from uuid import UUID

import pytest
from celery import current_app
from django.core.management import call_command
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from corridors import tasks
from corridors.exports import jobs
from corridors.models import ExportJob
from providers import scheduler
from providers.schedule import EXPORTS_EVERY, beat_schedule
from tests.exports.jobs.conftest import Ask

State = ExportJob.State
pytestmark = pytest.mark.usefixtures("prices")


def states() -> set[str]:
    return set(ExportJob.objects.values_list("state", flat=True))


class TestCelery:
    def test_a_worker_makes_what_it_is_told(self, ask: Ask) -> None:
        tasks.make_export.delay(str(ask().pk))
        assert states() == {State.DONE}

    def test_exports_have_a_queue_of_their_own_and_time_enough(self, settings: Settings) -> None:
        route = current_app.amqp.router.route({}, "corridors.make_export")
        assert route["queue"].name == "export"
        limits = tasks.make_export.soft_time_limit, tasks.make_export.time_limit
        assert limits == (settings.EXPORTS_TIME_LIMIT_SECONDS - 30, settings.EXPORTS_TIME_LIMIT_SECONDS)

    def test_beat_looks_after_them(self) -> None:
        entry = beat_schedule()["exports"]
        assert (entry["task"], entry["schedule"]) == (tasks.look_after_exports.name, EXPORTS_EVERY)
        assert entry["task"] in current_app.tasks

    def test_what_was_left_is_handed_out_again(self, ask: Ask, later: Callable[..., None]) -> None:
        ask()
        tasks.look_after_exports.delay()
        assert states() == {State.WAITING}  # whoever was told may be at it any moment
        later(minutes=1)
        tasks.look_after_exports.delay()
        assert states() == {State.DONE}
        later(hours=24)
        tasks.look_after_exports.delay()
        assert states() == {State.EXPIRED}


class TestHandingOver:
    @pytest.fixture
    def sent(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        messages: list[str] = []
        monkeypatch.setattr(
            tasks.make_export, "apply_async", lambda arguments, retry: messages.extend(arguments)
        )
        return messages

    def test_a_worker_is_told_once_the_job_is_stored(
        self,
        settings: Settings,
        sent: list[str],
        ask: Ask,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        settings.CELERY_BROKER_URL = "redis://127.0.0.1/9"
        job = ask()
        with django_capture_on_commit_callbacks(execute=True):
            tasks.hand_over(job.pk)
            assert sent == []
        assert sent == [str(job.pk)]

    def test_without_a_broker_nobody_is_told(
        self,
        settings: Settings,
        sent: list[str],
        ask: Ask,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        settings.CELERY_BROKER_URL = ""
        with django_capture_on_commit_callbacks(execute=True):
            tasks.hand_over(ask().pk)
        assert (sent, states()) == ([], {State.WAITING})

    def test_a_broker_that_is_down_costs_time_only(
        self,
        settings: Settings,
        monkeypatch: pytest.MonkeyPatch,
        ask: Ask,
        caplog: pytest.LogCaptureFixture,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        def down(*args: object, **more: object) -> None:
            raise OperationalError("no broker")

        settings.CELERY_BROKER_URL = "redis://127.0.0.1/9"
        monkeypatch.setattr(tasks.make_export, "apply_async", down)
        with django_capture_on_commit_callbacks(execute=True):
            tasks.hand_over(ask().pk)
        assert "could not hand an export over" in caplog.text
        assert jobs.unmade(datetime.now(UTC) + timedelta(minutes=1)) != []


class TestOneMachine:
    def test_the_command_makes_what_waits(self, ask: Ask) -> None:
        ask("csv"), ask("parquet")
        call_command("make_exports", "--once")
        assert states() == {State.DONE}

    def test_oldest_first_and_one_that_fails_keeps_no_other_from_being_made(
        self, ask: Ask, later: Callable[..., None]
    ) -> None:
        first = ask("jsonl")
        later(seconds=1)
        second = ask("csv")
        seen: list[UUID] = []
        assert scheduler.make_exports(datetime.now(UTC), lambda what, work, job_id: seen.append(job_id)) == 2
        assert seen == [first.pk, second.pk]

    def test_it_goes_on_until_told_to_stop(self, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
        stop, turns = Event(), list[datetime]()

        def turn(now: datetime, attempt: object) -> int:
            turns.append(now)
            if len(turns) == 2:
                stop.set()
            raise ConnectionError("the database is away for a moment")

        monkeypatch.setattr(scheduler, "make_exports", turn)
        monkeypatch.setattr(scheduler, "LOOK_FOR_EXPORTS_EVERY_SECONDS", 0)
        monkeypatch.setattr(scheduler, "let_go_of_connections", lambda: None)
        scheduler.make_exports_until(stop)
        assert len(turns) == 2
