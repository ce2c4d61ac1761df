"""Values as the records of a text file, and records as blocks that a server sends."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import TypeAlias, TypeVar

import orjson

from corridors.exports.columns import Column, Kind
from corridors.models.prices import RATIO_PLACES
from remitcompare.money import plain
from remitcompare.spreadsheets import harmless

Value: TypeAlias = str | int | Decimal | date | datetime | None
# A value as it stands in a CSV file; nothing or "" is what is not stated.
Cell: TypeAlias = str | int | None

# What is handed on at a time: large enough that a block costs little, small enough to hold a few.
BLOCK = 1 << 20
# What is sent at a time: no more than a processor keeps near, which halves what gathering it costs.
SENT_AT_ONCE = 1 << 17
ROWS_AT_ONCE = 2_000
END = "\n"

Item = TypeVar("Item")


@contextmanager
def closed(source: Iterator[Item]) -> Iterator[Iterator[Item]]:
    """An iterator that is closed whatever becomes of its reader: behind it a query may be waiting."""
    try:
        yield source
    finally:
        close = getattr(source, "close", None)
        if close is not None:
            close()


def cell_of(value: Value) -> Cell:
    """A value as a CSV cell: decimals exact and plain, moments in UTC. None for an empty text too."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value, RATIO_PLACES)
    if isinstance(value, datetime):
        text = value.astimezone(UTC).replace(tzinfo=None).isoformat()
        return f"{text.rstrip('0') if value.microsecond else text}Z"
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value


_VALUES: Mapping[Kind, Callable[[str], Value]] = {
    Kind.TEXT: str,
    Kind.INTEGER: int,
    Kind.DECIMAL: Decimal,
    Kind.BOOLEAN: "true".__eq__,
    Kind.DATE: date.fromisoformat,
    Kind.MOMENT: datetime.fromisoformat,
}


def values_of(records: Iterable[Sequence[Cell]], columns: Sequence[Column]) -> Iterator[tuple[Value, ...]]:
    """Cells read back into values."""
    readers = [_VALUES[column.kind] for column in columns]
    for record in records:
        yield tuple(
            None if cell is None or cell == "" else read(str(cell))
            for read, cell in zip(readers, record, strict=True)
        )


def cells_of(
    rows: Iterable[Sequence[Value]], columns: Sequence[Column], *, is_safe: bool
) -> Iterator[list[Cell]]:
    """Values as CSV cells; foreign text neutralised for spreadsheets where asked."""
    foreign = [number for number, column in enumerate(columns) if is_safe and column.is_foreign]
    for row in rows:
        cells = [cell_of(value) for value in row]
        for number in foreign:
            cell = cells[number]
            if isinstance(cell, str):
                cells[number] = harmless(cell)
        yield cells


class _Lines(list[str]):
    """Where csv writes: a line a record."""

    def write(self, line: str) -> None:
        self.append(line)


def csv_records(records: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Cells as CSV, many records at a time, written as PostgreSQL's COPY writes them."""
    remaining = iter(records)
    while some := list(islice(remaining, ROWS_AT_ONCE)):
        lines = _Lines()
        # csv quotes what holds a part of its line end: with this one a lone \r is quoted too, as COPY does.
        csv.writer(lines, lineterminator="\r\n").writerows(some)
        yield "".join([f"{line[:-2]}{END}" for line in lines]).encode()


def json_records(rows: Iterable[Sequence[Value]], columns: Sequence[Column]) -> Iterator[bytes]:
    """Values as JSON lines, many at a time: decimals, days and moments are text, nothing is left out."""
    names = [column.name for column in columns]
    is_text = [column.kind in (Kind.DECIMAL, Kind.DATE, Kind.MOMENT) for column in columns]
    remaining = iter(rows)
    while some := list(islice(remaining, ROWS_AT_ONCE)):
        yield b"".join(
            orjson.dumps(
                {
                    name: cell_of(value) if as_text else (None if value == "" else value)
                    for name, as_text, value in zip(names, is_text, row, strict=True)
                },
                option=orjson.OPT_APPEND_NEWLINE,
            )
            for row in some
        )


def in_blocks(pieces: Iterable[bytes | memoryview], *, size: int) -> Iterator[bytes]:
    """The same bytes in blocks of this size, and up to a piece more: a piece is never split."""
    gathered: list[bytes | memoryview] = []
    length = 0
    for piece in pieces:
        gathered.append(piece)
        length += len(piece)
        if length >= size:
            yield b"".join(gathered)
            gathered, length = [], 0
    if gathered:
        yield b"".join(gathered)


def head_of(columns: Sequence[Column]) -> bytes:
    """The first line of a CSV file."""
    return b"".join(csv_records([[column.name for column in columns]]))
