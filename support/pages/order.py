"""Which organisations come first where only a few are named."""

from support import wording
from support.codes import Kind
from support.selectors import Named

_KINDS = list(wording.KINDS)


def nearest_first(organisations: list[Named], nationality: str) -> list[Named]:
    """Those for people of a country first, then those for anyone, then those for others; by kind and name."""

    def distance(organisation: Named) -> tuple[int, int, str]:
        served = organisation.countries_served
        nearness = 0 if nationality in served else 2 if served else 1
        return nearness, _KINDS.index(Kind(organisation.kind)), organisation.name

    return sorted(organisations, key=distance)
