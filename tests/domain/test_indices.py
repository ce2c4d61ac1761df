from decimal import Decimal
from statistics import median, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.domain.codes import Coverage
from corridors.domain.indices import (
    METHOD_VERSION,
    AccessFilter,
    ServicePrice,
    figures,
    global_average,
    mean,
    percentile,
    regional_averages,
    weighted_average,
)
from tests.domain.builders import a_price
from tests.domain.strategies import decimals, law

HIDDEN = a_price("0", transparent=False)
WITHOUT_TOTAL = a_price(None)
totals = st.lists(decimals("-5", "40"), min_size=2, max_size=30)


def test_the_figures_of_a_corridor_are_of_its_transparent_services_with_a_total():
    found = figures([a_price("6"), HIDDEN, a_price("2"), WITHOUT_TOTAL, a_price("10")])
    assert (found.services, found.services_left_out) == (3, 2)
    assert [found.average_percent, found.median_percent, found.cheapest_percent] == [6, 6, 2]
    # The 90th of 2, 6, 10 lies 0.8 of the way from 6 to 10.
    assert [found.percentile_90_percent, found.spread_percent] == [Decimal("9.2"), 8]
    assert found.smart_style_percent == 6
    assert found.method_version == METHOD_VERSION


@pytest.mark.parametrize("prices", [[], [HIDDEN], [WITHOUT_TOTAL]], ids=["none", "hidden", "no total"])
def test_of_no_service_there_is_no_figure(prices: list[ServicePrice]):
    found = figures(prices)
    assert (found.services, found.services_left_out) == (0, len(prices))
    known = (
        found.average_percent, found.median_percent, found.cheapest_percent, found.percentile_90_percent,
        found.spread_percent, found.smart_style_percent,
    )  # fmt: skip
    assert known == (None,) * 6


def test_equal_rows_count_each_in_the_average():
    """As in the averages that the World Bank publishes."""
    assert figures([a_price("3"), a_price("3"), a_price("9")]).average_percent == 5


def test_negative_totals_are_kept():
    found = figures([a_price("-2"), a_price("4")])
    assert [found.average_percent, found.cheapest_percent, found.spread_percent] == [1, -2, 6]


def test_the_access_filter_of_a_figure_can_be_another():
    urban = a_price("4", coverage=Coverage.URBAN_ONLY)
    wider = AccessFilter("2", frozenset({Coverage.NATIONWIDE, Coverage.URBAN_ONLY}))
    assert figures([urban]).smart_style_percent is None
    assert figures([urban], access_filter=wider).smart_style_percent == 4


def test_of_nothing_there_is_no_mean_and_no_percentile():
    assert mean([]) is None
    assert percentile([], 50) is None


@pytest.mark.parametrize(("share", "value"), [(0, "1"), (25, "2"), (50, "3"), (90, "8.2"), (100, "11")])
def test_a_percentile_is_linear_between_neighbours(share: int, value: str):
    assert percentile([Decimal(n) for n in (1, 2, 3, 4, 11)], share) == Decimal(value)


@law
@given(totals)
def test_percentiles_agree_with_the_statistics_of_python(values: list[Decimal]):
    ordered = sorted(values)
    assert percentile(ordered, 50) == median(ordered)
    tenths = quantiles([float(value) for value in ordered], n=10, method="inclusive")
    ninetieth = percentile(ordered, 90)
    assert ninetieth is not None
    assert float(ninetieth) == pytest.approx(tenths[-1])


@law
@given(totals)
def test_the_figures_of_a_corridor_stand_in_order(values: list[Decimal]):
    found = figures([a_price(str(value)) for value in values])
    assert found.cheapest_percent is not None
    assert found.median_percent is not None
    assert found.percentile_90_percent is not None
    assert found.average_percent is not None
    assert found.smart_style_percent is not None
    dearest = found.cheapest_percent + (found.spread_percent or 0)
    assert (
        found.cheapest_percent
        <= found.median_percent
        <= found.percentile_90_percent
        <= dearest
        == max(values)
    )
    assert found.cheapest_percent <= found.smart_style_percent
    assert found.smart_style_percent <= found.average_percent + Decimal("1E-20")


def test_the_global_average_is_over_services_and_not_over_corridors():
    prices = [a_price("3"), a_price("3"), a_price("9", destination="GT"), HIDDEN, WITHOUT_TOTAL]
    assert global_average(prices) == 5


def test_the_global_average_leaves_out_russia_as_a_sender():
    prices = [a_price("6"), a_price("1", source="RU"), a_price("8", destination="RU")]
    assert global_average(prices) == 7
    assert global_average(prices, leave_out_senders=()) == 5


def test_of_no_service_there_is_no_global_average():
    assert global_average([a_price("1", source="RU"), HIDDEN]) is None


def test_a_regional_average_is_by_the_receiving_country():
    prices = [
        a_price("4"), a_price("8"), a_price("3", destination="PH"), a_price("9", destination="QQ"),
        a_price("0", destination="PH", transparent=False), a_price(None, destination="IN"),
    ]  # fmt: skip
    regions = {"MX": "latin_america", "PH": "east_asia", "IN": "south_asia"}
    assert regional_averages(prices, region_of=regions) == {"east_asia": 3, "latin_america": 6}


def test_the_weighted_average_weighs_each_corridor_by_what_is_sent():
    averages = {("US", "MX"): Decimal(4), ("ES", "EC"): Decimal(7)}
    flows = {("US", "MX"): Decimal(200), ("ES", "EC"): Decimal(100)}
    # (200 × 4 + 100 × 7) / 300
    assert weighted_average(averages, flows=flows) == 5


def test_a_corridor_without_an_average_or_a_flow_counts_in_neither_sum():
    averages = {
        ("US", "MX"): Decimal(4),
        ("ES", "EC"): Decimal(7),
        ("US", "GT"): None,
        ("AE", "IN"): Decimal(9),
    }
    flows = {("US", "MX"): Decimal(200), ("US", "GT"): Decimal(500), ("ES", "EC"): Decimal(0)}
    assert weighted_average(averages, flows=flows) == 4


@pytest.mark.parametrize("flows", [{}, {("US", "MX"): Decimal(0)}], ids=["unknown", "zero"])
def test_without_flows_there_is_no_weighted_average(flows: dict[tuple[str, str], Decimal]):
    assert weighted_average({("US", "MX"): Decimal(4)}, flows=flows) is None
