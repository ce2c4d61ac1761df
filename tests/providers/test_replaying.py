"""Reading without asking: a dry run that keeps nothing, and a replay that changes nothing."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine

from corridors.current import current_differences
from corridors.models import Corridor, CurrentPrice, Price
from providers import archive, collecting
from providers.http import FetchError
from providers.models import ArchivedAnswer, Feed, FeedRun, HeldReading, Provider, RefusedReading
from tests.providers.toy_source import (
    BROKEN,
    DEFECT,
    DOWN,
    KEY,
    NOON,
    RHYTHM,
    FakeHttp,
    body,
    collect,
    feed,
    install,
    record,
    state,
    toy_at_noon,
    toy_facts,
)

COMMAND = FeedRun.Trigger.COMMAND
State = FeedRun.State
GOOD = body(record())
STORED = (ArchivedAnswer, Corridor, CurrentPrice, Feed, FeedRun, HeldReading, Price, Provider, RefusedReading)


@pytest.fixture(autouse=True)
def clock(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    with toy_at_noon(settings, monkeypatch) as traveller:
        yield traveller


class TestTried:
    def test_a_dry_run_says_what_would_happen_and_keeps_nothing(self) -> None:
        payload = body(record(), record("Lari", fee="ten"), record("Palm", fee="2000"))
        before = [kind.objects.count() for kind in STORED]
        tally, errors = collecting.dry_run(KEY, http=FakeHttp(payload))
        assert (tally.rows_read, tally.stored, tally.refused, errors) == (3, 1, 2, [])
        assert len(tally.examples) == 2
        assert [kind.objects.count() for kind in STORED] == before
        assert not archive.exists(sha256(payload).hexdigest())

    def test_a_dry_run_knows_what_is_stored_and_what_would_be_held(self) -> None:
        at = (NOON - timedelta(hours=1)).isoformat()
        collect(body(record(fee="1", observed_at=at)))
        http = FakeHttp(body(record(fee="1", observed_at=at), record(fee="100")))
        tally, errors = collecting.dry_run(KEY, http=http)
        assert (tally.already_stored, tally.held, errors) == (1, 1, [])
        assert not HeldReading.objects.exists()

    @pytest.mark.parametrize(
        ("replies", "sentence", "stored"),
        [
            ((DOWN,), str(DOWN), 0),
            ((BROKEN,), "the answer is not JSON", 0),
            ((body(record(), "cut off"),), "the answer is cut off", 0),
            ((GOOD, DOWN), str(DOWN), 1),
        ],
    )
    def test_what_went_wrong_is_said_and_nothing_of_a_broken_answer_counts(
        self,
        monkeypatch: pytest.MonkeyPatch,
        replies: tuple[bytes | FetchError, ...],
        sentence: str,
        stored: int,
    ) -> None:
        install(monkeypatch, toy_facts(options={"paths": [f"/{number}" for number in range(len(replies))]}))
        tally, errors = collecting.dry_run(KEY, http=FakeHttp(*replies))
        assert (tally.rows_read, tally.stored, errors) == (stored, stored, [sentence])


class TestReplayed:
    def test_a_replay_ends_in_the_state_before_it(self, clock: time_machine.Traveller) -> None:
        for fee in ("20", "60", "100"):
            collect(body(record(fee=fee, rate="15"), record("Palm Remit", fee="ten")))
            clock.shift(RHYTHM)
        before = state()
        runs = list(collecting.replay(KEY))
        assert [(run.trigger, run.state, run.stored, run.already_stored) for run in runs] == [
            ("replay", State.DONE, 0, 1)
        ] * 3
        assert [run.refused for run in runs] == [1, 1, 1]
        assert state() == before
        assert current_differences() == []
        assert (feed().last_success_at, feed().claimed_by) == (NOON + 2 * RHYTHM, "")

    def test_what_was_lost_comes_back_from_the_archive(self) -> None:
        with pytest.raises(ZeroDivisionError):
            collect(DEFECT)
        run = collecting.fetch_feed(KEY, http=FakeHttp(GOOD), trigger=COMMAND)
        assert run is not None
        FeedRun.objects.filter(id=run.id).update(state=State.FAILED)
        FeedRun.objects.exclude(id=run.id).delete()
        (again,) = collecting.replay(KEY)
        assert (again.stored, again.payload_sha256) == (1, run.payload_sha256)
        assert again.answers.get().received_at == NOON

    def test_a_replay_begins_where_it_is_told_and_skips_runs_without_answers(
        self, clock: time_machine.Traveller
    ) -> None:
        collect(GOOD)
        clock.shift(RHYTHM)
        collect(DOWN)
        clock.shift(RHYTHM)
        collect(GOOD)
        assert len(list(collecting.replay(KEY))) == 2
        assert len(list(collecting.replay(KEY, since=NOON + RHYTHM))) == 1

    def test_a_refused_price_stays_out_and_a_released_one_is_known(
        self, clock: time_machine.Traveller
    ) -> None:
        collect(body(record(fee="1")))
        clock.shift(RHYTHM)
        collect(body(record(fee="100")))
        HeldReading.objects.update(decision="refused")
        before = state()
        assert [(run.stored, run.held) for run in collecting.replay(KEY)] == [(0, 0), (0, 1)]
        assert state() == before
        HeldReading.objects.update(decision="released")
        assert [run.stored for run in collecting.replay(KEY)] == [0, 1]
        assert [run.stored for run in collecting.replay(KEY)] == [0, 0]
        assert CurrentPrice.objects.get().price.fee == 100
