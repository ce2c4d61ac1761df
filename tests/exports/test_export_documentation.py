"""docs/exports.md states the columns, the filters and the addresses that there are."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.urls import resolve

from corridors.exports.asking import PARAMETERS, PRICE_POINTS, ExportAsked
from corridors.exports.columns import Column
from corridors.exports.formats import FORMATS
from corridors.exports.naming import filename
from corridors.exports.price_columns import COLUMNS
from corridors.exports.selecting import Days
from remitcompare.spreadsheets import FORMULA_STARTS

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
SIGNS = {"\t": "tab", "\r": "carriage return"}


def section(heading: str) -> str:
    return re.split(rf"^## {re.escape(heading)}\n", DOCUMENT, flags=re.MULTILINE)[1].split("\n## ")[0]


def table(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    rows = [line for line in section(heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row[1:-1].split("|")] for row in rows[2:]]


def meaning(column: Column) -> str:
    codes = ", ".join(f"`{code}`" for code in column.codes)
    return f"{column.description}: {codes}" if codes else column.description


def test_every_column_is_described_as_the_code_describes_it() -> None:
    stated = [(f"`{column.name}`", str(column.kind), column.unit, meaning(column)) for column in COLUMNS]
    assert [tuple(row) for row in table("Columns")] == stated


def test_every_filter_is_described_and_none_that_is_not_there() -> None:
    described = re.findall(r"`(\w+)`", " ".join(row[0] for row in table("Filters")))
    assert tuple(described) == PARAMETERS
    (points,) = [row[1] for row in table("Filters") if row[0] == "`price_point`"]
    assert all(f"`{point}`" in points for point in PRICE_POINTS)


def test_every_address_leads_somewhere() -> None:
    addresses = re.findall(r"`(/[^`]+)`", " ".join(row[0] for row in table("Addresses")))
    assert len(addresses) == 5
    for address in addresses:
        assert resolve(address.replace("<from>-<to>", "ae-ph")).namespace == "exports"
    assert all(f"`.{suffix}`" in section("Addresses") for suffix in FORMATS if suffix != "csv")


def test_the_name_in_the_example_is_the_one_that_a_file_gets() -> None:
    asked = ExportAsked(corridor="ae-ph", price_point=200)
    assert f"`{filename(asked, Days(date(2011, 1, 22), date(2013, 9, 30)), 'csv')}`" in DOCUMENT


def test_every_sign_that_a_spreadsheet_would_run_is_named() -> None:
    said = section("CSV and JSON lines")
    assert [sign for sign in FORMULA_STARTS if SIGNS.get(sign, f"`{sign}`") not in said] == []


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_every_format_is_named(suffix: str) -> None:
    assert f".{suffix}`" in section("Addresses")
