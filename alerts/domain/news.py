"""When there is something to write: what somebody waits for, and what the comparison says now.

Source: docs/adr/0015-price-alerts.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What an alert waits for."""

    AT_LEAST = "at_least"
    BEST_CHANGES = "best_changes"


class Way(NamedTuple):
    """A ranked way to send: the provider's slug, and what arrives in receiving currency."""

    provider: str
    gets: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What somebody waits for, and what they know.

    `threshold` is in receiving currency, for AT_LEAST. `is_armed` says whether reaching it would be news: it
    is not while they know that it is reached. `known_best` is the provider they know as the best, for
    BEST_CHANGES; "" while they know of none.
    """

    kind: Kind
    threshold: Decimal | None = None
    is_armed: bool = True
    known_best: str = ""


class Verdict(NamedTuple):
    """Whether there is something to write, and what holds from now on when nothing is written."""

    is_news: bool
    watch: Watch


def judge(watch: Watch, ways: Sequence[Way]) -> Verdict:
    """What a comparison of now, best first, means to somebody who waits.

    Nothing where nothing is ranked. An amount is news when it is reached, and again only after it was missed.
    Another provider is news when it gives more than the known one gives now, or the known one is ranked no
    more: one that draws level is none. Who knew of none, since no price was known, is told of the first.
    """
    if not ways:
        return Verdict(False, watch)
    if watch.kind is Kind.AT_LEAST:
        is_reached = watch.threshold is not None and ways[0].gets >= watch.threshold
        return Verdict(is_reached and watch.is_armed, watch if is_reached else replace(watch, is_armed=True))
    known = known_way(watch, ways)
    return Verdict(known is None or ways[0].gets > known.gets, watch)


def known_way(watch: Watch, ways: Sequence[Way]) -> Way | None:
    """The best way of the provider that is known as the best; None when it is ranked no more."""
    return next((way for way in ways if way.provider == watch.known_best), None)


def told(watch: Watch, *, best: str) -> Watch:
    """What they know once they have been written to."""
    if watch.kind is Kind.AT_LEAST:
        return replace(watch, is_armed=False)
    return replace(watch, known_best=best)
