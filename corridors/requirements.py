"""What is stored about one corridor, measured against the World Bank's twelve minimum requirements."""

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q

from corridors.domain.codes import CollectionMethod
from corridors.domain.requirements import (
    COLLECTED_WITHIN,
    CorridorFacts,
    Database,
    Finding,
    Funding,
    ServiceFacts,
    count_met,
    measure,
)
from corridors.domain.standing import Standing, standing
from corridors.market import shares_of
from corridors.models import Corridor, CurrentPrice, FundingStatement, Price, Source

DATA = Path(__file__).parent / "data"
# What one query names at most: SQLite takes 32,766 values, and conditions 1,000 deep.
CHUNK, MOMENTS = 5_000, 200


class Register(NamedTuple):
    """Where the World Bank lists the databases that it approved."""

    name: str
    url: str


@cache
def _approved() -> dict[str, Any]:
    with (DATA / "approved_databases.toml").open("rb") as file:
        return tomllib.load(file)


def register() -> Register:
    """The World Bank's own list."""
    return Register(**_approved()["register"])


@cache
def approved_databases() -> tuple[Database, ...]:
    """The approved databases that we link, each with the page that states its approval."""
    return tuple(
        Database(entry["name"], entry["url"], tuple(entry["from"]), entry["approval"])
        for entry in _approved()["database"]
    )


