"""What statistics count, read from the rollup: each service's figure of a period, or a survey's price."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from heapq import merge
from itertools import groupby
from operator import itemgetter, or_
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q, QuerySet

from corridors.domain.codes import Coverage
from corridors.domain.periods import Frequency, period_of
from corridors.domain.units import ServicePrice
from corridors.models import Corridor, Service, ServiceRollup
from corridors.models.rollups import Frequency as RollupFrequency

# The rollup's sums are whole numbers of 10⁻⁹ per cent.
BILLIONTH = Decimal("1E-9")
CHUNK = 2_000
OWN_ROWS = {
    Frequency.DAY: RollupFrequency.DAY,
    Frequency.MONTH: RollupFrequency.MONTH,
    Frequency.QUARTER: RollupFrequency.QUARTER,
    Frequency.YEAR: RollupFrequency.YEAR,
}
# A survey's price counts on the day it was seen, but in the quarter and year that it was published for.
# The rows of continuous prices hold the first day of their quarter or year in both columns.
DAY_IN_PERIOD = {
    Frequency.DAY: "starts_on",
    Frequency.MONTH: "starts_on",
    Frequency.QUARTER: "quarter_on",
    Frequency.YEAR: "quarter_on",
}
TOGETHER = ("corridor_id", "price_point")
TOTALS = ("service_id", "prices", "undisclosed", "counted", "total_sum")
PARTS = ("split", "fee_sum", "margin_sum", "speed_max_minutes", "coverage")
SERVICE_FACTS = (
    "provider_types", "service__provider__type", "service__pay_in", "service__access", "service__pay_out",
)  # fmt: skip
# Stands for what was not read: nothing can be worked out with it, so that a figure that needs it fails.
UNREAD: Any = object()
_COVERAGE = {coverage.value: coverage for coverage in Coverage}


class Place(NamedTuple):
    """A corridor, for its figures."""

    slug: str
    source: str
    destination: str


class Rows(NamedTuple):
    """Rows of the rollup: `kinds` are those of continuous prices and those of surveys among `of`.

    `day` is the column that says a day of the period each counts in, `in_order` the one that an index has
    in that order.
    """

    of: QuerySet[ServiceRollup]
    kinds: tuple[Q, ...]
    day: str
    in_order: tuple[str, ...]


class Block(NamedTuple):
    """What services of one corridor cost on one day at one price point.

    `facts` are those asked for of each price, in the prices' order; empty where none were asked for.
    """

    day: date
    corridor_id: int
    price_point: int
    prices: Sequence[ServicePrice]
    facts: Sequence[tuple[Any, ...]]


def places(*, source: str | None = None, destination: str | None = None) -> dict[int, Place]:
    """Every corridor by its id, or those that start or end in a country. One query."""
    ends = {"source": source, "destination": destination}
    wanted = Corridor.objects.order_by().filter(**{end: code for end, code in ends.items() if code})
    rows = wanted.values_list("id", "slug", "source_id", "destination_id")
    return {row[0]: Place(*row[1:]) for row in rows}


def rollup_rows(
    frequency: Frequency,
    *,
    since: date | None = None,
    until: date | None = None,
    surveys_only: bool = False,
) -> Rows:
    """The rows whose periods are of this length. Lazy.

    `since` and `until` are any day of the first and of the last period wanted. A sandbox's prices are left
    out unless this is one.
    """
    rows = ServiceRollup.objects.order_by()
    if not settings.SANDBOX_URL:
        rows = rows.exclude(service_id__in=Service.objects.filter(provider__sandbox=True).values("id"))
    day = DAY_IN_PERIOD[frequency]
    own = _between("starts_on", frequency, since, until) & Q(frequency=OWN_ROWS[frequency])
    surveyed = _between(day, frequency, since, until) & Q(frequency=RollupFrequency.SURVEY)
    if surveys_only:
        return Rows(rows, (surveyed,), day, (day,))
    return Rows(rows, (own, surveyed), day, ("starts_on", day))


def _between(day: str, frequency: Frequency, since: date | None, until: date | None) -> Q:
    chosen = Q()
    if since is not None:
        chosen &= Q(**{f"{day}__gte": period_of(since, frequency).starts_on})
    if until is not None:
        chosen &= Q(**{f"{day}__lte": period_of(until, frequency).ends_on})
    return chosen


def blocks(
    rows: Rows, known: Mapping[int, Place], *, facts: Collection[str] = (), only_totals: bool = False
) -> Iterator[Block]:
    """What these rows say, by day and corridor. One query."""
    chosen = rows.of.filter(reduce(or_, rows.kinds)).order_by(rows.day, *TOGETHER)
    read = chosen.values_list(*_columns(rows, facts, only_totals))
    return _blocks(read, known, facts, only_totals)


def streamed_blocks(
    rows: Rows, known: Mapping[int, Place], *, facts: Collection[str] = (), only_totals: bool = False
) -> Iterator[Block]:
    """The same, read no further than it is asked for. One query for each kind of rows.

    On PostgreSQL it must be used within a transaction.
    """
    columns = _columns(rows, facts, only_totals)
    streams = [
        rows.of.filter(kind).order_by(in_order, *TOGETHER).values_list(*columns).iterator(CHUNK)
        for kind, in_order in zip(rows.kinds, rows.in_order, strict=True)
    ]
    return _blocks(merge(*streams, key=itemgetter(0)), known, facts, only_totals)


def _columns(rows: Rows, facts: Collection[str], only_totals: bool) -> tuple[str, ...]:
    return (rows.day, *TOGETHER, *TOTALS, *(() if only_totals else PARTS), *facts)


def _blocks(
    rows: Iterable[tuple[Any, ...]], known: Mapping[int, Place], facts: Collection[str], only_totals: bool
) -> Iterator[Block]:
    priced = _totals_of if only_totals else _prices_of
    for (day, corridor_id, price_point), met in groupby(rows, key=itemgetter(0, 1, 2)):
        # A corridor recorded since `known` was read has no place yet.
        if place := known.get(corridor_id):
            block = list(met)
            facts_of_each: Sequence[tuple[Any, ...]] = ()
            if facts:
                facts_of_each = [row[-len(facts) :] for row in block]
                block = [row[: -len(facts)] for row in block]
            yield Block(day, corridor_id, price_point, priced(block, place), facts_of_each)


# Done for every price of an answer, so the named tuples are made as plain ones are: in half the time.
_new = tuple.__new__


def _prices_of(block: Iterable[tuple[Any, ...]], place: Place) -> list[ServicePrice]:
    _, source, destination = place
    return [
        _new(
            ServicePrice,
            (
                service_id,
                source,
                destination,
                undisclosed < prices,
                BILLIONTH * total_sum / counted if counted else None,
                speed,
                _COVERAGE.get(coverage),
                BILLIONTH * fee_sum / split if split else None,
                BILLIONTH * margin_sum / split if split else None,
            ),
        )
        for (
            _, _, _, service_id, prices, undisclosed, counted, total_sum, split, fee_sum, margin_sum, speed,
            coverage,
        ) in block
    ]  # fmt: skip


def _totals_of(block: Iterable[tuple[Any, ...]], place: Place) -> list[ServicePrice]:
    _, source, destination = place
    return [
        _new(
            ServicePrice,
            (
                service_id,
                source,
                destination,
                undisclosed < prices,
                BILLIONTH * total_sum / counted if counted else None,
                UNREAD,
                UNREAD,
                UNREAD,
                UNREAD,
            ),
        )
        for _, _, _, service_id, prices, undisclosed, counted, total_sum in block
    ]
