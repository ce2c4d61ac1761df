"""Days, months, quarters and years as periods of statistics, and how they are written."""

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

QUARTER = re.compile(r"(\d{4})(?:_([1-4])Q|-Q([1-4]))", re.ASCII)
PLAIN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Frequency(StrEnum):
    """How long the periods of an answer are, shortest first."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months one lasts: 0 for a day."""
        return {Frequency.DAY: 0, Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}[self]


class Period(NamedTuple):
    """One day, month, quarter or year; those of one frequency sort by time."""

    frequency: Frequency
    starts_on: date

    @property
    def label(self) -> str:
        """2013-07-31, 2013-07, 2013_3Q (as the World Bank writes it) or 2013."""
        if self.frequency is Frequency.QUARTER:
            return f"{self.starts_on.year:04}_{(self.starts_on.month + 2) // 3}Q"
        digits = {Frequency.DAY: 10, Frequency.MONTH: 7, Frequency.YEAR: 4}[self.frequency]
        return self.starts_on.isoformat()[:digits]

    @property
    def ends_on(self) -> date:
        """The last day of it."""
        if self.frequency is Frequency.DAY:
            return self.starts_on
        months = self.starts_on.year * 12 + self.starts_on.month - 1 + self.frequency.months
        if months // 12 > date.max.year:
            return date.max
        return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)

    @property
    def previous(self) -> "Period":
        """The period before it. Raises OverflowError before the first day that a date can name."""
        return period_of(self.starts_on - timedelta(days=1), self.frequency)


@lru_cache(maxsize=4_096)  # asked for the same few days by every corridor of an answer
def period_of(day: date, frequency: Frequency) -> Period:
    """The period that a day belongs to."""
    months = frequency.months
    if not months:
        return Period(frequency, day)
    return Period(frequency, day.replace(month=(day.month - 1) // months * months + 1, day=1))


def parse_period(text: str) -> Period:
    """A period as people and surveys write it: 2013, 2013_3Q, 2013-Q3, 2013-07 or 2013-07-31.

    Raises:
        ValueError: it is none of these, or no such day exists.
    """
    if quarter := QUARTER.fullmatch(text):
        year, surveyed, written = quarter.groups()
        return Period(Frequency.QUARTER, date(int(year), int(surveyed or written) * 3 - 2, 1))
    plain = PLAIN.fullmatch(text)
    if plain is None:
        raise ValueError(text)
    year, month, day = plain.groups()
    if day:
        return Period(Frequency.DAY, date(int(year), int(month), int(day)))
    if month:
        return Period(Frequency.MONTH, date(int(year), int(month), 1))
    return Period(Frequency.YEAR, date(int(year), 1, 1))
