"""Who calls a run, and when: Celery's tasks and beat, or the turns of one machine. Both do the same work."""

import os
from collections.abc import Iterator
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
import time_machine
from celery import current_app

from corridors.models import Price
from providers import scheduler, tasks
from providers.models import FeedRun
from providers.schedule import RECOVER_EVERY, beat_schedule
from providers.sources import pulled
from tests.providers.toy_source import (
    DEFECT,
    DOWN,
    KEY,
    NOON,
    FakeHttp,
    body,
    feed,
    fetched,
    record,
    toy_at_noon,
)

GOOD = body(record())
State = FeedRun.State


@pytest.fixture(autouse=True)
def clock(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    settings.FEEDS = [KEY]
    with toy_at_noon(settings, monkeypatch) as traveller:
        yield traveller


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> FakeHttp:
    """What the toy answers from now on."""
    http = FakeHttp(GOOD)
    monkeypatch.setattr("providers.collecting.http_from_settings", lambda: http)
    return http


class TestTasks:
    def test_a_feed_is_fetched_and_its_run_handed_over_and_recorded(self, answers: FakeHttp) -> None:
        tasks.fetch.delay(KEY)
        run = FeedRun.objects.get()
        assert (run.state, run.stored, run.trigger) == (State.DONE, 1, "poll")

    def test_a_message_that_comes_twice_changes_nothing(self, answers: FakeHttp) -> None:
        for _ in range(3):
            tasks.fetch.delay(KEY)
        tasks.record.delay(FeedRun.objects.get().id)
        assert (FeedRun.objects.count(), Price.objects.count(), len(answers.asked)) == (1, 1, 1)

    def test_what_an_emptied_queue_left_is_handed_out_again(self, answers: FakeHttp) -> None:
        left = fetched(body(record(fee="20")))
        tasks.recover.delay()
        left.refresh_from_db()
        assert (left.state, left.stored) == (State.DONE, 1)
        assert FeedRun.objects.filter(state=State.DONE).count() == 2, "the feed itself was due as well"

    def test_a_source_that_is_down_hands_nothing_over(self, answers: FakeHttp) -> None:
        answers.replies[:] = [DOWN]
        tasks.fetch.delay(KEY)
        assert FeedRun.objects.get().state == State.FAILED

    def test_every_task_waits_in_the_queue_of_its_kind(self) -> None:
        ours = [name for name in current_app.tasks if name.startswith("providers.")]
        queues = {name: current_app.amqp.router.route({}, name)["queue"].name for name in ours}
        assert queues == {
            "providers.fetch": "fetch",
            "providers.record": "record",
            "providers.recover": "record",
            "providers.prune": "record",
        }

    def test_a_worker_takes_from_all_three_queues_unless_told(self) -> None:
        assert set(current_app.amqp.queues.consume_from) == {"fetch", "record", "export"}

    def test_a_worker_takes_one_task_at_a_time_and_gives_it_back_when_it_dies(self) -> None:
        conf = current_app.conf
        assert conf.task_acks_late
        assert conf.task_reject_on_worker_lost
        assert conf.worker_prefetch_multiplier == 1
        assert 0 < conf.task_soft_time_limit < conf.task_time_limit


class TestBeat:
    def test_every_pulled_feed_has_one_periodic_task_on_its_rhythm(self, settings: Any) -> None:
        settings.FEEDS = []
        schedule = beat_schedule()
        facts = pulled()
        assert len(facts) > 10
        for each in facts:
            entry = schedule[f"fetch {each.key}"]
            assert (entry["task"], entry["args"]) == ("providers.fetch", [each.key])
            assert entry["schedule"] == timedelta(minutes=each.poll_every_minutes)
            assert entry["options"]["expires"] == entry["schedule"].total_seconds()
        assert schedule.keys() - {f"fetch {each.key}" for each in facts} == {
            "recover",
            "prune",
            "exports",
            "lake",
        }

    def test_beat_looks_every_minute_for_what_was_left(self) -> None:
        entry = beat_schedule()["recover"]
        assert (entry["task"], entry["schedule"]) == ("providers.recover", RECOVER_EVERY)
        assert timedelta(minutes=1) == RECOVER_EVERY

    def test_the_application_is_given_the_schedule(self) -> None:
        assert "recover" in current_app.conf.beat_schedule


class TestOneMachine:
    def test_a_turn_does_what_is_due_once(self, answers: FakeHttp) -> None:
        assert scheduler.turn(NOON) == 1
        assert scheduler.turn(NOON) == 0
        assert FeedRun.objects.get().stored == 1

    def test_a_turn_takes_up_what_was_left_before_what_is_due(self, answers: FakeHttp) -> None:
        left = fetched(body(record(fee="20")))
        assert scheduler.turn(NOON) == 2
        left.refresh_from_db()
        assert left.state == State.DONE

    def test_missed_turns_are_caught_up_once(self, answers: FakeHttp, clock: time_machine.Traveller) -> None:
        scheduler.turn(NOON)
        answers.replies[:] = [body(record(fee="11")), body(record(fee="12"))]
        later = NOON + timedelta(days=3)
        clock.move_to(later)
        assert scheduler.turn(later) == 1
        assert scheduler.turn(later) == 0
        assert feed().due_at == later + timedelta(minutes=10)

    def test_one_that_fails_is_logged_and_the_scheduler_goes_on(
        self, answers: FakeHttp, caplog: pytest.LogCaptureFixture
    ) -> None:
        answers.replies[:] = [DEFECT]
        assert scheduler.turn(NOON) == 1
        assert "ZeroDivisionError" in FeedRun.objects.get().error
        assert any("could not collect" in line.getMessage() for line in caplog.records)

    def test_it_takes_turns_until_it_is_told_to_stop(
        self, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stop, turns, pruned = Event(), list[Any](), list[Any]()

        def turn(now: Any, attempt: Any) -> None:
            turns.append(now)
            if len(turns) == 3:
                stop.set()

        monkeypatch.setattr(scheduler, "turn", turn)
        monkeypatch.setattr(scheduler, "prune_archive", pruned.append)
        monkeypatch.setattr(scheduler, "LOOK_EVERY_SECONDS", 0)
        monkeypatch.setattr(scheduler, "PRUNE_EVERY", timedelta(0))
        monkeypatch.setattr(scheduler, "let_go_of_connections", lambda: None)
        settings.CELERY_BEAT_SCHEDULE = {}
        scheduler.run_until(stop)
        assert (len(turns), len(pruned)) == (3, 3)

    def test_beside_the_feeds_it_does_what_the_settings_name(
        self, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stop, done = Event(), list[Any]()

        def apart(what: str, work: Any, argument: Any) -> None:
            done.append((work, argument))
            stop.set()

        schedule = {"letters": {"task": "post.send", "schedule": timedelta(minutes=1)}}
        settings.CELERY_BEAT_SCHEDULE = schedule
        monkeypatch.setattr(scheduler, "attempt_apart", lambda stop: apart)
        monkeypatch.setattr(scheduler, "turn", lambda now, attempt: 0)
        monkeypatch.setattr(scheduler, "let_go_of_connections", lambda: None)
        scheduler.run_until(stop)
        assert done == [(scheduler.run_task, "post.send")]


class TestApart:
    """Work in a process of its own, over pipes: nothing here waits for a clock."""

    @pytest.fixture(autouse=True)
    def _no_connection_is_touched(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(scheduler, "let_go_of_connections", lambda: None)

    def test_work_is_done_in_another_process(self) -> None:
        said, says = os.pipe()
        scheduler.attempt_apart(Event())("say", lambda end: os.write(end, str(os.getpid()).encode()), says)
        assert int(os.read(said, 100)) != os.getpid()

    def test_work_that_hangs_is_stopped_when_its_time_is_over(
        self, settings: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.FEED_TIME_LIMIT_SECONDS = 0
        never, _unwritten = os.pipe()
        scheduler.attempt_apart(Event())("wait", lambda end: os.read(end, 1), never)
        assert "took too long and was stopped" in caplog.text

    def test_work_under_way_is_stopped_when_the_scheduler_is(self, caplog: pytest.LogCaptureFixture) -> None:
        stop = Event()
        stop.set()
        never, _unwritten = os.pipe()
        scheduler.attempt_apart(stop)("wait", lambda end: os.read(end, 1), never)
        assert "'event': 'stopped'" in caplog.text

    def test_work_that_crashes_takes_nobody_with_it(self) -> None:
        apart, (said, says) = scheduler.attempt_apart(Event()), os.pipe()
        apart("crash", os._exit, 3)
        apart("say", lambda end: os.write(end, b"still here"), says)
        assert os.read(said, 100) == b"still here"
