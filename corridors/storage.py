"""Adding rows in bulk on both databases, and the monthly partitions PostgreSQL keeps price history in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection, models

from corridors.models import Price
from corridors.rows import PRICE_COLUMNS

PRICE_KEY = ("observed_at", "fingerprint")


def add_prices(rows: Sequence[tuple[Any, ...]]) -> int:
    """Add rows (in the order of PRICE_COLUMNS) to price history and say how many were new."""
    if connection.vendor == "postgresql" and rows:
        place = PRICE_COLUMNS.index("observed_at")
        ensure_partitions(row[place] for row in rows)
    return add_rows(Price, PRICE_COLUMNS, rows, key=PRICE_KEY)


def add_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]], *, key: Sequence[str]
) -> int:
    """Insert rows of column values and say how many were new; a row whose key is stored changes nothing.

    Decimals must come rounded to their column's step: SQLite stores what it is given.
    """
    if not rows:
        return 0
    add = _copy if connection.vendor == "postgresql" else _execute_many
    return add(model._meta.db_table, ", ".join(columns), rows, f"ON CONFLICT ({', '.join(key)}) DO NOTHING")


def _copy(table: str, columns: str, rows: Sequence[tuple[Any, ...]], conflict: str) -> int:
    """PostgreSQL: COPY into a temporary table, then one INSERT; 5 times as fast as rows one by one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS SELECT {columns} FROM {table} LIMIT 0"
        )
        with cursor.copy(f"COPY incoming ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM incoming {conflict}")
        added: int = cursor.rowcount
        cursor.execute("DROP TABLE incoming")
    return added


def _execute_many(table: str, columns: str, rows: Sequence[tuple[Any, ...]], conflict: str) -> int:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(rows[0]))}) {conflict}",
            for_sqlite(rows),
        )
        return int(cursor.rowcount)


def for_sqlite(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    """Rows as SQLite's driver takes them: decimals as text, days and times in UTC as ISO 8601.

    A column holds one type (or None) throughout.
    """
    kinds = [
        next((type(value) for value in column if value is not None), None)
        for column in zip(*rows, strict=True)
    ]
    adapted = [list(row) for row in rows]
    for place, kind in enumerate(kinds):
        if kind in SQLITE_TEXT:
            text = SQLITE_TEXT[kind]
            for row in adapted:
                if row[place] is not None:
                    row[place] = text(row[place])
    return adapted


@lru_cache(maxsize=1024)
def _utc_text(moment: datetime) -> str:
    return str(moment.astimezone(UTC).replace(tzinfo=None))


SQLITE_TEXT: Mapping[type | None, Callable[[Any], str]] = {
    Decimal: str,
    datetime: _utc_text,
    date: lru_cache(maxsize=1024)(date.isoformat),
}


def ensure_partitions(moments: Iterable[datetime]) -> None:
    """Create the month's partition of each moment where it is missing. PostgreSQL only; safe to repeat."""
    table = Price._meta.db_table
    in_utc = [moment.astimezone(UTC) for moment in set(moments)]
    months = {(moment.year, moment.month) for moment in in_utc}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [table]
        )
        existing = {name for (name,) in cursor.fetchall()}
        missing = [month for month in sorted(months) if _partition(table, *month) not in existing]
        if not missing:
            return
        # A table with unchecked references cannot get a partition: check them now.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for year, month in missing:
            following = (year + 1, 1) if month == 12 else (year, month + 1)
            cursor.execute(
                f"CREATE TABLE IF NOT EXISTS {_partition(table, year, month)} PARTITION OF {table} "
                f"FOR VALUES FROM ('{year}-{month:02}-01 00:00+00') "
                f"TO ('{following[0]}-{following[1]:02}-01 00:00+00')"
            )
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _partition(table: str, year: int, month: int) -> str:
    return f"{table}_{year}_{month:02}"
