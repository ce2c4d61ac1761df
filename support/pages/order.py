"""Which organisations come first where only a few are named."""

from support import wording
from support.codes import Kind
from support.models import Organisation

_KINDS = list(wording.KINDS)


def nearest_first(organisations: list[Organisation], nationality: str) -> list[Organisation]:
    """Those for people of a country first, then those for anyone, then those for others; by kind and name."""

    def distance(organisation: Organisation) -> tuple[int, int, str]:
        served = organisation.countries_served
        nearness = 0 if nationality in served else 2 if served else 1
        return nearness, _KINDS.index(Kind(organisation.kind)), organisation.name

    return sorted(organisations, key=distance)
