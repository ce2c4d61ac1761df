"""Prices that wait for a decision, and what corridors lack."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Max, Min
from django.urls import reverse

from corridors.models import MarketShare
from corridors.selectors import offered_corridors
from desk.attention.concern import Concern, some
from desk.lacking import lacking
from providers.models import HeldReading

# A share of a market says little of today's after so many years.
SHARE_YEARS = 3
SHARES = "corridors.marketshare"


def concerns(now: datetime) -> Iterator[Concern]:
    """Held prices, requirements not met, shares missing or old. Three queries besides those of lacking()."""
    yield from _held()
    yield from _requirements(now)
    yield from _shares(now)


def _held() -> Iterator[Concern]:
    waiting = HeldReading.objects.filter(decision=HeldReading.Decision.WAITING)
    found = waiting.aggregate(count=Count("id"), oldest=Min("run__started_at"))
    if found["count"]:
        yield Concern(
            "Prices that look wrong and wait for a decision",
            found["count"],
            found["oldest"].date(),
            reverse("admin:providers_heldreading_changelist") + "?decision__exact=waiting",
            "Nobody sees them until someone releases or refuses them.",
            "providers.heldreading",
            is_urgent=True,
        )


def _requirements(now: datetime) -> Iterator[Concern]:
    missing = [each for each in lacking(now) if each.requirements]
    if missing:
        yield Concern(
            "Corridors that do not meet all twelve requirements of the World Bank",
            len(missing),
            None,
            reverse("desk:requirements"),
            some(each.slug for each in missing),
        )


def _shares(now: datetime) -> Iterator[Concern]:
    offered = dict(offered_corridors().values_list("pk", "slug"))
    newest = dict(
        MarketShare.objects.filter(corridor_id__in=offered)
        .order_by()
        .values_list("corridor_id")
        .annotate(Max("year"))
    )
    address = reverse("admin:corridors_marketshare_changelist")
    absent = sorted(slug for pk, slug in offered.items() if pk not in newest)
    old = sorted(offered[pk] for pk, year in newest.items() if year < now.year - SHARE_YEARS)
    if absent:
        yield Concern(
            "Corridors without a market share that has a source",
            len(absent),
            None,
            address,
            some(absent),
            SHARES,
        )
    if old:
        yield Concern(
            f"Corridors with market shares older than {SHARE_YEARS} years",
            len(old),
            None,
            address,
            some(old),
            SHARES,
        )
