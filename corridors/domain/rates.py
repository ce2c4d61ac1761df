"""Cross rates from published reference rates, with their source, date and age."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

# Weekends and holidays carry the last business day's rate forward, and weekly tables the week's, no further.
MAX_CARRIED = timedelta(days=7)


class PublishedRate(NamedTuple):
    """One number of one publication: 1 `base` = `rate` `quote`, as the source printed it."""

    source: str
    base: str
    quote: str
    rate: Decimal
    observed_on: date


class RateBreak(NamedTuple):
    """A day on which a currency's official rate, or its unit, was set anew.

    From `since` on, nothing published before `valid_from` may be used: weekly tables went on printing the
    old rate for some days. `valid_from` is `since` itself unless said.
    """

    currency: str
    since: date
    note: str
    valid_from: date | None = None

    def forbids(self, *, observed_on: date, on: date) -> bool:
        """Whether a rate published on `observed_on` must not be used on the day `on`."""
        return observed_on < (self.valid_from or self.since) and self.since <= on


@dataclass(frozen=True, slots=True)
class RatePreference:
    """Which source answers first: by currency where one is named, then in the general order.

    A pair is asked of the receiving currency's sources first, then of the sending currency's, then of all; a
    source that is not named comes after those that are, by its key, and `last` comes after everything.
    """

    general: tuple[str, ...]
    by_currency: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    last: tuple[str, ...] = ()

    def order(self, *, base: str, quote: str, known: Collection[str]) -> tuple[str, ...]:
        """The known sources in the order in which they are asked of a pair, first choice first."""
        named = (*self.by_currency.get(quote, ()), *self.by_currency.get(base, ()), *self.general)
        others = sorted(set(known) - set(self.last))
        ordered = dict.fromkeys((*(key for key in named if key not in self.last), *others, *self.last))
        return tuple(key for key in ordered if key in known)


@dataclass(frozen=True, slots=True)
class CrossRate:
    """1 `base` = `rate` `quote` on a day, from one source, of the date of its older leg."""

    base: str
    quote: str
    rate: Decimal
    source: str
    observed_on: date
    age_days: int


SAME_CURRENCY = "identity"


class RateBook:
    """Published rates by source and currency, answering cross rates through each source's own pivot.

    One answer never mixes two sources. A rate that is not against its source's pivot answers nothing. Of two
    rates of a source for one day the one given later counts.
    """

    def __init__(
        self,
        published: Iterable[PublishedRate],
        *,
        pivots: Mapping[str, str],
        preference: RatePreference,
        breaks: Iterable[RateBreak] = (),
    ) -> None:
        self._pivots = pivots
        self._preference = preference
        self._breaks: dict[str, list[RateBreak]] = defaultdict(list)
        for rate_break in breaks:
            self._breaks[rate_break.currency].append(rate_break)
        by_currency: dict[tuple[str, str], list[tuple[date, Fraction]]] = defaultdict(list)
        for entry in published:
            pivot = pivots[entry.source]
            if pivot not in (entry.base, entry.quote):
                continue
            currency = entry.base if entry.quote == pivot else entry.quote
            in_pivot = Fraction(entry.rate) if entry.quote == pivot else 1 / Fraction(entry.rate)
            by_currency[entry.source, currency].append((entry.observed_on, in_pivot))
        self._by_currency = {
            key: sorted(entries, key=lambda entry: entry[0]) for key, entries in by_currency.items()
        }
        self._answers: dict[tuple[str, str, date], CrossRate | None] = {}

    def cross(self, *, base: str, quote: str, on: date) -> CrossRate | None:
        """Units of `quote` per 1 `base` on `on`; None when no source has both within 7 days.

        The rate has 28 significant digits. A currency against itself is 1, of that day.
        """
        asked = (base, quote, on)
        if asked not in self._answers:
            self._answers[asked] = self._cross(base, quote, on)
        return self._answers[asked]

    def _cross(self, base: str, quote: str, on: date) -> CrossRate | None:
        if base == quote:
            return CrossRate(base, quote, Decimal(1), SAME_CURRENCY, on, 0)
        for source in self._preference.order(base=base, quote=quote, known=self._pivots):
            from_leg, to_leg = self._leg(source, base, on), self._leg(source, quote, on)
            if from_leg and to_leg:
                ratio = from_leg[1] / to_leg[1]
                rate = Decimal(ratio.numerator) / Decimal(ratio.denominator)
                observed_on = min(from_leg[0], to_leg[0])
                return CrossRate(base, quote, rate, source, observed_on, (on - observed_on).days)
        return None

    def _leg(self, source: str, currency: str, on: date) -> tuple[date, Fraction] | None:
        """The value of one unit in the source's pivot, and its date; None when too old or across a break."""
        if currency == self._pivots[source]:
            return on, Fraction(1)
        entries = self._by_currency.get((source, currency), [])
        position = bisect_right(entries, on, key=lambda entry: entry[0])
        if not position:
            return None
        observed_on, value = entries[position - 1]
        if on - observed_on > MAX_CARRIED:
            return None
        if any(entry.forbids(observed_on=observed_on, on=on) for entry in self._breaks.get(currency, ())):
            return None
        return observed_on, value
