"""From a payload to recorded prices: read, identify providers, validate, record; all of it or nothing."""

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import transaction
from django.utils.text import slugify

from corridors.domain.rates import PublishedRate
from corridors.domain.readings import PriceReading
from corridors.services import Refusal, record_countries, record_prices, record_rates
from providers import rates_files
from providers.adapters import rpw
from providers.models import FeedRun, Provider, ProviderAlias, RefusedReading
from providers.sources import record_sources

CHUNK = 2_000


@dataclass(slots=True)
class Report:
    """What became of a file. `refused` holds (locator, reasons, what the row said)."""

    rows_read: int = 0
    rows_blank: int = 0
    stored: int = 0
    already_stored: int = 0
    refused: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


@contextmanager
def paused_collector() -> Iterator[None]:
    """Hold the cycle collector off while a file is read: it makes no cycles, and walking its rows over and
    over took a third of an import's time.
    """
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            gc.enable()


def already_ingested(source: str, payload: bytes) -> bool:
    """Whether this very payload was read to its end before. A run and what it stored land together."""
    digest = hashlib.sha256(payload).hexdigest()
    return FeedRun.objects.filter(source_id=source, payload_sha256=digest, finished_at__isnull=False).exists()


def _open_run(source: str, payload: bytes, name: str, now: datetime) -> FeedRun:
    record_countries()
    record_sources()
    return FeedRun.objects.create(
        source_id=source,
        payload_sha256=hashlib.sha256(payload).hexdigest(),
        payload_name=name[:255],
        started_at=now,
    )


@paused_collector()
@transaction.atomic
def ingest_rates(
    source: str, payload: bytes, *, name: str, progress: Callable[[int], None] = lambda rows: None
) -> Report:
    """Record a central bank's history of reference rates. Safe to repeat; all or nothing.

    Raises:
        FileError: the file as a whole cannot be read; nothing is stored.
    """
    run, report = _open_run(source, payload, name, datetime.now(UTC)), Report()

    def published() -> Iterator[PublishedRate]:
        for entry in rates_files.parse(source, payload):
            report.rows_read += 1
            if report.rows_read % CHUNK == 0:
                progress(report.rows_read)
            if isinstance(entry, rates_files.RefusedRate):
                report.refused.append((entry.locator, entry.reason, {}))
            else:
                yield entry

    new, given = record_rates(published())
    report.stored, report.already_stored = new, given - new
    _close(run, report)
    return report


@paused_collector()
@transaction.atomic
def ingest_rpw(
    payload: bytes,
    *,
    name: str,
    now: datetime | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> Report:
    """Record the prices of a survey file. Safe to repeat; all or nothing; refused rows are kept with reasons.

    `progress` is told the number of rows read so far, now and then.

    Raises:
        FileError: the file as a whole cannot be read; nothing is stored.
    """
    now = now or datetime.now(UTC)
    run = _open_run(rpw.SOURCE, payload, name, now)
    report, provider_ids = Report(), dict[str, int]()
    recorded = record_prices(
        _identified(rpw.parse(payload), report, provider_ids, progress),
        run_id=run.id,
        provider_ids=provider_ids,
        now=now,
    )
    report.stored, report.already_stored = recorded.stored, recorded.already_stored
    report.refused += [_told(refusal) for refusal in recorded.refused]
    _close(run, report)
    return report


def _identified(
    parsed: Iterable[rpw.Parsed],
    report: Report,
    provider_ids: dict[str, int],
    progress: Callable[[int], None],
) -> Iterator[PriceReading]:
    """The readings in order, each after its provider is known; rows and refusals are counted on the way."""
    chunk: list[PriceReading] = []
    for row in parsed:
        report.rows_read += 1
        report.rows_blank += row.blank
        report.refused += [(refused.locator, refused.reason, refused.cells) for refused in row.refused]
        chunk += row.readings
        if len(chunk) >= CHUNK:
            identify_providers(chunk, provider_ids)
            progress(report.rows_read)
            yield from chunk
            chunk = []
    identify_providers(chunk, provider_ids)
    yield from chunk
    progress(report.rows_read)


def identify_providers(readings: Iterable[PriceReading], known: dict[str, int]) -> None:
    """Add to `known` the id of every provider named, creating those never seen. Safe to repeat.

    A spelling that differs from the stored name is kept as an alias.
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
        )
        stored[key] = provider
    Provider.objects.bulk_create([provider for provider in stored.values() if provider.id is None])
    known.update({key: provider.id for key, provider in stored.items()})
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


def _told(refusal: Refusal) -> tuple[str, str, dict[str, str]]:
    reading = refusal.reading
    point = f", price point {reading.price_point}" if reading.price_point else ""
    said = {
        "provider": reading.provider_name,
        "corridor": f"{reading.service.source}-{reading.service.destination}",
        "send_amount": str(reading.send_amount),
        "fee": "" if reading.fee is None else str(reading.fee),
    }
    return f"{reading.statement.locator}{point}", "; ".join(refusal.reasons), said


def _close(run: FeedRun, report: Report) -> None:
    RefusedReading.objects.bulk_create(
        [
            RefusedReading(run=run, locator=locator[:200], reasons=reasons, reading=cells)
            for locator, reasons, cells in report.refused
        ],
        batch_size=1_000,
    )
    run.rows_read, run.rows_blank = report.rows_read, report.rows_blank
    run.stored, run.already_stored = report.stored, report.already_stored
    run.refused, run.finished_at = len(report.refused), datetime.now(UTC)
    run.save()
