"""Writing what is current: derived from history, moved forward by each recording, rebuildable at any time."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Count, F, Max, Q

from corridors.models import Corridor, CurrentPrice
from corridors.selectors import standing_prices
from corridors.storage import add_rows

COLUMNS = (
    *("service_id", "corridor_id", "line", "send_amount", "period", "transparent"),
    *("observed_at", "recorded_at"),
)
_LISTED = ", ".join(COLUMNS)
# How many services one question names; SQLite takes 32,766 at the most.
BATCH = 5_000

# The latest of each key among the prices just added takes the key over unless what stands there is later.
_ADVANCE = f"""
    INSERT INTO corridors_currentprice (price_id, {_LISTED})
    SELECT id, {_LISTED} FROM (
        SELECT id, {_LISTED}, ROW_NUMBER() OVER (
            PARTITION BY service_id, line, send_amount ORDER BY observed_at DESC, recorded_at DESC, id DESC
        ) AS place
        FROM corridors_price WHERE run_id = %s AND id > %s
    ) AS added WHERE place = 1 ORDER BY service_id, line, send_amount
    ON CONFLICT (service_id, line, send_amount) DO UPDATE SET
        price_id = excluded.price_id, {", ".join(f"{name} = excluded.{name}" for name in COLUMNS)}
    WHERE (excluded.observed_at, excluded.recorded_at, excluded.price_id)
        > (corridors_currentprice.observed_at, corridors_currentprice.recorded_at,
           corridors_currentprice.price_id)
"""
# Services of which more changes than one key: another survey period, a price corrected, or an older price
# where none stands, which a later one of another period may hide.
_UNSTEADY = """
    WITH added AS MATERIALIZED (
        SELECT service_id, line, send_amount, period,
            MIN(observed_at) AS earliest, MAX(corrects_id) AS corrects
        FROM corridors_price WHERE run_id = %s AND id > %s
        GROUP BY service_id, line, send_amount, period
    )
    SELECT service_id FROM added
    GROUP BY service_id HAVING MIN(period) <> MAX(period) OR MAX(corrects) IS NOT NULL
    UNION
    SELECT added.service_id FROM added
    JOIN corridors_currentprice AS standing ON standing.service_id = added.service_id
    WHERE standing.period <> added.period
    UNION
    SELECT added.service_id FROM added
    WHERE NOT EXISTS (
        SELECT 1 FROM corridors_currentprice AS standing
        WHERE (standing.service_id, standing.line, standing.send_amount)
            = (added.service_id, added.line, added.send_amount)
    )
    AND EXISTS (
        SELECT 1 FROM corridors_currentprice AS later
        WHERE later.service_id = added.service_id AND later.observed_at >= added.earliest
    )
"""
_TOUCHED = "SELECT DISTINCT service_id, corridor_id FROM corridors_price WHERE run_id = %s AND id > %s"


@transaction.atomic
def advance_current_prices(*, run_id: int, after_id: int) -> None:
    """Move current prices and their corridors forward by what a run has added since price `after_id`.

    The result is what rebuild_current_prices() would give, at the cost of what is new. Each touched
    corridor's version rises by one. Safe to repeat.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, [run_id, after_id])
        services, corridors = set[int](), set[int]()
        for service_id, corridor_id in cursor.fetchall():
            services.add(service_id)
            corridors.add(corridor_id)
        if not services:
            return
        # Two runs at one corridor take turns from here on, always in the same order.
        list(Corridor.objects.select_for_update().filter(id__in=corridors).order_by("id").values_list("id"))
        if CurrentPrice.objects.filter(corridor_id__in=corridors).exists():
            cursor.execute(_UNSTEADY, [run_id, after_id])
            unsteady = [service_id for (service_id,) in cursor.fetchall()]
            cursor.execute(_ADVANCE, [run_id, after_id])
        else:
            unsteady = sorted(services)  # the first prices of these corridors: nothing to move forward
    for start in range(0, len(unsteady), BATCH):
        rebuild_current_prices(service_ids=unsteady[start : start + BATCH])
    refresh_corridors(corridors)


@transaction.atomic
def rebuild_current_prices(*, service_ids: Collection[int] | None = None) -> None:
    """Derive CurrentPrice from history again, for some services or all. Safe to repeat.

    After all of them the corridors are refreshed too; for some, the caller does it.
    """
    prices, current = standing_prices(), CurrentPrice.objects.all()
    if service_ids is not None:
        prices, current = (
            prices.filter(service_id__in=service_ids),
            current.filter(service_id__in=service_ids),
        )
    rows = list(prices.order_by().values_list("id", *COLUMNS))
    current.delete()
    add_rows(CurrentPrice, ("price_id", *COLUMNS), rows, key=("price_id",))
    if service_ids is None:
        refresh_corridors(Corridor.objects.values_list("id", flat=True))


class Difference(NamedTuple):
    """A price that is current by history or by the derived table, and not by the other."""

    price_id: int
    service_id: int
    is_current_by_history: bool


def current_differences() -> list[Difference]:
    """What a rebuild would change, by price id; empty when the derived table is right."""
    names = ("price_id", *COLUMNS)
    derived = set(CurrentPrice.objects.order_by().values_list(*names))
    by_history = set(standing_prices().order_by().values_list("id", *COLUMNS))
    wrong = [Difference(row[0], row[1], True) for row in by_history - derived]
    wrong += [Difference(row[0], row[1], False) for row in derived - by_history]
    return sorted(wrong)


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
        .values_list("corridor_id", "period", "service__send_currency", "service__receive_currency")
        .annotate(
            services=Count("service_id", distinct=True),
            disclosing=Count("service_id", distinct=True, filter=Q(transparent=True)),
            latest=Max("observed_at"),
        )
    )
    by_corridor: dict[int, list[_Used]] = defaultdict(list)
    for corridor_id, *row in used:
        by_corridor[corridor_id].append(_Used(*row))
    for corridor_id, every in sorted(by_corridor.items()):
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
