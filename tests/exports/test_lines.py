"""CSV and JSON lines of stored prices: exact, the same from either database, and harmless in a spreadsheet.

What the database writes is held against the same prices written in Python from Django's own values, so that
a run on PostgreSQL and one on SQLite prove the same bytes.
"""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import TestCase

from corridors.domain.codes import PayIn, ProviderType
from corridors.exports import records
from corridors.exports.asking import ExportAsked
from corridors.exports.columns import Kind
from corridors.exports.layouts import Layout, Prices
from corridors.exports.price_columns import COLUMNS
from corridors.exports.records import Value
from corridors.exports.selecting import chosen
from corridors.models import Price
from remitcompare.spreadsheets import FORMULA_STARTS
from tests.factories import NOW, add_cross_rate, price, record, surveyed

pytestmark = pytest.mark.django_db
EVERYTHING = ExportAsked()
NASTY = [
    *("=1+1", "+1", "-1", "@home", "\t=cmd()", "\r=cmd()", "\n=1", "'quoted", " =1", "=", "''"),
    *('say "hi"', '"', '""', ",", ";", "a,b\nc", "a\r\nb", "a\rb", "\r", "\n"),
    *("\\", "\\n", "\\.", "\\N", "NULL", "{}", '{"a": 1}', "</script>", "a\tb"),
    *("ünïcödé", "银行", "😀", "e\u0301", "\u2028", "\u2029", "\x85", "\ufeffx"),
    *(f"control {chr(code)} {code}" for code in (*range(1, 32), 127)),
]  # fmt: skip


class InPython(Layout):
    """The same prices from Django's own values, by what a layout does where nothing is faster."""

    columns = COLUMNS

    def rows(self, asked: ExportAsked) -> Iterator[tuple[Value, ...]]:
        paths = [column.path for column in COLUMNS]
        yield from chosen(asked).order_by("id").values_list(*paths)


def whole(blocks: Iterator[bytes]) -> bytes:
    return b"".join(blocks)


def table(lines: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(lines.decode(), newline="")))


def remember() -> None:
    """Prices with everything that a text file could spoil."""
    add_cross_rate("AED", "PHP", "12")
    half, one = timedelta(milliseconds=500), timedelta(microseconds=1)
    record(
        *(
            price("Swift Hawk", note=note, seen=NOW - timedelta(hours=2 + hours))
            for hours, note in enumerate(NASTY)
        ),
        price("Generous", rate="12.5", fee="0", seen=NOW - timedelta(hours=1) + half),
        price("Small", fee="0.000001", rate="11.123456789", seen=NOW - timedelta(hours=1) + one),
        price("Large", amount="123456789.123456", fee="999999.999999", price_point=500),
        price("Silent Bank", rate=None, pay_in=(PayIn.CARD, PayIn.CASH), kind=None),
        price("-Dash + Plus", line="=line", kind=ProviderType.BANK, speed_min_minutes=None),
        surveyed("Old, Survey", stated_total_percent=Decimal("-0.5"), sender_tax=Decimal("12.10")),
    )


