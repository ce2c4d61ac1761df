"""Every line of Python in docs/exports.md runs, and gives the figures that it is said to give."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from corridors.lake.averages import COLUMNS
from corridors.lake.engines import lake_averages
from tests.exports.survey_exports import imported
from tests.factories import make_provider, record
from tests.lake.lakes import JULY, dumped, fill, seen
from tests.providers.survey_files import row

pytestmark = [
    pytest.mark.django_db,
    # Ibis 12 calls DuckDB 2 by a name that it is giving up.
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
]
DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", DOCUMENT, flags=re.DOTALL | re.MULTILINE)


def block(reader: str, name: str) -> str:
    """The one example that reads the lake with a library and keeps the answer under a name."""
    (found,) = [each for each in BLOCKS if f"import {reader}" in each and re.search(rf"{name}\b.* = ", each)]
    return str(found)


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Path:
    """A lake under the name that the document gives it, with all that must not count."""
    settings.SANDBOX_URL = "http://127.0.0.1:1/"
    imported(
        row(id="1", cc1_total_cost="2.67"), row(id="2", cc1_total_cost="4"), row(id="3", transparent="no")
    )
    imported(row(id="2", cc1_total_cost="6"), row(id="4", destination="PAK", cc1_total_cost="-1.25"))
    make_provider("Invented", sandbox=True)
    fill()
    record(seen(JULY, provider="Invented"))
    monkeypatch.chdir(tmp_path)
    dumped(tmp_path / "lake")
    return tmp_path / "lake"


def run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(code, "docs/exports.md", "exec"), names)
    return names


def survey_averages(lake: Path) -> dict[tuple[str, str], Decimal]:
    found = lake_averages(str(lake), engine="duckdb", url="", table="", price_point=200)
    return {
        (each.quarter, f"{each.from_country}-{each.to_country}".lower()): each.average_percent
        for each in found
        if each.quarter == "2013_3Q" and each.average_percent is not None
    }


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_each_example_in_python_runs(lake: Path, number: int) -> None:
    assert run(BLOCKS[number])


def test_duckdb_gives_the_averages(lake: Path) -> None:
    averages = {row[:2]: Decimal(repr(row[3])) for row in run(block("duckdb", "averages"))["averages"]}
    expected = survey_averages(lake)
    assert averages.keys() == expected.keys() == {("2013_3Q", "ae-eg"), ("2013_3Q", "ae-pk")}
    assert all(abs(averages[each] - expected[each]) < Decimal("1e-9") for each in expected)


def test_pandas_gives_the_averages(lake: Path) -> None:
    averages = run(block("pandas", "averages"))["averages"].to_dict()
    assert averages.keys() == survey_averages(lake).keys()
    assert all(
        abs(averages[each] - average) < Decimal("1e-8") for each, average in survey_averages(lake).items()
    )


def test_a_month_is_read_by_itself(lake: Path) -> None:
    assert run(block("duckdb", "july"))["july"] == 10
    assert len(run(block("pandas", "july"))["july"]) == 10


def test_the_table_of_another_engine_has_every_column_that_the_statistics_read() -> None:
    (table,) = re.findall(r"CREATE TABLE (.*?)\n\)", DOCUMENT, flags=re.DOTALL)
    assert set(COLUMNS) <= set(re.findall(r"(\w+) (?:BIGINT|VARCHAR|BOOLEAN|INTEGER|DECIMAL)", table))
