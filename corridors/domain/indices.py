"""Statistics of remittance prices: averages, SmaRT-style figure, dispersion, shares, targets.

Every figure of cost is over the services of one price point and one period, transparent services only, and
None when no service qualifies. Source: docs/methodology.md, section 5.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from corridors.domain.dispersion import mean, percentile, share_at_most
from corridors.domain.smart_style import (
    DEFAULT_ACCESS_FILTER,
    AccessFilter,
    Verdict,
    smart_style,
    smart_style_verdicts,
)
from corridors.domain.statistic_codes import LeftOut
from corridors.domain.targets import (
    SDG_CORRIDOR_LIMIT_PERCENT,
    SDG_GLOBAL_TARGET_PERCENT,
    SdgTargets,
    SpeedShares,
    sdg_targets,
    speed_shares,
)
from corridors.domain.units import ServicePrice, left_out

__all__ = [
    "DEFAULT_ACCESS_FILTER", "LEFT_OUT_OF_GLOBAL", "METHOD_VERSION", "SDG_CORRIDOR_LIMIT_PERCENT",
    "SDG_GLOBAL_TARGET_PERCENT", "AccessFilter", "CostSplit", "Figures", "PricePoints", "SdgTargets",
    "ServicePrice", "SpeedShares", "Weighted", "by_corridor", "corridor_averages", "cost_split", "figures",
    "global_average", "mean", "percentile", "price_points", "regional_averages", "sdg_targets", "smart_style",
    "smart_style_verdicts", "speed_shares", "weighted_average",
]  # fmt: skip

METHOD_VERSION = "2026.2"
LEFT_OUT_OF_GLOBAL = frozenset({"RU"})

CorridorKey = tuple[str, str]
Flows = Mapping[CorridorKey, Decimal]


class Weighted(NamedTuple):
    """The flow-weighted average, the corridors it is made of, and those with an average but no flow."""

    percent: Decimal | None
    corridors: int
    corridors_without_flow: int


class PricePoints(NamedTuple):
    """What it costs to send USD 200 against USD 500, over the services that count at both."""

    services: int
    at_200_percent: Decimal | None
    at_500_percent: Decimal | None

    @property
    def difference_percent(self) -> Decimal | None:
        """How many points dearer the smaller sum is."""
        if self.at_200_percent is None or self.at_500_percent is None:
            return None
        return self.at_200_percent - self.at_500_percent


class CostSplit(NamedTuple):
    """The mean fee and the mean margin, in per cent, over the services for which both are known."""

    services: int
    fee_percent: Decimal | None
    margin_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some services in one period; each is worked out when it is read, in full precision.

    `counted` are the prices that count, `totals` their percentages in order; `at_500` and `at_200` are the
    prices at both price points where both were asked for.
    """

    prices: Sequence[ServicePrice]
    counted: Sequence[ServicePrice]
    totals: Sequence[Decimal]
    flows: Flows
    at_200: Sequence[ServicePrice]
    at_500: Sequence[ServicePrice]
    access_filter: AccessFilter

    @property
    def services(self) -> int:
        """How many the figures of cost are made of."""
        return len(self.totals)

    @property
    def services_left_out(self) -> int:
        return len(self.prices) - len(self.totals)

    @property
    def left_out(self) -> dict[LeftOut, int]:
        """How many are left out, by reason; every reason is named."""
        met = Counter(map(left_out, self.prices))
        return {reason: met[reason] for reason in LeftOut}

    @property
    def average_percent(self) -> Decimal | None:
        """The unweighted mean over services, whatever their corridors."""
        return mean(self.totals)

    @property
    def median_percent(self) -> Decimal | None:
        return percentile(self.totals, 50)

    @property
    def cheapest_percent(self) -> Decimal | None:
        return self.totals[0] if self.totals else None

    @property
    def dearest_percent(self) -> Decimal | None:
        return self.totals[-1] if self.totals else None

    @property
    def percentile_90_percent(self) -> Decimal | None:
        return percentile(self.totals, 90)

    @property
    def spread_percent(self) -> Decimal | None:
        """The dearest less the cheapest."""
        return self.totals[-1] - self.totals[0] if self.totals else None

    @property
    def smart_style_by_corridor(self) -> dict[CorridorKey, Decimal | None]:
        """The SmaRT-style figure of each corridor with a service that counts."""
        return {
            corridor: smart_style(prices, access_filter=self.access_filter)
            for corridor, prices in by_corridor(self.counted).items()
        }

    @property
    def smart_style_percent(self) -> Decimal | None:
        """The unweighted mean of the corridors' figures; of one corridor, its own."""
        return mean(sorted(found for found in self.smart_style_by_corridor.values() if found is not None))

    @property
    def smart_style_verdicts(self) -> list[Verdict]:
        """Every price, in its corridor's SmaRT-style figure or out of it, and why; by corridor."""
        return [
            verdict
            for _, prices in sorted(by_corridor(self.prices).items())
            for verdict in smart_style_verdicts(prices, access_filter=self.access_filter)
        ]

    @property
    def corridors(self) -> int:
        """How many corridors the services that count belong to."""
        return len({(price.source, price.destination) for price in self.counted})

    @property
    def weighted(self) -> Weighted:
        averages = corridor_averages(self.counted)
        known = {corridor: average for corridor, average in averages.items() if self.flows.get(corridor)}
        return Weighted(weighted_average(known, flows=self.flows), len(known), len(averages) - len(known))

    @property
    def share_of_services_at_most_3_percent(self) -> Decimal | None:
        return share_at_most(self.totals, SDG_GLOBAL_TARGET_PERCENT)

    @property
    def share_of_services_at_most_5_percent(self) -> Decimal | None:
        return share_at_most(self.totals, SDG_CORRIDOR_LIMIT_PERCENT)

    @property
    def share_of_corridors_at_most_3_percent(self) -> Decimal | None:
        """By each corridor's average."""
        return share_at_most(self._corridor_totals, SDG_GLOBAL_TARGET_PERCENT)

    @property
    def share_of_corridors_at_most_5_percent(self) -> Decimal | None:
        """By each corridor's average."""
        return share_at_most(self._corridor_totals, SDG_CORRIDOR_LIMIT_PERCENT)

    @property
    def _corridor_totals(self) -> list[Decimal]:
        return sorted(corridor_averages(self.counted).values())

    @property
    def price_points(self) -> PricePoints:
        return price_points(at_200=self.at_200, at_500=self.at_500)

    @property
    def speed(self) -> SpeedShares:
        """Over all services listed, those left out of the figures of cost included."""
        return speed_shares(self.prices)

    @property
    def split(self) -> CostSplit:
        return cost_split(self.counted)

    @property
    def method_version(self) -> str:
        return METHOD_VERSION


