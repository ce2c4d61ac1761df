"""The only writers of prices, rates and corridors. Each says what repeating it does."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, F, Max, Q

from corridors.domain.rates import CrossRate, PublishedRate, RateBook
from corridors.domain.readings import PriceReading, ServiceKey, fingerprint
from corridors.domain.validation import Context, implausible_margin, reasons_to_refuse
from corridors.models import Corridor, Country, CurrentPrice, Price, ReferenceRate, Service
from corridors.places import known_countries
from corridors.rows import Identity, margin_of, price_row
from corridors.selectors import rate_book, standing_prices
from corridors.storage import add_prices, add_rows
from remitcompare.money import currencies

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reading that was not recorded, with every sentence that says why."""

    reading: PriceReading
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Recorded:
    """What became of the readings handed to record_prices()."""

    stored: int = 0
    already_stored: int = 0
    refused: list[Refusal] = field(default_factory=list)


def validation_context(now: datetime) -> Context:
    """What the validation rules may know: our clock, and every country and currency code."""
    return Context(now=now, countries=frozenset(known_countries()), currencies=currencies())


@transaction.atomic
def record_prices(
    readings: Iterable[PriceReading], *, run_id: int, provider_ids: Mapping[str, int], now: datetime
) -> Recorded:
    """Append readings to history, move current prices forward, bump each corridor's version once.

    Safe to repeat: what is stored already changes nothing. Safe out of order: an older observation joins
    history and never becomes current. All or nothing. `provider_ids` maps a provider's normalised name to
    its id; readings that break a rule are not stored and come back with their reasons.
    """
    recorder = _Recorder(run_id=run_id, provider_ids=provider_ids, now=now)
    incoming = iter(readings)
    while batch := list(islice(incoming, BATCH)):
        recorder.take(batch)
    if recorder.touched:
        rebuild_current_prices(recorder.touched)
        refresh_corridors(recorder.touched)
    return recorder.recorded


class _Recorder:
    """One call of record_prices(): what it has seen so far, batch by batch."""

    def __init__(self, *, run_id: int, provider_ids: Mapping[str, int], now: datetime) -> None:
        self.recorded = Recorded()
        self.touched: set[int] = set()
        self._run_id, self._provider_ids, self._now = run_id, provider_ids, now
        self._context = validation_context(now)
        self._seen: Counter[str] = Counter()
        self._identities: dict[ServiceKey, Identity] = {}

    def take(self, batch: Sequence[PriceReading]) -> None:
        valid = list(self._valid(batch))
        unknown = {reading.service for reading in valid} - self._identities.keys()
        self._identities |= identify(unknown, self._provider_ids)
        book = _rates_for(valid)
        stored = _Stored(valid, self._run_id)
        rows, known = [], 0
        for reading in valid:
            identity = self._identities[reading.service]
            digest = self._digest(reading)
            if digest in stored.fingerprints:
                known += 1
                continue
            reference = _reference(reading, book)
            margin = margin_of(reading, reference)
            if sentence := implausible_margin(margin):
                self.recorded.refused.append(Refusal(reading, (sentence,)))
                continue
            rows.append(
                price_row(
                    reading,
                    identity=identity,
                    run_id=self._run_id,
                    digest=digest,
                    reference=reference,
                    margin=margin,
                    corrects_id=stored.same_line(reading, identity),
                    recorded_at=self._now,
                )
            )
            self.touched.add(identity.corridor_id)
        added = add_prices(rows)
        self.recorded.stored += added
        self.recorded.already_stored += known + len(rows) - added

    def _valid(self, batch: Iterable[PriceReading]) -> Iterator[PriceReading]:
        for reading in batch:
            if reasons := reasons_to_refuse(reading, self._context):
                self.recorded.refused.append(Refusal(reading, reasons))
            else:
                yield reading

    def _digest(self, reading: PriceReading) -> str:
        first = fingerprint(reading, occurrence=0)
        self._seen[first] += 1
        earlier = self._seen[first] - 1
        return fingerprint(reading, occurrence=earlier) if earlier else first


