"""Whose turn it is: a feed runs once at a time, on its rhythm, and less often while it fails."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from corridors.models import Price
from providers import collecting, feeds
from providers.models import Feed, FeedRun
from tests.providers.toy_source import (
    DOWN,
    KEY,
    LIMIT,
    NOON,
    RHYTHM,
    FakeHttp,
    body,
    collect,
    feed,
    record,
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


def is_let(trigger: FeedRun.Trigger = FeedRun.Trigger.POLL) -> bool:
    """Whether a worker that comes now gets the feed."""
    run = collecting.fetch_feed(KEY, http=FakeHttp(GOOD), trigger=trigger)
    return run is not None


class TestClaims:
    def test_a_feed_never_runs_twice_at_once(self) -> None:
        assert is_let()
        for trigger in (FeedRun.Trigger.POLL, COMMAND):
            assert not is_let(trigger)
        assert FeedRun.objects.count() == 1
        assert feed().claimed_by == f"run {FeedRun.objects.get().id}"

    def test_a_claim_runs_out_when_its_worker_died(self, clock: time_machine.Traveller) -> None:
        assert is_let()
        clock.shift(LIMIT)
        assert not is_let()
        clock.shift(timedelta(seconds=1))
        assert is_let()

    def test_a_worker_that_comes_back_late_changes_nothing_of_the_next_ones_claim(
        self, clock: time_machine.Traveller
    ) -> None:
        late = collecting.fetch_feed(KEY, http=FakeHttp(GOOD))
        clock.shift(LIMIT + timedelta(seconds=1))
        following = collecting.fetch_feed(KEY, http=FakeHttp(GOOD))
        assert late is not None
        assert following is not None
        assert collecting.finish_run(late.id) is not None
        assert feed().claimed_by == f"run {following.id}"
        assert Price.objects.count() == 1

    def test_a_feed_that_is_not_due_is_left_alone_and_a_command_runs_it(
        self, clock: time_machine.Traveller
    ) -> None:
        collect(GOOD)
        assert not is_let()
        assert is_let(COMMAND)

    def test_a_scheduler_may_come_a_tenth_of_the_rhythm_early(self, clock: time_machine.Traveller) -> None:
        collect(GOOD)
        clock.shift(RHYTHM * 9 / 10 - timedelta(seconds=1))
        assert not is_let()
        clock.shift(timedelta(seconds=1))
        assert is_let()


class TestTurns:
    def test_due_feeds_are_those_whose_turn_has_come_and_that_nobody_has(
        self, clock: time_machine.Traveller
    ) -> None:
        Feed.objects.exclude(source_id=KEY).delete()
        assert feeds.due_feeds(timezone.now()) == [KEY]
        assert is_let()
        assert feeds.due_feeds(timezone.now()) == []
        clock.shift(LIMIT + timedelta(seconds=1))
        assert feeds.due_feeds(timezone.now()) == [KEY]

    def test_missed_turns_are_caught_up_once(self, clock: time_machine.Traveller) -> None:
        collect(GOOD)
        clock.shift(timedelta(days=1))
        collect(GOOD)
        assert feed().due_at == NOON + timedelta(days=1) + RHYTHM
        assert not is_let()
        assert FeedRun.objects.count() == 2

    def test_a_run_that_outlasts_its_rhythm_is_followed_at_once_and_once(
        self, clock: time_machine.Traveller
    ) -> None:
        run = collecting.fetch_feed(KEY, http=FakeHttp(GOOD))
        clock.shift(RHYTHM * 3)
        assert run is not None
        collecting.finish_run(run.id)
        assert feed().due_at == NOON + RHYTHM * 3

    def test_five_failures_in_a_row_back_off_to_hourly_and_a_success_ends_it(
        self, clock: time_machine.Traveller
    ) -> None:
        for failures in range(1, 7):
            started = timezone.now()
            collect(DOWN)
            assert feed().failures_in_a_row == failures
            wait = RHYTHM if failures < 5 else timedelta(hours=1)
            assert feed().due_at == started + wait
            clock.shift(wait)
        started = timezone.now()
        collect(GOOD)
        assert (feed().failures_in_a_row, feed().due_at) == (0, started + RHYTHM)

    def test_a_rhythm_slower_than_hourly_stays_as_it_is(self) -> None:
        daily = toy_facts(poll_every_minutes=1440)
        assert feeds.rhythm(daily, failures_in_a_row=9) == timedelta(days=1)

    def test_a_gap_is_asked_for_from_before_the_last_success(self, clock: time_machine.Traveller) -> None:
        today = NOON.date()
        assert feeds.since(KEY, today) == today - timedelta(days=14)
        collect(GOOD)
        assert feeds.since(KEY, today + timedelta(days=30)) == today - timedelta(days=3)
