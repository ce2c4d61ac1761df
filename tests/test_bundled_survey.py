"""The bundled survey gives the World Bank's own published averages, and one answer everywhere."""

import csv
import io
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.core.management import call_command

from corridors import selectors
from corridors.current import rebuild_current_prices
from corridors.domain.statistic_codes import GroupBy
from corridors.formats import money
from corridors.models import Corridor, CurrentPrice, Price
from corridors.places import known_countries
from corridors.statistics import Asked, statistics
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
        ours = {
            (line["period"], line["source_iso3"], line["destination_iso3"]): Decimal(line["average_percent"])
            for line in csv.DictReader(io.StringIO(printed("corridor_statistics", format="csv")))
        }
        assert _apart(ours) == {}

    def test_the_rollup_gives_the_published_averages_and_counts_the_same_services(self) -> None:
        iso3 = known_countries()
        by_rows = {
            (line["period"], line["source_iso3"], line["destination_iso3"]): line
            for line in csv.DictReader(io.StringIO(printed("corridor_statistics", format="csv")))
        }
        found = statistics(Asked(group_by=GroupBy.CORRIDOR))
        assert len(found) == len(by_rows)
        averages = {}
        for each in found:
            sending, receiving = each.group.upper().split("-")
            key = (each.period.label, iso3[sending], iso3[receiving])
            figures = each.figures
            counted = {"services": figures.services, "services_left_out": figures.services_left_out}
            assert counted == {name: int(by_rows[key][name]) for name in counted}, key
            averages[key] = figures.average_percent
        assert _apart(averages) == {}

    def test_the_world_without_russia_is_the_mean_of_the_files_own_rows(self) -> None:
        asked = Asked(exclude_from=frozenset({"RU"}))
        found = {each.period.label: each.figures for each in statistics(asked)}
        assert len(found) == 7
        assert _means_without_russia(self.survey) == {
            label: (figures.services, figures.average_percent) for label, figures in found.items()
        }

    def test_a_regions_figure_is_of_the_services_to_its_countries(self) -> None:
        day = date(2013, 7, 1)
        regions = statistics(Asked(group_by=GroupBy.REGION, since=day, until=day))
        (world,) = statistics(Asked(since=day, until=day))
        services = sum(region.figures.services for region in regions)
        assert services == world.figures.services
        weighted = sum(r.figures.services * (r.figures.average_percent or 0) for r in regions) / services
        assert round(weighted, 12) == round(world.figures.average_percent or 0, 12)

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

    def test_page_and_api_rank_a_corridor_alike_as_of_its_latest_survey(self) -> None:
        """One of every country that money is sent from."""
        assert Corridor.objects.count() == 216
        of_each = {corridor.source_id: corridor for corridor in selectors.corridors().order_by("slug")}
        assert len(of_each) > 25
        for corridor in of_each.values():
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


def printed(name: str, **options: str) -> str:
    out = io.StringIO()
    call_command(name, stdout=out, **options)
    return out.getvalue()


def _apart(ours: Mapping[tuple[str, str, str], Decimal | None]) -> dict[tuple[str, str, str], Decimal | None]:
    """Our averages that are not the World Bank's own."""
    published = list(csv.DictReader(io.StringIO(unpacked("corridor_averages_published.csv.gz").decode())))
    assert len(published) == PUBLISHED_VALUES
    apart: dict[tuple[str, str, str], Decimal | None] = {}
    for line in published:
        corridor = (line["period"], line["source"], line["destination"])
        average, theirs = ours[corridor], Decimal(line["published_avg_cost_pct_usd200"])
        if average is None or abs(average - theirs) > AGREES_WITHIN:
            apart[corridor] = average
    return apart


def _means_without_russia(survey: bytes) -> dict[str, tuple[int, Decimal]]:
    """How many transparent totals the file has for each period, and their mean."""
    totals: dict[str, list[Decimal]] = {}
    for row in csv.DictReader(io.StringIO(survey.decode("cp1252"), newline="")):
        if row["source"] != "RUS" and row["transparent"].lower() == "yes":
            totals.setdefault(row["period"], []).append(Decimal(row["cc1 total cost %"]))
    return {
        period: (len(found), sum(sorted(found), Decimal(0)) / len(found)) for period, found in totals.items()
    }


def _usual_amount(corridor: Corridor) -> str:
    """About what the survey sent at its lower price point, in the corridor's own currency."""
    prices = Price.objects.filter(
        corridor=corridor, price_point=200, service__send_currency=corridor.send_currency
    )
    latest = prices.order_by("-observed_at").first()
    assert latest is not None
    return f"{latest.send_amount:f}"