@cache
def mystery_shopped_surveys() -> frozenset[str]:
    """The sources whose surveys are made by asking as a customer would, as their publishers say."""
    with (DATA / "mystery_shopped_surveys.toml").open("rb") as file:
        return frozenset(entry["source"] for entry in tomllib.load(file)["survey"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The twelve findings of a corridor, and which prices they rest on.

    `as_of` is the moment they are true of: now where some price is within its source's limit (`is_fresh`),
    else that of the newest price; None without any price. `seen_from` and `seen_until` are the days of the
    oldest and newest of them.
    """

    findings: tuple[Finding, ...]
    met: int
    as_of: datetime | None
    is_fresh: bool
    seen_from: date | None
    seen_until: date | None
    prices: int
    services: int
    sources: tuple[Source, ...]


class _Service(NamedTuple):
    """What a standing price says of its service."""

    id: int
    provider_id: int
    provider_type: str
    pay_in: str
    pay_out: str


class _Row(NamedTuple):
    service: _Service
    source: str
    period: str
    observed_at: datetime
    stale_minutes: int
    price_point: int | None
    send_amount: Decimal
    fee: Decimal | None
    transparent: bool
    rate: Decimal | None
    margin: Decimal | None
    total: Decimal | None
    stated_total: Decimal | None
    speed_min: int | None
    speed_max: int | None
    provider_types: str

    @property
    def stale_after(self) -> timedelta:
        return timedelta(minutes=self.stale_minutes)


_OF_SERVICE = ("id", "provider_id", "provider__type", "pay_in", "pay_out")
_OF_PRICE = (
    *("source_id", "period", "observed_at", "source__stale_after_minutes", "price_point", "send_amount"),
    *("fee", "transparent", "rate", "fx_margin_percent", "total_percent", "stated_total_percent"),
    *("speed_min_minutes", "speed_max_minutes", "provider_types"),
)


class _Collected(NamedTuple):
    service_id: int
    method: CollectionMethod
    source: str
    prices: int
    latest: datetime


def measured(corridor: Corridor, *, now: datetime) -> Measured:
    """The corridor against the twelve. Six queries at most; three where it has no price.

    What a sandbox invents is no evidence and never counts, nor do services that have ended.
    """
    return measured_many([corridor.pk], now=now)[corridor.pk]


def measured_many(corridors: Collection[int], *, now: datetime) -> dict[int, Measured]:
    """Some corridors against the twelve, as measured() has each, by their ids.

    Six queries at most, however many corridors; where they have very many prices, one more for each further
    5,000, and one for each further 200 moments as of which corridors without a fresh price are measured.
    """
    rows = _current_rows(corridors, today=now.date())
    looked_at = {each: standing(rows.get(each, ()), now=now) for each in corridors}
    collected = _collected({each: found.as_of for each, found in looked_at.items() if found.as_of})
    shares, funding = shares_of(corridors), _funding()
    sources = _sources(row for found in looked_at.values() for row in found.prices)
    measured = {}
    for each, found in looked_at.items():
        facts = CorridorFacts(
            services=tuple(_services(found.prices, collected[each])),
            shares=shares.get(each, ()),
            funding=funding,
            databases=approved_databases(),
            **_mystery_shopping(collected[each]),
        )
        measured[each] = _summed_up(facts, found, sources)
    return measured


def _summed_up(facts: CorridorFacts, looked_at: Standing[_Row], sources: Sequence[Source]) -> Measured:
    findings, rows = measure(facts), looked_at.prices
    days = [row.observed_at.date() for row in rows]
    keys = {row.source for row in rows}
    return Measured(
        findings=findings,
        met=count_met(findings),
        as_of=looked_at.as_of,
        is_fresh=looked_at.is_fresh,
        seen_from=min(days, default=None),
        seen_until=max(days, default=None),
        prices=len(rows),
        services=len(facts.services),
        sources=tuple(source for source in sources if source.key in keys),
    )


def _current_rows(corridors: Collection[int], *, today: date) -> dict[int, list[_Row]]:
    """The prices that stand, by corridor and in the order of their services.

    Two queries, one where there are none, and one for each further 5,000 prices.
    """
    current = CurrentPrice.objects.filter(
        Q(service__ended_on=None) | Q(service__ended_on__gt=today),
        Q(service__provider__ended_on=None) | Q(service__provider__ended_on__gt=today),
        corridor_id__in=corridors,
        service__provider__sandbox=False,
    )
    columns = ("corridor_id", "price_id", "observed_at", *(f"service__{name}" for name in _OF_SERVICE))
    every = iter(current.order_by("service_id", "price_id").values_list(*columns))
    found: dict[int, list[_Row]] = defaultdict(list)
    while chunk := list(islice(every, CHUNK)):
        # Naming the days lets PostgreSQL look into the partitions meant instead of all, however it plans a
        # join.
        ids, days = {row[1] for row in chunk}, {row[2] for row in chunk}
        prices = Price.objects.filter(pk__in=ids, observed_at__in=days).order_by()
        rows = {row[0]: row[1:] for row in prices.values_list("pk", *_OF_PRICE)}
        for corridor_id, price_id, _, *facts in chunk:
            found[corridor_id].append(_Row(_Service(*facts), *rows[price_id]))
    return found


def _collected(until: Mapping[int, datetime]) -> dict[int, list[_Collected]]:
    """How each service's prices were collected in the time before its corridor's moment, by corridor.

    Corrected prices are left out. One query, none without a corridor, and one for each further 200 moments.
    """
    at: dict[datetime, list[int]] = defaultdict(list)
    for corridor_id, moment in until.items():
        at[moment].append(corridor_id)
    found: dict[int, list[_Collected]] = defaultdict(list)
    moments = iter(at.items())
    while chunk := list(islice(moments, MOMENTS)):
        prices = Price.objects.filter(
            Q(
                *(
                    Q(
                        corridor_id__in=ids,
                        observed_at__gt=moment - COLLECTED_WITHIN,
                        observed_at__lte=moment,
                    )
                    for moment, ids in chunk
                ),
                _connector=Q.OR,
            )
        )
        # A correction is of the same survey, so the same time holds it.
        corrected = prices.filter(corrects__isnull=False).values("corrects_id")
        standing_ones = prices.filter(service__provider__sandbox=False).exclude(id__in=corrected)
        grouped = standing_ones.order_by().values_list(
            *("corridor_id", "service_id", "collection_method", "source_id")
        )
        counted = grouped.annotate(prices=Count("id"), latest=Max("observed_at"))
        for corridor_id, service_id, method, source, count, latest in counted:
            found[corridor_id].append(_Collected(service_id, CollectionMethod(method), source, count, latest))
    return found


def _services(rows: Sequence[_Row], collected: Iterable[_Collected]) -> Iterable[ServiceFacts]:
    methods: dict[int, set[CollectionMethod]] = {}
    for some in collected:
        methods.setdefault(some.service_id, set()).add(some.method)
    for service, group in groupby(rows, key=lambda row: row.service):
        prices = list(group)
        yield ServiceFacts(
            provider=service.provider_id,
            amounts=len({price.price_point or price.send_amount for price in prices}),
            price_points=frozenset(price.price_point for price in prices if price.price_point),
            has_fee=all(price.fee is not None for price in prices),
            has_rate=all(
                price.transparent and (price.rate is not None or price.margin is not None) for price in prices
            ),
            has_total=all(price.total is not None or price.stated_total is not None for price in prices),
            has_speed=all(price.speed_min is not None or price.speed_max is not None for price in prices),
            has_types=all(
                bool(price.provider_types or service.provider_type)
                and bool(service.pay_in or service.pay_out)
                for price in prices
            ),
            methods=frozenset(methods.get(service.id, ())),
        )


def _mystery_shopping(collected: Iterable[_Collected]) -> dict[str, Any]:
    shopped = [
        some
        for some in collected
        if some.method is CollectionMethod.MYSTERY_SHOPPING
        or (some.method is CollectionMethod.SURVEY and some.source in mystery_shopped_surveys())
    ]
    latest = max((some.latest for some in shopped), default=None)
    return {
        "mystery_prices": sum(some.prices for some in shopped),
        "mystery_latest": latest.date() if latest else None,
    }


def _funding() -> Funding | None:
    stated = FundingStatement.objects.first()
    return Funding(stated.statement, stated.source_url, stated.stated_on) if stated else None


def _sources(rows: Iterable[_Row]) -> list[Source]:
    keys = {row.source for row in rows}
    return list(Source.objects.filter(key__in=keys)) if keys else []
