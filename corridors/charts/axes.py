"""Where the ticks of a picture stand and what they say."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil, floor
from typing import NamedTuple

from corridors.charts.kinds import Line
from corridors.charts.lettering import width_of
from corridors.charts.looks import MEASURES, Size
from corridors.domain.periods import Frequency, Period, period_of
from corridors.formats import short_percent
from corridors.period_wording import without_year

STEPS = tuple(Decimal(step) for step in ("0.5", "1", "2", "5", "10", "20", "25", "50", "100"))
MOST_STEPS = 6
HIGHEST_ALWAYS = Decimal(6)  # so that the lines at 3% and 5% have air above them
MONTHS = 12
TYPE = MEASURES[Size.WIDE].small
LETTER = 7  # pixels that a character of a label takes, at most
# Of each length of interval: how many characters its label has, and how many years are one interval.
WIDEST_LABEL = {Frequency.DAY: 8, Frequency.MONTH: 5, Frequency.QUARTER: 3, Frequency.YEAR: 5}
COARSER = (Frequency.DAY, Frequency.MONTH, Frequency.QUARTER, Frequency.YEAR)
LABELLED_FROM = Decimal("0.6")  # the part of an interval that must be in sight for its label to stand there


class Tick(NamedTuple):
    """A label on the axis of percentages."""

    at: Decimal
    label: str


class Interval(NamedTuple):
    """A stretch of the time axis with its label; `year` is "" where it was said already."""

    begins: int
    middle: int
    label: str
    year: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` and the ticks between them."""

    low: Decimal
    high: Decimal
    ticks: tuple[Tick, ...]


def percent_scale(values: Collection[Decimal], *, at_least: Decimal = HIGHEST_ALWAYS) -> Scale:
    """A scale from zero (or from below it, where a value is) that holds every value, with round ticks."""
    lowest, highest = min([*values, Decimal(0)]), max([*values, at_least])
    step = next((s for s in STEPS if (highest - lowest) / s <= MOST_STEPS), STEPS[-1])
    first, last = floor(lowest / step), ceil(highest / step)
    ticks = tuple(Tick(step * n, short_percent(step * n)) for n in range(first, last + 1))
    return Scale(ticks[0].at, ticks[-1].at, ticks)


def lines_scale(lines: Sequence[Line], background: Sequence[Line]) -> Scale:
    """A scale for every value of the lines, and for the last ones of those in the background."""
    values = [value for line in lines for value in line.values]
    values += [line.values[-1] for line in background]
    return percent_scale([value for value in values if value is not None])


def begins(period: Period) -> int:
    """Where a period begins on the time axis, in half days, so that the middle of any is a whole number."""
    return 2 * period.starts_on.toordinal()


def ends(period: Period) -> int:
    """Where a period ends on the time axis."""
    return 2 * (period.ends_on.toordinal() + 1)


def middle(period: Period) -> int:
    """Where the figure of a period stands on the time axis."""
    return (begins(period) + ends(period)) // 2


def intervals(periods: Sequence[Period], *, pixels: int) -> list[Interval]:
    """The labelled stretches of the axis: the shortest ones that leave each label its room."""
    low, high = begins(periods[0]), ends(periods[-1])
    found: list[Interval] = []
    for frequency in COARSER[COARSER.index(periods[0].frequency) :]:
        whole = list(_between(periods[0].starts_on, periods[-1].ends_on, frequency))
        every = -(-len(whole) * _room(whole, frequency) // pixels)
        if every == 1 or frequency is Frequency.YEAR or (frequency is Frequency.DAY and every <= 14):
            found = list(_labelled(whole, every=every, low=low, high=high))
            break
    return found


def _room(whole: Sequence[Period], frequency: Frequency) -> int:
    """Pixels that a label takes at most. Where a language writes its quarters out, that is their width."""
    widths = [width_of(without_year(period), size=TYPE) for period in whole[:MONTHS]]
    return max(WIDEST_LABEL[frequency] * LETTER, *widths)


def _between(first: date, last: date, frequency: Frequency) -> Iterator[Period]:
    period = period_of(first, frequency)
    while period.starts_on <= last:
        yield period
        period = period_of(period.ends_on + timedelta(days=1), frequency)


def _labelled(whole: list[Period], *, every: int, low: int, high: int) -> Iterator[Interval]:
    said = ""
    for period in whole[::every]:
        starts, finishes = max(begins(period), low), min(ends(period), high)
        in_sight = Decimal(finishes - starts) / (ends(period) - begins(period))
        year = str(period.starts_on.year)
        is_told = in_sight >= LABELLED_FROM or len(whole) == 1
        yield Interval(
            begins=starts,
            middle=(starts + finishes) // 2,
            label=without_year(period) if is_told else "",
            year=year if is_told and period.frequency is not Frequency.YEAR and year != said else "",
        )
        said = year if is_told else said
