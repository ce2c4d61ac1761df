from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from providers.reading.spans import SATURDAY, days, months, spans

UNTIL = date(2026, 3, 20)


@given(back=st.integers(0, 400), longest=st.integers(10, 100), shortest=st.integers(1, 10))
def test_spans_follow_one_another_cover_every_day_and_keep_to_their_lengths(
    back: int, longest: int, shortest: int
) -> None:
    since = UNTIL - timedelta(days=back)
    found = list(spans(since=since, until=UNTIL, longest=longest, shortest=shortest))
    lengths = [(last - first).days + 1 for first, last in found]
    assert all(shortest <= length <= longest for length in lengths)
    assert found[0][1] == UNTIL
    assert all(later[0] - earlier[1] == timedelta(days=1) for later, earlier in pairwise(found))
    assert timedelta(0) <= since - found[-1][0] < timedelta(days=shortest)


def test_the_shortest_span_is_asked_for_even_when_nothing_can_be_missing() -> None:
    assert list(spans(since=date(2026, 3, 21), until=UNTIL, longest=93, shortest=14)) == [
        (date(2026, 3, 7), UNTIL)
    ]


def test_days_leave_weekends_out_and_come_the_latest_first() -> None:
    # 2026-03-20 is a Friday.
    weekdays = [date(2026, 3, 20), date(2026, 3, 19), date(2026, 3, 18), date(2026, 3, 17), date(2026, 3, 16)]
    assert list(days(since=date(2026, 3, 14), until=UNTIL)) == weekdays
    with_sunday = [*weekdays, date(2026, 3, 15)]
    assert list(days(since=date(2026, 3, 14), until=UNTIL, without=frozenset({SATURDAY}))) == with_sunday


def test_months_cross_the_year() -> None:
    assert list(months(since=date(2025, 11, 30), until=date(2026, 1, 1))) == [
        *(date(2026, 1, 1), date(2025, 12, 1), date(2025, 11, 1)),
    ]


def test_days_and_months_from_a_later_day_are_none() -> None:
    assert list(days(since=date(2026, 3, 21), until=UNTIL)) == []
    assert list(months(since=date(2026, 4, 1), until=UNTIL)) == []
