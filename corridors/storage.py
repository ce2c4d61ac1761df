"""Adding rows in bulk on both databases, and the monthly partitions PostgreSQL keeps price history in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Self

import psycopg
from django.db import connection, models

from corridors.models import Price
from corridors.rows import PRICE_COLUMNS

PRICE_KEY = ("observed_at", "fingerprint")


def add_prices(rows: Sequence[tuple[Any, ...]]) -> int:
    """Add rows (in the order of PRICE_COLUMNS) to price history and say how many were new."""
    with PriceWriter() as writer:
        writer.add(rows)
    return writer.added


class PriceWriter:
    """Adds prices batch by batch; PostgreSQL stores one batch while Python makes the next.

    Half of the time that a recording takes is the database's, which has a processor of its own. Ask `added`,
    the number of rows that were new, after the with block, which waits for the last batch.

    Raises:
        django.db.Error: from the next add() or the end of the block.
    """

    def __init__(self) -> None:
        self.added = 0
        self._storing: Future[int] | None = None
        self._thread = ThreadPoolExecutor(max_workers=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # Whatever happened: no statement may follow the roll back.
        self._thread.shutdown(wait=True)
        if kind is None:
            self._wait()

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Add rows in the order of PRICE_COLUMNS; one whose key is stored changes nothing."""
        self._wait()
        if not rows:
            return
        if connection.vendor != "postgresql":
            self.added += add_rows(Price, PRICE_COLUMNS, rows, key=PRICE_KEY)
            return
        place = PRICE_COLUMNS.index("observed_at")
        ensure_partitions(row[place] for row in rows)
        table, columns = Price._meta.db_table, ", ".join(PRICE_COLUMNS)
        _copy_incoming(table, columns, rows)
        insert = _insert_incoming(table, columns, PRICE_KEY)
        self._storing = self._thread.submit(_store, connection.connection, insert)

    def _wait(self) -> None:
        if self._storing is not None:
            storing, self._storing = self._storing, None
            with connection.wrap_database_errors:
                self.added += storing.result()


def _store(database: psycopg.Connection[Any], insert: str) -> int:
    """Insert what was copied, and check its references now: at the end nobody works beside it."""
    with database.cursor() as cursor:
        cursor.execute(insert.encode())
        added = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("DROP TABLE incoming")
    return added


def add_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]], *, key: Sequence[str]
) -> int:
    """Insert rows of column values and say how many were new; a row whose key is stored changes nothing.

    Decimals must come rounded to their column's step: SQLite stores what it is given.
    """
    if not rows:
        return 0
    table, listed = model._meta.db_table, ", ".join(columns)
    if connection.vendor != "postgresql":
        return _execute_many(table, listed, rows, key)
    _copy_incoming(table, listed, rows)
    with connection.cursor() as cursor:
        cursor.execute(_insert_incoming(table, listed, key))
        added: int = cursor.rowcount
        cursor.execute("DROP TABLE incoming")
    return added


def _copy_incoming(table: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """PostgreSQL: COPY into a temporary table, to be inserted at once; 5 times as fast as rows one by one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS SELECT {columns} FROM {table} LIMIT 0"
        )
        with cursor.copy(f"COPY incoming ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _insert_incoming(table: str, columns: str, key: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM incoming {_unless_stored(key)}"


def _unless_stored(key: Sequence[str]) -> str:
    return f"ON CONFLICT ({', '.join(key)}) DO NOTHING"


def _execute_many(table: str, columns: str, rows: Sequence[tuple[Any, ...]], key: Sequence[str]) -> int:
    marks = ", ".join(["%s"] * len(rows[0]))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks}) {_unless_stored(key)}",
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
