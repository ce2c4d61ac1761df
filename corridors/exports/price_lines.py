"""Our own layout's lines as the database writes them: COPY on PostgreSQL, the driver's rows on SQLite.

In the order of the prices' numbers, and the same on both. Closing an iterator, or an error in whoever reads
it, ends the query and frees the connection.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain

from django.db import connection
from django.db.models import QuerySet

from corridors.exports.columns import Column
from corridors.exports.copying import copied_csv, copied_json
from corridors.exports.records import (
    END,
    ROWS_AT_ONCE,
    SENT_AT_ONCE,
    Cell,
    Value,
    closed,
    csv_records,
    head_of,
    in_blocks,
    json_records,
    values_of,
)
from corridors.exports.texts import csv_cell
from corridors.models import Price


def csv_lines(
    prices: QuerySet[Price], columns: Sequence[Column], *, is_safe: bool, size: int
) -> Iterator[bytes]:
    """The prices as CSV, the names of the columns first, in blocks of whole records. One query, streamed."""
    head = head_of(columns)
    if _can_copy():
        with closed(copied_csv(prices, columns, is_safe=is_safe)) as copied:
            yield from in_blocks(chain([head], copied), size=size)
    else:
        with closed(_fetched(prices, columns, is_safe=is_safe)) as fetched:
            yield from in_blocks(chain([head], csv_records(fetched)), size=size)


def json_lines(prices: QuerySet[Price], columns: Sequence[Column], *, size: int) -> Iterator[bytes]:
    """The prices as JSON lines, in blocks of whole lines. One query, streamed."""
    if _can_copy():
        with closed(copied_json(prices, columns)) as copied:
            yield from in_blocks(copied, size=size)
    else:
        with closed(rows(prices, columns)) as values:
            yield from in_blocks(json_records(values, columns), size=size)


def rows(prices: QuerySet[Price], columns: Sequence[Column]) -> Iterator[tuple[Value, ...]]:
    """The prices' values. One query, streamed."""
    if _can_copy():
        with closed(copied_csv(prices, columns, is_safe=False)) as copied:
            yield from values_of(_read(in_blocks(copied, size=SENT_AT_ONCE)), columns)
    else:
        with closed(_fetched(prices, columns, is_safe=False)) as fetched:
            yield from values_of(fetched, columns)


def _can_copy() -> bool:
    return connection.vendor == "postgresql"


def _fetched(
    prices: QuerySet[Price], columns: Sequence[Column], *, is_safe: bool
) -> Iterator[Sequence[Cell]]:
    cells = {f"value_{number}": csv_cell(column, is_safe=is_safe) for number, column in enumerate(columns)}
    sql, parameters = prices.annotate(**cells).order_by("id").values_list(*cells).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        while some := cursor.fetchmany(ROWS_AT_ONCE):
            yield from some


def _read(blocks: Iterable[bytes]) -> Iterator[Sequence[Cell]]:
    for block in blocks:
        yield from csv.reader(StringIO(block.decode(), newline=END))
