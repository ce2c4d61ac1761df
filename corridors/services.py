"""The only writers of prices, rates and corridors. Each says what repeating it does."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Max, Q

from corridors.comparables import Comparables, is_watched
from corridors.current import advance_current_prices
from corridors.domain.codes import CollectionMethod
from corridors.domain.rates import CrossRate, PublishedRate, RateBook
from corridors.domain.readings import PriceReading, ServiceKey, fingerprint
from corridors.domain.validation import Context, implausible_margin, reasons_to_refuse
from corridors.models import Corridor, Country, Price, ReferenceRate, Service
from corridors.places import known_countries
from corridors.rows import Identity, figures_of, price_row
from corridors.selectors import rate_book
from corridors.storage import add_prices, add_rows
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
    """What people have decided of readings that looked wrong, by fingerprint.

    "released" may be stored without another look; anything else (waiting, refused) stays out.
    """

    def __call__(self, fingerprints: Collection[str]) -> Mapping[str, str]: ...


def no_decisions(fingerprints: Collection[str]) -> Mapping[str, str]:
    """For callers that keep no held readings."""
    return {}


RELEASED = "released"


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
    while batch := list(islice(incoming, BATCH)):
        recorder.take(batch)
    advance_current_prices(run_id=run_id, after_id=before)
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
        self._identities: dict[ServiceKey, Identity] = {}
        self._comparables = Comparables(now)

    def take(self, batch: Sequence[PriceReading]) -> None:
        valid = list(self._valid(batch))
        identities = self._identified(valid)
        book = _rates_for(valid)
        stored = _Stored(valid, self._run_id)
        self._comparables.look_up({identity.corridor_id for identity in identities})
        suspects: list[tuple[Held, tuple[Any, ...]]] = []
        rows, known = [], 0
        for reading, identity in zip(valid, identities, strict=True):
            digest = self._digest(reading)
            if digest in stored.fingerprints:
                known += 1
                continue
            figures = figures_of(reading, _reference(reading, book))
            row = price_row(
                reading,
                identity=identity,
                run_id=self._run_id,
                digest=digest,
                figures=figures,
                corrects_id=stored.same_line(reading, identity),
                recorded_at=self._now,
            )
            if is_watched(reading) and (
                sentences := self._comparables.suspicions(reading, identity, figures)
            ):
                suspects.append((Held(reading, sentences, digest), row))
            elif sentence := implausible_margin(figures.margin):
                self.recorded.refused.append(Refusal(reading, (sentence,)))
            else:
                rows.append(row)
        rows += self._released(suspects)
        added = add_prices(rows)
        self.recorded.stored += added
        self.recorded.already_stored += known + len(rows) - added

    def _identified(self, readings: Sequence[PriceReading]) -> list[Identity]:
        """The stored service and corridor of each reading."""
        try:
            return [self._identities[reading.service] for reading in readings]
        except KeyError:
            unknown = {reading.service for reading in readings} - self._identities.keys()
            self._identities |= identify(unknown, self._provider_ids)
            return [self._identities[reading.service] for reading in readings]

    def _released(self, suspects: Sequence[tuple[Held, tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
        """The rows of suspects that a person has released; the others are held."""
        decided = self._decisions([held.fingerprint for held, _ in suspects]) if suspects else {}
        released = []
        for held, row in suspects:
            if decided.get(held.fingerprint) == RELEASED:
                released.append(row)
            else:
                self.recorded.held.append(held)
        return released

    def _valid(self, batch: Iterable[PriceReading]) -> Iterator[PriceReading]:
        for reading in batch:
            if reasons := reasons_to_refuse(reading, self._context):
                self.recorded.refused.append(Refusal(reading, reasons))
            else:
                yield reading

    def _digest(self, reading: PriceReading) -> str:
        first = fingerprint(reading, occurrence=0)
        # Only a survey states one price twice and means two; a feed that repeats itself says nothing new.
        if reading.statement.collection_method is not CollectionMethod.SURVEY:
            return first
        self._seen[first] += 1
        earlier = self._seen[first] - 1
        return fingerprint(reading, occurrence=earlier) if earlier else first


class _Stored:
    """What earlier runs stored of some survey readings' periods: fingerprints, and lines by source id."""

    def __init__(self, readings: Sequence[PriceReading], run_id: int) -> None:
        self.fingerprints: set[str] = set()
        self._lines: dict[tuple[int, str, int | None, str], int] = {}
        surveyed = [reading.statement for reading in readings if reading.statement.period]
        if not surveyed:
            return
        days, periods = {said.observed_at for said in surveyed}, {said.period for said in surveyed}
        earlier = (
            Price.objects.filter(Q(observed_at__in=days) | Q(period__in=periods))
            .exclude(run_id=run_id)
            .order_by()
            .values_list("fingerprint", "service_id", "period", "price_point", "source_line", "id")
        )
        for digest, service_id, period, price_point, source_line, price_id in earlier:
            self.fingerprints.add(digest)
            if source_line:
                self._lines[service_id, period, price_point, source_line] = price_id

    def same_line(self, reading: PriceReading, identity: Identity) -> int | None:
        """The stored price that a new reading corrects: same service, period, price point and source's id."""
        said = reading.statement
        return self._lines.get((identity.service_id, said.period, reading.price_point, said.source_line))


def _asked_rate(reading: PriceReading) -> tuple[str, str, datetime]:
    return reading.service.send_currency, reading.service.receive_currency, reading.statement.observed_at


def _rates_for(readings: Iterable[PriceReading]) -> RateBook:
    return rate_book({(base, quote, at.date()) for base, quote, at in map(_asked_rate, readings)})


def _reference(reading: PriceReading, book: RateBook) -> CrossRate | None:
    base, quote, at = _asked_rate(reading)
    return book.cross(base=base, quote=quote, on=at.date())


def identify(keys: Iterable[ServiceKey], provider_ids: Mapping[str, int]) -> dict[ServiceKey, Identity]:
    """The stored service and corridor of each key, created where missing. Safe to repeat."""
    wanted = list(keys)
    if not wanted:
        return {}
    slugs = {f"{key.source}-{key.destination}".lower(): key for key in wanted}
    Corridor.objects.bulk_create(
        [
            Corridor(
                slug=slug,
                source_id=key.source,
                destination_id=key.destination,
                send_currency=key.send_currency,
                receive_currency=key.receive_currency,
            )
            for slug, key in sorted(slugs.items())
        ],
        ignore_conflicts=True,
    )
    corridor_ids = dict(Corridor.objects.filter(slug__in=slugs).values_list("slug", "id"))
    columns = {key: _service_columns(key, corridor_ids, provider_ids) for key in wanted}
    names = ("provider_id", "corridor_id", "pay_in", "access", "pay_out", "send_currency", "receive_currency")
    add_rows(Service, names, sorted(columns.values()), key=names)
    stored = {
        row[1:]: row[0]
        for row in Service.objects.filter(
            corridor_id__in=corridor_ids.values(), provider_id__in={values[0] for values in columns.values()}
        ).values_list("id", *names)
    }
    return {key: Identity(stored[values], values[1]) for key, values in columns.items()}


def _service_columns(
    key: ServiceKey, corridor_ids: Mapping[str, int], provider_ids: Mapping[str, int]
) -> tuple[int, int, str, str, str, str, str]:
    return (
        provider_ids[key.provider],
        corridor_ids[f"{key.source}-{key.destination}".lower()],
        ",".join(key.pay_in),
        ",".join(key.access),
        ",".join(key.pay_out),
        key.send_currency,
        key.receive_currency,
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
