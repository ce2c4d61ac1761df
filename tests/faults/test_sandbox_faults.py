"""Each fault of the sandbox, over real HTTP, ends in a run that says so and leaves prices alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from corridors.current import current_differences
from corridors.models import CurrentPrice, Price
from providers import feeds
from providers.collecting import run_feed
from providers.http import Http
from providers.models import FeedRun
from providers.sandbox.faults import Fault, Switch
from providers.sandbox.server import SandboxServer
from tests.providers.sandbox.markets import whole_market

pytestmark = pytest.mark.django_db
KEY = "sandbox_tariff"

# What the run's error must say, where there must be one.
BROKEN = {
    Fault.SERVER_ERROR: "500",
    Fault.TOO_MANY_REQUESTS: "429",
    Fault.TIMEOUT: "answer",
    Fault.TRUNCATED: "cut its answer off",
    Fault.WRONG_CONTENT_TYPE: "JSON",
    Fault.REDIRECT: "redirect",
    Fault.REDIRECT_AWAY: "redirect",
    Fault.GARBAGE: "JSON",
}
HARMLESS = (Fault.SLOW_DRIP, Fault.DUPLICATED, Fault.LATE)


@pytest.fixture
def server(settings: object) -> Iterator[SandboxServer]:
    sandbox = SandboxServer(("127.0.0.1", 0), market=whole_market())
    with sandbox.running() as url:
        settings.SANDBOX_URL = url  # type: ignore[attr-defined]
        yield sandbox


def patient_for_a_moment() -> Http:
    """Asks as a worker does, but waits for nothing."""
    return Http(
        user_agent="test",
        allow_private=True,
        pace=lambda host: None,
        sleep=lambda seconds: None,
        read_timeout=0.3,
    )


def collected() -> FeedRun:
    run = run_feed(KEY, trigger=FeedRun.Trigger.COMMAND, http=patient_for_a_moment())
    assert run is not None
    run.refresh_from_db()
    return run


def prices() -> tuple[set[tuple[object, ...]], set[int]]:
    stored = Price.objects.values_list("id", "fingerprint", "observed_at", "fee", "rate")
    return set[tuple[object, ...]](stored), set(CurrentPrice.objects.values_list("price_id", flat=True))


def test_every_fault_is_tried_here() -> None:
    assert set(BROKEN) | set(HARMLESS) == set(Fault)


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_answer_is_a_failed_run_and_changes_no_price(server: SandboxServer, fault: Fault) -> None:
    feeds.register_feed(KEY, timezone.now())
    assert collected().state == FeedRun.State.DONE
    before = prices()
    server.faults.set(Switch(path="*", fault=fault))
    run = collected()
    assert (run.state, run.stored) == (FeedRun.State.FAILED, 0)
    assert BROKEN[fault] in run.error
    assert prices() == before


@pytest.mark.parametrize("fault", HARMLESS)
def test_an_odd_but_whole_answer_is_recorded_as_what_it_says(server: SandboxServer, fault: Fault) -> None:
    feeds.register_feed(KEY, timezone.now())
    collected()
    history, current = prices()
    server.faults.set(Switch(path="*", fault=fault, seconds=0))
    run = collected()
    now_history, now_current = prices()
    assert run.state == FeedRun.State.DONE, run.error
    assert now_history >= history
    assert current_differences() == []
    if fault is Fault.LATE:
        newest = max(Price.objects.values_list("observed_at", flat=True))
        late = Price.objects.filter(run=run)
        assert late
        assert all(price.observed_at < newest - timedelta(minutes=30) for price in late)
        assert now_current == current


def test_a_fault_that_passes_leaves_a_feed_that_works_again(server: SandboxServer) -> None:
    feeds.register_feed(KEY, timezone.now())
    server.faults.set(Switch(path="*", fault=Fault.SERVER_ERROR, times=1))
    assert collected().state == FeedRun.State.FAILED
    assert collected().state == FeedRun.State.DONE