def figures(
    prices: Iterable[ServicePrice],
    *,
    flows: Flows | None = None,
    at_200: Sequence[ServicePrice] = (),
    at_500: Sequence[ServicePrice] = (),
    access_filter: AccessFilter = DEFAULT_ACCESS_FILTER,
) -> Figures:
    """Every figure of one set of services. Not transparent, or no total: left out."""
    given = list(prices)
    counted = [price for price in given if price.transparent and price.total_percent is not None]
    # In order, so that the last digit of a mean does not depend on the order in which prices were read.
    totals = sorted([price.total_percent for price in counted if price.total_percent is not None])
    return Figures(given, counted, totals, flows or {}, at_200, at_500, access_filter)


def by_corridor(prices: Iterable[ServicePrice]) -> dict[CorridorKey, list[ServicePrice]]:
    """The prices of each corridor."""
    found: dict[CorridorKey, list[ServicePrice]] = {}
    for price in prices:
        found.setdefault((price.source, price.destination), []).append(price)
    return found


def corridor_averages(prices: Iterable[ServicePrice]) -> dict[CorridorKey, Decimal]:
    """The mean of each corridor with a price that counts."""
    averages = {corridor: figures(met).average_percent for corridor, met in by_corridor(prices).items()}
    return {corridor: average for corridor, average in averages.items() if average is not None}


def global_average(
    prices: Iterable[ServicePrice], *, leave_out_senders: Collection[str] = LEFT_OUT_OF_GLOBAL
) -> Decimal | None:
    """The mean over services (not corridors). The World Bank leaves out Russia as sender."""
    return figures(price for price in prices if price.source not in leave_out_senders).average_percent


def regional_averages(
    prices: Iterable[ServicePrice], *, region_of: Mapping[str, str]
) -> dict[str, Decimal | None]:
    """The mean over services by the receiving country's region (`region_of` by ISO 3166-1 alpha-2)."""
    by_region: dict[str, list[ServicePrice]] = {}
    for price in prices:
        region = region_of.get(price.destination)
        if region is not None and left_out(price) is None:
            by_region.setdefault(region, []).append(price)
    return {region: figures(met).average_percent for region, met in sorted(by_region.items())}


def weighted_average(averages: Mapping[CorridorKey, Decimal | None], *, flows: Flows) -> Decimal | None:
    """Σ flow × corridor average / Σ flow; corridors without an average or a flow are left out of both."""
    pairs = sorted(
        (flows[corridor], average)
        for corridor, average in averages.items()
        if average is not None and flows.get(corridor)
    )
    total = sum((flow for flow, _ in pairs), Decimal(0))
    return sum((flow * average for flow, average in pairs), Decimal(0)) / total if total else None


def price_points(*, at_200: Iterable[ServicePrice], at_500: Iterable[ServicePrice]) -> PricePoints:
    """What the services that count at both price points cost at each; all prices of such a service count."""
    smaller, larger = ([price for price in prices if left_out(price) is None] for prices in (at_200, at_500))
    both = {price.service for price in smaller} & {price.service for price in larger}
    means = [
        figures(price for price in prices if price.service in both).average_percent
        for prices in (smaller, larger)
    ]
    return PricePoints(len(both), *means)


def cost_split(prices: Iterable[ServicePrice]) -> CostSplit:
    """The mean fee and the mean margin of the prices that count and state both."""
    known = [
        (price.fee_percent, price.margin_percent)
        for price in prices
        if left_out(price) is None and price.fee_percent is not None and price.margin_percent is not None
    ]
    return CostSplit(
        len(known), mean(sorted(fee for fee, _ in known)), mean(sorted(margin for _, margin in known))
    )
