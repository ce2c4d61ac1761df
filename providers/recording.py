"""From readings to history: validate, hold what looks wrong, record the rest, and say what became of each."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from corridors.domain.rates import PublishedRate
from corridors.domain.readings import PriceReading, fingerprint
from corridors.domain.readings_json import to_json
from corridors.services import Recorded, Refusal, record_prices, record_rates
from providers import archive
from providers.adapters import adapter_of
from providers.adapters.base import Answer, ParseError, Reading, RefusedRow
from providers.fetching import archived_answer
from providers.identities import identified
from providers.models import FeedRun, HeldReading, RefusedReading
from providers.sources import RATES, SourceFacts, facts_of

SANDBOX_NAME = "sandbox"
EXAMPLES = 10
# A long weekend with holidays on both sides.
AHEAD_AT_MOST = timedelta(days=6)
COUNTS = ("rows_read", "stored", "already_stored", "refused", "held")


@dataclass(slots=True)
class Tally:
    """What became of the rows of a run so far; `examples` are the first (locator, reasons) left out."""

    rows_read: int = 0
    stored: int = 0
    already_stored: int = 0
    refused: int = 0
    held: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)


class DecidedBefore:
    """What operators have decided of one source's held readings, read once (corridors.services.Decisions)."""

    def __init__(self, source: str) -> None:
        held = HeldReading.objects.filter(run__source_id=source)
        self._decisions = dict(held.values_list("fingerprint", "decision"))

    def __call__(self, fingerprints: Collection[str]) -> Mapping[str, str]:
        known = self._decisions
        return {digest: known[digest] for digest in fingerprints if digest in known} if known else known


def decisions(fingerprints: Collection[str]) -> Mapping[str, str]:
    """What operators have decided of held readings, by fingerprint (corridors.services.Decisions)."""
    held = HeldReading.objects.filter(fingerprint__in=list(fingerprints))
    return dict(held.values_list("fingerprint", "decision"))


def waits_in(reading: PriceReading) -> int | None:
    """The run that holds a price, the only one of its kind in its batch; None: no run does. One query."""
    found = HeldReading.objects.filter(
        observed_at=reading.statement.observed_at, fingerprint=fingerprint(reading, occurrence=0)
    )
    return found.values_list("run_id", flat=True).first()


@transaction.atomic
def record_run(run_id: int, *, now: datetime) -> FeedRun | None:
    """Record every answer of a fetched run; None when another worker has it or it is finished.

    Safe to repeat and to interrupt: a run is recorded whole, in one transaction that holds its row, or is
    left as it was. An answer that cannot be read is named in the run's error, and the others are recorded.
    """
    run = locked_run(run_id)
    if run is None or run.state != FeedRun.State.FETCHED:
        return None
    facts = facts_of(run.source_id)
    errors = [run.error] if run.error else []
    tally = Tally()
    adapter = adapter_of(facts, today=now.date(), ask=_must_not_ask, keep=_must_not_ask)
    for answer in _answers(run, errors):
        try:
            with transaction.atomic():
                part = record_entries(adapter.parse(answer), run=run, facts=facts, now=now)
        except ParseError as error:
            errors.append(f"{answer.sha256[:16]}: {error}")
        else:
            _add(tally, part)
    close_run(run, tally, error="\n".join(errors), now=now)
    return run


def locked_run(run_id: int) -> FeedRun | None:
    """The run, held until the transaction ends; on SQLite the one writer holds everything anyway."""
    can_skip = connection.features.has_select_for_update_skip_locked
    return FeedRun.objects.select_for_update(skip_locked=can_skip).filter(id=run_id).first()


def _must_not_ask(*args: Any, **kwargs: Any) -> Answer:
    raise AssertionError("parse() reads; it must not ask")


def _answers(run: FeedRun, errors: list[str]) -> Iterator[Answer]:
    """The run's answers in the order they came, one body at a time; those the archive lost are named."""
    for row in run.answers.order_by("id"):
        try:
            yield archived_answer(row)
        except archive.ArchiveError as error:
            errors.append(str(error))


def record_entries(entries: Iterable[Any], *, run: FeedRun, facts: SourceFacts, now: datetime) -> Tally:
    """Record what a source of rates or of prices said. Safe to repeat."""
    if facts.kind == RATES:
        return record_rate_entries(entries, run=run, now=now)
    return record_price_entries(entries, run=run, now=now, sandbox=facts.sandbox)


def record_rate_entries(
    entries: Iterable[PublishedRate | RefusedRow], *, run: FeedRun, now: datetime
) -> Tally:
    """Record reference rates; rows that could not be read are kept with their reasons. Safe to repeat."""
    tally, refused = Tally(), list[RefusedRow]()
    new, given = record_rates(_not_ahead(_readable(entries, refused, tally), refused, now), now=now)
    tally.stored, tally.already_stored = new, given - new
    keep_refused(run, refused)
    tally.refused = len(refused)
    tally.examples = [(row.locator, row.reason) for row in refused[:EXAMPLES]]
    return tally


