"""XLSX as it is written: what a spreadsheet can hold stands there exactly, the rest says what it is."""

import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from corridors.exports.columns import Column, Kind
from corridors.exports.records import cells_of, csv_records, head_of
from corridors.exports.workbook import CUT, MAX_CHARACTERS, workbook_blocks

COLUMNS = (
    Column(name="name", kind=Kind.TEXT, description="A name", is_foreign=True),
    Column(name="id", kind=Kind.INTEGER, description="A number"),
    Column(name="rate", kind=Kind.DECIMAL, description="A rate", places=9),
    Column(name="yes", kind=Kind.BOOLEAN, description="Yes or no"),
    Column(name="day", kind=Kind.DATE, description="A day"),
    Column(name="seen", kind=Kind.MOMENT, description="A moment"),
)
ROW = (
    "Swift Hawk",
    7,
    Decimal("-1.570000001"),
    True,
    date(2013, 7, 31),
    datetime(2013, 7, 20, 13, 5, 59, tzinfo=UTC),
)
SHOWN = ["Swift Hawk", 7, -1.570000001, True, date(2013, 7, 31), datetime(2013, 7, 20, 13, 5, 59)]  # noqa: DTZ001
# What XML cannot hold is escaped, and a lone surrogate is no text.
TEXTS = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), min_size=1)


def blocks(*rows: tuple[Any, ...]) -> Iterator[bytes]:
    yield head_of(COLUMNS)
    yield from csv_records(cells_of(rows, COLUMNS, is_safe=True))


def written(*rows: tuple[Any, ...], progress: Callable[[int], object] = id) -> bytes:
    return b"".join(workbook_blocks(blocks(*rows), COLUMNS, progress=progress))


def cells(*rows: tuple[Any, ...]) -> list[list[Any]]:
    return load_workbook(BytesIO(written(*rows))).get_sheet_by_name("prices").to_python()


def with_name(text: str) -> tuple[object, ...]:
    return (text, *ROW[1:])


def test_numbers_are_numbers_and_days_are_days() -> None:
    assert cells(ROW) == [[column.name for column in COLUMNS], SHOWN]


def test_what_is_not_stated_is_an_empty_cell() -> None:
    assert cells((None,) * len(COLUMNS), ROW)[1] == [""] * len(COLUMNS)


def test_without_rows_there_is_the_head() -> None:
    assert cells() == [[column.name for column in COLUMNS]]


@given(st.decimals(-(10**6) + 1, 10**6 - 1, places=9), st.integers(-(10**15) + 1, 10**15 - 1))
@settings(max_examples=50)
def test_numbers_of_fifteen_digits_come_back_exactly(rate: Decimal, number: int) -> None:
    shown = cells(("x", number, rate, *ROW[3:]))[1]
    assert (Decimal(repr(shown[2])), shown[1]) == (rate, number)


def test_a_number_of_more_digits_breaks_off_rather_than_change() -> None:
    with pytest.raises(ValueError, match="1000000000000000 has more digits than a spreadsheet keeps"):
        written(("x", 10**15, *ROW[2:]))


@given(TEXTS)
@settings(max_examples=50)
def test_text_comes_back_as_it_was_but_for_the_mark_that_keeps_it_from_running(text: str) -> None:
    shown = cells(with_name(text))[1][0]
    assert shown == (f"'{text}" if text[0] in "=+-@\t" else text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_nothing_that_a_sheet_holds_is_a_formula(text: str) -> None:
    with zipfile.ZipFile(BytesIO(written(with_name(text)))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert cells(with_name(text))[1][0] == f"'{text}"


@pytest.mark.parametrize("text", ["x" * 40_000, "😀" * 40_000])
def test_a_text_longer_than_a_cell_may_hold_is_cut_and_says_so(text: str) -> None:
    shown = cells(with_name(text))[1][0]
    assert shown == text[: MAX_CHARACTERS - len(CUT)] + CUT
    assert len(str(shown).encode("utf-16-le")) // 2 <= 32_767


def test_a_text_that_just_fits_is_whole() -> None:
    assert cells(with_name("é" * MAX_CHARACTERS))[1][0] == "é" * MAX_CHARACTERS


def test_the_head_stays_in_sight() -> None:
    with zipfile.ZipFile(BytesIO(written(ROW))) as archive:
        assert b'<pane ySplit="1" topLeftCell="A2"' in archive.read("xl/worksheets/sheet1.xml")


def test_the_same_rows_are_the_same_bytes_whenever_they_are_written() -> None:
    with time_machine.travel(datetime(2026, 11, 20, tzinfo=UTC), tick=False):
        first = written(ROW)
    assert written(ROW) == first
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert b"dcterms" not in archive.read("docProps/core.xml")


def test_it_tells_how_many_rows_were_read() -> None:
    told: list[int] = []
    written(*[ROW] * 3, progress=told.append)
    assert told == [3]


class TestItsTemporaryFile:
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = tmp_path
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def left(self) -> list[Path]:
        return list(self.folder.rglob("*"))

    def test_it_has_no_name_while_it_is_sent(self) -> None:
        sending = workbook_blocks(blocks(ROW), COLUMNS, progress=id)
        assert next(sending).startswith(b"PK")
        assert self.left() == []

    def test_none_is_left_when_the_rows_fail_and_their_error_is_told(self) -> None:
        def broken() -> Iterator[bytes]:
            yield head_of(COLUMNS)
            raise ConnectionError("the database went away")

        with pytest.raises(ConnectionError, match="the database went away"):
            list(workbook_blocks(broken(), COLUMNS, progress=id))
        assert self.left() == []
