from datetime import timedelta

import pytest

from corridors.domain.freshness import age_in_words_unit, is_fresh
from tests.domain.builders import NOON


@pytest.mark.parametrize(
    ("age", "fresh"),
    [
        (timedelta(0), True),
        (timedelta(hours=2), True),
        (timedelta(hours=2, microseconds=1), False),
        (timedelta(days=30), False),
    ],
)
def test_the_last_moment_of_a_sources_limit_still_counts(age: timedelta, fresh: bool):
    assert is_fresh(observed_at=NOON - age, stale_after=timedelta(hours=2), at=NOON) is fresh


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-5), (0, "minute")),
        (timedelta(seconds=59), (0, "minute")),
        (timedelta(minutes=59, seconds=59), (59, "minute")),
        (timedelta(minutes=60), (1, "hour")),
        (timedelta(hours=23, minutes=59), (23, "hour")),
        (timedelta(hours=24), (1, "day")),
        (timedelta(days=29, hours=23), (29, "day")),
        (timedelta(days=30), (1, "month")),
        (timedelta(days=364), (12, "month")),
        (timedelta(days=365), (1, "year")),
        (timedelta(days=4800), (13, "year")),
    ],
)
def test_an_age_is_told_in_the_largest_unit_that_fits_rounded_down(age: timedelta, words: tuple[int, str]):
    assert age_in_words_unit(age) == words
