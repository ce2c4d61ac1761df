"""Asking for an export: once is one job however often it is asked, and never more than there is room for."""

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from corridors.exports import jobs
from corridors.exports.making import make_export
from corridors.models import ExportJob
from tests.exports.jobs.conftest import Ask
from tests.factories import NOW, price, record

State = ExportJob.State
pytestmark = pytest.mark.usefixtures("prices")


def test_a_job_knows_what_it_is_of_and_nobody_who_asked(ask: Ask) -> None:
    job = ask("parquet", corridor="ae-ph")
    assert (job.query, job.format, job.state, job.rows_total) == (
        "corridor=ae-ph",
        "parquet",
        State.WAITING,
        3,
    )
    assert job.name == "remitcompare_ae-ph_2026-11-20_2026-11-20.parquet"
    assert job.expires_at - job.asked_at == jobs.KEPT_FOR
    assert {field.name for field in ExportJob._meta.fields} & {
        "ip",
        "user",
        "address",
        "agent",
        "session",
    } == set()


def test_asking_again_is_the_same_job(ask: Ask) -> None:
    assert ask() == ask()
    assert ExportJob.objects.count() == 1


def test_another_question_format_or_layout_is_another_job(ask: Ask) -> None:
    jobs_ = {ask().pk, ask("jsonl").pk, ask(price_point=200).pk, ask(layout="rpw").pk}
    assert len(jobs_) == 4


def test_a_new_price_makes_it_another_job(ask: Ask) -> None:
    before = ask()
    record(price("New Exchange"))
    assert ask() != before


def test_what_is_made_already_is_there_at_once(ask: Ask) -> None:
    job = ask()
    assert make_export(job.pk)
    assert ask().state == State.DONE


@pytest.mark.parametrize("state", [State.FAILED, State.EXPIRED])
def test_what_failed_or_expired_begins_anew_under_its_address(ask: Ask, state: str) -> None:
    job = ask()
    spent = {"attempts": 3, "rows_done": 2, "failure": "broken", "stored_as": "x", "bytes": 9, "sha256": "f"}
    ExportJob.objects.update(state=state, **spent)
    anew = ask()
    assert anew == job
    assert (anew.state, anew.attempts, anew.rows_done, anew.failure, anew.stored_as) == (
        State.WAITING,
        0,
        0,
        "",
        "",
    )
    assert (anew.bytes, anew.sha256) == (None, "")


def test_a_file_whose_day_is_over_is_made_anew_even_before_it_is_cleared_away(ask: Ask, later) -> None:
    make_export(ask().pk)
    later(hours=24)
    assert ask().state == State.WAITING


def test_no_more_than_so_many_wait(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MAX_WAITING", 2)
    first, _ = ask("csv"), ask("jsonl")
    with pytest.raises(jobs.NoRoomError) as refused:
        ask("parquet")
    assert refused.value.until is None
    assert ask("csv") == first  # it waits already


def test_no_more_than_there_is_room_for(ask: Ask, settings: Settings) -> None:
    job = ask()
    make_export(job.pk)
    settings.EXPORTS_MAX_MEGABYTES = 0
    with pytest.raises(jobs.NoRoomError) as refused:
        ask("jsonl")
    job.refresh_from_db()
    assert refused.value.until == job.expires_at
    assert ask() == job  # it is there already


def test_it_takes_at_most_ten_queries(
    ask: Ask, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10 + 3):  # three tell what is asked for
        ask()


def test_others_that_are_made_first_are_counted(ask: Ask, later) -> None:
    ask("jsonl")
    later(seconds=1)
    ExportJob.objects.filter(pk=ask("parquet").pk).update(state=State.RUNNING)
    later(seconds=1)
    mine = ask("csv")
    later(seconds=1)
    ask("xlsx")
    assert jobs.waiting_before(mine) == 2


class TestWhatIsLeftLying:
    def test_a_new_job_is_left_to_the_worker_it_was_handed_to(self, ask: Ask, later) -> None:
        job = ask()
        assert (jobs.waiting(NOW), jobs.unmade(NOW)) == ([job.pk], [])
        later(seconds=31)
        assert jobs.unmade(NOW + jobs.TAKEN_WITHIN) == [job.pk]

    def test_what_somebody_works_at_is_left_alone_until_the_claim_has_run_out(self, ask: Ask) -> None:
        job = ask()
        until = NOW + jobs.TAKEN_WITHIN
        ExportJob.objects.update(state=State.RUNNING, claimed_until=until)
        assert jobs.waiting(NOW) == []
        assert jobs.waiting(until) == jobs.unmade(until) == [job.pk]
