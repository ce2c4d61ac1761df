"""What one corridor has cost over time: its figures, what each provider cost, and who its services are."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from corridors.domain.codes import ProviderType
from corridors.domain.indices import Figures, figures
from corridors.domain.periods import Frequency, Period, period_of
from corridors.domain.units import ServicePrice
from corridors.flows import flows
from corridors.models import Corridor, Service
from corridors.statistics_groups import Facts, codes, provider_types
from corridors.statistics_units import SERVICE_FACTS, Place, blocks, rollup_rows

PROVIDER = ("service__provider__slug", "service__provider__name", "service__provider__sandbox")
# A price with the facts of its provider.
_Priced = tuple[ServicePrice, Facts]


class HistoryPoint(NamedTuple):
    """A corridor's figures of one period."""

    period: Period
    figures: Figures


class ProviderPoint(NamedTuple):
    """The mean of a provider's totals in one period; None when none of its services counts."""

    period: Period
    average_percent: Decimal | None
    services: int


class ProviderSeries(NamedTuple):
    """What one provider cost over time, oldest first."""

    slug: str
    name: str
    sandbox: bool
    points: tuple[ProviderPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorridorHistory:
    """What a corridor cost, oldest first, and each provider in it by slug.

    `provider_types` are the types met, whatever type was asked for.
    """

    points: tuple[HistoryPoint, ...]
    providers: tuple[ProviderSeries, ...]
    provider_types: tuple[ProviderType, ...]


class ServiceName(NamedTuple):
    """What tells a service apart for a reader."""

    provider_slug: str
    provider_name: str
    pay_in: tuple[str, ...]
    access: tuple[str, ...]
    pay_out: tuple[str, ...]


def corridor_history(
    corridor: Corridor,
    *,
    frequency: Frequency = Frequency.QUARTER,
    price_point: int = 200,
    provider_type: ProviderType | None = None,
    since: date | None = None,
    until: date | None = None,
) -> CorridorHistory:
    """The corridor's history between two days, of all providers or of one type. One query."""
    met: set[str] = set()
    by_period: defaultdict[Period, list[_Priced]] = defaultdict(list)
    rows = rollup_rows(frequency, since=since, until=until)
    rows = rows._replace(of=rows.of.filter(corridor=corridor, price_point=price_point))
    for block in blocks(rows, _place_of(corridor), facts=(*SERVICE_FACTS, *PROVIDER)):
        for price, facts in zip(block.prices, block.facts, strict=True):
            types = provider_types(facts)
            met.update(types)
            if provider_type is None or provider_type in types:
                by_period[period_of(block.day, frequency)].append((price, facts[-len(PROVIDER) :]))
    weights = flows()
    return CorridorHistory(
        points=tuple(
            HistoryPoint(period, figures((price for price, _ in found), flows=weights))
            for period, found in sorted(by_period.items())
        ),
        providers=tuple(_series(by_period)),
        provider_types=tuple(code for code in ProviderType if code in met),
    )


def _series(by_period: Mapping[Period, Iterable[_Priced]]) -> Iterable[ProviderSeries]:
    providers: dict[Facts, list[ProviderPoint]] = {}
    for period, found in sorted(by_period.items()):
        prices: defaultdict[Facts, list[ServicePrice]] = defaultdict(list)
        for price, provider in found:
            prices[provider].append(price)
        for provider, of_provider in prices.items():
            known = figures(of_provider)
            point = ProviderPoint(period, known.average_percent, known.services)
            providers.setdefault(provider, []).append(point)
    for (slug, name, sandbox), points in sorted(providers.items()):
        yield ProviderSeries(slug, name, sandbox, tuple(points))


def service_names(service_ids: Iterable[Hashable]) -> dict[Hashable, ServiceName]:
    """Who the services of some figures are, by id. One query."""
    rows = Service.objects.order_by().filter(id__in=set(service_ids))
    named = rows.values_list("id", "provider__slug", "provider__name", "pay_in", "access", "pay_out")
    return {row[0]: ServiceName(row[1], row[2], *map(codes, row[3:])) for row in named}


def _place_of(corridor: Corridor) -> dict[int, Place]:
    return {corridor.id: Place(corridor.slug, corridor.source_id, corridor.destination_id)}
