"""CSV blocks as Arrow tables: every value as it was, nothing as null, and nothing rounded."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.exports.arrow import arrow_schema, table_of, tables_of
from corridors.exports.columns import Column, Kind
from corridors.exports.records import cells_of, csv_records

COLUMNS = (
    Column(name="text", kind=Kind.TEXT, description="A text"),
    Column(name="count", kind=Kind.INTEGER, description="A count", unit="minutes"),
    Column(name="money", kind=Kind.DECIMAL, description="Money", places=6, unit="USD"),
    Column(name="ratio", kind=Kind.DECIMAL, description="A ratio", places=9),
    Column(name="yes", kind=Kind.BOOLEAN, description="Yes or no"),
    Column(name="day", kind=Kind.DATE, description="A day"),
    Column(name="moment", kind=Kind.MOMENT, description="A moment"),
)
SCHEMA = arrow_schema(COLUMNS)
# PostgreSQL knows no NUL, and a lone surrogate is no text; what is empty is null.
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)
ROWS = st.tuples(
    st.none() | TEXTS,
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.decimals(-(10**9) + 1, 10**9 - 1, places=6),
    st.none() | st.decimals(-(10**6) + 1, 10**6 - 1, places=9),
    st.none() | st.booleans(),
    st.none() | st.dates(),
    st.none() | st.datetimes(timezones=st.just(UTC)),
)
FULL = (
    "é\n",
    1,
    Decimal("1.5"),
    Decimal("-0.000000001"),
    True,
    date(2013, 7, 31),
    datetime(2013, 7, 20, tzinfo=UTC),
)


def lines(*rows: tuple[Any, ...]) -> bytes:
    """As an export writes them."""
    return b"".join(csv_records(cells_of(rows, COLUMNS, is_safe=False)))


def read(*rows: tuple[Any, ...]) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in table_of(lines(*rows), SCHEMA).to_pylist()]


@given(st.lists(ROWS, min_size=1, max_size=5))
def test_every_value_comes_back_as_it_was(rows: list[tuple[object, ...]]) -> None:
    assert read(*rows) == rows


@pytest.mark.parametrize(
    "text",
    [
        "NULL",
        "null",
        "NA",
        "N/A",
        "nan",
        "#N/A",
        " ",
        "'",
        '"',
        "\ufeffx",
        "\r",
        "a\r\nb",
        "=1+1",
        "x" * 100_000,
    ],
)
def test_a_text_is_never_taken_for_nothing_nor_changed(text: str) -> None:
    assert read((text, *FULL[1:])) == [(text, *FULL[1:])]


def test_what_is_empty_is_null_in_every_column() -> None:
    nothing = (None,) * len(COLUMNS)
    assert table_of(b"," * (len(COLUMNS) - 1) + b"\n", SCHEMA).to_pylist() == [
        dict(zip(SCHEMA.names, nothing, strict=True))
    ]


@pytest.mark.parametrize(
    ("column", "cell_"),
    [
        ("money", "1.2345678"),
        ("ratio", "0.0000000001"),
        ("money", "nought"),
        ("count", "1.5"),
        ("count", str(2**63)),
        ("yes", "t"),
        ("day", "2013-02-30"),
        ("moment", "yesterday"),
    ],
)
def test_a_value_that_does_not_fit_its_column_is_an_error_and_never_rounded(column: str, cell_: str) -> None:
    cells = ["" if name != column else cell_ for name in SCHEMA.names]
    with pytest.raises(pa.ArrowInvalid):
        table_of(f"{','.join(cells)}\n".encode(), SCHEMA)


def test_bytes_that_are_no_text_are_an_error() -> None:
    with pytest.raises(pa.ArrowInvalid):
        table_of(b"\xff,,,,,,\n", SCHEMA)


def test_a_required_column_has_no_gaps() -> None:
    required = arrow_schema(
        [Column(name="id", kind=Kind.INTEGER, description="A number", is_required=True), COLUMNS[0]]
    )
    with pytest.raises(ValueError, match="null values"):
        table_of(b"1,a\n,b\n", required)


def test_the_schema_says_what_a_column_is_and_in_which_unit() -> None:
    assert SCHEMA.field("money").type == pa.decimal128(15, 6)
    assert SCHEMA.field("moment").type == pa.timestamp("us", tz="UTC")
    assert SCHEMA.field("count").metadata == {b"description": b"A count", b"unit": b"minutes"}
    assert arrow_schema(COLUMNS, {"licence": "CC BY 4.0"}).metadata == {b"licence": b"CC BY 4.0"}


class TestTables:
    HEAD = ",".join(SCHEMA.names).encode() + b"\n"

    def test_blocks_become_tables_of_about_the_rows_asked_for(self) -> None:
        blocks = [self.HEAD + lines(FULL), lines(FULL, FULL), lines(FULL, FULL), lines(FULL)]
        assert [table.num_rows for table in tables_of(blocks, SCHEMA, rows=3)] == [3, 3]
        assert [table.num_rows for table in tables_of(blocks, SCHEMA, rows=4)] == [5, 1]

    @pytest.mark.parametrize("blocks", [[HEAD], [HEAD, b""], []])
    def test_without_rows_there_is_no_table(self, blocks: list[bytes]) -> None:
        assert list(tables_of(blocks, SCHEMA, rows=3)) == []

    def test_it_tells_how_many_rows_were_read(self) -> None:
        told: list[int] = []
        blocks = [self.HEAD, lines(FULL), lines(FULL, FULL)]
        assert len(list(tables_of(blocks, SCHEMA, rows=10, progress=told.append))) == 1
        assert told == [1, 3]

    def test_an_error_of_the_blocks_ends_the_tables(self) -> None:
        def broken():
            yield self.HEAD + lines(FULL)
            raise ConnectionError("the database went away")

        tables = tables_of(broken(), SCHEMA, rows=1)
        assert next(tables).num_rows == 1
        with pytest.raises(ConnectionError):
            next(tables)
