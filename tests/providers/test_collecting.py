"""A feed from its claim to its prices: archived before it is read, and never lost."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from corridors.models import CurrentPrice, Price, ReferenceRate, Source
from providers import archive, collecting, feeds
from providers.http import Reply
from providers.models import ArchivedAnswer, FeedRun
from tests.providers.adapters.test_ecb import BODY as ECB
from tests.providers.toy_source import (
    BROKEN,
    DEFECT,
    DOWN,
    KEY,
    LIMIT,
    NOON,
    RHYTHM,
    URL,
    FakeHttp,
    body,
    collect,
    feed,
    fetched,
    install,
    record,
    state,
    toy_at_noon,
    toy_facts,
)

COMMAND = FeedRun.Trigger.COMMAND
State = FeedRun.State
GOOD = body(record())


@pytest.fixture(autouse=True)
def clock(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    with toy_at_noon(settings, monkeypatch) as traveller:
        yield traveller


class TestOneTurn:
    def test_what_is_fetched_is_archived_and_then_recorded(self) -> None:
        run = collect(GOOD)
        assert (run.state, run.trigger, run.stored, run.error) == (State.DONE, "poll", 1, "")
        answer = run.answers.get()
        assert archive.read(answer.sha256) == GOOD
        assert (answer.question, answer.bytes, answer.received_at) == (f"{URL}/prices", len(GOOD), NOON)
        assert run.payload_sha256 == answer.sha256
        assert Price.objects.get().locator == f"{answer.sha256[:16]} row 1"
        after = feed()
        assert (after.last_success_at, after.failures_in_a_row) == (NOON, 0)
        assert (after.claimed_by, after.claimed_until, after.due_at) == ("", None, NOON + RHYTHM)

    def test_answers_are_archived_before_anyone_reads_them(self) -> None:
        run = collecting.fetch_feed(KEY, http=FakeHttp(BROKEN))
        assert run is not None
        assert (run.state, Price.objects.count()) == (State.FETCHED, 0)
        assert archive.read(run.answers.get().sha256) == BROKEN

    def test_the_feed_of_a_central_bank_goes_the_same_way(self) -> None:
        feeds.register_feed("ecb", NOON)
        run = collecting.run_feed("ecb", http=FakeHttp(ECB), trigger=COMMAND)
        assert run is not None
        assert (run.state, run.stored, ReferenceRate.objects.count()) == (State.DONE, 6, 6)

    def test_answers_that_came_before_a_failure_are_recorded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        install(monkeypatch, toy_facts(options={"paths": ["/1", "/2", "/3"]}))
        run = collect(GOOD, DOWN)
        assert (run.state, run.error, run.stored) == (State.FAILED, str(DOWN), 1)
        assert feed().failures_in_a_row == 1

    def test_a_source_that_does_not_answer_leaves_a_failed_run_and_unchanged_prices(self) -> None:
        collect(GOOD)
        before = state()
        run = collect(DOWN, trigger=COMMAND)
        assert (run.state, run.error, run.finished_at) == (State.FAILED, str(DOWN), NOON)
        assert state() == before

    def test_a_source_with_nothing_to_say_is_no_failure(self, monkeypatch: pytest.MonkeyPatch) -> None:
        install(monkeypatch, toy_facts(options={"paths": []}))
        run = collect()
        assert (run.state, run.error) == (State.DONE, "")
        assert feed().last_success_at == NOON

    def test_a_defect_while_fetching_fails_the_run_and_gives_the_feed_back(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        install(monkeypatch, toy_facts(options={}))
        with pytest.raises(KeyError):
            collect()
        assert FeedRun.objects.get().state == State.FAILED
        assert FeedRun.objects.get().error == "KeyError: 'paths'"
        assert (feed().claimed_by, feed().failures_in_a_row) == ("", 1)

    def test_a_defect_while_recording_fails_the_run_and_gives_the_feed_back(self) -> None:
        with pytest.raises(ZeroDivisionError):
            collect(DEFECT)
        assert FeedRun.objects.get().state == State.FAILED
        assert (feed().claimed_by, feed().failures_in_a_row) == ("", 1)

    def test_a_database_that_goes_away_leaves_the_run_for_another_try(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def gone(*args: object, **kwargs: object) -> None:
            raise OperationalError("the database is restarting")

        with monkeypatch.context() as broken:
            broken.setattr(collecting, "record_run", gone)
            with pytest.raises(OperationalError):
                collect(GOOD)
        run = FeedRun.objects.get()
        assert (run.state, feed().claimed_by) == (State.FETCHED, f"run {run.id}")
        assert collecting.abandoned_runs(timezone.now()) == [run.id]
        assert collecting.finish_run(run.id) is not None
        assert (Price.objects.count(), feed().claimed_by) == (1, "")


class TestNotModified:
    first = Reply(200, GOOD, "application/json", '"v1"', "Tue, 24 Nov 2026 11:00:00 GMT")
    same = Reply(304, b"", "", '"v1"', "")

    def test_the_archived_body_is_recorded_again_as_of_now(self, clock: time_machine.Traveller) -> None:
        collect(self.first)
        clock.shift(RHYTHM)
        http = FakeHttp(self.same)
        run = collecting.run_feed(KEY, http=http)
        assert run is not None
        assert (http.asked[0]["etag"], http.asked[0]["last_modified"]) == ('"v1"', self.first.last_modified)
        assert (run.state, run.stored) == (State.DONE, 1)
        earlier, later = ArchivedAnswer.objects.order_by("id")
        assert (later.sha256, later.etag, later.content_type) == (earlier.sha256, '"v1"', "application/json")
        assert CurrentPrice.objects.get().observed_at == NOON + RHYTHM

    def test_without_its_body_in_the_archive_a_question_goes_out_plain(
        self, clock: time_machine.Traveller
    ) -> None:
        collect(self.first)
        archive.delete(archive.store(GOOD))
        clock.shift(RHYTHM)
        http = FakeHttp(GOOD)
        assert collecting.run_feed(KEY, http=http) is not None
        assert (http.asked[0]["etag"], http.asked[0]["last_modified"]) == ("", "")


class TestAbandoned:
    def test_runs_whose_fetching_died_are_failed_and_fetched_ones_listed_oldest_first(
        self, clock: time_machine.Traveller
    ) -> None:
        dead = FeedRun.objects.create(source_id=KEY, state=State.FETCHING, started_at=NOON)
        clock.shift(LIMIT + timedelta(seconds=1))
        alive = FeedRun.objects.create(source_id=KEY, state=State.FETCHING, started_at=timezone.now())
        young, old = fetched(GOOD), fetched(body(record(fee="12")))
        FeedRun.objects.filter(id=old.id).update(started_at=NOON)
        assert collecting.abandoned_runs(timezone.now()) == [old.id, young.id]
        dead.refresh_from_db()
        alive.refresh_from_db()
        assert (dead.state, dead.error) == (State.FAILED, "the worker died while it was fetching")
        assert dead.finished_at == timezone.now()
        assert (alive.state, alive.finished_at) == (State.FETCHING, None)
        for run_id in (old.id, young.id):
            assert collecting.finish_run(run_id) is not None
        assert collecting.abandoned_runs(timezone.now()) == []

    def test_taking_up_a_run_that_is_recorded_does_nothing(self) -> None:
        run = collect(GOOD)
        before = state()
        assert collecting.finish_run(run.id) is None
        assert state() == before


def test_the_toy_is_stored_as_a_source_like_any_other() -> None:
    assert Source.objects.get(key=KEY).name == "Toy source"
