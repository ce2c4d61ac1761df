"""Sheets of workbooks, and the numbers in their cells."""

import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
import xlsxwriter

from providers.adapters.base import ParseError
from providers.reading.workbooks import day_in, number_in, sheets_in
from tests.providers.adapters.recorded_rates import answer
from tests.providers.adapters.workbook_files import workbook

SHEET = "xl/worksheets/sheet1.xml"


def test_cells_are_read_from_the_first_row_and_column_on() -> None:
    (sheet,) = sheets_in(answer(workbook([], [None, "USD", 278.4375])))
    assert [list(row) for row in sheet.rows] == [["", "", ""], ["", "USD", 278.4375]]


def test_cells_that_do_not_say_their_place_stand_after_one_another() -> None:
    buffer = io.BytesIO()
    book = zipfile.ZipFile(io.BytesIO(workbook(["USD", 278.4375], ["EUR", 317.6933])))
    with book, zipfile.ZipFile(buffer, "w") as without_places:
        for name in book.namelist():
            content = book.read(name)
            if name == SHEET:
                content, times = re.subn(rb' r="[A-Z]*[0-9]+"', b"", content)
                assert times == 2 + 4
            without_places.writestr(name, content)
    (sheet,) = sheets_in(answer(buffer.getvalue()))
    assert [list(row) for row in sheet.rows] == [["USD", 278.4375], ["EUR", 317.6933]]


def test_one_cell_in_the_farthest_corner_is_refused_before_it_fills_the_memory() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet().write(1048575, 16383, 1)
    with pytest.raises(ParseError, match="1,048,576 rows and 16,384 columns"):
        sheets_in(answer(buffer.getvalue()))


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (16.417408000000002, "16.417408"),
        (0.00001, "1e-05"),
        (7, "7"),
        (" 0.3351 ", "0.3351"),
        ("", None),
        ("n.a.", None),
        ("Public Holiday: New Year's Day", None),
        (True, None),
    ],
)
def test_a_number_is_what_was_typed_and_words_are_none(cell: object, number: str | None) -> None:
    assert number_in(cell) == number


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2026, 5, 22), date(2026, 5, 22)),
        (datetime(2026, 5, 22, 9, tzinfo=UTC), date(2026, 5, 22)),
        (46164.0, None),
        ("2026-05-22", None),
    ],
)
def test_a_day_is_a_cell_that_is_shown_as_one(cell: object, day: date | None) -> None:
    assert day_in(cell) == day