class TestTheBytes(TestCase):
    """Compared with the same prices written by Python."""

    @classmethod
    def setUpTestData(cls) -> None:
        remember()

    def test_csv_is_the_same_from_either_database(self) -> None:
        for is_safe in (True, False):
            written = whole(Prices().csv_blocks(EVERYTHING, is_safe=is_safe))
            assert written == whole(InPython().csv_blocks(EVERYTHING, is_safe=is_safe))
            assert len(table(written)) == len(NASTY) + 6

    def test_json_lines_are_the_same_from_either_database(self) -> None:
        written = whole(Prices().json_blocks(EVERYTHING))
        assert written == whole(InPython().json_blocks(EVERYTHING))

    def test_rows_are_the_values_that_are_stored(self) -> None:
        rows = list(Prices().rows(EVERYTHING))
        stored = list(InPython().rows(EVERYTHING))
        assert rows == [tuple(None if value == "" else value for value in row) for row in stored]
        moments = [value for row in rows for value in row if isinstance(value, datetime)]
        assert {moment.tzinfo for moment in moments} == {UTC}

    def test_any_text_comes_back_from_json_lines_as_it_was_said(self) -> None:
        lines = whole(Prices().json_blocks(EVERYTHING)).split(b"\n")
        assert lines.pop() == b""
        assert [json.loads(line)["note"] for line in lines[: len(NASTY)]] == NASTY

    def test_any_text_comes_back_from_csv_where_it_is_not_made_safe(self) -> None:
        rows = table(whole(Prices().csv_blocks(EVERYTHING, is_safe=False)))
        assert [row["note"] for row in rows[: len(NASTY)]] == NASTY

    def test_no_text_from_outside_is_a_formula_to_a_spreadsheet(self) -> None:
        rows = table(whole(Prices().csv_blocks(EVERYTHING, is_safe=True)))
        foreign = [column.name for column in COLUMNS if column.is_foreign]
        assert [row[name] for row in rows for name in foreign if row[name].startswith(FORMULA_STARTS)] == []
        assert rows[0]["note"] == "'=1+1"
        assert {row["provider_name"] for row in rows} >= {"'-Dash + Plus", "Swift Hawk"}
        assert rows[-2]["line"] == "'=line"

    def test_a_negative_number_stays_a_number(self) -> None:
        rows = table(whole(Prices().csv_blocks(EVERYTHING, is_safe=True)))
        assert rows[-1]["stated_total_percent"] == "-0.5"
        assert rows[len(NASTY)]["fx_margin_percent"].startswith("-4.1666")

    def test_numbers_are_exact_and_have_no_zeros_to_spare(self) -> None:
        generous, small, large = table(whole(Prices().csv_blocks(EVERYTHING, is_safe=True)))[len(NASTY) :][:3]
        assert (generous["fee"], generous["send_amount"], generous["rate"]) == ("0", "1000", "12.5")
        assert (small["fee"], small["rate"]) == ("0.000001", "11.123456789")
        assert (large["send_amount"], large["fee"]) == ("123456789.123456", "999999.999999")
        exact = json.loads(whole(Prices().json_blocks(EVERYTHING)).split(b"\n")[len(NASTY) + 2])
        assert (exact["send_amount"], exact["price_point"]) == ("123456789.123456", 500)

    def test_what_is_not_stated_is_empty_and_not_zero(self) -> None:
        silent = table(whole(Prices().csv_blocks(EVERYTHING, is_safe=True)))[len(NASTY) + 3]
        assert {silent[name] for name in ("rate", "total_percent", "period", "price_point", "note")} == {""}
        assert (
            json.loads(whole(Prices().json_blocks(EVERYTHING)).split(b"\n")[len(NASTY) + 3])["period"] is None
        )
        assert (silent["transparent"], silent["pay_in"], silent["speed_min_minutes"]) == (
            "false",
            "card,cash",
            "0",
        )

    def test_moments_are_in_utc_with_a_fraction_only_where_there_is_one(self) -> None:
        rows = table(whole(Prices().csv_blocks(EVERYTHING, is_safe=True)))
        seen = [rows[number]["observed_at"] for number in (0, len(NASTY), len(NASTY) + 1)]
        assert seen == ["2026-11-20T10:00:00Z", "2026-11-20T11:00:00.5Z", "2026-11-20T11:00:00.000001Z"]
        assert rows[0]["recorded_at"] == "2026-11-20T12:00:00Z"
        assert rows[0]["reference_date"] == date(2026, 11, 20).isoformat()

    def test_rows_stand_in_the_order_of_their_numbers(self) -> None:
        rows = table(whole(Prices().csv_blocks(EVERYTHING, is_safe=True)))
        assert [int(row["id"]) for row in rows] == sorted(Price.objects.values_list("id", flat=True))

    def test_every_block_holds_whole_records(self) -> None:
        together = table(whole(Prices().csv_blocks(EVERYTHING, is_safe=True)))
        with patch.object(records, "ROWS_AT_ONCE", 3):
            head, *blocks = Prices().csv_blocks(EVERYTHING, is_safe=True, size=2_000)
        assert len(blocks) > 5
        names = head.split(b"\n", 1)[0] + b"\n"
        assert [
            row for block in [head, *(names + block for block in blocks)] for row in table(block)
        ] == together

    def test_leaving_in_the_middle_frees_the_database(self) -> None:
        for lines in (Prices().json_blocks(EVERYTHING, size=1), Prices().rows(EVERYTHING)):
            leaving: Any = lines
            next(leaving)
            leaving.close()
            assert Price.objects.count() == len(NASTY) + 6


def test_nothing_chosen_is_a_line_of_names_and_no_line_of_json() -> None:
    nothing = ExportAsked(source="SA")
    head = ",".join(column.name for column in COLUMNS) + "\n"
    assert whole(Prices().csv_blocks(nothing, is_safe=True)).decode() == head
    assert whole(Prices().json_blocks(nothing)) == b""
    assert list(Prices().rows(nothing)) == []


def fail_at_the_first(blocks: Iterator[bytes]) -> None:
    for _ in blocks:
        raise ZeroDivisionError


def test_a_failing_reader_frees_the_database() -> None:
    record(price())
    with pytest.raises(ZeroDivisionError):
        fail_at_the_first(Prices().csv_blocks(EVERYTHING, is_safe=True))
    assert Price.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes days in one way")
def test_a_server_that_writes_days_otherwise_changes_nothing() -> None:
    record(price())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL DateStyle TO SQL, DMY")
    assert (
        table(whole(Prices().csv_blocks(EVERYTHING, is_safe=True)))[0]["observed_at"]
        == "2026-11-20T10:00:00Z"
    )


class TestTheColumns:
    """The table that all formats share."""

    def test_names_are_words_that_any_program_takes(self) -> None:
        names = [column.name for column in COLUMNS]
        assert len(set(names)) == len(names)
        assert all(name.isidentifier() and name.islower() for name in names)

    def test_a_text_is_foreign_unless_it_comes_from_a_closed_list_or_has_a_form(self) -> None:
        loose = [
            column.name
            for column in COLUMNS
            if column.kind is Kind.TEXT and not (column.codes or column.pattern or column.is_foreign)
        ]
        assert loose == []

    def test_every_stored_fact_of_a_price_is_exported(self) -> None:
        exported = {column.path for column in COLUMNS} | {column.path.split("__")[0] for column in COLUMNS}
        kept = {field.attname for field in Price._meta.fields} | {"corridor"}
        assert kept - exported - {"fingerprint", "corridor_id"} == set()
