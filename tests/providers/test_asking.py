"""How a run asks: what is really sent, what is asked again, and when the source is left alone."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from providers import archive, collecting
from providers.adapters import adapter_of
from providers.adapters.base import ParseError, Request
from providers.fetching import Asking, start_run
from providers.http import FetchError, Reply
from providers.models import ArchivedAnswer, FeedRun
from providers.sources import SourceError
from tests.providers.toy_source import (
    KEY,
    NOON,
    FakeHttp,
    ToyPrices,
    body,
    collect,
    feed,
    fetched,
    install,
    record,
    toy_at_noon,
    toy_facts,
)

State = FeedRun.State
GOOD = body(record())
LATER = timedelta(hours=3)


@pytest.fixture(autouse=True)
def clock(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    with toy_at_noon(settings, monkeypatch) as traveller:
        yield traveller


class Posts(FakeHttp):
    """Notes the address that a form goes to."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: list[tuple[str, Any]] = []

    def post(
        self, url: str, *, data: bytes | Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Reply:
        self.posted.append((url, data))
        return Reply(status=200, body=GOOD, content_type="", etag="", last_modified="")


def test_a_form_goes_to_the_address_with_its_parameters() -> None:
    http = Posts()
    run = start_run(toy_facts(), trigger=FeedRun.Trigger.POLL, now=NOON)
    Asking(run, http=http)("https://toy.test/ajax", params={"table_id": "193"}, form={"draw": "1"})
    assert http.posted == [("https://toy.test/ajax?table_id=193", {"draw": "1"})]
    assert run.answers.get().question == "https://toy.test/ajax?table_id=193 draw=1"


def test_a_broken_body_in_the_archive_is_asked_for_plainly(clock: time_machine.Traveller) -> None:
    first = Reply(status=200, body=GOOD, content_type="", etag='"1"', last_modified="")
    run = collect(first)
    archive.delete(run.payload_sha256)
    clock.shift(timedelta(minutes=10))
    again = FakeHttp(first)
    collecting.run_feed(KEY, http=again)
    assert again.asked[0].get("etag", "") == ""
    assert archive.read(run.payload_sha256) == GOOD


class TestLeftAlone:
    BUSY = FetchError(
        "toy.test answered 429", reason_code="status", status=429, retry_after=LATER.total_seconds()
    )

    def test_a_source_that_says_when_to_come_back_is_not_asked_before(self) -> None:
        run = collect(self.BUSY)
        assert run.state == State.FAILED
        assert feed().due_at == NOON + LATER

    def test_nor_is_it_asked_its_other_questions(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Each(ToyPrices):
            def fetch(self, since: Any) -> Iterator[Any]:
                requests = [Request(f"{self.source.data_url}/{number}") for number in range(5)]
                yield from self.get_each(requests)

        install(monkeypatch, toy_facts(), Each)
        http = FakeHttp(GOOD, self.BUSY, GOOD, GOOD, GOOD)
        run = collecting.run_feed(KEY, http=http)
        assert run is not None
        run.refresh_from_db()
        assert (len(http.asked), run.stored, run.state) == (2, 1, State.FAILED)
        assert feed().due_at == NOON + LATER

    def test_a_source_that_takes_too_long_is_asked_no_more_and_what_came_is_recorded(self) -> None:
        run = start_run(toy_facts(), trigger=FeedRun.Trigger.POLL, now=NOON)
        seconds = iter([0.0, 1.0, 10_000.0])
        asking = Asking(run, http=FakeHttp(GOOD, GOOD), clock=lambda: next(seconds))
        asking("https://toy.test/1")
        with pytest.raises(FetchError, match="takes too long"):
            asking("https://toy.test/2")
        assert ArchivedAnswer.objects.count() == 1


def test_an_error_of_format_while_asking_is_the_runs_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Linked(ToyPrices):
        def fetch(self, since: Any) -> Iterator[Any]:
            yield self.get(self.source.data_url)
            raise ParseError("the page has no link to the workbook")

    install(monkeypatch, toy_facts(), Linked)
    run = collect(GOOD)
    assert (run.state, run.error, run.stored) == (State.FAILED, "the page has no link to the workbook", 1)


def test_an_adapter_that_there_is_not_is_named() -> None:
    with pytest.raises(SourceError, match="'nowhere': there is no such adapter"):
        adapter_of(toy_facts(adapter="nowhere"), today=NOON.date(), ask=None, keep=None)  # type: ignore[arg-type]


def test_a_run_that_is_never_recorded_is_given_up_after_many_tries() -> None:
    run = fetched(GOOD)
    FeedRun.objects.filter(id=run.id).update(attempts=collecting.MOST_ATTEMPTS)
    assert collecting.finish_run(run.id) is None
    run.refresh_from_db()
    assert (run.state, run.error) == (State.FAILED, "recording it was begun 100 times and never ended")


def test_a_run_left_for_days_is_recorded_all_the_same(clock: time_machine.Traveller) -> None:
    run = fetched(GOOD)
    clock.shift(timedelta(days=8))
    assert collecting.abandoned_runs(NOON + timedelta(days=8)) == [run.id]
    finished = collecting.finish_run(run.id)
    assert finished is not None
    assert (finished.state, finished.stored, finished.attempts) == (State.DONE, 1, 1)


@pytest.mark.parametrize("name", ["ＳandboX Evil", "Sandbox\u200b Bank", "sand box bank"])
def test_no_real_source_names_a_provider_that_looks_like_a_sandboxes(name: str) -> None:
    run = collect(body(record(name), record()))
    assert (run.stored, run.refused) == (1, 1)
