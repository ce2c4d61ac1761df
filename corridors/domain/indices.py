"""Statistics of remittance prices: averages, SmaRT-style figure, dispersion, targets.

Every figure is over the services of one price point and one period, transparent services only, and None
when no service qualifies. Source: docs/methodology.md, section 5.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from corridors.domain.codes import Coverage

METHOD_VERSION = "2026.1"
SMART_STYLE_SERVICES = 3
SMART_STYLE_MAX_MINUTES = 5 * 24 * 60
SDG_GLOBAL_TARGET_PERCENT = Decimal(3)
SDG_CORRIDOR_LIMIT_PERCENT = Decimal(5)
ONE_HOUR = 60
ONE_DAY = 24 * 60
LEFT_OUT_OF_GLOBAL = frozenset({"RU"})


class ServicePrice(NamedTuple):
    """One service's total cost at a price point, in per cent, and what decides whether it counts.

    `total_percent` is the source's stated total where there is one, else the computed one, else None.
    """

    service: Hashable
    source: str
    destination: str
    transparent: bool
    total_percent: Decimal | None
    speed_max_minutes: int | None
    coverage: Coverage | None


class AccessFilter(NamedTuple):
    """Which networks count as within everyone's reach; a version names the choice in every answer."""

    version: str
    coverage: frozenset[Coverage]


# The World Bank's full access thresholds are not public here: this filter is ours, hence "SmaRT-style".
DEFAULT_ACCESS_FILTER = AccessFilter("1", frozenset({Coverage.NATIONWIDE}))


@dataclass(frozen=True, slots=True, kw_only=True)
class CorridorFigures:
    """The figures of one corridor (or any other set of services); percentages in full precision."""

    services: int
    services_left_out: int
    average_percent: Decimal | None
    median_percent: Decimal | None
    cheapest_percent: Decimal | None
    percentile_90_percent: Decimal | None
    spread_percent: Decimal | None
    smart_style_percent: Decimal | None
    method_version: str


def figures(
    prices: Iterable[ServicePrice], *, access_filter: AccessFilter = DEFAULT_ACCESS_FILTER
) -> CorridorFigures:
    """Every figure of one set of services. Not transparent, or no total: left out."""
    given = list(prices)
    counted = [price for price in given if price.transparent and price.total_percent is not None]
    totals = sorted(price.total_percent for price in counted if price.total_percent is not None)
    return CorridorFigures(
        services=len(totals),
        services_left_out=len(given) - len(totals),
        average_percent=mean(totals),
        median_percent=percentile(totals, 50),
        cheapest_percent=totals[0] if totals else None,
        percentile_90_percent=percentile(totals, 90),
        spread_percent=totals[-1] - totals[0] if totals else None,
        smart_style_percent=smart_style(counted, access_filter=access_filter),
        method_version=METHOD_VERSION,
    )


def mean(values: Collection[Decimal]) -> Decimal | None:
    """The unweighted mean; None of nothing."""
    return sum(values, Decimal(0)) / len(values) if values else None


def percentile(ordered: Sequence[Decimal], share: int) -> Decimal | None:
    """The value below which `share` per cent of the ordered values lie, linear between neighbours."""
    if not ordered:
        return None
    place = Decimal(share) * (len(ordered) - 1) / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def smart_style(
    prices: Iterable[ServicePrice], *, access_filter: AccessFilter = DEFAULT_ACCESS_FILTER
) -> Decimal | None:
    """Mean of the three cheapest services that anyone can use and that arrive within 5 days.

    Fewer than three qualifying services are averaged as they are. A service with several prices counts
    once, with its cheapest. A speed or coverage that is not stated does not qualify.
    """
    cheapest: dict[Hashable, Decimal] = {}
    for price in prices:
        if not price.transparent or price.total_percent is None or not _within_reach(price, access_filter):
            continue
        known = cheapest.get(price.service)
        cheapest[price.service] = price.total_percent if known is None else min(known, price.total_percent)
    return mean(sorted(cheapest.values())[:SMART_STYLE_SERVICES])


def _within_reach(price: ServicePrice, access_filter: AccessFilter) -> bool:
    in_time = price.speed_max_minutes is not None and price.speed_max_minutes <= SMART_STYLE_MAX_MINUTES
    return in_time and price.coverage in access_filter.coverage


def global_average(
    prices: Iterable[ServicePrice], *, leave_out_senders: Collection[str] = LEFT_OUT_OF_GLOBAL
) -> Decimal | None:
    """The mean over services (not corridors). The World Bank leaves out Russia as sender."""
    return mean(
        [
            price.total_percent
            for price in prices
            if price.transparent and price.total_percent is not None and price.source not in leave_out_senders
        ]
    )


def regional_averages(
    prices: Iterable[ServicePrice], *, region_of: Mapping[str, str]
) -> dict[str, Decimal | None]:
    """The mean over services by the receiving country's region (`region_of` by ISO 3166-1 alpha-2)."""
    by_region: dict[str, list[Decimal]] = {}
    for price in prices:
        region = region_of.get(price.destination)
        if region is not None and price.transparent and price.total_percent is not None:
            by_region.setdefault(region, []).append(price.total_percent)
    return {region: mean(totals) for region, totals in sorted(by_region.items())}


def weighted_average(
    averages: Mapping[tuple[str, str], Decimal | None], *, flows: Mapping[tuple[str, str], Decimal]
) -> Decimal | None:
    """Σ flow × corridor average / Σ flow; corridors without an average or a flow are left out of both."""
    pairs = [
        (flows[corridor], average)
        for corridor, average in averages.items()
        if average is not None and flows.get(corridor)
    ]
    total = sum((flow for flow, _ in pairs), Decimal(0))
    return sum((flow * average for flow, average in pairs), Decimal(0)) / total if total else None


class SdgTargets(NamedTuple):
    """Sustainable Development Goal 10.c: each target met, not met, or None when it cannot be told."""

    global_average_below_3: bool | None
    corridors_within_5: int
    corridors_above_5: int
    corridors_unknown: int


def sdg_targets(
    *,
    global_average_percent: Decimal | None,
    smart_style_by_corridor: Mapping[tuple[str, str], Decimal | None],
) -> SdgTargets:
    """The global average against 3%, and every corridor's SmaRT-style figure against 5%."""
    below = None if global_average_percent is None else global_average_percent < SDG_GLOBAL_TARGET_PERCENT
    known = [figure for figure in smart_style_by_corridor.values() if figure is not None]
    within = sum(figure <= SDG_CORRIDOR_LIMIT_PERCENT for figure in known)
    return SdgTargets(below, within, len(known) - within, len(smart_style_by_corridor) - len(known))


class SpeedShares(NamedTuple):
    """Shares of services in per cent, over those that state a slowest time; None when none does."""

    within_one_hour_percent: Decimal | None
    within_one_day_percent: Decimal | None
    services: int
    unknown: int


def speed_shares(prices: Iterable[ServicePrice]) -> SpeedShares:
    """G20 speed targets: the shares of services that deliver within an hour and within a business day."""
    given = [price.speed_max_minutes for price in prices]
    known = [minutes for minutes in given if minutes is not None]
    if not known:
        return SpeedShares(None, None, 0, len(given))
    hour, day = (Decimal(100) * sum(m <= limit for m in known) / len(known) for limit in (ONE_HOUR, ONE_DAY))
    return SpeedShares(hour, day, len(known), len(given) - len(known))
