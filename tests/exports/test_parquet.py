"""Parquet as it is written: a row group at a time, the same each time, and never whole when it is not."""

import io
from collections.abc import Iterator
from decimal import Decimal

import pyarrow as pa
import pytest
from pyarrow import parquet

from corridors.exports.arrow import arrow_schema
from corridors.exports.columns import Column, Kind
from corridors.exports.parquet import parquet_blocks

SCHEMA = arrow_schema(
    [
        Column(name="id", kind=Kind.INTEGER, description="A number", is_required=True),
        Column(name="fee", kind=Kind.DECIMAL, description="A fee", places=6, unit="USD"),
    ],
    {"licence": "CC BY 4.0"},
)


def table(*ids: int) -> pa.Table:
    return pa.table({"id": ids, "fee": [Decimal("-0.000001")] * len(ids)}, schema=SCHEMA)


def test_the_file_holds_the_tables_in_order_each_a_row_group() -> None:
    file = parquet.ParquetFile(io.BytesIO(b"".join(parquet_blocks([table(1, 2), table(3)], SCHEMA))))
    assert file.read() == pa.concat_tables([table(1, 2), table(3)])
    assert [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)] == [2, 1]
    assert file.schema_arrow.equals(SCHEMA, check_metadata=False)
    assert file.metadata.metadata[b"licence"] == b"CC BY 4.0"
    # Integers of 8 bytes, which every reader knows.
    assert file.schema.column(1).physical_type == "INT64"


def test_a_file_without_rows_has_its_columns() -> None:
    read = parquet.read_table(io.BytesIO(b"".join(parquet_blocks([], SCHEMA))))
    assert (read.num_rows, read.schema.names) == (0, ["id", "fee"])


def test_each_row_group_is_given_before_the_next_is_asked_for() -> None:
    asked: list[int] = []

    def tables() -> Iterator[pa.Table]:
        for number in range(3):
            asked.append(number)
            yield table(number)

    blocks = parquet_blocks(tables(), SCHEMA)
    assert next(blocks).startswith(b"PAR1")
    assert asked == [0]
    assert next(blocks)
    assert asked == [0, 1]


def test_the_same_tables_are_the_same_bytes() -> None:
    assert list(parquet_blocks([table(1)], SCHEMA)) == list(parquet_blocks([table(1)], SCHEMA))


def test_what_fails_in_the_middle_leaves_a_file_that_nobody_can_take_for_whole() -> None:
    def tables() -> Iterator[pa.Table]:
        yield table(1)
        raise ConnectionError("the database went away")

    written: list[bytes] = []
    with pytest.raises(ConnectionError):
        written.extend(parquet_blocks(tables(), SCHEMA))
    assert written
    with pytest.raises(pa.ArrowInvalid):
        parquet.ParquetFile(io.BytesIO(b"".join(written)))
