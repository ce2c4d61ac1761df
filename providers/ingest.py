"""From a payload to recorded prices: read, identify providers, validate, record; all of it or nothing."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import transaction

from corridors.domain.rates import PublishedRate
from corridors.domain.readings import PriceReading
from corridors.services import Refusal, record_countries, record_prices, record_rates
from providers import rates_files
from providers.adapters import rpw
from providers.identities import identified
from providers.models import FeedRun, RefusedReading
from providers.sources import record_sources
from remitcompare.collector import paused_collector

CHUNK = 2_000


@dataclass(slots=True)
class Report:
    """What became of a file. `refused` holds (locator, reasons, what the row said)."""

    rows_read: int = 0
    rows_blank: int = 0
    stored: int = 0
    already_stored: int = 0
    refused: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


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
    now = datetime.now(UTC)
    run, report = _open_run(source, payload, name, now), Report()

    def published() -> Iterator[PublishedRate]:
        for entry in rates_files.parse(source, payload):
            report.rows_read += 1
            if report.rows_read % CHUNK == 0:
                progress(report.rows_read)
            if isinstance(entry, rates_files.RefusedRate):
                report.refused.append((entry.locator, entry.reason, {}))
            else:
                yield entry

    new, given = record_rates(published(), now=now)
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
        identified(_readings(rpw.parse(payload), report, progress), provider_ids),
        run_id=run.id,
        provider_ids=provider_ids,
        now=now,
    )
    report.stored, report.already_stored = recorded.stored, recorded.already_stored
    report.refused += [_told(refusal) for refusal in recorded.refused]
    _close(run, report)
    return report


def _readings(
    parsed: Iterable[rpw.Parsed], report: Report, progress: Callable[[int], None]
) -> Iterator[PriceReading]:
    """The readings in order; rows and refusals are counted on the way."""
    for row in parsed:
        report.rows_read += 1
        report.rows_blank += row.blank
        report.refused += [(refused.locator, refused.reason, refused.cells) for refused in row.refused]
        yield from row.readings
        if report.rows_read % CHUNK == 0:
            progress(report.rows_read)
    progress(report.rows_read)


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
    run.state = FeedRun.State.DONE
    run.save()
