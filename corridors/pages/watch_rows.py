"""The rows of the watch's lists and tables, in words and in the order asked for."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from corridors import formats
from corridors.domain.statistic_codes import GroupBy
from corridors.domain.targets import SpeedShares
from corridors.pages import links
from corridors.pages.places import place
from corridors.statistics_wording import group_name
from corridors.watch import CorridorLine, Watch
from corridors.watch_asking import Order, Sort, WatchQuestion, usual_order

HEADS = {
    Sort.FROM: gettext_lazy("Sending country"),
    Sort.TO: gettext_lazy("Receiving country"),
    Sort.AVERAGE: gettext_lazy("Average"),
    Sort.SMART: gettext_lazy("SmaRT-style"),
    Sort.CHANGE: pgettext_lazy("difference", "Change"),
    Sort.SERVICES: gettext_lazy("Services"),
}


class Head(NamedTuple):
    """The head of a column: the link that sorts by it; `sorted_by` is "" or aria-sort's word."""

    label: str
    link: str
    sorted_by: str
    is_figure: bool


class Row(NamedTuple):
    """One corridor; "" is what is not known."""

    slug: str
    source: str
    destination: str
    average: str
    smart: str
    change: str
    services: int


class Mover(NamedTuple):
    """A corridor that became dearer or cheaper."""

    slug: str
    name: str
    before: str
    average: str
    change: str


class RegionRow(NamedTuple):
    """A region, or the world; the cells are as the columns: cost, corridors, then the shares of speed."""

    name: str
    cells: tuple[str, ...]


def corridor_name(line: CorridorLine) -> str:
    """Ghana to Nigeria."""
    return _("%(source)s to %(destination)s") % {
        "source": place(line.source).name,
        "destination": place(line.destination).name,
    }


def heads_of(question: WatchQuestion) -> list[Head]:
    """The heads of the table; the one it is sorted by turns the order round."""
    heads = []
    for sort, label in HEADS.items():
        is_chosen = sort is question.sort
        order = usual_order(sort)
        if is_chosen:
            order = Order.ASC if question.order is Order.DESC else Order.DESC
        changed = WatchQuestion(
            period=question.period, price_point=question.price_point, sort=sort, order=order
        )
        word = "ascending" if question.order is Order.ASC else "descending"
        heads.append(
            Head(
                str(label),
                links.query(changed.parameters()) or "?",
                word if is_chosen else "",
                sort not in (Sort.FROM, Sort.TO),
            )
        )
    return heads


def table_rows(lines: Iterable[CorridorLine], question: WatchQuestion | None = None) -> list[Row]:
    """Corridors in words, in the order asked for; what has no figure comes last, whichever way."""
    named = [(line, place(line.source).name, place(line.destination).name) for line in lines]
    if question is not None:
        named = _sorted(named, question)
    return [
        Row(
            line.slug,
            source,
            destination,
            _percent(line.average),
            _percent(line.smart),
            _points(line.change),
            line.services,
        )
        for line, source, destination in named
    ]


_Named = tuple[CorridorLine, str, str]


def _sorted(named: list[_Named], question: WatchQuestion) -> list[_Named]:
    def names(row: _Named) -> tuple[str, str]:
        return formats.in_alphabet(row[1]), formats.in_alphabet(row[2])

    keys: dict[Sort, Callable[[_Named], object]] = {
        Sort.FROM: names,
        Sort.TO: lambda row: names(row)[::-1],
        Sort.AVERAGE: lambda row: row[0].average,
        Sort.SMART: lambda row: row[0].smart,
        Sort.CHANGE: lambda row: row[0].change,
        Sort.SERVICES: lambda row: row[0].services,
    }
    key = keys[question.sort]
    known = sorted((row for row in named if key(row) is not None), key=names)
    # Sorting keeps the order of equals, so these stay by name.
    known.sort(key=key, reverse=question.order is Order.DESC)  # type: ignore[arg-type]
    return known + sorted((row for row in named if key(row) is None), key=names)


def movers_of(lines: Iterable[CorridorLine]) -> list[Mover]:
    """What corridors cost then and now; each has both."""
    return [
        Mover(
            line.slug,
            corridor_name(line),
            _percent(line.before),
            _percent(line.average),
            _points(line.change),
        )
        for line in lines
    ]


def region_rows(found: Watch) -> list[RegionRow]:
    """The world, then its regions by name."""
    world = RegionRow(
        _("World"),
        (*_cost(found.world.average, found.world_change, found.world_corridors), *_speed(found.speed)),
    )
    regions = [
        RegionRow(
            group_name(GroupBy.REGION, region.code),
            (*_cost(region.average, region.change, region.corridors), *_speed(region.speed)),
        )
        for region in found.regions
    ]
    return [world, *sorted(regions, key=lambda row: formats.in_alphabet(row.name))]


def _cost(average: Decimal | None, change: Decimal | None, corridors: int) -> tuple[str, str, str]:
    return _percent(average), _points(change), formats.whole(corridors)


def _speed(shares: SpeedShares) -> tuple[str, str, str]:
    return (
        _percent(shares.within_one_hour_percent),
        _percent(shares.within_one_day_percent),
        formats.whole(shares.services),
    )


def _percent(number: Decimal | None) -> str:
    return "" if number is None else formats.percent(number)


def _points(difference: Decimal | None) -> str:
    return "" if difference is None else formats.points(difference)
