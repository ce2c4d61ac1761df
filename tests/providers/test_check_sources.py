"""`manage.py check_sources`: what cron and CI hear."""

import io
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from tests.factories import NOW
from tests.providers.sources_seen import UNREACHABLE, ago, feed, rate, refuse, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_feeds(settings: Any) -> Any:
    settings.FEEDS = ["ecb", "nbp"]
    with time_machine.travel(NOW, tick=False):
        yield


def check() -> tuple[str, str, str]:
    """What it printed, what it complained of, and the error that makes it exit 1."""
    out, err, failed = io.StringIO(), io.StringIO(), ""
    try:
        call_command("check_sources", stdout=out, stderr=err)
    except CommandError as error:
        failed = f"exit {error.returncode}: {error}"
    return out.getvalue(), err.getvalue(), failed


def test_before_anything_ran_nothing_is_wrong_and_it_says_that_nothing_came() -> None:
    assert check() == ("0 sources are well; 2 gave nothing yet\n", "", "")


def test_a_folder_without_files_is_nothing_to_mend_and_a_source_of_which_all_is_refused_is() -> None:
    feed("ecb", last_success_at=ago(hours=1))
    assert check()[2] == ""
    refuse(run("ecb", at=ago(hours=1)), "rate 0 is not between 1 and 2")
    assert check()[1] == "ecb is stale since 2026-11-20 11:00 UTC: it has given no data that could be used\n"


def test_sources_that_work_are_counted() -> None:
    for key in ("ecb", "nbp"):
        feed(key, last_success_at=ago(hours=1))
        rate(ago(days=1), key=key)
    assert check() == ("2 sources are well\n", "", "")


def test_a_stale_source_is_named_though_its_runs_succeed() -> None:
    feed("ecb", last_success_at=ago(hours=1))
    rate(ago(days=9))  # 11 November; the limit is 7 days
    _, complaints, failed = check()
    assert complaints == (
        "ecb is stale since 2026-11-18 23:59 UTC: its newest data is of 2026-11-11 23:59 UTC\n"
    )
    assert failed == "exit 1: 1 of 2 sources need attention"


def test_a_failing_source_is_named_with_how_often_since_when_and_why() -> None:
    feed("nbp", last_success_at=ago(hours=30))
    rate(ago(days=1), key="nbp")
    run("nbp", at=ago(hours=40), error="an older failure, before the last success")
    run("nbp", at=ago(hours=12), error="the first")
    run("nbp", at=ago(hours=6), error=UNREACHABLE)
    _, complaints, failed = check()
    assert complaints == (
        f"nbp is failing: its last 2 runs failed, since 2026-11-20 00:00 UTC: {UNREACHABLE}\n"
    )
    assert failed == "exit 1: 1 of 2 sources need attention"


def test_a_worker_that_died_is_a_failure_like_any_other() -> None:
    """Nobody gives its feed back, so that the feed's own counter does not move."""
    feed("nbp", last_success_at=ago(hours=2), failures_in_a_row=0)
    rate(ago(days=1), key="nbp")
    run("nbp", at=ago(hours=1), error="the worker died while it was fetching")
    assert "nbp is failing: its last run failed" in check()[1]


def test_a_replay_that_failed_says_nothing_of_the_source() -> None:
    feed("nbp", last_success_at=ago(hours=2))
    rate(ago(days=1), key="nbp")
    run("nbp", error="0123456789abcdef: not in the format", trigger="replay")  # type: ignore[arg-type]
    assert check()[2] == ""


def test_what_is_switched_off_or_loaded_by_hand_is_not_looked_at() -> None:
    run("nrb", error=UNREACHABLE)
    run("rpw", at=ago(days=400), stored=3)
    assert check()[2] == ""


def test_both_may_hold_of_one_source() -> None:
    feed("ecb", last_success_at=ago(days=9))
    rate(ago(days=9))
    run("ecb", error=UNREACHABLE)
    _, complaints, failed = check()
    assert [line.split(":")[0][:16].strip() for line in complaints.splitlines()] == [
        "ecb is failing",
        "ecb is stale sin",
    ]
    assert failed == "exit 1: 1 of 2 sources need attention"
