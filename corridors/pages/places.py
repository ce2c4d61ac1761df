"""Countries and corridors under the names a reader knows."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import get_language

from corridors.formats import in_alphabet
from corridors.models import Corridor
from corridors.places import country_name


class Place(NamedTuple):
    """A country: its code in lower case, as addresses have it, and its name."""

    code: str
    name: str


class CorridorNames(NamedTuple):
    """A corridor between two places, for a list."""

    slug: str
    source: Place
    destination: Place
    send_currency: str
    receive_currency: str
    services: int

    def by_destination(self) -> str:
        """A key that sorts corridors by where they lead."""
        return in_alphabet(self.destination.name)


class Origin(NamedTuple):
    """A country that money is sent from, and where from there. `currency` is what most is sent in."""

    place: Place
    currency: str
    corridors: tuple[CorridorNames, ...]

    @property
    def destinations(self) -> str:
        """The codes of its destinations, for the script that follows the choice of origin."""
        return " ".join(corridor.destination.code for corridor in self.corridors)


def place(code: str) -> Place:
    """A country by its alpha-2 code, named in the active language."""
    return Place(code.lower(), country_name(code, get_language() or "en"))


def names_of(corridor: Corridor) -> CorridorNames:
    """A corridor with its countries named."""
    return CorridorNames(
        slug=corridor.slug,
        source=place(corridor.source_id),
        destination=place(corridor.destination_id),
        send_currency=corridor.send_currency,
        receive_currency=corridor.receive_currency,
        services=corridor.services,
    )


def origins(corridors: Iterable[Corridor]) -> list[Origin]:
    """The sending countries in alphabetical order, each with its destinations in alphabetical order."""
    named = sorted((names_of(corridor) for corridor in corridors), key=lambda c: c.source.code)
    grouped = [
        Origin(source, leads[0].send_currency, tuple(sorted(leads, key=CorridorNames.by_destination)))
        for source, group in groupby(named, key=lambda corridor: corridor.source)
        if (leads := list(group))
    ]
    return sorted(grouped, key=lambda origin: in_alphabet(origin.place.name))


def destinations(from_origins: Iterable[Origin]) -> list[Place]:
    """Every receiving country once, in alphabetical order."""
    found = {corridor.destination for origin in from_origins for corridor in origin.corridors}
    return sorted(found, key=lambda destination: in_alphabet(destination.name))
