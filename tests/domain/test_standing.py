"""Which prices a corridor is measured by."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from corridors.domain.standing import standing

NOW = datetime(2026, 11, 20, tzinfo=UTC)


class APrice(NamedTuple):
    observed_at: datetime
    source: str = "feed"
    period: str = ""
    stale_after: timedelta = timedelta(days=2)


def days_ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


SURVEYED = APrice(datetime(2013, 7, 20, tzinfo=UTC), "rpw", "2013_3Q", timedelta(days=120))
EARLIER = SURVEYED._replace(observed_at=datetime(2013, 5, 20, tzinfo=UTC), period="2013_2Q")


def test_without_a_price_there_is_nothing_to_measure():
    assert standing((), now=NOW).prices == ()
    assert standing((), now=NOW).as_of is None


def test_what_is_within_its_source_s_limit_is_measured_now():
    fresh, old = APrice(days_ago(2)), APrice(days_ago(3))
    found = standing([fresh, old, SURVEYED], now=NOW)
    assert (found.prices, found.as_of, found.is_fresh) == ((fresh,), NOW, True)


def test_where_nothing_is_fresh_the_latest_survey_is_measured_as_of_its_newest_price():
    found = standing([EARLIER, SURVEYED], now=NOW)
    assert (found.prices, found.as_of, found.is_fresh) == ((SURVEYED,), SURVEYED.observed_at, False)


def test_a_feed_that_stopped_is_measured_as_of_its_newest_price():
    newest, with_it, long_before = APrice(days_ago(30)), APrice(days_ago(31)), APrice(days_ago(90))
    found = standing([newest, with_it, long_before], now=NOW)
    assert (found.prices, found.as_of, found.is_fresh) == ((newest, with_it), newest.observed_at, False)


def test_a_price_from_the_future_does_not_exist_yet():
    assert standing([APrice(NOW + timedelta(minutes=1))], now=NOW).as_of is None
