"""The world's progress towards Sustainable Development Goal 10.c: what sending money costs everywhere."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max, Q, Sum
from redis.exceptions import RedisError

from corridors.domain.indices import LEFT_OUT_OF_GLOBAL, METHOD_VERSION, Figures, Weighted
from corridors.domain.periods import Frequency, Period
from corridors.domain.statistic_codes import GroupBy
from corridors.domain.targets import SdgTargets, SpeedShares, sdg_targets
from corridors.models import Corridor, Price
from corridors.statistics import Asked, GroupFigures, periods, statistics
from remitcompare import __version__

# How far behind the newest price the figures may be: they are of whole quarters and of every corridor.
BEHIND_SECONDS = 300
KEPT_SECONDS = 24 * 60 * 60
# A survey's prices are seen some time around the quarter it is named after: half-yearly ones before 2013.
AROUND = timedelta(days=200)


# After a year and the weeks until a survey is published, figures are of the past.
OLD_AFTER = timedelta(days=400)


class Point(NamedTuple):
    """The global average of one quarter, in per cent, and the number of services it is made of."""

    period: Period
    average: Decimal | None
    services: int


class CorridorLine(NamedTuple):
    """One corridor: its average now and in the quarter before, and its SmaRT-style figure, in per cent.

    None where no service qualifies, and `before` also where the earlier quarter has no price at all.
    """

    slug: str
    source: str
    destination: str
    average: Decimal | None
    before: Decimal | None
    smart: Decimal | None
    services: int

    @property
    def change(self) -> Decimal | None:
        """Points dearer (above 0) or cheaper than in the quarter before; None unless both are known."""
        return None if self.average is None or self.before is None else self.average - self.before


class RegionLine(NamedTuple):
    """The corridors that lead to one region, by the World Bank's regions."""

    code: str
    average: Decimal | None
    before: Decimal | None
    services: int
    corridors: int
    speed: SpeedShares

    @property
    def change(self) -> Decimal | None:
        """Points dearer (above 0) or cheaper than in the quarter before; None unless both are known."""
        return None if self.average is None or self.before is None else self.average - self.before


class SourceLine(NamedTuple):
    """A source that prices of the quarter come from: real or invented ones, a survey's or continuous ones."""

    name: str
    licence: str
    is_sandbox: bool
    is_survey: bool
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """All of one quarter at one price point. `stamp` changes with the data and with the method.

    `before` is the quarter with prices that came before it, None when it is the first; `series` are all up to
    it. World figures leave out the senders of LEFT_OUT_OF_GLOBAL; corridors and regions have everyone.
    """

    stamp: str
    price_point: int
    period: Period
    before: Period | None
    periods: tuple[Period, ...]
    series: tuple[Point, ...]
    world_corridors: int
    services_left_out: int
    weighted: Weighted
    speed: SpeedShares
    targets: SdgTargets
    corridors: tuple[CorridorLine, ...]
    regions: tuple[RegionLine, ...]
    sources: tuple[SourceLine, ...]

    @property
    def world(self) -> Point:
        """The global figure of the quarter."""
        return self.series[-1]

    @property
    def world_change(self) -> Decimal | None:
        """Points that the global average has risen since the quarter before."""
        if len(self.series) < 2:
            return None
        then, now = self.series[-2].average, self.series[-1].average
        return None if then is None or now is None else now - then

    @property
    def until(self) -> date:
        """The newest day that the figures know."""
        return max((source.until for source in self.sources), default=self.period.ends_on)

    def is_old(self, today: date) -> bool:
        """Whether the figures say what sending cost long ago, not what it costs now."""
        return today - self.until > OLD_AFTER

    @property
    def is_latest(self) -> bool:
        return self.period == self.periods[0]

    @property
    def is_survey_only(self) -> bool:
        return bool(self.sources) and all(source.is_survey for source in self.sources)

    @property
    def is_sandbox(self) -> bool:
        return any(source.is_sandbox for source in self.sources)

    def dearest(self) -> list[CorridorLine]:
        """The corridors with an average, the dearest first."""
        return self.cheapest()[::-1]

    def cheapest(self) -> list[CorridorLine]:
        """The corridors with an average, the cheapest first."""
        known = [(line.average, line.slug, line) for line in self.corridors if line.average is not None]
        return [line for *_, line in sorted(known)]

    def risen(self) -> list[CorridorLine]:
        """The corridors that became dearer since the quarter before, the most first."""
        return [line for change, line in reversed(self._moved()) if change > 0]

    def fallen(self) -> list[CorridorLine]:
        """The corridors that became cheaper since the quarter before, the most first."""
        return [line for change, line in self._moved() if change < 0]

    def _moved(self) -> list[tuple[Decimal, CorridorLine]]:
        known = [(line.change, line.slug, line) for line in self.corridors if line.change is not None]
        return [(change, line) for change, _, line in sorted(known)]


def known_periods(price_point: int) -> tuple[Period, ...]:
    """The quarters that have a price, newest first. One query."""
    return tuple(periods(Frequency.QUARTER, price_point))


