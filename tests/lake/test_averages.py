"""Statistics computed from the lake, held against those of the database."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pytest
from ibis.expr.schema import Schema

from corridors.domain.statistic_codes import GroupBy
from corridors.lake.averages import COLUMNS, corridor_averages
from corridors.lake.engines import CorridorAverage, lake_averages
from corridors.statistics import Asked, statistics
from providers.ingest import ingest_rpw
from tests.factories import NOW, make_provider, price, record
from tests.lake.lakes import dumped
from tests.providers.survey_files import csv_file, row

pytestmark = [
    pytest.mark.django_db,
    # Ibis 12 calls DuckDB 2 by a name that it is giving up.
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
]
FIRST_DAY = datetime(2026, 10, 1, tzinfo=UTC)


def averages(folder: Path, **more: Any) -> list[CorridorAverage]:
    """Computed from a dump of what is stored."""
    dumped(folder)
    asked: dict[str, Any] = {"engine": "duckdb", "url": "", "table": "prices", "price_point": 200}
    return lake_averages(str(folder), **asked | more)


def of_the_database(price_point: int = 200) -> list[CorridorAverage]:
    found = []
    for each in statistics(Asked(group_by=GroupBy.CORRIDOR, price_point=price_point)):
        sending, receiving = each.group.upper().split("-")
        said = each.figures
        found.append(
            CorridorAverage(
                each.period.label,
                sending,
                receiving,
                said.services,
                said.services_left_out,
                said.average_percent,
                said.cheapest_percent,
            )
        )
    return found


def agree(ours: list[CorridorAverage], theirs: list[CorridorAverage]) -> bool:
    def rounded(row: CorridorAverage) -> CorridorAverage:
        average, cheapest = row.average_percent, row.cheapest_percent
        return row._replace(
            average_percent=None if average is None else round(average, 8),
            cheapest_percent=None if cheapest is None else round(cheapest, 8),
        )

    return [rounded(row) for row in ours] == [rounded(row) for row in theirs]


def seen(total: str | None, *, at: datetime = FIRST_DAY, point: int = 200, **more: Any) -> None:
    """A price with that stated total."""
    stated = None if total is None else Decimal(total)
    record(price(seen=at, price_point=point, stated_total_percent=stated, **more))


def surveyed(*rows: dict[str, str]) -> None:
    ingest_rpw(csv_file(rows), name="survey.csv", now=NOW)


def test_surveys_and_prices_that_are_read_continuously_give_the_figures_of_the_database(
    tmp_path: Path,
) -> None:
    surveyed(
        row(id="1", cc1_total_cost="2.67"),
        row(id="2", cc1_total_cost="2.67"),
        row(id="3", firm="B", cc1_total_cost="9.123456789"),
        row(id="4", firm="C", transparent="no"),
        row(id="5", period="2011_1Q", date="22/Jan/2011"),
    )
    for days, total in ((0, "1"), (1, "2"), (31, "5.000000001"), (100, "4")):
        seen(total, at=FIRST_DAY + timedelta(days=days - 50))
    seen("3", provider="B", at=FIRST_DAY)
    seen("7", provider="C", at=FIRST_DAY, corridor="gb-in", currencies=("GBP", "INR"))
    seen("8", point=500, amount="1835")
    assert len(of_the_database()) == 5
    assert agree(averages(tmp_path), of_the_database())
    assert agree(averages(tmp_path, price_point=500), of_the_database(500))


def test_a_service_that_is_seen_often_weighs_no_more_than_one_that_is_seen_once(tmp_path: Path) -> None:
    for minute, total in enumerate(("1", "1", "4")):
        seen(total, at=FIRST_DAY + timedelta(minutes=minute))
    seen("8", provider="B")
    (only,) = averages(tmp_path)
    assert only == ("2026_4Q", "AE", "PH", 2, 0, Decimal(5), Decimal(2))


def test_the_mean_of_a_service_has_nine_decimals(tmp_path: Path) -> None:
    for minute, total in enumerate(("1", "1", "2")):
        seen(total, at=FIRST_DAY + timedelta(minutes=minute))
    assert averages(tmp_path)[0].cheapest_percent == Decimal("1.333333333")


def test_a_corrected_price_does_not_count(tmp_path: Path) -> None:
    surveyed(row(cc1_total_cost="2"))
    surveyed(row(cc1_total_cost="6"))
    (only,) = averages(tmp_path)
    assert (only.services, only.average_percent) == (1, Decimal(6))


def test_promotions_do_not_count_unless_a_survey_counts_them(tmp_path: Path) -> None:
    seen("5")
    seen("1", provider="B", promotion=True)
    surveyed(row(note1="This RSP currently has a promotion", cc1_total_cost="1.5"))
    assert [(each.quarter, each.services, each.average_percent) for each in averages(tmp_path)] == [
        ("2013_3Q", 1, Decimal("1.5")),
        ("2026_4Q", 1, Decimal(5)),
    ]


def test_what_discloses_no_rate_or_states_no_total_is_left_out_and_counted(tmp_path: Path) -> None:
    seen("1", rate=None)
    seen(None, provider="B")
    seen("5", provider="C")
    (only,) = averages(tmp_path)
    assert (only.services, only.services_left_out, only.average_percent) == (1, 2, Decimal(5))


def test_a_corridor_of_which_nothing_counts_has_no_average(tmp_path: Path) -> None:
    seen(None)
    assert averages(tmp_path) == [("2026_4Q", "AE", "PH", 0, 1, None, None)]


def test_invented_prices_never_count(settings: Any, tmp_path: Path) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:1/"
    make_provider("Invented", sandbox=True)
    seen("1", provider="Invented")
    seen("5")
    (only,) = averages(tmp_path)
    assert (only.services, only.average_percent) == (1, Decimal(5))


def test_namibia_is_a_country_and_not_a_missing_value(tmp_path: Path) -> None:
    seen("5", corridor="na-ao", currencies=("NAD", "AOA"))
    assert [(each.from_country, each.services) for each in averages(tmp_path)] == [("NA", 1)]


TYPES = {
    **dict.fromkeys(COLUMNS, "int64"),
    **dict.fromkeys(("from_country", "to_country", "period", "month"), "string"),
    **dict.fromkeys(("sandbox", "promotion", "transparent"), "boolean"),
    **dict.fromkeys(("total_percent", "stated_total_percent"), "decimal(15, 9)"),
}


@pytest.mark.parametrize("dialect", ["duckdb", "trino", "clickhouse", "postgres"])
def test_the_expression_is_one_query_of_every_engine(dialect: str) -> None:
    prices = ibis.table(Schema(TYPES), name="prices")
    sql = str(ibis.to_sql(corridor_averages(prices, price_point=200), dialect=dialect))
    assert sql.count(";") == 0
    assert sql.upper().startswith("SELECT")
