"""The SmaRT-style figure: what the three cheapest services that serve everyone cost, and who is in or out.

Source: docs/methodology.md, section 5.
"""

from collections.abc import Hashable, Iterable
from decimal import Decimal
from typing import NamedTuple

from corridors.domain.codes import Coverage
from corridors.domain.dispersion import mean
from corridors.domain.statistic_codes import LeftOut, SmartReason
from corridors.domain.units import ServicePrice, left_out

SMART_STYLE_SERVICES = 3
SMART_STYLE_MAX_MINUTES = 5 * 24 * 60


class AccessFilter(NamedTuple):
    """Which networks count as within everyone's reach; a version names the choice in every answer."""

    version: str
    coverage: frozenset[Coverage]


# The World Bank's full access thresholds are not public here: this filter is ours, hence "SmaRT-style".
DEFAULT_ACCESS_FILTER = AccessFilter("1", frozenset({Coverage.NATIONWIDE}))

_LEFT_OUT = {
    LeftOut.NOT_TRANSPARENT: SmartReason.NOT_TRANSPARENT,
    LeftOut.NO_TOTAL: SmartReason.NO_TOTAL,
}


class Verdict(NamedTuple):
    """A price, and why it is not one of those the figure is made of; `reason` is None when it is."""

    price: ServicePrice
    reason: SmartReason | None


def smart_style(
    prices: Iterable[ServicePrice], *, access_filter: AccessFilter = DEFAULT_ACCESS_FILTER
) -> Decimal | None:
    """Mean of the three cheapest services that anyone can use and that arrive within 5 days.

    Fewer than three qualifying services are averaged as they are. A service with several prices counts
    once, with its cheapest. A speed or coverage that is not stated does not qualify.
    """
    cheapest: dict[Hashable, Decimal] = {}
    for price in prices:
        total = price.total_percent
        if total is None or _unfit(price, access_filter):
            continue
        known = cheapest.get(price.service)
        if known is None or total < known:
            cheapest[price.service] = total
    return mean(sorted(cheapest.values())[:SMART_STYLE_SERVICES])


def smart_style_verdicts(
    prices: Iterable[ServicePrice], *, access_filter: AccessFilter = DEFAULT_ACCESS_FILTER
) -> list[Verdict]:
    """Every price with its verdict: those in first, then by total; those without one last.

    Of equal totals the earlier given counts as the cheaper.
    """
    verdicts = []
    met: set[Hashable] = set()
    for price in sorted(prices, key=_by_total):
        reason = _unfit(price, access_filter)
        if reason is None and price.service in met:
            reason = SmartReason.DEARER_PRICE_OF_SAME_SERVICE
        elif reason is None:
            met.add(price.service)
            if len(met) > SMART_STYLE_SERVICES:
                reason = SmartReason.DEARER_THAN_THREE_CHEAPEST
        verdicts.append(Verdict(price, reason))
    return sorted(verdicts, key=lambda verdict: verdict.reason is not None)


def _by_total(price: ServicePrice) -> tuple[bool, Decimal]:
    total = price.total_percent
    return total is None, Decimal(0) if total is None else total


def _unfit(price: ServicePrice, access_filter: AccessFilter) -> SmartReason | None:
    if why := left_out(price):
        return _LEFT_OUT[why]
    if price.speed_max_minutes is None:
        return SmartReason.SPEED_UNKNOWN
    if price.speed_max_minutes > SMART_STYLE_MAX_MINUTES:
        return SmartReason.SLOWER_THAN_5_DAYS
    if price.coverage is None:
        return SmartReason.COVERAGE_NOT_STATED
    return None if price.coverage in access_filter.coverage else SmartReason.OUTSIDE_ACCESS_FILTER
