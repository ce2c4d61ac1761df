"""Which of the twelve requirements each offered corridor does not meet."""

from datetime import datetime
from typing import NamedTuple

from django.core.cache import cache

from corridors.domain.requirements import Requirement, Verdict
from corridors.places import corridor_name
from corridors.requirements import Measured, measured_many
from corridors.selectors import offered_corridors

# Measuring counts every price of more than a year; what an operator mends shows after this at the latest.
KEPT_SECONDS = 300
KEY = "desk.lacking"


class Lacking(NamedTuple):
    """A corridor, and the requirements that it does not meet or of which nothing is known."""

    slug: str
    name: str
    requirements: tuple[Requirement, ...]


def lacking(now: datetime) -> list[Lacking]:
    """Every offered corridor with what it lacks, by slug.

    One query, and six where some were not measured lately, however many (corridors.requirements).
    """
    corridors = {corridor.pk: corridor for corridor in offered_corridors().order_by("slug")}
    keys = {f"{KEY}.{corridor.pk}.{corridor.version}": pk for pk, corridor in corridors.items()}
    found = {keys[key]: numbers for key, numbers in cache.get_many(list(keys)).items()}
    if new := corridors.keys() - found.keys():
        fresh = {pk: _numbers(measured) for pk, measured in measured_many(new, now=now).items()}
        cache.set_many({key: fresh[pk] for key, pk in keys.items() if pk in fresh}, KEPT_SECONDS)
        found |= fresh
    return [
        Lacking(
            corridor.slug,
            corridor_name(corridor.source_id, corridor.destination_id),
            tuple(map(Requirement, found[pk])),
        )
        for pk, corridor in corridors.items()
    ]


def _numbers(measured: Measured) -> list[int]:
    """The numbers of the requirements that a corridor does not meet, as a cache can keep them."""
    return [each.requirement.value for each in measured.findings if each.verdict is not Verdict.MET]
