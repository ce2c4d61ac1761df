"""Which of the twelve requirements each offered corridor does not meet."""

from datetime import datetime
from typing import NamedTuple

from django.core.cache import cache

from corridors.domain.requirements import Requirement, Verdict
from corridors.requirements import measured
from corridors.selectors import offered_corridors

# Measuring a corridor takes six queries; what an operator mends shows after this at the latest.
KEPT_SECONDS = 300
KEY = "desk.lacking"


class Lacking(NamedTuple):
    """A corridor, and the requirements that it does not meet or of which nothing is known."""

    slug: str
    requirements: tuple[Requirement, ...]


def lacking(now: datetime) -> list[Lacking]:
    """Every offered corridor with what it lacks, by slug.

    One query, and six a corridor that was not measured lately.
    """
    corridors = {corridor.slug: corridor for corridor in offered_corridors().order_by("slug")}
    keys = {f"{KEY}.{corridor.pk}.{corridor.version}": slug for slug, corridor in corridors.items()}
    known = {keys[key]: found for key, found in cache.get_many(list(keys)).items()}
    fresh = {
        slug: [
            finding.requirement.value
            for finding in measured(corridor, now=now).findings
            if finding.verdict is not Verdict.MET
        ]
        for slug, corridor in corridors.items()
        if slug not in known
    }
    if fresh:
        cache.set_many({key: fresh[slug] for key, slug in keys.items() if slug in fresh}, KEPT_SECONDS)
    found = known | fresh
    return [Lacking(slug, tuple(map(Requirement, found[slug]))) for slug in corridors]