def record_price_entries(
    entries: Iterable[PriceReading | RefusedRow], *, run: FeedRun, now: datetime, sandbox: bool = False
) -> Tally:
    """Record prices; what is refused or held is kept with its reasons. Safe to repeat."""
    tally, refused = Tally(), list[RefusedRow]()
    honest = _named_honestly(_readable(entries, refused, tally), refused, sandbox=sandbox)
    provider_ids: dict[str, int] = {}
    recorded = record_prices(
        identified(honest, provider_ids, sandbox=sandbox),
        run_id=run.id,
        provider_ids=provider_ids,
        now=now,
        decisions=DecidedBefore(run.source_id),
    )
    refused += [told(refusal) for refusal in recorded.refused]
    keep_refused(run, refused)
    _keep_held(run, recorded)
    tally.stored, tally.already_stored = recorded.stored, recorded.already_stored
    tally.refused, tally.held = len(refused), len(recorded.held)
    tally.examples = [(row.locator, row.reason) for row in refused[:EXAMPLES]]
    tally.examples += [(h.reading.statement.locator, "; ".join(h.reasons)) for h in recorded.held[:EXAMPLES]]
    return tally


def _not_ahead(
    rates: Iterable[PublishedRate], refused: list[RefusedRow], now: datetime
) -> Iterator[PublishedRate]:
    """Without rates of days to come, but for those that a bank dates by its next working day."""
    latest = now.date() + AHEAD_AT_MOST
    for rate in rates:
        if rate.observed_on <= latest:
            yield rate
        else:
            said = {"base": rate.base, "quote": rate.quote, "rate": f"{rate.rate:f}"}
            refused.append(RefusedRow(f"{rate.observed_on}", f"{rate.observed_on} is in the future", said))


def _readable(
    entries: Iterable[Reading | RefusedRow], refused: list[RefusedRow], tally: Tally
) -> Iterator[Reading]:
    for entry in entries:
        tally.rows_read += 1
        if isinstance(entry, RefusedRow):
            refused.append(entry)
        else:
            yield entry


def _named_honestly(
    readings: Iterable[PriceReading], refused: list[RefusedRow], *, sandbox: bool
) -> Iterator[PriceReading]:
    """Without invented prices under a real name, and real ones under a sandbox's."""
    for reading in readings:
        if _is_of_sandbox(reading.service.provider) is sandbox or not reading.service.provider:
            yield reading
            continue
        sentence = (
            "a sandbox must call its providers “Sandbox …”: an invented price never gets a real name"
            if sandbox
            else "only a sandbox may call a provider “Sandbox …”"
        )
        refused.append(told(Refusal(reading, (sentence,))))


def _is_of_sandbox(name: str) -> bool:
    """Whether a name begins with "Sandbox", also in letters that only look like it."""
    letters = unicodedata.normalize("NFKC", name).casefold()
    return "".join(each for each in letters if each.isalpha()).startswith(SANDBOX_NAME)


def told(refusal: Refusal) -> RefusedRow:
    """A refused reading as it is kept: where it stood, why, and what it said in short."""
    reading = refusal.reading
    point = f", price point {reading.price_point}" if reading.price_point else ""
    said = {
        "provider": reading.provider_name,
        "corridor": f"{reading.service.source}-{reading.service.destination}",
        "send_amount": str(reading.send_amount),
        "fee": "" if reading.fee is None else str(reading.fee),
        "rate": "" if reading.rate is None else str(reading.rate),
    }
    return RefusedRow(f"{reading.statement.locator}{point}", "; ".join(refusal.reasons), said)


def keep_refused(run: FeedRun, refused: Iterable[RefusedRow]) -> None:
    """Keep rows that were not recorded, with where they stood and why."""
    RefusedReading.objects.bulk_create(
        [
            RefusedReading(run=run, locator=row.locator[:200], reasons=row.reason, reading=dict(row.said))
            for row in refused
        ],
        batch_size=1_000,
    )


def _keep_held(run: FeedRun, recorded: Recorded) -> None:
    HeldReading.objects.bulk_create(
        [
            HeldReading(
                run=run,
                fingerprint=held.fingerprint,
                observed_at=held.reading.statement.observed_at,
                locator=held.reading.statement.locator[:200],
                reasons="; ".join(held.reasons),
                reading=to_json(held.reading),
            )
            for held in recorded.held
        ],
        batch_size=1_000,
        ignore_conflicts=True,
    )


def _add(total: Tally, part: Tally) -> None:
    for name in COUNTS:
        setattr(total, name, getattr(total, name) + getattr(part, name))


def close_run(run: FeedRun, tally: Tally, *, error: str, now: datetime, rows_blank: int = 0) -> None:
    """Write what became of a run; one with an error is failed, though what could be recorded is."""
    run.rows_read, run.rows_blank = tally.rows_read, rows_blank
    run.stored, run.already_stored = tally.stored, tally.already_stored
    run.refused, run.held = tally.refused, tally.held
    run.error, run.finished_at = error, now
    run.state = FeedRun.State.FAILED if error else FeedRun.State.DONE
    run.save()
