"""The bundled survey gives the World Bank's own published averages, and one answer everywhere."""

import csv
import io
import re
from decimal import Decimal

from django.core.management import call_command

from corridors import selectors
from corridors.current import rebuild_current_prices
from corridors.formats import money
from corridors.models import Corridor, CurrentPrice, Price
from providers.ingest import ingest_rpw
from tests.bundled import NOW, BundledData, unpacked

AGREES_WITHIN = Decimal("0.000002")
PUBLISHED_VALUES = 1417


class TestBundledSurvey(BundledData):
    def test_every_row_is_accounted_for(self) -> None:
        report = self.first_import
        assert (report.rows_read, report.rows_blank) == (22_907, 4_018)
        # Two prices a row, but for 37 second points that state no cost.
        assert report.stored + len(report.refused) == 2 * (22_907 - 4_018) - 37
        assert Price.objects.count() == report.stored
        assert report.refused == []

    def test_a_second_import_stores_nothing(self) -> None:
        again = ingest_rpw(self.survey, name="rpw.csv", now=NOW)
        assert (again.stored, again.already_stored) == (0, self.first_import.stored)

    def test_all_published_corridor_averages_come_out_of_the_imported_rows(self) -> None:
        printed = io.StringIO()
        call_command("corridor_statistics", format="csv", stdout=printed)
        ours = {
            (line["period"], line["source_iso3"], line["destination_iso3"]): Decimal(line["average_percent"])
            for line in csv.DictReader(io.StringIO(printed.getvalue()))
        }
        published = list(csv.DictReader(io.StringIO(unpacked("corridor_averages_published.csv.gz").decode())))
        assert len(published) == PUBLISHED_VALUES
        apart = {}
        for line in published:
            corridor = (line["period"], line["source"], line["destination"])
            difference = abs(ours[corridor] - Decimal(line["published_avg_cost_pct_usd200"]))
            if difference > AGREES_WITHIN:
                apart[corridor] = difference
        assert apart == {}

    def test_every_price_has_a_reference_rate_of_its_day(self) -> None:
        assert Price.objects.filter(reference_rate__isnull=True).count() == 0

    def test_stated_and_computed_totals_agree_but_for_flagged_rows(self) -> None:
        flagged = Price.objects.filter(total_differs=True).count()
        comparable = Price.objects.filter(
            total_percent__isnull=False, stated_total_percent__isnull=False
        ).count()
        assert 0 < flagged < comparable / 100

    def test_current_prices_come_out_of_history_the_same_again(self) -> None:
        before = set(CurrentPrice.objects.values_list("price_id", flat=True))
        rebuild_current_prices()
        assert set(CurrentPrice.objects.values_list("price_id", flat=True)) == before

    def test_page_and_api_rank_every_corridor_alike_as_of_its_latest_survey(self) -> None:
        assert Corridor.objects.count() == 216
        for corridor in selectors.corridors():
            amount = _usual_amount(corridor)
            api = self.client.get(f"/api/v1/corridors/{corridor.slug}/options/", {"amount": amount}).json()
            page = self.client.get(f"/send/{corridor.slug}/", {"amount": amount})
            assert page.status_code == 200, corridor.slug
            assert (api["survey_only"], api["is_current"]) == (True, False)
            assert api["as_of"] < "2014"
            assert api["options"], corridor.slug
            ranked = [(option["service_id"], option["recipient_gets"]) for option in api["options"]]
            assert re.findall(r'data-service="(\d+)"', page.content.decode()) == [
                str(service_id) for service_id, _ in ranked
            ]
            assert [row.amount for row in page.context["page"].rows] == [
                money(Decimal(gets), api["receive_currency"]) for _, gets in ranked
            ]


def _usual_amount(corridor: Corridor) -> str:
    """About what the survey sent at its lower price point, in the corridor's own currency."""
    prices = Price.objects.filter(
        corridor=corridor, price_point=200, service__send_currency=corridor.send_currency
    )
    latest = prices.order_by("-observed_at").first()
    assert latest is not None
    return f"{latest.send_amount:f}"
