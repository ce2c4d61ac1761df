"""Durations, numbers and separators as sources write them."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.reading.cell_numbers import plain_number
from providers.reading.durations import whole_minutes
from providers.reading.separated import with_commas
from providers.tables import FileError


@pytest.mark.parametrize(
    ("stated", "down", "up"),
    [
        ("PT0S", 0, 0),
        ("PT1M", 1, 1),
        ("PT59.9S", 0, 1),
        ("PT60S", 1, 1),
        ("PT20H8M16.305111S", 1208, 1209),
        ("PT31H33M19.268999855S", 1893, 1894),
        ("P2DT12H", 3600, 3600),
        ("P1W", 10080, 10080),
        ("PT1M0,5S", 1, 2),
        (None, None, None),
    ],
)
def test_a_duration_is_whole_minutes_rounded_away_from_a_promise(
    stated: str | None, down: int | None, up: int | None
) -> None:
    assert (whole_minutes(stated, up=False), whole_minutes(stated, up=True)) == (down, up)


@pytest.mark.parametrize(
    "stated",
    [
        "",
        "P",
        "PT",
        "P1DT",
        "P1Y",
        "P1M",
        "-PT1H",
        "PT-1H",
        "PT1H ",
        "1H",
        "pt1h",
        f"PT{'9' * 10}H",
        24,
        ["PT1H"],
        {},
    ],
)
def test_what_is_no_duration_or_of_no_fixed_length_is_refused(stated: Any) -> None:
    with pytest.raises(ValueError, match="is not written like"):
        whole_minutes(stated, up=True)


@pytest.mark.parametrize(
    ("cell", "decimal_comma", "is_workbook", "number"),
    [
        ("1234.5", False, False, "1234.5"),
        ("1,234.50", False, False, "1234.50"),
        ("12,345,678", False, False, "12345678"),
        ("1\u202f234.5", False, False, "1234.5"),
        ("1'234.50", False, False, "1234.50"),
        ("-0.5", False, False, "-0.5"),
        ("1.234,50", True, False, "1234.50"),
        ("1.234", True, False, "1234"),
        ("0,5", True, False, "0.5"),
        ("1.234", True, True, "1.234"),
        ("1.234,5", True, True, "1234.5"),
    ],
)
def test_a_cell_is_the_number_that_a_person_reads(
    cell: str, decimal_comma: bool, is_workbook: bool, number: str
) -> None:
    assert plain_number(cell, name="fee", decimal_comma=decimal_comma, is_workbook=is_workbook) == number


@pytest.mark.parametrize(
    ("cell", "decimal_comma"),
    [
        ("1,5", False),
        ("1,23,456", False),
        ("1.234.567", False),
        ("1.5", True),
        ("1,234,567", True),
        ("1,234.50", True),
        ("5 USD", False),
        ("1e5", False),
        ("٣", False),
        ("NaN", False),
        ("--5", False),
        (".5", False),
    ],
)
def test_a_cell_that_could_be_another_number_is_refused(cell: str, decimal_comma: bool) -> None:
    with pytest.raises(ValueError, match=r"fee: .* is not a number with a decimal"):
        plain_number(cell, name="fee", decimal_comma=decimal_comma, is_workbook=False)


@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, places=4, max_value=10**9, min_value=-(10**9)),
    decimal_comma=st.booleans(),
)
def test_a_number_written_with_its_separators_is_read_back(number: Decimal, decimal_comma: bool) -> None:
    written = f"{number:,f}"
    if decimal_comma:
        written = written.translate(str.maketrans(",.", ".,"))
    read = plain_number(written, name="fee", decimal_comma=decimal_comma, is_workbook=False)
    assert Decimal(read) == number


def test_other_separators_become_commas_and_lines_stay_where_they_are() -> None:
    body = 'a;b\r\n"x;y";"1,5"\r\n'.encode("cp1252")
    assert with_commas(body, delimiter=";") == b'a,b\nx;y,"1,5"\n'
    assert with_commas(b"a\tb\nc\td", delimiter="\t") == b"a,b\nc,d"
    assert with_commas(body, delimiter=",") == body


def test_a_table_cut_off_within_a_quoted_cell_is_refused() -> None:
    with pytest.raises(FileError, match="cut off or broken in line 2"):
        with_commas(b'a;b\n"x;y', delimiter=";")
