"""What a picture shows, before anything is drawn: plain figures with their words. Percentages are Decimal."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from corridors.domain.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands around the marks of a picture, in the reader's language.

    `title` is the finding; `subtitle` says what is drawn and in which unit; `note` names the sources and the
    last day of the data; `warning` is "" or what nobody may overlook; `alt` tells the picture in sentences.
    """

    title: str
    subtitle: str
    note: str
    alt: str
    warning: str = ""


class Limit(NamedTuple):
    """A target that figures are held against, with its name."""

    percent: Decimal
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure over the periods of its chart; None where it has none.

    `name` and `number`, its last value, stand at its end.
    """

    name: str
    number: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """Figures over time. `background` lines are drawn thin and without a label, to compare with."""

    words: Words
    periods: tuple[Period, ...]
    lines: tuple[Line, ...]
    background: tuple[Line, ...] = ()
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedChart:
    """A whole in parts, period by period. A negative part hangs below zero."""

    words: Words
    periods: tuple[Period, ...]
    parts: tuple[Line, ...]


class Bar(NamedTuple):
    """One figure, as a number and as it is written, and what it is of."""

    name: str
    number: str
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedChart:
    """Figures in an order, against a limit."""

    words: Words
    bars: tuple[Bar, ...]
    limit: Limit


Chart: TypeAlias = LineChart | StackedChart | RankedChart