def watch(*, price_point: int, period: Period | None = None) -> Watch | None:
    """One quarter, the latest unless said; None when there is no price in it.

    At most BEHIND_SECONDS behind the newest price. No query where it was asked for in that time, one where
    nothing has changed since, else nine.
    """
    stamp = _stamp()
    key = f"watch:{stamp}:{price_point}:{period.label if period else ''}"
    found: Watch | None = _kept(key)
    if found is None:
        found = _worked_out(stamp, price_point, period)
        if found is not None:
            _keep(key, found, KEPT_SECONDS)
    return found


def _stamp() -> str:
    """What changes whenever any corridor's prices do."""
    key = f"watch:stamp:{__version__}:{METHOD_VERSION}:{bool(settings.SANDBOX_URL)}"
    stamp: str | None = _kept(key)
    if stamp is None:
        seen = Corridor.objects.aggregate(versions=Sum("version"), corridors=Count("id"))
        stamp = f"{key}:{seen['corridors']}:{seen['versions'] or 0}"
        _keep(key, stamp, BEHIND_SECONDS)
    return stamp


def _kept(key: str) -> Any:
    """What the cache keeps; None too where it is out of reach, for nothing here depends on it."""
    with suppress(RedisError):
        return cache.get(key)
    return None


def _keep(key: str, value: object, seconds: int) -> None:
    with suppress(RedisError):
        cache.set(key, value, seconds)


def _worked_out(stamp: str, price_point: int, asked: Period | None) -> Watch | None:
    known = known_periods(price_point)
    period = asked or next(iter(known), None)
    if period is None or period not in known:
        return None
    before = next((earlier for earlier in known if earlier < period), None)
    world = statistics(
        Asked(price_point=price_point, until=period.starts_on, exclude_from=LEFT_OUT_OF_GLOBAL)
    )
    newest = _of(period, world)
    corridors = _lines(GroupBy.CORRIDOR, price_point, period, before)
    lines = tuple(_corridor(slug, now, then) for slug, now, then in corridors)
    return Watch(
        stamp=stamp,
        price_point=price_point,
        period=period,
        before=before,
        periods=known,
        series=_series(world, known, period),
        world_corridors=newest.corridors if newest else 0,
        services_left_out=newest.services_left_out if newest else 0,
        weighted=newest.weighted if newest else Weighted(None, 0, 0),
        speed=newest.speed if newest else SpeedShares(None, None, 0, 0),
        targets=sdg_targets(
            global_average_percent=newest.average_percent if newest else None,
            smart_style_by_corridor={(line.source, line.destination): line.smart for line in lines},
        ),
        corridors=lines,
        regions=tuple(
            RegionLine(code, now.average_percent, _average(then), now.services, now.corridors, now.speed)
            for code, now, then in _lines(GroupBy.REGION, price_point, period, before)
        ),
        sources=tuple(_sources(period)),
    )


def _of(period: Period, found: Iterable[GroupFigures]) -> Figures | None:
    return next((each.figures for each in found if each.period == period), None)


def _average(figures: Figures | None) -> Decimal | None:
    return figures.average_percent if figures else None


def _series(world: Iterable[GroupFigures], known: Iterable[Period], until: Period) -> tuple[Point, ...]:
    """The global average quarter by quarter; one in which only left-out senders have prices has none."""
    figures = {each.period: each.figures for each in world}
    quarters = sorted(period for period in known if period <= until)
    return tuple(
        Point(period, _average(figures.get(period)), figures[period].services if period in figures else 0)
        for period in quarters
    )


def _lines(
    group_by: GroupBy, price_point: int, period: Period, before: Period | None
) -> list[tuple[str, Figures, Figures | None]]:
    """Each group of the quarter, with its figures then and in the quarter before. Two queries."""
    since = before or period
    found = statistics(
        Asked(group_by=group_by, price_point=price_point, since=since.starts_on, until=period.starts_on)
    )
    then = {each.group: each.figures for each in found if each.period == before}
    return [(each.group, each.figures, then.get(each.group)) for each in found if each.period == period]


def _corridor(slug: str, now: Figures, then: Figures | None) -> CorridorLine:
    source, destination = slug.upper().split("-")
    return CorridorLine(
        slug, source, destination, now.average_percent, _average(then), now.smart_style_percent, now.services
    )


def _sources(period: Period) -> Iterable[SourceLine]:
    """Where the quarter's prices come from. One query."""
    first, last = (datetime.combine(day, time.min, tzinfo=UTC) for day in (period.starts_on, period.ends_on))
    surveyed = Q(period=period.label, observed_at__gte=first - AROUND, observed_at__lt=last + AROUND)
    read = Q(period="", observed_at__gte=first, observed_at__lt=last + timedelta(days=1))
    prices = Price.objects.filter(surveyed | read)
    if not settings.SANDBOX_URL:
        prices = prices.filter(service__provider__sandbox=False)
    of_each = prices.order_by().values_list(
        *("source__name", "source__licence", "service__provider__sandbox", "period")
    )
    for name, licence, is_invented, label, latest in sorted(of_each.annotate(latest=Max("observed_at"))):
        yield SourceLine(name, licence, is_invented, bool(label), latest.date())
