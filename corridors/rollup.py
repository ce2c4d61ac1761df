"""Writing what statistics count: added up with each recording, rebuildable from history at any time."""

from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from corridors.models import Corridor, ServiceRollup

TABLE = ServiceRollup._meta.db_table
KEY = ("service_id", "frequency", "starts_on", "price_point", "survey_price")
_ADDED_UP = ("prices", "undisclosed", "counted", "total_sum", "split", "fee_sum", "margin_sum")
COLUMNS = (
    *KEY,
    *("corridor_id", "quarter_on"),
    *_ADDED_UP,
    *("speed_max_minutes", "coverage", "provider_types"),
)
_LISTED = ", ".join(COLUMNS)


class _Dialect(NamedTuple):
    """How a database writes days and whole numbers; `{0}` stands for the expression."""

    day: str
    month: str
    quarter: str
    year: str
    survey_quarter: str
    billionths: str
    larger: str
    smaller: str


_DIALECTS = {
    "postgresql": _Dialect(
        day="({0} AT TIME ZONE 'UTC')::date",
        month="date_trunc('month', {0})::date",
        quarter="date_trunc('quarter', {0})::date",
        year="date_trunc('year', {0})::date",
        survey_quarter="make_date(left({0}, 4)::integer, 3 * substr({0}, 6, 1)::integer - 2, 1)",
        billionths="round({0} * 1000000000)::bigint",
        larger="GREATEST",
        smaller="LEAST",
    ),
    # Days and moments are ISO 8601 text there.
    "sqlite": _Dialect(
        day="substr({0}, 1, 10)",
        month="(substr({0}, 1, 8) || '01')",
        quarter=(
            "(substr({0}, 1, 5) "
            "|| substr('010101040404070707101010', 2 * CAST(substr({0}, 6, 2) AS INTEGER) - 1, 2) || '-01')"
        ),
        year="(substr({0}, 1, 5) || '01-01')",
        survey_quarter=(
            "(substr({0}, 1, 4) || '-' "
            "|| substr('01040710', 2 * CAST(substr({0}, 6, 1) AS INTEGER) - 1, 2) || '-01')"
        ),
        billionths="CAST(round({0} * 1000000000.0) AS INTEGER)",
        larger="MAX",
        smaller="MIN",
    ),
}
# What each chosen price counts for. A stated total comes before ours (docs/methodology.md, section 2).
_COUNTED = """
    SELECT id, service_id, corridor_id, price_point, period, {day} AS day, transparent,
        CASE WHEN transparent THEN {total} END AS total,
        CASE WHEN transparent AND {margin} IS NOT NULL AND {total} IS NOT NULL THEN {fee} END AS fee,
        CASE WHEN transparent AND fee IS NOT NULL AND {total} IS NOT NULL THEN {margin} END AS margin,
        speed_max_minutes, coverage, provider_types
    FROM corridors_price WHERE price_point IS NOT NULL AND ({chosen})
"""
_SURVEYED = """
    SELECT service_id, 's' AS frequency, day AS starts_on, price_point, id AS survey_price,
        corridor_id, {survey_quarter} AS quarter_on, 1 AS prices,
        CASE WHEN transparent THEN 0 ELSE 1 END AS undisclosed,
        CASE WHEN total IS NULL THEN 0 ELSE 1 END AS counted, COALESCE(total, 0) AS total_sum,
        CASE WHEN fee IS NULL THEN 0 ELSE 1 END AS split,
        COALESCE(fee, 0) AS fee_sum, COALESCE(margin, 0) AS margin_sum,
        speed_max_minutes, coverage, provider_types
    FROM counted WHERE period <> ''
"""
# By day first: months, quarters and years are added up from the few rows that days leave.
_DAYS = """
    SELECT service_id, corridor_id, price_point, day, COUNT(*) AS prices,
        COUNT(CASE WHEN NOT transparent THEN 1 END) AS undisclosed,
        COUNT(total) AS counted, COALESCE(SUM(total), 0) AS total_sum,
        COUNT(fee) AS split, COALESCE(SUM(fee), 0) AS fee_sum, COALESCE(SUM(margin), 0) AS margin_sum,
        MAX(speed_max_minutes) AS speed_max_minutes,
        MIN(CASE WHEN coverage = 'nationwide' THEN coverage ELSE '' END) AS coverage,
        MAX(provider_types) AS provider_types
    FROM counted WHERE period = ''
    GROUP BY service_id, corridor_id, price_point, day
"""
_PERIODS = """
    SELECT service_id, '{frequency}' AS frequency, {start} AS starts_on, price_point, 0 AS survey_price,
        corridor_id, {quarter} AS quarter_on, {sums},
        MAX(speed_max_minutes), MIN(coverage), MAX(provider_types)
    FROM days GROUP BY service_id, price_point, corridor_id, {start}, {quarter}
"""
_RUN = "run_id = %s AND id > %s AND (period <> '' OR NOT promotion)"
_ALL = """
    CASE WHEN period <> ''
        THEN id NOT IN (SELECT corrects_id FROM corridors_price WHERE corrects_id IS NOT NULL)
        ELSE NOT promotion END
"""
_CORRECTED = f"""
    DELETE FROM {TABLE} WHERE frequency = 's' AND (service_id, survey_price) IN (
        SELECT service_id, corrects_id FROM corridors_price
        WHERE run_id = %s AND id > %s AND corrects_id IS NOT NULL
    )
"""


