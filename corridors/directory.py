"""Readers of what there is to compare; each states its query count. Prices are read by selectors.py."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from django.db.models import Count, Q

from corridors.models import Corridor, Country, CurrentPrice, Service, Source
from corridors.selectors import offered_corridors

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list; `after` is the slug to go on after, None when these are the last."""

    rows: Sequence[Row]
    after: str | None


def _page(rows: Sequence[Row], limit: int, slug_of: Callable[[Row], str]) -> Page[Row]:
    """The first `limit` of rows asked for with one more, which only tells that there is a next page."""
    shown = rows[:limit]
    return Page(shown, slug_of(shown[-1]) if len(rows) > limit else None)


class CountryListing(NamedTuple):
    """A country that money is sent from or to, and how many corridors lead each way."""

    code: str
    alpha3: str
    corridors_from: int
    corridors_to: int


def countries() -> list[CountryListing]:
    """Every country that an offered corridor leads from or to, by code. One query."""
    offered = offered_corridors().values("pk")
    ways = {
        name: Count(name, filter=Q(**{f"{name}__in": offered}), distinct=True)
        for name in ("corridors_from", "corridors_to")
    }
    counted = Country.objects.values_list("code", "alpha3").annotate(**ways).order_by("code")
    return [CountryListing(*row) for row in counted if any(row[2:])]


def corridors_page(
    *, source: str | None = None, destination: str | None = None, after: str = "", limit: int
) -> Page[Corridor]:
    """Offered corridors in the order of their slugs, those after `after` first. One query."""
    wanted = offered_corridors().filter(slug__gt=after).order_by("slug")
    if source:
        wanted = wanted.filter(source=source)
    if destination:
        wanted = wanted.filter(destination=destination)
    return _page(list(wanted[: limit + 1]), limit, lambda corridor: corridor.slug)


def receive_currencies_of(corridor_ids: Collection[int]) -> dict[int, list[str]]:
    """The currencies that services of some corridors pay out, sorted, by corridor id. One query."""
    paid_out = CurrentPrice.objects.filter(corridor_id__in=corridor_ids)
    found: dict[int, list[str]] = {corridor_id: [] for corridor_id in corridor_ids}
    for corridor_id, currency in sorted(
        paid_out.order_by().values_list("corridor_id", "service__receive_currency").distinct()
    ):
        found[corridor_id].append(currency)
    return found


class ProviderListing(NamedTuple):
    """A provider, and how much of it there is here. `type` is "" when no source names one."""

    slug: str
    name: str
    type: str
    sandbox: bool
    ended_on: date | None
    services: int
    corridors: int


def providers_page(*, after: str = "", limit: int) -> Page[ProviderListing]:
    """Providers with a service in the order of their slugs, those after `after` first. One query."""
    facts = [f"provider__{name}" for name in ("slug", "name", "type", "sandbox", "ended_on")]
    counted = (
        Service.objects.filter(provider__slug__gt=after)
        .values_list(*facts)
        .annotate(services=Count("id"), corridors=Count("corridor", distinct=True))
        .order_by("provider__slug")
    )
    rows = [ProviderListing(*row) for row in counted[: limit + 1]]
    return _page(rows, limit, lambda provider: provider.slug)


def sources() -> list[Source]:
    """Every source of prices and rates. One query."""
    return list(Source.objects.all())
