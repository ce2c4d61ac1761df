"""Exports as Arrow tables: the types of a layout's columns, and its CSV blocks read into them exactly."""

from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import pyarrow as pa
from pyarrow import csv

from corridors.exports.columns import Column, Kind
from corridors.models.prices import DIGITS

_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.DATE: pa.date32(),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
}


def arrow_schema(columns: Sequence[Column], metadata: Mapping[str, str] | None = None) -> pa.Schema:
    """The columns' types; decimals stay decimals. A field carries its description and unit.

    `metadata` goes with the schema into a file.
    """
    return pa.schema([_field(column) for column in columns], metadata=dict(metadata or {}))


def _field(column: Column) -> pa.Field:
    said = {"description": column.description, "unit": column.unit}
    return pa.field(
        column.name,
        pa.decimal128(DIGITS, column.places) if column.kind is Kind.DECIMAL else _TYPES[column.kind],
        nullable=not column.is_required,
        metadata={name: text for name, text in said.items() if text},
    )


def table_of(lines: bytes, schema: pa.Schema) -> pa.Table:
    """Whole CSV records without a head, in the schema's types. What is empty is null; nothing is rounded.

    Raises:
        pyarrow.ArrowInvalid: a value does not fit its column.
    """
    return read_lines(lines, schema).cast(schema)


def read_lines(lines: bytes, schema: pa.Schema) -> pa.Table:
    """As `table_of`, but neither the schema's metadata nor what it says of nulls is held to."""
    if lines.startswith(BOM_UTF8):
        lines = BOM_UTF8 + lines  # the reader drops one, and it is a character of the first text
    return csv.read_csv(
        pa.BufferReader(lines),
        # One block and one thread: a server's thread that reads a COPY must be the only one at it.
        read_options=csv.ReadOptions(column_names=schema.names, use_threads=False, block_size=len(lines) + 1),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=schema,
            null_values=[""],
            strings_can_be_null=True,
            true_values=["true"],
            false_values=["false"],
        ),
    )


def _untold(rows: int) -> None:
    """Nobody asked how far it is."""


def tables_of(
    blocks: Iterable[bytes],
    schema: pa.Schema,
    *,
    rows: int,
    progress: Callable[[int], object] = _untold,
) -> Iterator[pa.Table]:
    """The blocks of a layout's CSV, whose first line is the head, as tables of `rows` rows or a few more.

    The last is as large as what is left; no rows, no table. `progress` is told how many rows were read.
    """
    gathered: list[pa.Table] = []
    count = total = 0
    for lines in lines_of(blocks):
        table = table_of(lines, schema)
        gathered.append(table)
        count += table.num_rows
        total += table.num_rows
        progress(total)
        if count >= rows:
            yield pa.concat_tables(gathered)
            gathered, count = [], 0
    if gathered:
        yield pa.concat_tables(gathered)


def lines_of(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """A layout's CSV without its head: its first line, which the first block holds whole."""
    has_head = True
    for block in blocks:
        lines = block.split(b"\n", 1)[1] if has_head else block
        has_head = False
        if lines:
            yield lines
