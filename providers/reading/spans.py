"""The questions that cover the days from one day to another, for sources that take so many days at once."""

from collections.abc import Iterator
from datetime import date, timedelta

SATURDAY, SUNDAY = 5, 6


def spans(*, since: date, until: date, longest: int, shortest: int = 1) -> Iterator[tuple[date, date]]:
    """First and last days of spans that together cover `since` to `until`, the latest span first.

    Lengths are in days, both ends counted. None is longer than `longest`; the earliest begins before `since`
    where it would else be shorter than `shortest`, so that a source that publishes on some days only has
    something to say.
    """
    while True:
        enough = min(since, until - timedelta(days=shortest - 1))
        start = max(enough, until - timedelta(days=longest - 1))
        yield start, until
        if start <= since:
            return
        until = start - timedelta(days=1)


def days(
    *, since: date, until: date, without: frozenset[int] = frozenset({SATURDAY, SUNDAY})
) -> Iterator[date]:
    """The days from `since` to `until`, both counted, the latest first, without those days of the week."""
    day = until
    while day >= since:
        if day.weekday() not in without:
            yield day
        day -= timedelta(days=1)


def months(*, since: date, until: date) -> Iterator[date]:
    """The first day of each month from that of `since` to that of `until`, the latest first."""
    month = until.replace(day=1)
    while month >= since.replace(day=1):
        yield month
        month = (month - timedelta(days=1)).replace(day=1)
