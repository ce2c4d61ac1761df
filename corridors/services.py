"""The only writers of prices, rates and corridors. Each says what repeating it does."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Max

from corridors.comparables import Comparables, costs_of, is_watched
from corridors.current import advance_current_prices
from corridors.domain.codes import CollectionMethod
from corridors.domain.rates import CrossRate, PublishedRate
from corridors.domain.readings import PriceReading, ServiceKey, fingerprint
from corridors.domain.validation import Context, implausible_margin, reasons_to_refuse
from corridors.identities import identify
from corridors.models import Country, Price, ReferenceRate
from corridors.places import known_countries
from corridors.rollup import advance_rollups
from corridors.rows import Figures, Identity, figures_of, price_row
from corridors.selectors import rate_book
from corridors.storage import PriceWriter, add_rows
from corridors.stored import Stored, stored_among
from remitcompare.collector import paused_collector
from remitcompare.money import currencies

BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reading that was not recorded, with every sentence that says why."""

    reading: PriceReading
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A reading that looks wrong and waits for a person; `fingerprint` is what it would be stored under."""

    reading: PriceReading
    reasons: tuple[str, ...]
    fingerprint: str


@dataclass(slots=True)
class Recorded:
    """What became of the readings handed to record_prices()."""

    stored: int = 0
    already_stored: int = 0
    refused: list[Refusal] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)


class Decisions(Protocol):
    """What people have decided of readings that once looked wrong, by fingerprint: one of HELD_BEFORE, or
    "released", which may be stored without another look. The others stay out however they look now.
    """

    def __call__(self, fingerprints: Collection[str]) -> Mapping[str, str]: ...


def no_decisions(fingerprints: Collection[str]) -> Mapping[str, str]:
    """For callers that keep no held readings."""
    return {}


RELEASED = "released"
HELD_BEFORE = {"waiting": "it waits for an operator", "refused": "an operator refused it"}


def validation_context(now: datetime) -> Context:
    """What the validation rules may know: our clock, and every country and currency code."""
    return Context(now=now, countries=frozenset(known_countries()), currencies=currencies())


@paused_collector()
@transaction.atomic
def record_prices(
    readings: Iterable[PriceReading],
    *,
    run_id: int,
    provider_ids: Mapping[str, int],
    now: datetime,
    decisions: Decisions = no_decisions,
) -> Recorded:
    """Append readings to history, move current prices forward, bump each corridor's version once.

    Safe to repeat: what is stored already changes nothing. Safe out of order: an older observation joins
    history and never becomes current. All or nothing. `provider_ids` maps a provider's normalised name to
    its id; readings that break a rule are not stored and come back with their reasons, and so do those that
    look wrong and that nobody has released yet. Memory does not grow with the number of readings, but with
    that of services and of what is not stored.
    """
    before = Price.objects.aggregate(last=Max("id"))["last"] or 0
    recorder = _Recorder(run_id=run_id, provider_ids=provider_ids, now=now, decisions=decisions)
    incoming = iter(readings)
    with PriceWriter() as writer:
        while batch := list(islice(incoming, BATCH)):
            writer.add(recorder.take(batch))
    recorder.finish(writer.added)
    advance_current_prices(run_id=run_id, after_id=before)
    advance_rollups(run_id=run_id, after_id=before)
    return recorder.recorded


class _Recorder:
    """One call of record_prices(): what it has seen so far, batch by batch."""

    def __init__(
        self, *, run_id: int, provider_ids: Mapping[str, int], now: datetime, decisions: Decisions
    ) -> None:
        self.recorded = Recorded()
        self._run_id, self._provider_ids, self._now = run_id, provider_ids, now
        self._decisions = decisions
        self._context = validation_context(now)
        self._seen: Counter[str] = Counter()
        self._given = 0
        self._identities: dict[ServiceKey, Identity] = {}
        self._references: dict[tuple[str, str, date], CrossRate | None] = {}
        self._comparables = Comparables(now)

    def take(self, batch: Sequence[PriceReading]) -> list[tuple[Any, ...]]:
        """The rows that a batch adds to history, unless they are there already."""
        valid = list(self._valid(batch))
        identities = self._identified(valid)
        self._look_up_references(valid)
        stored = Stored(valid, self._run_id)
        self._comparables.look_up({identity.corridor_id for identity in identities})
        digests = [self._digest(reading) for reading in valid]
        decided = self._decisions(digests)
        rows, held_before = [], len(self.recorded.held)
        for reading, identity, digest in zip(valid, identities, digests, strict=True):
            if digest in stored.fingerprints:
                self.recorded.already_stored += 1
                continue
            figures = figures_of(reading, self._references[_asked_rate(reading)])
            if self._keep_out(reading, identity, digest, figures, decided.get(digest)):
                continue
            rows.append(
                price_row(
                    reading,
                    identity=identity,
                    run_id=self._run_id,
                    digest=digest,
                    figures=figures,
                    corrects_id=stored.same_line(reading, identity),
                    recorded_at=self._now,
                )
            )
        self._given += len(rows)
        self.recorded.already_stored += self._stored_before(held_before)
        return rows

    def finish(self, added: int) -> None:
        """Note how many of the rows given were new."""
        self.recorded.stored = added
        self.recorded.already_stored += self._given - added

    def _stored_before(self, held_before: int) -> int:
        """How many of those held since then are in history already, and so wait for nobody."""
        held = self.recorded.held[held_before:]
        stored = stored_among({each.fingerprint: each.reading for each in held}) if held else set()
        self.recorded.held[held_before:] = [each for each in held if each.fingerprint not in stored]
        return len(held) + held_before - len(self.recorded.held)

    def _keep_out(
        self, reading: PriceReading, identity: Identity, digest: str, figures: Figures, decision: str | None
    ) -> bool:
        """Whether a reading is held or refused, which is noted. What a person has decided comes first."""
        if decision == RELEASED:
            return False
        if decision is not None:
            self.recorded.held.append(Held(reading, (HELD_BEFORE[decision],), digest))
            return True
        costs = costs_of(reading, figures) if is_watched(reading) else None
        if costs and (why := self._comparables.suspicions(reading, identity, costs, figures)):
            self.recorded.held.append(Held(reading, why, digest))
            return True
        if sentence := implausible_margin(figures.margin):
            self.recorded.refused.append(Refusal(reading, (sentence,)))
            return True
        if costs:
            self._comparables.accept(reading, identity, costs)
        return False

    def _identified(self, readings: Sequence[PriceReading]) -> list[Identity]:
        """The stored service and corridor of each reading."""
        try:
            return [self._identities[reading.service] for reading in readings]
        except KeyError:
            unknown = {reading.service for reading in readings} - self._identities.keys()
            self._identities |= identify(unknown, self._provider_ids)
            return [self._identities[reading.service] for reading in readings]

    def _valid(self, batch: Iterable[PriceReading]) -> Iterator[PriceReading]:
        for reading in batch:
            if reasons := reasons_to_refuse(reading, self._context):
                self.recorded.refused.append(Refusal(reading, reasons))
            else:
                yield reading

    def _look_up_references(self, readings: Iterable[PriceReading]) -> None:
        """The reference rate of each reading's currencies and day. No query where all were met before."""
        if new := set(map(_asked_rate, readings)) - self._references.keys():
            book = rate_book(new)
            self._references |= {
                (base, quote, on): book.cross(base=base, quote=quote, on=on) for base, quote, on in new
            }

    def _digest(self, reading: PriceReading) -> str:
        first = fingerprint(reading, occurrence=0)
        # Only a survey states one price twice and means two; a feed that repeats itself says nothing new.
        if reading.statement.collection_method is not CollectionMethod.SURVEY:
            return first
        self._seen[first] += 1
        earlier = self._seen[first] - 1
        return fingerprint(reading, occurrence=earlier) if earlier else first


def _asked_rate(reading: PriceReading) -> tuple[str, str, date]:
    return (
        reading.service.send_currency,
        reading.service.receive_currency,
        reading.statement.observed_at.date(),
    )


@transaction.atomic
def record_rates(published: Iterable[PublishedRate], *, now: datetime) -> tuple[int, int]:
    """Add published reference rates and return (new, given).

    Safe to repeat: what is stored already changes nothing. A source that corrects itself gets a second row
    for the day, which counts from then on.
    """
    new, given = 0, 0
    rates = iter(published)
    columns = ("source_id", "base", "quote", "rate", "observed_on", "recorded_at")
    key = ("observed_on", "source_id", "base", "quote", "rate")
    while batch := list(islice(rates, BATCH)):
        given += len(batch)
        new += add_rows(ReferenceRate, columns, [(*rate, now) for rate in batch], key=key)
    return new, given


def record_countries() -> None:
    """Store every country that ISO 3166 and CLDR know. Safe to repeat."""
    Country.objects.bulk_create(
        [Country(code=code, alpha3=alpha3) for code, alpha3 in known_countries().items()],
        ignore_conflicts=True,
    )
