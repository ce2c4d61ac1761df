"""What becomes of an archived run: recorded whole and once, what is wrong kept with its place and reason."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from corridors.domain.rates import PublishedRate
from corridors.domain.readings import PriceReading
from corridors.domain.readings_json import from_json
from corridors.models import Price, ReferenceRate, Source
from providers import archive
from providers.adapters.base import Answer, RefusedRow
from providers.collecting import finish_run
from providers.models import FeedRun, HeldReading, Provider, RefusedReading
from providers.recording import decisions, record_rate_entries, record_run
from providers.sources import facts_of
from tests.providers.adapters.test_ecb import BODY as ECB
from tests.providers.toy_source import (
    DEFECT,
    KEY,
    ToyPrices,
    archive_in_memory,
    body,
    fetched,
    install,
    record,
    toy_facts,
)

State = FeedRun.State
GOOD, MORE = body(record()), body(record("Palm Remit", fee="12"))


@pytest.fixture(autouse=True)
def _toy(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    archive_in_memory(settings)
    install(monkeypatch, toy_facts())


def recorded(run: FeedRun) -> FeedRun:
    result = record_run(run.id, now=timezone.now())
    assert result is not None
    return FeedRun.objects.get(id=result.id)


def an_hour_ago() -> str:
    return (timezone.now() - timedelta(hours=1)).isoformat()


def fees() -> list[int]:
    return sorted(int(each.fee or 0) for each in Price.objects.all())


class TestOneRun:
    def test_every_answer_is_recorded_and_counted(self) -> None:
        run = recorded(fetched(GOOD, MORE, GOOD))
        assert (run.state, run.error) == (State.DONE, "")
        # The third answer came later than the first, so it is an observation of its own.
        assert (run.rows_read, run.stored, run.already_stored, run.refused, run.held) == (3, 3, 0, 0, 0)
        assert run.finished_at is not None
        assert fees() == [10, 10, 12]

    def test_the_same_observation_in_two_answers_is_one_price(self) -> None:
        at = an_hour_ago()
        run = recorded(fetched(body(record(observed_at=at)), body(record(observed_at=at), record("Lari"))))
        assert (run.stored, run.already_stored) == (2, 1)

    def test_an_answer_that_cannot_be_parsed_is_named_and_the_others_are_recorded(self) -> None:
        broken = body(record("Cut Off Bank"), "cut off")
        run = recorded(fetched(GOOD, broken, MORE))
        assert run.state == State.FAILED
        assert run.error == f"{archive.store(broken)[:16]}: the answer is cut off"
        assert (run.rows_read, run.stored) == (2, 2)
        assert fees() == [10, 12]
        assert not Provider.objects.filter(name="Cut Off Bank").exists()

    def test_an_answer_whose_body_is_gone_is_named_and_the_others_are_recorded(self) -> None:
        run = fetched(GOOD, MORE)
        archive.delete(archive.store(GOOD))
        run = recorded(run)
        assert run.state == State.FAILED
        assert run.error.startswith("the archive has no ")
        assert fees() == [12]

    def test_what_went_wrong_while_fetching_is_said_though_the_answers_are_recorded(self) -> None:
        run = fetched(GOOD, b"")
        FeedRun.objects.filter(id=run.id).update(error="1 of 3 questions failed")
        run = recorded(run)
        assert run.state == State.FAILED
        assert run.error.splitlines()[0] == "1 of 3 questions failed"
        assert run.error.splitlines()[1].endswith(": the answer is not JSON")
        assert fees() == [10]

    def test_a_defect_of_ours_leaves_nothing_and_fails_the_run_for_good(self) -> None:
        run = fetched(GOOD, DEFECT)
        with pytest.raises(ZeroDivisionError):
            record_run(run.id, now=timezone.now())
        run.refresh_from_db()
        assert (run.state, Price.objects.count(), Provider.objects.count()) == (State.FETCHED, 0, 0)
        with pytest.raises(ZeroDivisionError):
            finish_run(run.id)
        run.refresh_from_db()
        assert (run.state, run.error) == (State.FAILED, "ZeroDivisionError: a defect of ours")
        assert Price.objects.count() == 0

    def test_a_run_is_recorded_once(self) -> None:
        run = fetched(GOOD)
        recorded(run)
        assert record_run(run.id, now=timezone.now()) is None
        assert Price.objects.count() == 1

    @pytest.mark.parametrize("state", [State.FETCHING, State.DONE, State.FAILED])
    def test_only_a_fetched_run_is_recorded(self, state: State) -> None:
        run = fetched(GOOD)
        FeedRun.objects.filter(id=run.id).update(state=state)
        assert record_run(run.id, now=timezone.now()) is None
        assert Price.objects.count() == 0

    def test_a_run_that_does_not_exist_is_none(self) -> None:
        assert record_run(2**40, now=timezone.now()) is None

    def test_parsing_may_not_ask_anyone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Curious(ToyPrices):
            def parse(self, answer: Answer) -> Iterator[PriceReading | RefusedRow]:
                self.get("https://toy.test/more")
                yield from ()

        install(monkeypatch, toy_facts(), Curious)
        with pytest.raises(AssertionError, match="it must not ask"):
            record_run(fetched(GOOD).id, now=timezone.now())


class TestLeftOut:
    def test_refused_rows_keep_their_place_their_reasons_and_what_they_said(self) -> None:
        payload = body(
            record(fee="ten"), record("Lari", fee="2000", price_point=200), record("Lari", to="ZZ", fee="9")
        )
        run = recorded(fetched(payload))
        assert (run.state, run.rows_read, run.stored, run.refused) == (State.DONE, 3, 0, 3)
        digest = archive.store(payload)[:16]
        assert list(run.refusals.values_list("locator", "reasons")) == [
            (f"{digest} row 1", "fee: 'ten' is not a number such as 1234.50"),
            (
                f"{digest} row 2, price point 200",
                "fee 2000 is not between 0 and the amount sent, 1000",
            ),
            (f"{digest} row 3", "receiving country 'ZZ' is not an ISO 3166 country"),
        ]
        assert RefusedReading.objects.get(locator__endswith="row 3").reading == {
            **{"provider": "Lari", "corridor": "AE-ZZ", "send_amount": "1000", "fee": "9", "rate": ""}
        }

    def test_a_held_price_keeps_its_place_its_reasons_and_all_it_said(self) -> None:
        recorded(fetched(body(record(fee="1", rate="15"))))
        payload = body(record(fee="100", rate="15", note="new list"))
        run = recorded(fetched(payload))
        assert (run.state, run.stored, run.held) == (State.DONE, 0, 1)
        held = HeldReading.objects.get()
        assert (held.run, held.decision) == (run, HeldReading.Decision.WAITING)
        assert held.locator == f"{archive.store(payload)[:16]} row 1"
        assert held.reasons == "the fee, 10.00%, is about 100 times its last, 0.10%"
        reading = from_json(held.reading)
        assert (f"{reading.fee} {reading.rate}", reading.statement.note) == ("100 15", "new list")
        assert reading.statement.observed_at == held.observed_at
        assert decisions([held.fingerprint, "another"]) == {held.fingerprint: "waiting"}

    def test_a_price_that_is_held_again_waits_once(self) -> None:
        recorded(fetched(body(record(fee="1"))))
        at = an_hour_ago()
        for _ in range(2):
            run = recorded(fetched(body(record(fee="100", observed_at=at))))
            assert run.held == 1
        assert HeldReading.objects.count() == 1

    @pytest.mark.parametrize(("decision", "stored"), [("released", 1), ("refused", 0)])
    def test_what_was_decided_is_remembered_when_the_price_comes_again(
        self, decision: str, stored: int
    ) -> None:
        recorded(fetched(body(record(fee="1"))))
        again = body(record(fee="100", observed_at=an_hour_ago()))
        recorded(fetched(again))
        HeldReading.objects.update(decision=decision)
        run = recorded(fetched(again))
        assert (run.stored, run.held) == (stored, 1 - stored)
        assert HeldReading.objects.get().decision == decision


class TestNamedHonestly:
    def test_a_sandbox_must_call_its_providers_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        install(monkeypatch, toy_facts(sandbox=True))
        run = recorded(fetched(body(record("Sandbox Bank"), record("Swift Hawk"))))
        assert (run.stored, run.refused) == (1, 1)
        assert run.refusals.get().reasons == (
            "a sandbox must call its providers “Sandbox …”: an invented price never gets a real name"
        )
        assert [(each.name, each.sandbox) for each in Provider.objects.all()] == [("Sandbox Bank", True)]
        assert Source.objects.get(key=KEY).sandbox

    def test_nobody_else_may(self) -> None:
        run = recorded(fetched(body(record("SANDBOX  Bank"), record("Swift Hawk"))))
        assert (run.stored, run.refused) == (1, 1)
        assert run.refusals.get().reasons == "only a sandbox may call a provider “Sandbox …”"
        assert [(each.name, each.sandbox) for each in Provider.objects.all()] == [("Swift Hawk", False)]


class TestRates:
    def test_rates_are_recorded_once_and_counted(self) -> None:
        first, again = recorded(fetched(ECB, key="ecb")), recorded(fetched(ECB, key="ecb"))
        assert (first.state, first.rows_read, first.stored) == (State.DONE, 6, 6)
        assert (again.stored, again.already_stored, ReferenceRate.objects.count()) == (0, 6, 6)

    def test_a_correction_is_a_second_row_and_counts(self) -> None:
        recorded(fetched(ECB, key="ecb"))
        recorded(fetched(ECB.replace(b"1.1172", b"1.1173"), key="ecb"))
        found = ReferenceRate.objects.cross(base="EUR", quote="USD", on=date(2026, 10, 30))
        assert found is not None
        assert found.rate == Decimal("1.1173")
        assert ReferenceRate.objects.count() == 7

    def test_a_number_that_cannot_be_read_is_kept_with_its_place(self) -> None:
        payload = ECB.replace(b"'1.1172'", b"'n/a'")
        run = recorded(fetched(payload, key="ecb"))
        assert (run.stored, run.refused) == (5, 1)
        assert run.refusals.get().locator == f"{archive.store(payload)[:16]} Cube 2026-10-30, USD"

    def test_only_the_first_few_refusals_are_examples(self) -> None:
        run = fetched(ECB, key="ecb")
        rows = [RefusedRow(f"row {number}", "no rate", {}) for number in range(12)]
        rate = PublishedRate("ecb", "EUR", "USD", Decimal("1.1"), date(2026, 11, 20))
        tally = record_rate_entries([rate, *rows], run=run, now=timezone.now())
        assert (tally.rows_read, tally.stored, tally.refused, len(tally.examples)) == (13, 1, 12, 10)
        assert run.refusals.count() == 12


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_workers_given_one_run_record_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, may_go_on = threading.Event(), threading.Event()

    class Slow(ToyPrices):
        def parse(self, answer: Answer) -> Iterator[PriceReading | RefusedRow]:
            reading.set()
            assert may_go_on.wait(20)
            yield from super().parse(answer)

    install(monkeypatch, toy_facts(), Slow)
    run = fetched(GOOD)
    first: list[FeedRun | None] = []

    def work() -> None:
        try:
            first.append(record_run(run.id, now=timezone.now()))
        finally:
            connections.close_all()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        assert reading.wait(20)
        assert record_run(run.id, now=timezone.now()) is None
    finally:
        may_go_on.set()
        worker.join(20)
    assert [done.id for done in first if done is not None] == [run.id]
    assert record_run(run.id, now=timezone.now()) is None
    assert Price.objects.count() == 1
    assert facts_of(KEY).key == Price.objects.get().source_id
