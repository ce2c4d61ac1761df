"""The commands that collect: what they print, how they end, and what runs beside the site."""

import os
import signal
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from threading import Event
from typing import Any

import pytest
from django.utils import timezone

from corridors.models import CurrentPrice, Price
from providers import archive, collecting, scheduler
from providers.http import FetchError, Reply
from providers.models import Feed, FeedRun
from tests.providers.command_runs import Ran
from tests.providers.toy_source import (
    DEFECT,
    DOWN,
    KEY,
    FakeHttp,
    archive_in_memory,
    body,
    install,
    record,
    toy_facts,
)

GOOD = body(record(), record("Lari", fee="ten"))


def answering(monkeypatch: pytest.MonkeyPatch, *replies: bytes | Reply | FetchError) -> None:
    monkeypatch.setattr("providers.collecting.http_from_settings", lambda: FakeHttp(*replies))


@pytest.fixture
def _toy(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    archive_in_memory(settings)
    install(monkeypatch, toy_facts())


@pytest.mark.usefixtures("_toy")
class TestFetch:
    def test_it_says_what_became_of_the_rows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        answering(monkeypatch, GOOD)
        ran = Ran("fetch", KEY)
        assert (ran.status, ran.failure) == (0, "")
        assert ran.out == "toy: 2 rows read, 1 stored, 0 already stored, 1 refused, 0 held\n"
        place = f"{sha256(GOOD).hexdigest()[:16]} row 2"
        assert ran.err == f"refused {place}: fee: 'ten' is not a number such as 1234.50\n"
        assert FeedRun.objects.get().trigger == FeedRun.Trigger.COMMAND

    def test_it_runs_a_feed_that_is_not_due(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for _ in range(2):
            answering(monkeypatch, GOOD)
            assert Ran("fetch", KEY).status == 0
        assert Price.objects.count() == 2

    def test_it_runs_a_source_that_this_deployment_does_not_pull(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        install(monkeypatch, toy_facts(enabled=False))
        answering(monkeypatch, GOOD)
        assert Ran("fetch", KEY).status == 0

    def test_a_failed_run_ends_in_its_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        answering(monkeypatch, DOWN)
        ran = Ran("fetch", KEY)
        assert (ran.status, ran.failure) == (1, str(DOWN))
        assert ran.out == "toy: 0 rows read, 0 stored, 0 already stored, 0 refused, 0 held\n"

    def test_a_feed_that_another_worker_has_is_said_to_be(self) -> None:
        collecting.fetch_feed(KEY, http=FakeHttp(GOOD))
        ran = Ran("fetch", KEY)
        assert (ran.status, ran.failure) == (1, "toy is being collected by another worker right now")

    def test_a_dry_run_says_what_would_happen_and_stores_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answering(monkeypatch, GOOD)
        ran = Ran("fetch", KEY, "--dry-run")
        assert ran.status == 0
        assert ran.out == ("toy: 2 rows read, 1 would be stored, 0 are stored already, 1 refused, 0 held\n")
        assert ran.err.endswith(" row 2: fee: 'ten' is not a number such as 1234.50\n")
        assert (Price.objects.count(), FeedRun.objects.count()) == (0, 0)
        assert not archive.exists(sha256(GOOD).hexdigest())

    def test_a_dry_run_that_fails_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        answering(monkeypatch, b"broken")
        ran = Ran("fetch", KEY, "--dry-run")
        assert (ran.status, ran.failure) == (1, "the answer is not JSON")

    def test_a_key_that_is_none_names_those_that_are(self) -> None:
        ran = Ran("fetch", "ebc")
        assert ran.status == 1
        assert ran.failure.startswith("there is no source 'ebc'; known are: ")

    def test_a_source_without_an_adapter_is_not_asked(self) -> None:
        assert Ran("fetch", "rpw").failure == ("rpw is not pulled: its prices come in files or from partners")

    def test_a_source_that_wants_a_key_says_which_setting_to_set(self, settings: Any) -> None:
        settings.FRED_API_KEY = ""
        assert Ran("fetch", "fred").failure == "fred wants a key: set FRED_API_KEY (docs/operations.md)"


@pytest.mark.usefixtures("_toy")
class TestReplay:
    def test_it_says_what_each_run_gave_and_adds_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        answering(monkeypatch, GOOD)
        Ran("fetch", KEY)
        ran = Ran("replay", KEY)
        digest = sha256(GOOD).hexdigest()[:16]
        assert ran.out == f"{digest}: 2 rows read, 0 stored, 1 already stored, 1 refused, 0 held\n"
        assert (ran.status, Price.objects.count()) == (0, 1)

    def test_a_run_that_cannot_be_read_whole_is_said_and_counted(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for payload in (GOOD, b"broken"):
            answering(monkeypatch, payload)
            Ran("fetch", KEY)
        ran = Ran("replay", KEY)
        digest = sha256(b"broken").hexdigest()[:16]
        assert ran.out.splitlines()[1].endswith(f"; {digest}: the answer is not JSON")
        assert (ran.status, ran.failure) == (1, "1 runs could not be read whole")

    def test_it_begins_with_the_day_that_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        answering(monkeypatch, GOOD)
        Ran("fetch", KEY)
        FeedRun.objects.update(started_at=datetime(2026, 11, 20, 0, 0, tzinfo=UTC))
        assert len(Ran("replay", KEY, "--since", "2026-11-20").out.splitlines()) == 1
        FeedRun.objects.filter(trigger="replay").update(started_at=datetime(2026, 11, 20, tzinfo=UTC))
        assert Ran("replay", KEY, "--since", "2026-11-21").out == ""

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            ((KEY, "--since", "yesterday"), "'yesterday' is not a date such as 2026-11-24"),
            (("ebc",), "there is no source 'ebc'"),
        ],
    )
    def test_what_cannot_be_replayed_is_one_sentence(self, arguments: Sequence[str], sentence: str) -> None:
        assert sentence in Ran("replay", *arguments).failure


@pytest.mark.usefixtures("_toy")
class TestRebuildCurrent:
    def test_it_checks_names_what_is_wrong_and_mends_it(self) -> None:
        collecting.run_feed(KEY, http=FakeHttp(body(record(), record("Palm Remit"))))
        ran = Ran("rebuild_current", "--check")
        assert (ran.status, ran.out) == (0, "Current prices agree with history.\n")
        hawk, palm = Price.objects.order_by("id")
        CurrentPrice.objects.filter(price=hawk).delete()
        CurrentPrice.objects.filter(price=palm).update(send_amount=5)
        ran = Ran("rebuild_current", "--check")
        assert (ran.status, ran.failure) == (1, "3 differences; manage.py rebuild_current mends them")
        assert sorted(ran.err.splitlines()) == [
            f"price {hawk.id} of service {hawk.service_id} is missing from the current prices",
            f"price {palm.id} of service {palm.service_id} does not belong among the current prices",
            f"price {palm.id} of service {palm.service_id} is missing from the current prices",
        ]
        assert Ran("rebuild_current").out == "Current prices are derived from history again.\n"
        assert Ran("rebuild_current", "--check").status == 0

    def test_of_many_differences_the_first_are_named_and_all_counted(self) -> None:
        records = [record(send_amount=str(1000 + number)) for number in range(25)]
        collecting.run_feed(KEY, http=FakeHttp(body(*records)))
        CurrentPrice.objects.all().delete()
        ran = Ran("rebuild_current", "--check")
        assert len(ran.err.splitlines()) == 20
        assert ran.failure.startswith("25 differences")


@pytest.mark.usefixtures("_toy")
class TestCollect:
    def test_a_turn_takes_up_what_was_left_and_what_is_due_and_survives_a_feed_that_fails(
        self, monkeypatch: pytest.MonkeyPatch, settings: Any
    ) -> None:
        settings.FEEDS = [KEY]
        left = collecting.fetch_feed(KEY, http=FakeHttp(DEFECT))
        assert left is not None
        Feed.objects.update(claimed_until=None, claimed_by="")
        answering(monkeypatch, GOOD)
        assert scheduler.turn(timezone.now()) == 2
        left.refresh_from_db()
        assert (left.state, left.error) == (FeedRun.State.FAILED, "ZeroDivisionError: a defect of ours")
        assert Price.objects.count() == 1
        assert scheduler.turn(timezone.now()) == 0

    def test_it_ends_when_it_is_told_to(self, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """The turn under way tells it, as an operator would; it is finished, and no other follows."""
        turns: list[datetime] = []

        def turn(now: datetime, attempt: Any) -> int:
            turns.append(now)
            os.kill(os.getpid(), signal.SIGTERM)
            return 0

        monkeypatch.setattr(scheduler, "turn", turn)
        settings.CELERY_BEAT_SCHEDULE = {}
        before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
        try:
            assert Ran("collect").status == 0
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)
        assert len(turns) == 1

    def test_a_turn_that_breaks_is_followed_by_another(
        self, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stop, turns = Event(), list[datetime]()

        def turn(now: datetime, attempt: Any) -> int:
            turns.append(now)
            if len(turns) == 2:
                stop.set()
            raise ZeroDivisionError("a defect of ours")

        monkeypatch.setattr(scheduler, "turn", turn)
        monkeypatch.setattr(scheduler, "LOOK_EVERY_SECONDS", 0)
        settings.CELERY_BEAT_SCHEDULE = {}
        scheduler.run_until(stop)
        assert len(turns) == 2
