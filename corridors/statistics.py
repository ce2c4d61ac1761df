"""Figures of corridors, countries, regions and kinds of services, by day, month, quarter or year."""

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import compress, groupby
from operator import attrgetter, or_
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from corridors.domain.codes import PayIn, PayOut, ProviderType
from corridors.domain.indices import Figures, figures
from corridors.domain.periods import Frequency, Period, period_of
from corridors.domain.statistic_codes import GroupBy, RegionScheme
from corridors.domain.units import ServicePrice
from corridors.flows import flows
from corridors.models import ServiceRollup
from corridors.statistics_groups import (
    OF_SERVICES,
    PAY_IN,
    PAY_OUT,
    Facts,
    PartsOf,
    codes,
    parts_by,
    provider_types,
)
from corridors.statistics_units import (
    SERVICE_FACTS,
    Block,
    Place,
    blocks,
    places,
    rollup_rows,
    streamed_blocks,
)
from remitcompare.collector import paused_collector

USD_200, USD_500 = PRICE_POINTS = (200, 500)
PAGE = 5_000
MOST_READ = 250_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which statistics: what is put together, of which prices, over how long.

    `since` and `until` are any day of the first and of the last period wanted. `exclude_from` are senders
    that are left out: nobody unless said. Countries are ISO 3166-1 alpha-2 codes. With `only_totals`
    nothing else is read, which is faster: SmaRT-style figure, speeds and the split of the cost then fail.
    """

    group_by: GroupBy = GroupBy.WORLD
    frequency: Frequency = Frequency.QUARTER
    price_point: int = USD_200
    since: date | None = None
    until: date | None = None
    source: str | None = None
    destination: str | None = None
    exclude_from: frozenset[str] = field(default_factory=frozenset)
    provider_type: ProviderType | None = None
    pay_in: PayIn | None = None
    pay_out: PayOut | None = None
    region_scheme: RegionScheme = RegionScheme.WORLD_BANK
    both_price_points: bool = False
    surveys_only: bool = False
    only_totals: bool = False


class GroupFigures(NamedTuple):
    """The figures of one group in one period."""

    period: Period
    group: str
    figures: Figures


class Cursor(NamedTuple):
    """The last figures of a page; the next begins after it."""

    period: Period
    group: str


class StatisticsPage(NamedTuple):
    """Some figures by period and group; `after` is where to go on, None when these are the last."""

    results: list[GroupFigures]
    after: Cursor | None


@paused_collector()
def statistics(asked: Asked) -> list[GroupFigures]:
    """Every group's figures in every period, by period and group. Two queries."""
    known = places(source=asked.source, destination=asked.destination)
    found = _wanted(asked, known, since=asked.since, read=blocks)
    return list(_figures(found, asked, parts_by(asked.group_by, asked.region_scheme, known)))


@transaction.atomic(savepoint=False)
def statistics_page(asked: Asked, *, after: Cursor | None = None, limit: int) -> StatisticsPage:
    """The first `limit` figures, or those after a page's last, by period and group. Three queries.

    A page also ends with the period in which MOST_READ prices were read, however few figures they make.
    """
    results: list[GroupFigures] = []
    read = 0
    with closing(_figures_in_order(asked, after)) as found:
        for each in found:
            if after is not None and (each.period, each.group) <= after:
                continue
            has_read_enough = read > MOST_READ and each.period != results[-1].period
            if has_read_enough or len(results) == limit:
                return StatisticsPage(results, Cursor(results[-1].period, results[-1].group))
            results.append(each)
            read += len(each.figures.prices)
    return StatisticsPage(results, None)


def every_figure(asked: Asked) -> Iterator[GroupFigures]:
    """The same figures as statistics() gives, a page at a time. Three queries for every PAGE figures."""
    after: Cursor | None = None
    while True:
        page = statistics_page(asked, after=after, limit=PAGE)
        yield from page.results
        if page.after is None:
            return
        after = page.after