class _Stored:
    """What earlier runs stored of some readings' days and periods: fingerprints, and lines by source id."""

    def __init__(self, readings: Sequence[PriceReading], run_id: int) -> None:
        days = {reading.statement.observed_at for reading in readings}
        periods = {reading.statement.period for reading in readings} - {""}
        earlier = (
            Price.objects.filter(Q(observed_at__in=days) | Q(period__in=periods))
            .exclude(run_id=run_id)
            .order_by()
            .values_list("fingerprint", "service_id", "period", "price_point", "source_line", "id")
        )
        self.fingerprints: set[str] = set()
        self._lines: dict[tuple[int, str, int | None, str], int] = {}
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
            for slug, key in slugs.items()
        ],
        ignore_conflicts=True,
    )
    corridor_ids = dict(Corridor.objects.filter(slug__in=slugs).values_list("slug", "id"))
    columns = {key: _service_columns(key, corridor_ids, provider_ids) for key in wanted}
    names = ("provider_id", "corridor_id", "pay_in", "access", "pay_out", "send_currency", "receive_currency")
    add_rows(Service, names, list(columns.values()), key=names)
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
def rebuild_current_prices(corridor_ids: Iterable[int] | None = None) -> None:
    """Derive CurrentPrice from history again, for some corridors or all. Safe to repeat."""
    prices, current = standing_prices(), CurrentPrice.objects.all()
    if corridor_ids is not None:
        wanted = list(corridor_ids)
        prices, current = prices.filter(corridor_id__in=wanted), current.filter(corridor_id__in=wanted)
    rows = list(prices.order_by().values_list("id", "service_id", "corridor_id"))
    current.delete()
    add_rows(CurrentPrice, ("price_id", "service_id", "corridor_id"), rows, key=("price_id",))


class _Used(NamedTuple):
    """How many services of a corridor use a pair of currencies in a period, and when last seen."""

    period: str
    send_currency: str
    receive_currency: str
    services: int
    disclosing: int
    latest: datetime


@transaction.atomic
def refresh_corridors(corridor_ids: Iterable[int]) -> None:
    """Note what the latest services of changed corridors use, and raise the corridors' versions by one."""
    used = (
        CurrentPrice.objects.filter(corridor_id__in=list(corridor_ids))
        .order_by()
        .values_list("corridor_id", "price__period", "service__send_currency", "service__receive_currency")
        .annotate(
            services=Count("service_id", distinct=True),
            disclosing=Count("service_id", distinct=True, filter=Q(price__transparent=True)),
            latest=Max("price__observed_at"),
        )
    )
    by_corridor: dict[int, list[_Used]] = defaultdict(list)
    for corridor_id, *row in used:
        by_corridor[corridor_id].append(_Used(*row))
    for corridor_id, every in by_corridor.items():
        # Any price outside a survey is newer than the surveys; survey dates may lie outside their period.
        periods = {row.period for row in every}
        newest = "" if "" in periods else max(periods)
        rows = [row for row in every if row.period == newest]
        most = max(
            rows, key=lambda row: (row.disclosing, row.services, row.send_currency, row.receive_currency)
        )
        Corridor.objects.filter(id=corridor_id).update(
            send_currency=most.send_currency,
            receive_currency=most.receive_currency,
            services=sum(row.services for row in rows),
            latest_observed_at=max(row.latest for row in rows),
            version=F("version") + 1,
        )


@transaction.atomic
def record_rates(published: Iterable[PublishedRate]) -> tuple[int, int]:
    """Add published reference rates; what is stored stays as it is. Returns (new, given). Safe to repeat."""
    new, given = 0, 0
    rates = iter(published)
    columns = ("source_id", "base", "quote", "rate", "observed_on")
    while batch := list(islice(rates, BATCH)):
        given += len(batch)
        new += add_rows(ReferenceRate, columns, batch, key=("observed_on", "source_id", "base", "quote"))
    return new, given


def record_countries() -> None:
    """Store every country that ISO 3166 and CLDR know. Safe to repeat."""
    Country.objects.bulk_create(
        [Country(code=code, alpha3=alpha3) for code, alpha3 in known_countries().items()],
        ignore_conflicts=True,
    )
