"""What operators state of a corridor's market, added up."""

from decimal import Decimal
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from corridors.models import Corridor, MarketShare


class Held(NamedTuple):
    """A company's share of a market in per cent, and the year it is of."""

    provider_id: int
    percent: Decimal
    year: int


def with_sums(shares: QuerySet[MarketShare]) -> QuerySet[MarketShare]:
    """Shares, each with the sum of its corridor's and year's as `together`. Adds no query."""
    same = MarketShare.objects.filter(corridor=OuterRef("corridor"), year=OuterRef("year")).order_by()
    return shares.annotate(
        together=Subquery(same.values("year").annotate(sum=Sum("share_percent")).values("sum"))
    )


def latest_shares(corridor: Corridor) -> dict[int, Held]:
    """The shares of the latest year that any is stated of, by provider. One query."""
    stated = MarketShare.objects.filter(corridor=corridor).order_by("-year")
    rows = [Held(*row) for row in stated.values_list(*("provider_id", "share_percent", "year"))]
    return {held.provider_id: held for held in rows if held.year == rows[0].year}
