"""Readers for a provider's own page; the other readers are in selectors.py."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from corridors.domain.codes import PayIn, PayOut, ProviderType
from corridors.models import CurrentPrice, Service

# What the World Bank's statistics compare at: the local amount nearest to 200 US dollars.
PRICE_POINT = 200


class ProviderCorridor(NamedTuple):
    """What a provider does in one corridor, by the newest prices seen there.

    The percentages are total costs as the World Bank counts them, at the price point nearest to USD 200;
    None where no service discloses what it costs.
    """

    slug: str
    source: str
    destination: str
    services: int
    pay_in: tuple[PayIn, ...]
    pay_out: tuple[PayOut, ...]
    lowest_percent: Decimal | None
    highest_percent: Decimal | None
    observed_at: datetime


class ProviderProfile(NamedTuple):
    """A provider with the spellings its sources use and the corridors it serves."""

    slug: str
    name: str
    type: ProviderType | None
    sandbox: bool
    ended_on: date | None
    spellings: tuple[str, ...]
    corridors: tuple[ProviderCorridor, ...]


class _Row(NamedTuple):
    slug: str
    source: str
    destination: str
    service_id: int
    pay_in: str
    pay_out: str
    observed_at: datetime
    period: str
    total_percent: Decimal | None
    price_point: int | None


def provider_profile(slug: str) -> ProviderProfile | None:
    """A provider that has a service, with all it is known for. Three queries."""
    service = Service.objects.filter(provider__slug=slug).select_related("provider").first()
    if service is None:
        return None
    provider = service.provider
    rows = (
        CurrentPrice.objects.filter(service__provider=provider)
        .order_by("corridor__slug")
        .values_list(
            "corridor__slug",
            "corridor__source_id",
            "corridor__destination_id",
            "service_id",
            "service__pay_in",
            "service__pay_out",
            "price__observed_at",
            "price__period",
            "price__total_percent",
            "price__price_point",
        )
    )
    by_corridor = groupby((_Row(*row) for row in rows), key=lambda row: row.slug)
    return ProviderProfile(
        slug=provider.slug,
        name=provider.name,
        type=ProviderType(provider.type) if provider.type else None,
        sandbox=provider.sandbox,
        ended_on=provider.ended_on,
        spellings=tuple(provider.aliases.values_list("name", flat=True)),
        corridors=tuple(_corridor(list(prices)) for _, prices in by_corridor),
    )


def _corridor(prices: list[_Row]) -> ProviderCorridor:
    """One corridor's newest prices: those outside any survey if there are, else the latest survey's."""
    periods = {row.period for row in prices}
    newest = "" if "" in periods else max(periods)
    latest = [row for row in prices if row.period == newest]
    compared = [row for row in latest if row.price_point in (PRICE_POINT, None)]
    percents = [row.total_percent for row in compared if row.total_percent is not None]
    return ProviderCorridor(
        slug=latest[0].slug,
        source=latest[0].source,
        destination=latest[0].destination,
        services=len({row.service_id for row in latest}),
        pay_in=tuple(PayIn(code) for code in _codes(row.pay_in for row in latest)),
        pay_out=tuple(PayOut(code) for code in _codes(row.pay_out for row in latest)),
        lowest_percent=min(percents, default=None),
        highest_percent=max(percents, default=None),
        observed_at=max(row.observed_at for row in latest),
    )


def _codes(joined: Iterable[str]) -> list[str]:
    return sorted({code for cell in joined for code in cell.split(",") if code})
