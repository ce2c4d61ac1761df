"""Which corridors this site offers: all of them, or those that its operators chose.

What is not offered is left out of lists; it answers at its own address as before, for its history is public.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import BooleanField, Case, Count, Exists, Q, QuerySet, Value, When

from corridors.models import Corridor, Country


class Scope(NamedTuple):
    """What was chosen: countries to send from, and decisions on single corridors. Empty: all are offered."""

    countries: tuple[str, ...]
    added: int
    removed: int

    @property
    def is_chosen(self) -> bool:
        """Whether anything was chosen; leaving corridors out of all is no choice of others."""
        return bool(self.countries or self.added)


def _is_offered() -> Q:
    """What makes a corridor offered.

    A decision on the corridor itself comes first, then its sending country's; where neither a country nor a
    corridor was chosen, everything is offered.
    """
    undecided = Q(is_offered__isnull=True)
    nothing_chosen = ~Exists(Corridor.objects.filter(is_offered=True)) & ~Exists(
        Country.objects.filter(is_offered_from=True)
    )
    return (
        Q(is_offered=True) | (undecided & Q(source__is_offered_from=True)) | (undecided & Q(nothing_chosen))
    )


def in_scope(corridors: QuerySet[Corridor]) -> QuerySet[Corridor]:
    """Those of some corridors that this site offers. Adds no query."""
    return corridors.filter(_is_offered())


def with_offered(corridors: QuerySet[Corridor]) -> QuerySet[Corridor]:
    """Corridors, each with whether this site offers it as `offered`. Adds no query."""
    return corridors.annotate(
        offered=Case(When(_is_offered(), then=Value(True)), default=Value(False), output_field=BooleanField())
    )


def senders(countries: QuerySet[Country]) -> QuerySet[Country]:
    """Countries that a corridor with a price leads from, each with `corridors_with_prices`. Adds no query."""
    with_prices = Q(corridors_from__latest_observed_at__isnull=False)
    counted = countries.annotate(corridors_with_prices=Count("corridors_from", filter=with_prices))
    return counted.filter(Q(corridors_with_prices__gt=0) | Q(is_offered_from=True))


def scope() -> Scope:
    """What was chosen. Two queries."""
    decided = Corridor.objects.exclude(is_offered=None).values_list("is_offered", flat=True)
    countries = Country.objects.filter(is_offered_from=True).values_list("code", flat=True)
    added = [bool(each) for each in decided]
    return Scope(tuple(countries), sum(added), len(added) - sum(added))


def offer(corridors: QuerySet[Corridor], *, decision: bool | None) -> int:
    """Decide on single corridors: offered, not offered, or as their country is (None); how many."""
    return Corridor.objects.filter(pk__in=list(corridors.values_list("pk", flat=True))).update(
        is_offered=decision
    )


def offer_from(codes: Iterable[str], *, offered: bool) -> int:
    """Offer everything that is sent from some countries, or no longer; how many countries."""
    return Country.objects.filter(code__in=list(codes)).update(is_offered_from=offered)


def in_words() -> str:
    """What the site offers, in a sentence for operators. Four queries at most."""
    offered = in_scope(Corridor.objects.filter(latest_observed_at__isnull=False)).count()
    chosen = scope()
    if not chosen.is_chosen and not chosen.removed:
        return f"The site offers all {offered} corridors."
    return f"The site offers {offered} corridors."