def periods(
    frequency: Frequency = Frequency.QUARTER, price_point: int = USD_200, *, limit: int | None = None
) -> list[Period]:
    """The periods that have a price, newest first. One query."""
    rows = rollup_rows(frequency)
    chosen = rows.of.filter(reduce(or_, rows.kinds), price_point=price_point)
    found = {period_of(day, frequency) for day in chosen.values_list(rows.day, flat=True).distinct()}
    return sorted(found, reverse=True)[:limit]


def latest_period(frequency: Frequency = Frequency.QUARTER, price_point: int = USD_200) -> Period | None:
    """The newest period that has a price; None when there is no price. One query."""
    return next(iter(periods(frequency, price_point, limit=1)), None)


def _figures_in_order(asked: Asked, after: Cursor | None) -> Generator[GroupFigures]:
    """The figures from a page's last period on, a period at a time."""
    known = places(source=asked.source, destination=asked.destination)
    parts_of = parts_by(asked.group_by, asked.region_scheme, known)
    starts = [day for day in (asked.since, after and after.period.starts_on) if day]
    found = _wanted(asked, known, since=max(starts, default=None), read=streamed_blocks)
    for _, met in groupby(found, key=lambda block: period_of(block.day, asked.frequency)):
        yield from _figures(met, asked, parts_of)


def _figures(found: Iterable[Block], asked: Asked, parts_of: PartsOf) -> Iterator[GroupFigures]:
    prices: defaultdict[tuple[date, str, int], list[ServicePrice]] = defaultdict(list)
    for block in found:
        start = period_of(block.day, asked.frequency).starts_on
        for group, part in parts_of(block):
            prices[start, group, block.price_point].extend(part)
    weights = flows()
    for start, group, point in sorted(prices):
        if point == asked.price_point:
            of_group = figures(
                prices[start, group, point],
                flows=weights,
                at_200=prices.get((start, group, USD_200), ()),
                at_500=prices.get((start, group, USD_500), ()),
            )
            yield GroupFigures(Period(asked.frequency, start), group, of_group)


def _wanted(
    asked: Asked, known: Mapping[int, Place], *, since: date | None, read: Callable[..., Iterator[Block]]
) -> Iterator[Block]:
    rows = rollup_rows(asked.frequency, since=since, until=asked.until, surveys_only=asked.surveys_only)
    rows = rows._replace(of=_narrowed(rows.of, asked, known))
    is_wanted = _services_wanted(asked)
    needs_facts = is_wanted is not None or asked.group_by in OF_SERVICES
    found = read(rows, known, facts=SERVICE_FACTS if needs_facts else (), only_totals=asked.only_totals)
    if is_wanted is None:
        return found
    return filter(attrgetter("prices"), (_chosen(block, is_wanted) for block in found))


def _chosen(block: Block, is_wanted: Callable[[Facts], bool]) -> Block:
    """The block without the services that are not asked for."""
    wanted = [is_wanted(facts) for facts in block.facts]
    return block._replace(
        prices=list(compress(block.prices, wanted)), facts=list(compress(block.facts, wanted))
    )


def _narrowed(
    rows: QuerySet[ServiceRollup], asked: Asked, known: Mapping[int, Place]
) -> QuerySet[ServiceRollup]:
    rows = rows.filter(price_point__in=PRICE_POINTS if asked.both_price_points else (asked.price_point,))
    if asked.source or asked.destination:
        rows = rows.filter(corridor_id__in=known)
    if asked.exclude_from:
        left_out = [each for each, place in known.items() if place.source in asked.exclude_from]
        rows = rows.exclude(corridor_id__in=left_out)
    return rows


def _services_wanted(asked: Asked) -> Callable[[Facts], bool] | None:
    """Whether a service is of the kind asked for; None when every service is."""
    wanted = asked.provider_type, asked.pay_in, asked.pay_out
    if not any(wanted):
        return None

    def is_wanted(facts: Facts) -> bool:
        has = provider_types(facts), codes(facts[PAY_IN]), codes(facts[PAY_OUT])
        return all(not code or code in stated for code, stated in zip(wanted, has, strict=True))

    return is_wanted
