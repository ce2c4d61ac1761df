"""layout=rpw: price history as a Remittance Prices Worldwide file."""

import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from pyarrow import parquet
from pytest_django import DjangoAssertNumQueries

from corridors.domain.codes import Access, PayIn, PayOut
from corridors.exports.asking import ExportAsked
from corridors.exports.formats import FORMATS
from corridors.exports.layouts import layout_of
from corridors.exports.rpw_columns import RPW_COLUMNS
from corridors.models import Price
from providers.ingest import ingest_rpw
from tests.bundled import unpacked
from tests.exports.survey_exports import ASKED, exported, exported_rows, imported, imported_again
from tests.factories import NOW, add_cross_rate, make_provider, price, record
from tests.providers.survey_files import row

pytestmark = pytest.mark.django_db
OURS = ["line", "cc1 paid out in", "cc2 paid out in", "collected from", "sandbox"]


def test_the_columns_are_the_world_banks_in_its_order_with_ours_behind() -> None:
    theirs = unpacked("rpw_dataset_2011_2013.cp1252.csv.gz").split(b"\r\n", 1)[0].decode().split(",")
    assert exported().decode().splitlines() == [",".join([*theirs, *OURS])]


def test_a_row_comes_back_as_the_survey_wrote_it() -> None:
    original = row(note1="Economy service", note2="By 17:00")
    imported(original)
    (again,) = exported_rows()
    assert {name: again[name] for name in original} == original
    assert [again[name] for name in OURS[1:]] == ["EGP", "EGP", "rpw", "no"]
    assert again["line"] == f"line-{Price.objects.values_list('line', flat=True)[0]}"


def test_what_was_exported_is_known_where_it_came_from() -> None:
    rows = (
        row(),
        row(id="2"),
        row(id="3", product="Online service", pick_up_method=""),
        row(id="4", firm="X"),
    )
    imported(*rows)
    again = imported_again()
    assert (again.stored, again.already_stored) == (0, 8)


def test_a_row_without_its_second_price_point_leaves_those_cells_open() -> None:
    imported(row(cc2_lcu_fee="", cc2_lcu_fx_rate="", cc2_fx_margin="", cc2_total_cost=""))
    (again,) = exported_rows()
    assert {cell for name, cell in again.items() if name.startswith("cc2")} == {""}
    assert imported_again().stored == 0


def test_two_price_points_in_two_currencies_are_one_row() -> None:
    imported(row(source="RUS", destination="AZE", cc1_lcu_code="USD", cc2_lcu_code="RUB"))
    (again,) = exported_rows()
    assert (again["cc1 lcu code"], again["cc2 lcu code"]) == ("USD", "RUB")
    assert imported_again().stored == 0


def test_rows_that_differ_in_their_number_only_are_as_many_again() -> None:
    imported(row(id="1"), row(id="2"), row(id=""), row(id=""))
    assert [each["id"] for each in exported_rows()] == ["1", "2", "", ""]
    assert imported_again().stored == 0


def test_what_a_survey_leaves_open_stays_open_though_we_know_it() -> None:
    add_cross_rate("AED", "EGP", "1.9", on=datetime(2013, 7, 16, tzinfo=UTC))
    imported(row(cc1_total_cost="", inter_lcu_bank_fx=""))
    (again,) = exported_rows()
    assert (again["cc1 total cost %"], again["inter lcu bank fx"]) == ("", "")


def test_a_corrected_price_gives_way_to_its_correction() -> None:
    imported(row(cc1_lcu_fee="15"))
    imported(row(cc1_lcu_fee="25"))
    fees = [(each["cc1 lcu fee"], each["cc2 lcu fee"]) for each in exported_rows()]
    # The second file says the second price point anew, under another line: one is left of each.
    assert fees == [("25", "15")]


def test_a_fee_changed_in_the_exported_file_is_a_correction_of_that_price_alone() -> None:
    imported(row())
    changed = exported().replace(b",735,200,AED,15,", b",735,200,AED,25,")
    report = ingest_rpw(changed, name="changed.csv", now=NOW)
    assert (report.stored, report.already_stored) == (1, 1)
    corrections = Price.objects.filter(corrects__isnull=False)
    assert list(corrections.values_list("price_point", "fee", "corrects__fee")) == [
        (200, Decimal(25), Decimal(15))
    ]
    assert len(exported_rows()) == 1


def test_text_that_looks_like_a_formula_is_marked_and_comes_back_unmarked() -> None:
    imported(row(firm="=1+1", note1="-5% on Fridays"))
    (again,) = exported_rows()
    assert (again["firm"], again["note1"]) == ("'=1+1", "'-5% on Fridays")
    assert imported_again().stored == 0