_ADD = f"""
    INSERT INTO {TABLE} ({_LISTED}) SELECT {_LISTED} FROM units WHERE prices > 0
    ON CONFLICT ({", ".join(KEY)}) DO UPDATE SET
        {", ".join(f"{name} = {TABLE}.{name} + excluded.{name}" for name in _ADDED_UP)},
        speed_max_minutes = {{larger}}(
            COALESCE({TABLE}.speed_max_minutes, excluded.speed_max_minutes),
            COALESCE(excluded.speed_max_minutes, {TABLE}.speed_max_minutes)
        ),
        coverage = {{smaller}}({TABLE}.coverage, excluded.coverage),
        provider_types = {{larger}}({TABLE}.provider_types, excluded.provider_types)
"""
_DIFFERENCES = f"""
    SELECT {_LISTED}, 1 AS by_history FROM (
        SELECT {_LISTED} FROM units EXCEPT SELECT {_LISTED} FROM {TABLE}
    ) AS missing
    UNION ALL
    SELECT {_LISTED}, 0 FROM (
        SELECT {_LISTED} FROM {TABLE} EXCEPT SELECT {_LISTED} FROM units
    ) AS extra
    ORDER BY 1, 2, 3, 4, 5
"""


def _with_units(chosen: str, statement: str) -> str:
    """A statement over `units`: the rows, in the order of COLUMNS, that the chosen prices make."""
    words = _DIALECTS[connection.vendor]
    counted = _COUNTED.format(
        day=words.day.format("observed_at"),
        total=words.billionths.format("COALESCE(stated_total_percent, total_percent)"),
        fee=words.billionths.format("(100.0 * fee / send_amount)"),
        margin=words.billionths.format("COALESCE(stated_fx_margin_percent, fx_margin_percent)"),
        chosen=chosen,
    )
    surveyed = _SURVEYED.format(survey_quarter=words.survey_quarter.format("period"))
    sums = ", ".join(f"SUM({name})" for name in _ADDED_UP)
    month, quarter, year = (each.format("day") for each in (words.month, words.quarter, words.year))
    periods = [
        _PERIODS.format(frequency=frequency, start=start, quarter=of_quarter, sums=sums)
        for frequency, start, of_quarter in (
            ("d", "day", quarter),
            ("m", month, quarter),
            ("q", quarter, quarter),
            ("y", year, year),
        )
    ]
    units = " UNION ALL ".join([surveyed, *periods])
    return (
        f"WITH counted AS ({counted}), days AS ({_DAYS}), units AS ({units}) "
        f"{statement.format(larger=words.larger, smaller=words.smaller)}"
    )


@transaction.atomic
def advance_rollups(*, run_id: int, after_id: int) -> None:
    """Add what a run has recorded since price `after_id` to the periods it touches, and to no other.

    The result is what rebuild_rollups() would give. Adds: call it once for each recording, in its
    transaction, after advance_current_prices(), which lets two recordings at one corridor take turns.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CORRECTED, [run_id, after_id])
        cursor.execute(_with_units(_RUN, _ADD), [run_id, after_id])


@transaction.atomic
def rebuild_rollups() -> int:
    """Add everything up from history again and say how many rows that made. Safe to repeat."""
    # Recordings wait until this is done, as they wait for one another.
    list(Corridor.objects.select_for_update().order_by("id").values_list("id"))
    ServiceRollup.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(_with_units(_ALL, _ADD))
    # SQLite does not say how many rows a statement that begins with WITH has added.
    return ServiceRollup.objects.count()


class RollupDifference(NamedTuple):
    """A row that only history gives, or only the table has."""

    service_id: int
    frequency: str
    starts_on: date
    price_point: int
    survey_price: int
    is_by_history: bool


def rollup_differences() -> list[RollupDifference]:
    """What a rebuild would change; empty when every row is what history gives. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_with_units(_ALL, _DIFFERENCES))
        found = cursor.fetchall()
    return [
        RollupDifference(service, frequency, _day(starts_on), point, price, bool(by_history))
        for service, frequency, starts_on, point, price, *_, by_history in found
    ]


def _day(stored: date | str) -> date:
    return date.fromisoformat(stored) if isinstance(stored, str) else stored
