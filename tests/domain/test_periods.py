from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.domain.periods import Frequency, Period, parse_period, period_of
from tests.domain.strategies import law

days = st.dates(date(1990, 1, 1), date(9999, 12, 31))
frequencies = st.sampled_from(list(Frequency))


@pytest.mark.parametrize(
    ("text", "frequency", "first", "last", "label"),
    [
        ("2013", Frequency.YEAR, date(2013, 1, 1), date(2013, 12, 31), "2013"),
        ("2013_3Q", Frequency.QUARTER, date(2013, 7, 1), date(2013, 9, 30), "2013_3Q"),
        ("2013-Q4", Frequency.QUARTER, date(2013, 10, 1), date(2013, 12, 31), "2013_4Q"),
        ("2012-02", Frequency.MONTH, date(2012, 2, 1), date(2012, 2, 29), "2012-02"),
        ("2013-07-31", Frequency.DAY, date(2013, 7, 31), date(2013, 7, 31), "2013-07-31"),
        ("0900", Frequency.YEAR, date(900, 1, 1), date(900, 12, 31), "0900"),
        ("9999_4Q", Frequency.QUARTER, date(9999, 10, 1), date(9999, 12, 31), "9999_4Q"),
    ],
)
def test_a_period_is_read_as_it_is_written(
    text: str, frequency: Frequency, first: date, last: date, label: str
):
    period = parse_period(text)
    assert (period, period.ends_on, period.label) == (Period(frequency, first), last, label)


@pytest.mark.parametrize(
    "text",
    ["", "13", "2013_5Q", "2013_0Q", "2013-Q", "2013-13", "2013-02-30", "2013-7", "0000", "٢٠١٣", "2013\x00",
     "2013_3q", "2013_3Q ", "20130", "now"],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str):
    with pytest.raises(ValueError):  # noqa: PT011  # of several kinds, all with nothing to say to a reader
        parse_period(text)


@law
@given(days, frequencies)
def test_a_day_lies_within_its_period_and_the_period_is_read_back_from_its_label(
    day: date, frequency: Frequency
):
    period = period_of(day, frequency)
    assert period.starts_on <= day <= period.ends_on
    assert parse_period(period.label) == period


@law
@given(days, frequencies)
def test_periods_follow_one_another_without_a_gap(day: date, frequency: Frequency):
    period = period_of(day, frequency)
    assert period.previous.ends_on + timedelta(days=1) == period.starts_on
    assert period.previous < period


@law
@given(days, frequencies, frequencies)
def test_a_longer_period_holds_the_whole_of_a_shorter_one(day: date, one: Frequency, other: Frequency):
    shorter, longer = sorted([one, other], key=list(Frequency).index)
    inner, outer = period_of(day, shorter), period_of(day, longer)
    assert outer.starts_on <= inner.starts_on
    assert inner.ends_on <= outer.ends_on
