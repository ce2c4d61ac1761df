"""From a file to price history: repeatable, all or nothing, nothing stored ever lost."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from corridors.models import Corridor, CurrentPrice, Price, Service
from providers.ingest import Report, already_ingested, ingest_rates, ingest_rpw
from providers.models import FeedRun, Provider, RefusedReading
from tests.providers.survey_files import BLANK, csv_file, row

pytestmark = pytest.mark.django_db


def ingest(*rows: dict[str, str]) -> Report:
    return ingest_rpw(csv_file(rows), name="survey.csv")


def everything_stored() -> list[tuple[object, ...]]:
    return sorted(Price.objects.values_list("fingerprint", "fee", "stated_total_percent", "corrects_id"))


def test_every_row_is_accounted_for() -> None:
    report = ingest(row(), BLANK, row(source="ZZZ"), row(cc1_lcu_fee="-3", firm="Lari"))
    assert (report.rows_read, report.rows_blank) == (4, 1)
    assert (report.stored, report.already_stored, len(report.refused)) == (3, 0, 2)
    assert [locator for locator, _, _ in report.refused] == ["line 4", "line 5, price point 200"]
    assert "fee -3 is not between 0 and the amount sent" in report.refused[1][1]


def test_what_was_refused_can_be_seen_with_its_reasons_and_place() -> None:
    ingest(row(source="ZZZ", firm="Lari"))
    refused = RefusedReading.objects.get()
    assert refused.locator == "line 2"
    assert refused.reasons == "country 'ZZZ' is not an ISO 3166 code"
    assert refused.reading["firm"] == "Lari"
    assert refused.run.refused == 1


def test_a_second_run_stores_nothing() -> None:
    first = ingest(row(), row(firm="Lari"))
    before = everything_stored()
    second = ingest(row(), row(firm="Lari"))
    assert (first.stored, second.stored, second.already_stored) == (4, 0, 4)
    assert everything_stored() == before


def test_a_second_run_moves_no_version() -> None:
    ingest(row())
    version = Corridor.objects.get().version
    ingest(row())
    assert Corridor.objects.get().version == version == 1


def test_rows_that_differ_only_in_their_id_are_each_kept() -> None:
    report = ingest(row(id="1"), row(id="2"), row(id="3"))
    assert report.stored == 6
    assert Service.objects.count() == 1


def test_a_new_release_that_numbers_its_rows_anew_stores_nothing() -> None:
    ingest(row(id="1"), row(id="2"), row(id="3", firm="Lari"))
    again = ingest(row(id="93", firm="Lari"), row(id="91"), row(id="92"))
    assert (again.stored, again.already_stored) == (0, 6)


def test_a_corrected_row_is_a_new_row_that_points_to_the_old_one() -> None:
    ingest(row(id="7"))
    report = ingest(row(id="7", cc1_lcu_fee="12", cc1_total_cost="2.26"))
    assert report.stored == 2, "the row's line changed, so both its prices are stated anew"
    new = Price.objects.get(fee=12, price_point=200)
    assert new.corrects is not None
    assert (new.corrects.fee, new.corrects.price_point) == (Decimal(15), 200)
    assert Price.objects.count() == 4


def test_a_correction_replaces_the_old_price_in_what_is_current() -> None:
    ingest(row(id="7"))
    ingest(row(id="7", cc1_lcu_fee="12"))
    fees = CurrentPrice.objects.values_list("price__price_point", "price__fee")
    assert sorted(fees) == [(200, Decimal(12)), (500, Decimal(15))]


def test_an_import_that_dies_half_way_leaves_nothing_and_runs_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("providers.ingest.CHUNK", 2)
    monkeypatch.setattr("providers.identities.CHUNK", 2)
    monkeypatch.setattr("corridors.services.BATCH", 2)
    rows = [row(firm=f"Provider {number}") for number in range(6)]

    def dies(at: int) -> Callable[[int], None]:
        def progress(done: int) -> None:
            if done >= at:
                raise KeyboardInterrupt

        return progress

    with pytest.raises(KeyboardInterrupt):
        ingest_rpw(csv_file(rows), name="survey.csv", progress=dies(4))
    assert (Price.objects.count(), Provider.objects.count(), FeedRun.objects.count()) == (0, 0, 0)
    assert ingest(*rows).stored == 12
    interrupted_then_whole = everything_stored()
    assert len(interrupted_then_whole) == 12


def test_a_file_cut_off_at_its_end_stores_nothing() -> None:
    with pytest.raises(Exception, match="cut off"):
        ingest_rpw(csv_file([row(), row(firm="Lari")])[:-60], name="survey.csv")
    assert Price.objects.count() == 0


def test_spellings_that_differ_by_case_or_space_are_one_provider_with_aliases() -> None:
    ingest(row(firm="Western Union"), row(firm="WESTERN  UNION"), row(firm="western union"))
    provider = Provider.objects.get()
    assert provider.name == "Western Union"
    assert {alias.name for alias in provider.aliases.all()} == {"WESTERN UNION", "western union"}


def test_names_that_make_the_same_slug_are_two_providers() -> None:
    ingest(row(firm="Ria+"), row(firm="Ria"))
    assert sorted(Provider.objects.values_list("slug", flat=True)) == ["ria", "ria-2"]


def test_a_name_without_letters_still_has_an_address() -> None:
    ingest_rpw(csv_file([row(firm="汇款")], encoding="utf-8"), name="survey.csv")
    assert Provider.objects.get().slug == "provider"


def test_a_service_is_the_same_from_one_period_to_the_next() -> None:
    ingest(row(period="2013_2Q", date="16/May/2013", id="1"), row(id="999"))
    assert Service.objects.count() == 1
    assert Price.objects.count() == 4


def test_the_stated_and_the_computed_total_are_both_kept_and_a_difference_is_flagged() -> None:
    ingest(row(cc1_total_cost="4"))
    at_200, at_500 = Price.objects.order_by("price_point")
    assert at_200.stated_total_percent == 4
    assert at_200.total_percent == Decimal("2.670816327")
    assert (at_200.total_differs, at_500.total_differs) == (True, False)


def test_a_price_carries_the_reference_rate_of_its_day() -> None:
    nbp = b"date,currency,pln_per_unit\n2013-07-10,AED,0.9\n2013-07-10,EGP,0.45\n"
    ingest_rates("nbp", nbp, name="nbp.csv")
    ingest(row())
    price = Price.objects.first()
    assert price is not None
    assert (price.reference_rate, price.reference_source) == (Decimal(2), "nbp")
    assert str(price.reference_date) == "2013-07-10"


def test_a_file_is_known_once_it_was_read_to_its_end() -> None:
    payload = csv_file([row()])
    assert not already_ingested("rpw", payload)
    ingest_rpw(payload, name="survey.csv")
    assert already_ingested("rpw", payload)
    assert not already_ingested("rpw", payload + b"\r\n")


def test_the_two_clocks_are_both_kept() -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    ingest_rpw(csv_file([row()]), name="survey.csv", now=now)
    price = Price.objects.first()
    assert price is not None
    assert price.observed_at == datetime(2013, 7, 16, tzinfo=UTC)
    assert price.recorded_at == now


def test_a_price_dated_ahead_of_our_clock_is_refused() -> None:
    report = ingest_rpw(csv_file([row()]), name="survey.csv", now=datetime(2013, 1, 1, tzinfo=UTC))
    assert report.stored == 0
    assert "is in the future" in report.refused[0][1]
