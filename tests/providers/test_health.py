"""What state a source is in, from facts and times alone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.health import Health, Known, State, complaints, health, moment_of
from providers.pages.reasons import Group, grouped
from providers.source_selectors import Reason

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FRESH, OLD = NOW - DAY, NOW - 8 * DAY


def judged(*, is_polled: bool = True, is_pulled: bool = True, **known: Any) -> Health:
    return health(
        is_polled=is_polled, is_pulled=is_pulled, stale_after=7 * DAY, known=Known(**known), now=NOW
    )


class TestStates:
    def test_runs_that_succeed_with_fresh_data_are_a_working_source(self) -> None:
        assert judged(last_success_at=NOW, data_at=FRESH).states == (State.WORKING,)

    def test_a_last_run_that_failed_is_a_failing_source_though_its_data_is_fresh(self) -> None:
        state = judged(last_success_at=FRESH, data_at=FRESH, failures=1, failing_since=NOW)
        assert state.states == (State.FAILING,)

    def test_old_data_is_stale_though_every_run_succeeds(self) -> None:
        state = judged(last_success_at=NOW, data_at=OLD)
        assert state.states == (State.STALE,)
        assert state.stale_since == OLD + 7 * DAY

    def test_both_hold_when_it_fails_and_its_data_outlived_its_limit(self) -> None:
        state = judged(last_success_at=OLD, data_at=OLD, failures=9, failing_since=OLD)
        assert state.states == (State.FAILING, State.STALE)

    def test_the_last_moment_of_the_limit_still_counts(self) -> None:
        assert judged(last_success_at=NOW, data_at=NOW - 7 * DAY).states == (State.WORKING,)
        later = judged(last_success_at=NOW, data_at=NOW - 7 * DAY - timedelta(microseconds=1))
        assert later.states == (State.STALE,)

    def test_a_source_that_never_ran_is_waiting(self) -> None:
        assert judged().states == (State.WAITING,)
        assert judged(due_at=NOW).states == (State.WAITING,)

    def test_data_from_a_file_does_not_make_a_feed_that_never_ran_a_working_one(self) -> None:
        assert judged(data_at=FRESH).states == (State.WAITING,)

    def test_data_that_never_came_is_counted_from_when_it_was_due(self) -> None:
        state = judged(due_at=OLD)
        assert (state.states, state.stale_since) == ((State.STALE,), OLD + 7 * DAY)

    def test_a_source_all_of_whose_readings_were_refused_is_stale_at_once(self) -> None:
        state = judged(last_success_at=FRESH, due_at=NOW, refused=3)
        assert (state.states, state.stale_since) == ((State.STALE,), FRESH)

    def test_a_source_that_was_asked_and_had_nothing_to_give_is_waiting(self) -> None:
        assert judged(last_success_at=OLD, due_at=NOW).states == (State.WAITING,)

    def test_a_source_that_is_switched_off_is_only_that(self) -> None:
        assert judged(is_pulled=False, data_at=OLD, failures=3).states == (State.OFF,)

    @pytest.mark.parametrize(
        ("data_at", "state"), [(None, State.WAITING), (FRESH, State.WORKING), (OLD, State.STALE)]
    )
    def test_files_loaded_by_hand_have_an_age_and_no_failures(
        self, data_at: datetime | None, state: State
    ) -> None:
        by_hand = judged(is_polled=False, is_pulled=False, data_at=data_at, failures=2)
        assert by_hand.states == (state,)

    @pytest.mark.parametrize(("failures", "backs_off"), [(4, False), (5, True)])
    def test_five_failures_in_a_row_back_off(self, failures: int, backs_off: bool) -> None:
        assert judged(data_at=FRESH, failures=failures, failing_since=FRESH).is_backing_off is backs_off

    @given(st.builds(Known, failures=st.integers(0, 9), data_at=st.none() | st.just(FRESH) | st.just(OLD)))
    def test_only_trouble_comes_in_pairs(self, known: Known) -> None:
        state = health(is_polled=True, is_pulled=True, stale_after=7 * DAY, known=known, now=NOW)
        assert len(state.states) == 1 or state.states == (State.FAILING, State.STALE)
        assert state.needs_attention == bool({State.FAILING, State.STALE} & set(state.states))


class TestMomentOfARate:
    def test_a_rate_is_news_until_its_day_ends(self) -> None:
        assert moment_of(date(2026, 11, 18), now=NOW) == datetime(2026, 11, 18, 23, 59, 59, 999999, UTC)

    def test_a_rate_of_today_is_news_until_now(self) -> None:
        assert moment_of(NOW.date(), now=NOW) == NOW

    def test_the_seventh_day_of_a_limit_of_seven_days_counts_as_where_rates_are_carried(self) -> None:
        said = moment_of(date(2026, 11, 13), now=NOW)
        for hour, state in ((23, State.WORKING), (24, State.STALE)):
            moment = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(hours=hour)
            known = Known(last_success_at=NOW, data_at=said)
            judgement = health(is_polled=True, is_pulled=True, stale_after=7 * DAY, known=known, now=moment)
            assert judgement.states == (state,)


class TestComplaints:
    def test_each_thing_that_is_wrong_has_its_line_with_since_when_and_the_last_error(self) -> None:
        known = Known(
            last_success_at=OLD, data_at=OLD, failures=2, failing_since=FRESH, last_error="it broke\nmore"
        )
        state = health(is_polled=True, is_pulled=True, stale_after=7 * DAY, known=known, now=NOW)
        assert complaints("ecb", state, known) == [
            "ecb is failing: its last 2 runs failed, since 2026-11-19 12:00 UTC: it broke",
            "ecb is stale since 2026-11-19 12:00 UTC: its newest data is of 2026-11-12 12:00 UTC",
        ]

    def test_one_failure_without_a_reason_and_data_that_never_came_are_said_as_such(self) -> None:
        failing = Known(failures=1, failing_since=FRESH)
        state = Health(states=(State.FAILING,))
        assert complaints("ecb", state, failing) == [
            "ecb is failing: its last run failed, since 2026-11-19 12:00 UTC: no reason was written down"
        ]
        stale = Health(states=(State.STALE,), stale_since=FRESH)
        assert complaints("ecb", stale, Known()) == [
            "ecb is stale since 2026-11-19 12:00 UTC: it has given no data that could be used"
        ]

    def test_a_well_source_has_none(self) -> None:
        assert complaints("ecb", Health(states=(State.WORKING,)), Known()) == []


class TestReasons:
    def test_one_reason_with_other_numbers_each_time_is_one_group(self) -> None:
        groups = grouped(
            [
                Reason("rate 1.5E-12 is not between 0.1 and 100", "", 2, "a"),
                Reason("rate 0 is not between 0.1 and 100", "", 1, "b"),
                Reason("'XYZ' is not an ISO 4217 currency", "", 4, "c"),
            ]
        )
        examples = [
            ("a", "rate 1.5E-12 is not between 0.1 and 100"),
            ("b", "rate 0 is not between 0.1 and 100"),
        ]
        assert groups == [
            Group("'XYZ' is not an ISO 4217 currency", "", 4, [("c", "'XYZ' is not an ISO 4217 currency")]),
            Group("rate … is not between … and …", "", 3, examples),
        ]

    def test_what_an_operator_decided_keeps_groups_apart(self) -> None:
        held = [Reason("jumped", "waiting", 1, "a"), Reason("jumped", "released", 1, "a")]
        assert [group.decision for group in grouped(held)] == ["waiting", "released"]

    def test_times_are_no_part_of_a_reason(self) -> None:
        said = "observed_at {} is in the future"
        times = ("2026-11-25T09:30:00+00:00", "2026-11-26T10:00:00.123+00:00")
        groups = grouped(Reason(said.format(time), "", 1, "a") for time in times)
        assert [(group.sentence, group.readings) for group in groups] == [(said.format("…"), 2)]

    def test_a_few_examples_are_enough(self) -> None:
        (group,) = grouped(Reason(f"fee {number} is odd", "", 1, str(number)) for number in range(9))
        assert (group.readings, len(group.examples)) == (9, 3)
