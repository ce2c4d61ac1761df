"""Which stored provider a reading names."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.utils.text import slugify

from corridors.domain.readings import PriceReading
from providers.models import Provider, ProviderAlias

CHUNK = 2_000


def identified(
    readings: Iterable[PriceReading], provider_ids: dict[str, int], *, sandbox: bool = False
) -> Iterator[PriceReading]:
    """The readings in order, each after `provider_ids` knows its provider."""
    incoming = iter(readings)
    met: set[tuple[str, str]] = set()
    while chunk := list(islice(incoming, CHUNK)):
        new: list[PriceReading] = []
        for reading in chunk:
            named = reading.service.provider, reading.provider_name
            if named not in met:
                met.add(named)
                new.append(reading)
        if new:
            identify_providers(new, provider_ids, sandbox=sandbox)
        yield from chunk


def identify_providers(
    readings: Iterable[PriceReading], known: dict[str, int], *, sandbox: bool = False
) -> None:
    """Add to `known` the id of every provider named, creating those never seen. Safe to repeat.

    A spelling that differs from the stored name is kept as an alias. Providers that a sandbox names are
    marked as invented when they are created.
    """
    spellings: dict[str, dict[str, PriceReading]] = {}
    for reading in readings:
        spellings.setdefault(reading.service.provider, {}).setdefault(reading.provider_name, reading)
    stored = {p.name_key: p for p in Provider.objects.filter(name_key__in=spellings.keys() - known.keys())}
    slugs: set[str] | None = None
    for key in sorted(spellings.keys() - known.keys() - stored.keys()):
        if not key:
            continue
        if slugs is None:
            slugs = set(Provider.objects.values_list("slug", flat=True))
        first = next(iter(spellings[key].values()))
        provider = Provider(
            slug=_free_slug(first.provider_name, slugs),
            name=first.provider_name[:200],
            name_key=key[:200],
            type=first.provider_types[0] if first.provider_types else "",
            sandbox=sandbox,
        )
        stored[key] = provider
    new = [provider for provider in stored.values() if provider.id is None]
    if new:
        # Another worker may have created one of them meanwhile: whoever came first is the provider.
        Provider.objects.bulk_create(new, ignore_conflicts=True)
        stored |= {p.name_key: p for p in Provider.objects.filter(name_key__in=[p.name_key for p in new])}
    known.update({key: provider.id for key, provider in stored.items() if provider.id is not None})
    _keep_spellings(spellings, known)


def _free_slug(name: str, taken: set[str]) -> str:
    base = slugify(name)[:90] or "provider"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    taken.add(slug)
    return slug


def _keep_spellings(spellings: dict[str, dict[str, PriceReading]], known: dict[str, int]) -> None:
    several = {key: names for key, names in spellings.items() if key in known}
    names = dict(Provider.objects.filter(name_key__in=several).values_list("name_key", "name"))
    ProviderAlias.objects.bulk_create(
        [
            ProviderAlias(provider_id=known[key], name=spelling[:200])
            for key, given in several.items()
            for spelling in given
            if spelling != names.get(key)
        ],
        ignore_conflicts=True,
    )