def a_feed_price(amount: str, point: int, fee: str, **more: Any) -> None:
    record(
        price(
            amount=amount,
            price_point=point,
            fee=fee,
            pay_in=(PayIn.CARD,),
            access=(Access.INTERNET,),
            pay_out=(PayOut.MOBILE_MONEY,),
            note="Weekend rate",
            **more,
        )
    )


def test_prices_that_are_read_continuously_have_a_row_with_our_figures() -> None:
    add_cross_rate("AED", "PHP", "12")
    a_feed_price("735", 200, "10")
    a_feed_price("1835", 500, "12")
    (again,) = exported_rows()
    first = Price.objects.order_by("id")[0]
    assert again["id"] == f"price-{first.id}"
    assert (again["period"], again["date"]) == ("2026_4Q", "20/Nov/2026")
    assert (again["source"], again["destination"], again["firm"]) == ("ARE", "PHL", "Swift Hawk")
    assert (again["product"], again["sending location"]) == ("Credit/debit card service", "On-line")
    assert (again["pick-up method"], again["speed actual"]) == ("Mobile", "Less than one hour")
    assert (again["cc1 lcu amount"], again["cc1 lcu fee"], again["cc1 lcu fx rate"]) == ("735", "10", "11.9")
    assert (again["cc2 lcu amount"], again["cc2 denomination amount"]) == ("1835", "500")
    assert Decimal(again["cc1 total cost %"]) == first.total_percent
    assert (again["inter lcu bank fx"], again["transparent"], again["note1"]) == ("12", "yes", "Weekend rate")
    assert again["collected from"] == "tariffs"


def test_prices_that_no_survey_saw_are_refused_when_they_are_imported() -> None:
    a_feed_price("735", 200, "10")
    report = imported_again()
    assert (report.stored, len(report.refused)) == (0, 1)


def test_a_promotion_has_no_row_unless_a_survey_counts_it() -> None:
    a_feed_price("735", 200, "10", promotion=True)
    assert exported_rows() == []
    imported(row(note1="This RSP currently has a promotion"))
    assert len(exported_rows()) == 1
    assert Price.objects.filter(promotion=True).count() == 3


def test_an_amount_that_is_no_price_point_has_no_row() -> None:
    record(price(amount="1000"))
    assert exported_rows() == []


def test_two_services_seen_at_one_moment_are_two_rows() -> None:
    for point, amount in ((200, "735"), (500, "1835")):
        record(
            price(amount=amount, price_point=point, currencies=("AED", "PHP"), fee="1"),
            price(amount=amount, price_point=point, currencies=("AED", "USD"), fee="2"),
            price(amount=amount, price_point=point, pay_out=(PayOut.BANK_ACCOUNT,), fee="3"),
        )
    assert [(each["cc1 lcu fee"], each["cc2 lcu fee"]) for each in exported_rows()] == [
        ("1", "1"),
        ("2", "2"),
        ("3", "3"),
    ]


def test_an_invented_price_says_so(settings) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:1/"
    make_provider("Swift Hawk", sandbox=True)
    a_feed_price("735", 200, "10")
    assert [each["sandbox"] for each in exported_rows()] == ["yes"]


def test_filters_choose_rows_as_in_every_layout() -> None:
    imported(row(), row(id="2", destination="PAK"))
    asked = ExportAsked(layout="rpw", corridor="ae-pk", price_point=500)
    (only,) = exported_rows(asked)
    assert (only["destination"], only["cc1 lcu fee"], only["cc2 lcu fee"]) == ("PAK", "", "15")


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_file_of_either_kind_is_known_where_it_came_from(suffix: str) -> None:
    imported(
        row(), row(id="2", note1="-5% on Fridays", cc1_fx_margin="-0.123456789", product="Online service")
    )
    file = b"".join(FORMATS[suffix].write(ASKED))
    report = ingest_rpw(file, name=f"exported.{suffix}", now=NOW)
    assert (report.stored, report.already_stored, report.refused) == (0, 4, [])


def test_the_other_formats_have_the_same_columns() -> None:
    imported(row())
    (line,) = b"".join(FORMATS["jsonl"].write(ASKED)).splitlines()
    names = [column.name for column in RPW_COLUMNS]
    assert list(json.loads(line)) == names
    table = parquet.read_table(io.BytesIO(b"".join(FORMATS["parquet"].write(ASKED))))
    assert table.column_names == names
    assert table.column("cc1 total cost %").to_pylist() == [Decimal("2.67")]


def test_counting_the_rows_takes_one_query_and_so_does_reading_them(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    imported(row(), row(id="2"), row(id="3", cc2_lcu_fee="", cc2_total_cost="", cc2_fx_margin=""))
    a_feed_price("735", 200, "10")
    layout = layout_of(ASKED)
    with django_assert_num_queries(1):
        assert layout.count(ASKED) == 4
    with django_assert_num_queries(3):  # the rows, between the beginning and the end of a savepoint
        assert len(list(layout.rows(ASKED))) == 4
