"""What operators state of corridors' markets: who holds how much, read and added up."""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import cast

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from corridors.domain.requirements import Share, of_latest_year
from corridors.models import Corridor, MarketShare


def with_sums(shares: QuerySet[MarketShare]) -> QuerySet[MarketShare]:
    """Shares, each with the sum of its corridor's and year's as `together`. Adds no query."""
    same = MarketShare.objects.filter(corridor=OuterRef("corridor"), year=OuterRef("year")).order_by()
    return shares.annotate(
        together=Subquery(same.values("year").annotate(sum=Sum("share_percent")).values("sum"))
    )


def shares_of(corridors: Collection[int]) -> dict[int, tuple[Share, ...]]:
    """Every share stated of some corridors, by the corridor's id, the latest year first. One query.

    A corridor of which none is stated is not there.
    """
    columns = ("provider_id", "provider__name", "share_percent", "year", "source", "source_url")
    found: dict[int, list[Share]] = defaultdict(list)
    stated = MarketShare.objects.filter(corridor_id__in=corridors)
    for corridor_id, *share in stated.values_list("corridor_id", *columns):
        found[corridor_id].append(Share(*share))
    return {corridor_id: tuple(shares) for corridor_id, shares in found.items()}


def latest_shares(corridor: Corridor) -> dict[int, Share]:
    """The shares of the latest year that any is stated of, by provider. One query."""
    stated = shares_of([corridor.pk]).get(corridor.pk, ())
    return {cast(int, share.provider): share for share in of_latest_year(stated)}


def stated_beside(corridor: Corridor, *, year: int, besides: int | None) -> Decimal:
    """The sum of the shares stated for a corridor and year, in per cent, without one of them.

    One query, and one that makes two operators at the same corridor take turns: inside a transaction only.
    """
    list(Corridor.objects.select_for_update().filter(pk=corridor.pk).values_list("pk"))
    others = MarketShare.objects.filter(corridor=corridor, year=year)
    if besides is not None:
        others = others.exclude(pk=besides)
    stated: Decimal | None = others.aggregate(stated=Sum("share_percent"))["stated"]
    return Decimal(0) if stated is None else stated
