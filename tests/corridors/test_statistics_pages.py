"""Statistics come a page at a time, and no more is read than a page needs."""

from datetime import date

import pytest

import corridors.statistics
from corridors.domain.periods import Frequency, Period
from corridors.domain.statistic_codes import GroupBy
from corridors.statistics import Asked, every_figure, latest_period, periods, statistics, statistics_page
from corridors.statistics_units import blocks, places, rollup_rows
from tests.corridors.statistic_prices import days_ago, read_on, record_small_survey
from tests.factories import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> None:
    record_small_survey()


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
@pytest.mark.parametrize("frequency", list(Frequency))
def test_pages_together_hold_every_figure_once(survey, frequency, limit):
    record(read_on(days_ago(0), "5"), read_on(days_ago(400), "6"))
    asked = Asked(group_by=GroupBy.CORRIDOR, frequency=frequency)
    everything = [each[:2] for each in statistics(asked)]
    met, after = [], None
    while True:
        page = statistics_page(asked, after=after, limit=limit)
        assert len(page.results) <= limit
        met += [each[:2] for each in page.results]
        if page.after is None:
            break
        after = page.after
    assert met == everything == sorted(everything)


def test_a_page_that_begins_before_the_span_begins_with_the_span(survey):
    asked = Asked(since=date(2013, 7, 1))
    before = statistics_page(Asked(), limit=1).after
    assert [each.period.label for each in statistics_page(asked, after=before, limit=9).results] == [
        "2013_3Q"
    ]


def test_a_page_ends_with_the_period_in_which_enough_was_read(survey, monkeypatch):
    monkeypatch.setattr(corridors.statistics, "MOST_READ", 0)
    asked = Asked(group_by=GroupBy.CORRIDOR)
    first = statistics_page(asked, limit=100)
    assert [each.period.label for each in first.results] == ["2013_2Q"]
    second = statistics_page(asked, after=first.after, limit=100)
    assert ([each.group for each in second.results], second.after) == (["ae-ph", "fr-ma", "ru-tj"], None)


def test_a_corridor_recorded_meanwhile_waits_for_the_next_answer(survey):
    known = {id: place for id, place in places().items() if place.slug != "fr-ma"}
    read = blocks(rollup_rows(Frequency.YEAR), known)
    assert {price.source for block in read for price in block.prices} == {"AE", "RU"}


def test_a_page_costs_three_queries(survey, django_assert_num_queries):
    with django_assert_num_queries(3):
        statistics_page(Asked(group_by=GroupBy.CORRIDOR), limit=2)


def test_the_periods_with_prices_are_known_newest_first(survey, django_assert_num_queries):
    record(read_on(days_ago(0), "5"))
    with django_assert_num_queries(1):
        known = periods()
    assert [period.label for period in known] == ["2026_4Q", "2013_3Q", "2013_2Q"]
    assert periods(limit=2) == known[:2]
    assert latest_period(Frequency.DAY) == Period(Frequency.DAY, date(2026, 11, 20))
    assert latest_period(price_point=500) is None


@pytest.mark.parametrize("page", [1, 5_000])
def test_every_figure_can_be_had_without_holding_them_all(survey, monkeypatch, page):
    monkeypatch.setattr(corridors.statistics, "PAGE", page)
    asked = Asked(group_by=GroupBy.CORRIDOR)
    assert [each[:2] for each in every_figure(asked)] == [each[:2] for each in statistics(asked)]
