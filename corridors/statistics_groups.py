"""Which groups each service counts in."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from corridors.domain.digital import digital
from corridors.domain.statistic_codes import GroupBy, RegionScheme
from corridors.domain.units import ServicePrice
from corridors.facts import CountryGroups, country_groups
from corridors.statistics_units import Block, Place

WORLD = "world"
NOT_STATED = "not_stated"
UNCLASSIFIED = "unclassified"
# The places of a service's facts, in the order of statistics_units.SERVICE_FACTS.
PRICE_TYPES, PROVIDER_TYPE, PAY_IN, ACCESS, PAY_OUT = range(5)
OF_SERVICES = {GroupBy.PROVIDER_TYPE, GroupBy.PAY_IN, GroupBy.PAY_OUT, GroupBy.ACCESS, GroupBy.DIGITAL}

Facts = tuple[Any, ...]
PartsOf = Callable[[Block], Iterable[tuple[str, Sequence[ServicePrice]]]]


def parts_by(group_by: GroupBy, scheme: RegionScheme, known: Mapping[int, Place]) -> PartsOf:
    """The function that divides a block among groups; a service with several ways is in each of theirs."""
    if group_by in OF_SERVICES:
        return partial(_by_service, _OF_SERVICE[group_by])
    group_of = _of_place(group_by, scheme)
    groups = {corridor_id: group_of(place) for corridor_id, place in known.items()}
    return lambda block: [(groups[block.corridor_id], block.prices)]


def provider_types(facts: Facts) -> Sequence[str]:
    """The kinds of institution that the price names, else its provider's."""
    return codes(facts[PRICE_TYPES] or facts[PROVIDER_TYPE])


@lru_cache(maxsize=4_096)
def codes(joined: str) -> tuple[str, ...]:
    """The codes that a column joins by commas."""
    return tuple(joined.split(",")) if joined else ()


def _of_place(group_by: GroupBy, scheme: RegionScheme) -> Callable[[Place], str]:
    groups = country_groups()
    if group_by is GroupBy.REGION:
        region = _REGIONS[scheme]
        return lambda place: region(groups[place.destination]) or UNCLASSIFIED
    return {
        GroupBy.WORLD: lambda place: WORLD,
        GroupBy.INCOME: lambda place: groups[place.destination].income or UNCLASSIFIED,
        GroupBy.FROM: lambda place: place.source,
        GroupBy.TO: lambda place: place.destination,
        GroupBy.CORRIDOR: lambda place: place.slug,
    }[group_by]


_REGIONS: Mapping[RegionScheme, Callable[[CountryGroups], str | None]] = {
    RegionScheme.WORLD_BANK: lambda groups: groups.world_bank_region,
    RegionScheme.M49: lambda groups: groups.m49_region,
    RegionScheme.M49_SUBREGION: lambda groups: groups.m49_subregion,
}


def _by_service(
    groups_of: Callable[[Facts], Sequence[str]], block: Block
) -> Iterator[tuple[str, Sequence[ServicePrice]]]:
    for price, facts in zip(block.prices, block.facts, strict=True):
        for group in groups_of(facts) or (NOT_STATED,):
            yield group, (price,)


def _digital(facts: Facts) -> Sequence[str]:
    known = digital(pay_in=codes(facts[PAY_IN]), access=codes(facts[ACCESS]), pay_out=codes(facts[PAY_OUT]))
    return (known,) if known else ()


_OF_SERVICE: Mapping[GroupBy, Callable[[Facts], Sequence[str]]] = {
    GroupBy.PROVIDER_TYPE: provider_types,
    GroupBy.PAY_IN: lambda facts: codes(facts[PAY_IN]),
    GroupBy.ACCESS: lambda facts: codes(facts[ACCESS]),
    GroupBy.PAY_OUT: lambda facts: codes(facts[PAY_OUT]),
    GroupBy.DIGITAL: _digital,
}
