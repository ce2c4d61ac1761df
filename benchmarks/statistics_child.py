"""The two ways of benchmarks/statistics.py in turn, in a process of their own; both must say the same."""

import json
import time
from collections.abc import Callable
from decimal import Decimal
from statistics import median
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from corridors.domain.statistic_codes import GroupBy  # noqa: E402
from corridors.statistics import Asked, statistics  # noqa: E402

PAIRS = 7
# Of numbers that PostgreSQL works out as doubles.
ALIKE = Decimal("1E-9")

# Each service's mean in each quarter, then the corridor's figures over its services, as the methodology says.
RAW = """
    WITH counted AS (
        SELECT corridor_id, service_id,
            date_trunc('quarter', observed_at AT TIME ZONE 'UTC')::date AS quarter,
            AVG(COALESCE(stated_total_percent, total_percent)) AS total
        FROM corridors_price
        WHERE price_point = 200 AND transparent AND NOT promotion
        GROUP BY 1, 2, 3
    )
    SELECT quarter, corridor.slug, COUNT(total), AVG(total),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY total), MIN(total), MAX(total),
        percentile_cont(0.9) WITHIN GROUP (ORDER BY total)
    FROM counted JOIN corridors_corridor AS corridor ON corridor.id = corridor_id
    GROUP BY 1, 2 ORDER BY 1, 2
"""
Row = tuple[Any, ...]


def from_prices() -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(RAW)
        return list(cursor.fetchall())


def from_rollup() -> list[Row]:
    asked = Asked(group_by=GroupBy.CORRIDOR, only_totals=True)
    return [
        (
            found.period.starts_on,
            found.group,
            found.figures.services,
            found.figures.average_percent,
            found.figures.median_percent,
            found.figures.cheapest_percent,
            found.figures.dearest_percent,
            found.figures.percentile_90_percent,
        )
        for found in statistics(asked)
    ]


def timed(work: Callable[[], list[Row]]) -> tuple[float, list[Row]]:
    started = time.perf_counter()
    rows = work()
    return time.perf_counter() - started, rows


def must_say_the_same(ours: list[Row], theirs: list[Row]) -> None:
    assert [row[:3] for row in ours] == [row[:3] for row in theirs]
    for mine, yours in zip(ours, theirs, strict=True):
        for a, b in zip(mine[3:], yours[3:], strict=True):
            assert abs(Decimal(a) - Decimal(b)) < ALIKE, (mine, yours)


def measure() -> dict[str, float]:
    pairs = []
    for number in range(PAIRS + 1):
        raw, theirs = timed(from_prices)
        rollup, ours = timed(from_rollup)
        must_say_the_same(ours, theirs)
        if number:  # the first pair warms both
            pairs.append((raw, rollup))
    return {
        "ratio": median(raw / rollup for raw, rollup in pairs),
        "raw": median(raw for raw, _ in pairs),
        "rollup": median(rollup for _, rollup in pairs),
        "figures": len(ours),
    }


if __name__ == "__main__":
    print(json.dumps(measure()))
