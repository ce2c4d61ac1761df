"""Which of a corridor's prices stand, so that what is measured is what people are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from corridors.domain.freshness import is_fresh


class Dated(Protocol):
    """A price with what decides whether it still stands; `period` is "" outside surveys."""

    @property
    def observed_at(self) -> datetime: ...
    @property
    def stale_after(self) -> timedelta: ...
    @property
    def source(self) -> str: ...
    @property
    def period(self) -> str: ...


Price = TypeVar("Price", bound=Dated)


@dataclass(frozen=True, slots=True)
class Standing(Generic[Price]):
    """The prices that a corridor is measured by, true as of a moment; None and no prices when it has none."""

    prices: tuple[Price, ...]
    as_of: datetime | None
    is_fresh: bool


def standing(prices: Sequence[Price], *, now: datetime) -> Standing[Price]:
    """The prices within their source's limit now or, where none is, at the moment of the newest one.

    A survey speaks for its latest period only. The same choice as the comparison's
    (docs/methodology.md, section 4), so that what is measured is what people are shown.
    """
    latest: dict[str, str] = {}
    for price in prices:
        latest[price.source] = max(latest.get(price.source, ""), price.period)
    newest = [p for p in prices if p.period == latest[p.source] and p.observed_at <= now]
    if not newest:
        return Standing((), None, False)

    def fresh_at(at: datetime) -> tuple[Price, ...]:
        return tuple(
            p for p in newest if is_fresh(observed_at=p.observed_at, stale_after=p.stale_after, at=at)
        )

    if current := fresh_at(now):
        return Standing(current, now, True)
    as_of = max(price.observed_at for price in newest)
    return Standing(fresh_at(as_of), as_of, False)
