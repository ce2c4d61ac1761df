"""Parquet and XLSX of stored prices, read back by other programs: what they say is what the history holds."""

import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection
from django.test import Client
from pyarrow import parquet
from python_calamine import load_workbook

from corridors.domain.codes import PayIn
from corridors.domain.indices import METHOD_VERSION
from corridors.exports import binary_formats
from corridors.exports.asking import ExportAsked
from corridors.exports.binary_formats import Parquet, Workbook
from corridors.exports.columns import Kind
from corridors.exports.price_columns import COLUMNS
from corridors.exports.workbook import CUT, MAX_CHARACTERS
from corridors.models import Price
from tests.factories import add_cross_rate, price, record, surveyed

EVERYTHING = ExportAsked()
HUGE = "ünïcödé 😀 " * 5_000
pytestmark = pytest.mark.django_db
Row = dict[str, Any]


@pytest.fixture
def history() -> list[Row]:
    """Prices with everything that a format could spoil, as the database holds them, by column."""
    add_cross_rate("AED", "PHP", "12")
    record(
        price("Swift Hawk", note="=1+1", fee="0.000001", rate="11.123456789"),
        price("Generous", note='say "hi",\r\nplease\t', rate="12.5", fee="0"),  # better than mid-market
        price("Silent Bank", note="@home", rate=None, pay_in=(PayIn.CARD, PayIn.CASH)),
        price("-Dash + Plus", note=HUGE, amount="123456789.123456", price_point=500),
        price("Δελτα 银行", note="NULL", speed_min_minutes=None, speed_max_minutes=None),
        surveyed("Old Survey", note="\t=cmd()"),
    )
    paths = [column.path for column in COLUMNS]
    rows = Price.objects.order_by("id").values_list(*paths)
    return [
        {column.name: None if value == "" else value for column, value in zip(COLUMNS, row, strict=True)}
        for row in rows
    ]


def written(format_: Parquet | Workbook, asked: ExportAsked = EVERYTHING) -> BytesIO:
    return BytesIO(b"".join(format_.write(asked)))


def queries_of(format_: Parquet | Workbook) -> int:
    """How many queries it takes to write everything; COPY does not go where others are counted."""
    asked: list[str] = []

    def noted(execute: Callable[..., object], sql: str, *more: object) -> object:
        asked.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(noted):
        written(format_)
    return sum(sql.startswith("SELECT") for sql in asked) + (connection.vendor == "postgresql")


class TestParquet:
    def test_it_holds_the_history_exactly(self, history: list[Row]) -> None:
        read = parquet.read_table(written(Parquet())).to_pylist()
        assert read == history
        assert {row["note"] for row in read} >= {"=1+1", "@home", "NULL", HUGE}
        assert min(row["fx_margin_percent"] for row in read if row["fx_margin_percent"] is not None) < 0

    def test_its_types_are_those_of_the_columns(self, history: list[Row]) -> None:
        schema = parquet.read_schema(written(Parquet()))
        assert schema.field("fee").type == pa.decimal128(15, 6)
        assert schema.field("total_percent").type == pa.decimal128(15, 9)
        assert schema.field("observed_at").type == pa.timestamp("us", tz="UTC")
        assert schema.field("reference_date").type == pa.date32()
        assert schema.field("sandbox").type == pa.bool_()
        assert schema.field("service").type == pa.int64()

    def test_the_file_says_what_it_is(self, history: list[Row]) -> None:
        metadata = parquet.read_metadata(
            written(Parquet(), ExportAsked(corridor="ae-ph", price_point=500))
        ).metadata
        assert metadata[b"remitcompare.method_version"].decode() == METHOD_VERSION
        assert metadata[b"remitcompare.filters"] == b"corridor=ae-ph&price_point=500"
        assert metadata[b"remitcompare.licence"] == b"Tariff sheets: public domain"

    def test_without_a_price_it_has_its_columns(self) -> None:
        table = parquet.read_table(written(Parquet()))
        assert (table.num_rows, table.schema.names) == (0, [column.name for column in COLUMNS])

    def test_nothing_is_too_long_for_it(self) -> None:
        assert Parquet().refuse(EVERYTHING, 10**12) == ""

    def test_it_takes_three_queries(self, history: list[Row]) -> None:
        assert queries_of(Parquet()) == 3


class TestWorkbook:
    def test_it_holds_the_history(self, history: list[Row]) -> None:
        head, *rows = load_workbook(written(Workbook())).get_sheet_by_name("prices").to_python()
        assert head == [column.name for column in COLUMNS]
        assert [dict(zip(head, row, strict=True)) for row in rows] == [
            {
                column.name: shown(row[column.name], column.kind, is_foreign=column.is_foreign)
                for column in COLUMNS
            }
            for row in history
        ]

    def test_no_cell_is_a_formula(self, history: list[Row]) -> None:
        with zipfile.ZipFile(written(Workbook())) as archive:
            assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")

    def test_more_than_a_million_rows_are_refused_with_a_sentence(self) -> None:
        assert Workbook().refuse(EVERYTHING, 1_000_000) == ""
        assert "at most 1,000,000 rows" in Workbook().refuse(EVERYTHING, 1_000_001)

    def test_it_is_refused_before_anything_is_read(
        self, client: Client, history: list[Row], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def too_late(*args: object, **more: object) -> None:
            raise AssertionError("the rows were read")

        monkeypatch.setattr(binary_formats, "MAX_ROWS_OF_A_SHEET", 2)
        monkeypatch.setattr(Workbook, "write", too_late)
        refused = client.get("/corridors/ae-ph/history.xlsx")
        assert refused.status_code == 400
        assert refused.json()["csv_url"] == "/corridors/ae-ph/history.csv"

    def test_it_takes_one_query(self, history: list[Row]) -> None:
        assert queries_of(Workbook()) == 1


def shown(value: object, kind: Kind, *, is_foreign: bool) -> object:
    """A value as a sheet shows it."""
    if value is None:
        return ""
    if kind is Kind.DECIMAL:
        assert isinstance(value, Decimal)
        return float(value)
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        # The reader takes midnight for the day itself.
        return moment if moment.time() != time.min else moment.date()
    if isinstance(value, str):
        harmless = f"'{value}" if is_foreign and value[0] in "=+-@\t" else value
        return harmless if len(harmless) <= MAX_CHARACTERS else harmless[: MAX_CHARACTERS - len(CUT)] + CUT
    assert isinstance(value, bool | int | date)
    return value
