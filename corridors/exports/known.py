"""Whether a name in a question is known; each function states its query count."""

import re

from corridors.models import Corridor, Service

CORRIDOR = re.compile(r"[a-z]{2}-[a-z]{2}", re.ASCII)
PROVIDER = re.compile(r"[a-z0-9_-]{1,100}", re.ASCII)


def is_corridor(slug: str) -> bool:
    """Whether there are prices of a corridor such as "ae-ph". One query; none for what is no slug."""
    known = Corridor.objects.filter(slug=slug, latest_observed_at__isnull=False)
    return CORRIDOR.fullmatch(slug) is not None and known.exists()


def is_provider(slug: str) -> bool:
    """Whether a provider has a service. One query; none for what is no slug."""
    return PROVIDER.fullmatch(slug) is not None and Service.objects.filter(provider__slug=slug).exists()
