"""Prices that are handed in: one way for partners' batches, uploaded files and the mystery shoppers' form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

import structlog
from django.db import transaction

from corridors.domain.readings import PriceReading, fingerprint
from corridors.models import Price, Source
from corridors.services import Refusal, record_countries
from providers import archive
from providers.adapters.base import Answer, ParseError, RefusedRow
from providers.adapters.submission import NO, RECORDED, Entry, entries_in, row_of
from providers.fetching import start_run
from providers.models import ArchivedAnswer, FeedRun, HeldReading
from providers.outcomes import REFUSED_BEFORE, Fates, Outcome, Result, Status
from providers.recording import Tally, close_run, decisions, keep_refused, record_price_entries, told
from providers.sources import SourceFacts, facts_of, record_sources
from providers.submitted import TooManyError

log = structlog.get_logger(__name__)

CHUNK = 500
Decision = HeldReading.Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What somebody hands in. `received_at` is when a price without `observed_at` was true.

    `asked` is what adapters/submission.py wants noted; never a key. With `all_or_nothing`, one refused price
    refuses the others.
    """

    source: str
    trigger: FeedRun.Trigger
    body: bytes
    content_type: str
    received_at: datetime
    asked: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    all_or_nothing: bool = False


class _RefusedBatchError(Exception):
    """Undoes the recording of a batch of which something was refused."""


def accept(delivery: Delivery, *, now: datetime) -> Outcome:
    """Archive what was handed in, record what is good of it, and say what became of each price.

    Safe to repeat: what is stored is known. What cannot be read, or is refused as a whole, leaves its payload
    and a failed run that says why, and no price. A crash leaves no trace but the payload.

    Raises:
        ArchiveError: the payload cannot be kept.
    """
    outcome = _taken(delivery, now=now)
    counts = {status.value: count for status, count in outcome.counts.items()}
    log.info("prices handed in", run_id=outcome.run_id, feed=delivery.source, error=outcome.error, **counts)
    return outcome


def preview(delivery: Delivery, *, now: datetime) -> Outcome:
    """What accept() would do. The payload is archived; nothing else is kept."""
    with transaction.atomic():
        outcome = _taken(delivery, now=now)
        transaction.set_rollback(True)
    return outcome


@transaction.atomic
def _taken(delivery: Delivery, *, now: datetime) -> Outcome:
    facts = facts_of(delivery.source)
    _store_sources(facts)
    run = start_run(facts, trigger=delivery.trigger, now=now)
    answer = _archived(run, delivery)
    try:
        entries = list(entries_in(answer, facts))
    except ParseError as error:
        too_many = isinstance(error.__cause__, TooManyError)
        return _unrecorded(run, [], [], error=str(error), too_many=too_many, now=now)
    results: list[Result] = []
    try:
        with transaction.atomic():
            results = _recorded(entries, run=run, answer=answer, now=now)
            if delivery.all_or_nothing and any(result.status is Status.REFUSED for result in results):
                raise _RefusedBatchError
    except _RefusedBatchError:
        refused = [result for result in results if result.status is Status.REFUSED]
        rows = _rows_of(refused, entries, answer)
        sentence = f"{len(refused):,} of {len(entries):,} prices are refused, so none was recorded"
        return _unrecorded(run, rows, results, error=sentence, now=now)
    outcome = Outcome(run_id=run.id, sha256=answer.sha256, results=results)
    close_run(run, _tally(outcome), error="", now=now)
    return outcome


def recorded_before(delivery: Delivery, *, sha256: str) -> FeedRun | None:
    """The run that recorded a delivery, received at the same moment, already. One query."""
    runs = FeedRun.objects.filter(trigger=delivery.trigger, payload_sha256=sha256)
    return runs.filter(answers__received_at=delivery.received_at).first()


def _store_sources(facts: SourceFacts) -> None:
    if not Source.objects.filter(key=facts.key).exists():
        record_countries()
        record_sources()


def _archived(run: FeedRun, delivery: Delivery) -> Answer:
    sha256 = archive.store(delivery.body)
    ArchivedAnswer.objects.create(
        run=run,
        sha256=sha256,
        question=delivery.name[:500],
        asked=dict(delivery.asked),
        content_type=delivery.content_type,
        bytes=len(delivery.body),
        received_at=delivery.received_at,
    )
    run.payload_sha256, run.payload_name = sha256, delivery.name[:255]
    return Answer(delivery.body, sha256, delivery.content_type, delivery.received_at, delivery.asked)


def _unrecorded(
    run: FeedRun,
    rows: Sequence[RefusedRow],
    results: Sequence[Result],
    *,
    error: str,
    now: datetime,
    too_many: bool = False,
) -> Outcome:
    """Close the run of a delivery of which nothing is recorded, now or when it is parsed again."""
    for answer in run.answers.all():
        answer.asked = {**answer.asked, RECORDED: NO}
        answer.save(update_fields=["asked"])
    keep_refused(run, rows)
    close_run(run, Tally(rows_read=len(results), refused=len(rows)), error=error, now=now)
    return Outcome(run_id=run.id, sha256=run.payload_sha256, results=results, error=error, too_many=too_many)


def _rows_of(refused: Iterable[Result], entries: Sequence[Entry], answer: Answer) -> list[RefusedRow]:
    return [row_of(entries[result.index]._replace(errors=dict(result.errors)), answer) for result in refused]


def _tally(outcome: Outcome) -> Tally:
    counts = outcome.counts
    return Tally(
        rows_read=len(outcome.results),
        stored=counts[Status.STORED],
        already_stored=counts[Status.ALREADY_KNOWN],
        refused=counts[Status.REFUSED],
        held=counts[Status.HELD],
    )


def _recorded(entries: Sequence[Entry], *, run: FeedRun, answer: Answer, now: datetime) -> list[Result]:
    """Record what is readable and not known, and say what became of each."""
    readings = {
        fingerprint(entry.reading, occurrence=0): entry.reading
        for entry in reversed(entries)  # so that the first of several equal ones stays
        if entry.reading is not None
    }
    before, decided = _stored(readings).keys(), _decided(readings)
    rows: list[PriceReading | RefusedRow] = [
        row_of(entry, answer) for entry in entries if entry.reading is None
    ]
    new = [
        reading
        for digest, reading in reversed(readings.items())
        if digest not in before and decided.get(digest, Decision.RELEASED) == Decision.RELEASED
    ]
    record_price_entries([*rows, *new], run=run, now=now)
    # An equal price may have come in by another run meanwhile: that one stored it, whatever was known before.
    by_run = _stored(readings)
    stored = {digest for digest, run_id in by_run.items() if run_id == run.id}
    fates = Fates(run, known=by_run.keys() - stored, stored=stored, decided=decided, readings=readings)
    keep_refused(run, [told(Refusal(readings[digest], (REFUSED_BEFORE,))) for digest in fates.refused_before])
    return [fates.of(entry) for entry in entries]


def _stored(readings: Mapping[str, PriceReading]) -> dict[str, int]:
    """The readings that history holds: their fingerprints, and the run that stored each."""
    pairs, found = iter(readings.items()), dict[str, int]()
    while chunk := dict(islice(pairs, CHUNK)):
        days = {reading.statement.observed_at for reading in chunk.values()}
        prices = Price.objects.filter(observed_at__in=days, fingerprint__in=list(chunk))
        found.update(prices.order_by().values_list("fingerprint", "run_id"))
    return found


def _decided(readings: Mapping[str, PriceReading]) -> dict[str, str]:
    digests, found = iter(readings), dict[str, str]()
    while chunk := list(islice(digests, CHUNK)):
        found |= decisions(chunk)
    return found
