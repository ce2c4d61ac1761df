"""Figures as rows: the same names and numbers in the API's JSON, in CSV and in a terminal."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from corridors.domain.indices import METHOD_VERSION, Figures
from corridors.domain.periods import Period
from corridors.domain.smart_style import DEFAULT_ACCESS_FILTER
from corridors.domain.statistic_codes import Measure, SmartReason
from corridors.flows import FLOWS_YEAR

Cell: TypeAlias = "str | int | date | Decimal | None"
Value: TypeAlias = "Cell | Mapping[str, int]"
Row: TypeAlias = dict[str, Value]


def row_of(period: Period, found: Figures, measures: Sequence[Measure]) -> Row:
    """What every answer says of some figures, then the figures asked for. Percentages in full precision."""
    row: Row = {
        "period": period.label,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "services": found.services,
        "services_left_out": found.services_left_out,
        "left_out": {reason.value: number for reason, number in found.left_out.items()},
        "corridors": found.corridors,
    }
    for measure in measures:
        row |= _MEMBERS[measure](found)
    return row | {"method_version": METHOD_VERSION}


def flat(row: Row) -> dict[str, Cell]:
    """The row without rows in it: left_out's no_total becomes left_out_no_total."""
    cells: dict[str, Cell] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            cells |= {f"{name}_{inner}": number for inner, number in value.items()}
        else:
            cells[name] = value
    return cells


def _smart_style(found: Figures) -> Row:
    reasons = Counter(verdict.reason for verdict in found.smart_style_verdicts)
    return {
        "smart_style_percent": found.smart_style_percent,
        "smart_style_corridors": sum(each is not None for each in found.smart_style_by_corridor.values()),
        "smart_style_services": reasons[None],
        "smart_style_left_out": {reason.value: reasons[reason] for reason in SmartReason},
        "smart_style_filter_version": DEFAULT_ACCESS_FILTER.version,
    }


def _weighted_average(found: Figures) -> Row:
    weighted = found.weighted
    return {
        "weighted_average_percent": weighted.percent,
        "weighted_corridors": weighted.corridors,
        "corridors_without_flow": weighted.corridors_without_flow,
        "flows_year": FLOWS_YEAR,
    }


def _price_points(found: Figures) -> Row:
    points = found.price_points
    return {
        "price_points_services": points.services,
        "at_200_percent": points.at_200_percent,
        "at_500_percent": points.at_500_percent,
        "difference_percent": points.difference_percent,
    }


def _speed(found: Figures) -> Row:
    shares = found.speed
    return {
        "speed_services": shares.services,
        "speed_unknown": shares.unknown,
        "within_one_hour_percent": shares.within_one_hour_percent,
        "within_one_day_percent": shares.within_one_day_percent,
    }


def _cost_split(found: Figures) -> Row:
    split = found.split
    return {
        "split_services": split.services,
        "fee_percent": split.fee_percent,
        "margin_percent": split.margin_percent,
    }


def _members(*names: str) -> Callable[[Figures], Row]:
    return lambda found: {name: getattr(found, name) for name in names}


_MEMBERS: Mapping[Measure, Callable[[Figures], Row]] = {
    Measure.AVERAGE: _members("average_percent"),
    Measure.MEDIAN: _members("median_percent"),
    Measure.CHEAPEST: _members("cheapest_percent"),
    Measure.PERCENTILE_90: _members("percentile_90_percent"),
    Measure.SPREAD: _members("spread_percent"),
    Measure.SMART_STYLE: _smart_style,
    Measure.WEIGHTED_AVERAGE: _weighted_average,
    Measure.SHARES: _members(
        "share_of_services_at_most_3_percent",
        "share_of_services_at_most_5_percent",
        "share_of_corridors_at_most_3_percent",
        "share_of_corridors_at_most_5_percent",
    ),
    Measure.PRICE_POINTS: _price_points,
    Measure.SPEED: _speed,
    Measure.COST_SPLIT: _cost_split,
}
