"""What holds of every figure, whatever the prices."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from corridors.domain.dispersion import share_at_most
from corridors.domain.indices import (
    Figures,
    PricePoints,
    ServicePrice,
    by_corridor,
    corridor_averages,
    cost_split,
    figures,
    price_points,
    weighted_average,
)
from corridors.domain.statistic_codes import LeftOut
from tests.domain.builders import a_price
from tests.domain.strategies import decimals, law

# The last of the digits that a mean is worked out to.
LAST_DIGITS = Decimal("1E-24")
CORRIDORS = [("US", "MX"), ("US", "PH"), ("RU", "TJ"), ("FR", "MA")]
FLOWS = {("US", "MX"): Decimal(23174), ("US", "PH"): Decimal(10000), ("RU", "TJ"): Decimal(0)}

percentages = decimals("-5", "40", places=9)
prices = st.builds(
    lambda service, corridor, total, fee, minutes: a_price(
        None,
        service=service,
        source=corridor[0],
        destination=corridor[1],
        total_percent=total,
        fee_percent=fee,
        margin_percent=None if fee is None or total is None else total - fee,
        speed_max_minutes=minutes,
    ),
    st.integers(1, 8),
    st.sampled_from(CORRIDORS),
    st.none() | percentages,
    st.none() | percentages,
    st.none() | st.integers(0, 10_000),
)
some_prices = st.lists(prices, max_size=20)
LEFT_OUT = [a_price(None, service="x"), a_price("1", service="y", transparent=False)]


def every_figure_of_cost(found: Figures) -> list[object]:
    return [
        found.average_percent, found.median_percent, found.cheapest_percent, found.dearest_percent,
        found.percentile_90_percent, found.spread_percent, found.smart_style_percent, found.weighted,
        found.share_of_services_at_most_3_percent, found.share_of_services_at_most_5_percent,
        found.share_of_corridors_at_most_3_percent, found.share_of_corridors_at_most_5_percent,
        found.price_points, found.split, found.services, found.corridors,
    ]  # fmt: skip


@law
@given(some_prices, st.randoms())
def test_no_figure_depends_on_the_order_in_which_prices_are_read(
    given_prices: list[ServicePrice], random: Any
):
    shuffled = random.sample(given_prices, len(given_prices))
    one = figures(given_prices, flows=FLOWS, at_200=given_prices, at_500=shuffled)
    other = figures(shuffled, flows=FLOWS, at_200=shuffled, at_500=given_prices)
    assert every_figure_of_cost(one) == every_figure_of_cost(other)
    assert (one.speed, one.left_out) == (other.speed, other.left_out)


@law
@given(some_prices)
def test_a_service_that_is_left_out_changes_its_own_count_and_no_figure_of_cost(
    given_prices: list[ServicePrice],
):
    before, after = figures(given_prices, flows=FLOWS), figures([*given_prices, *LEFT_OUT], flows=FLOWS)
    assert every_figure_of_cost(after) == every_figure_of_cost(before)
    assert after.services_left_out == before.services_left_out + 2
    assert sum(after.left_out.values()) == after.services_left_out
    assert after.left_out[LeftOut.NO_TOTAL] == before.left_out[LeftOut.NO_TOTAL] + 1


@law
@given(some_prices)
def test_every_average_lies_between_the_cheapest_and_the_dearest(given_prices: list[ServicePrice]):
    found = figures(given_prices, flows=FLOWS)
    if found.cheapest_percent is None or found.dearest_percent is None:
        assert found.average_percent is None
        return
    means = [found.average_percent, found.median_percent, found.weighted.percent, found.smart_style_percent]
    for each in means:
        assert each is None or (
            found.cheapest_percent - LAST_DIGITS <= each <= found.dearest_percent + LAST_DIGITS
        )
    assert found.spread_percent == found.dearest_percent - found.cheapest_percent


@law
@given(some_prices)
def test_equal_prices_once_more_change_no_average(given_prices: list[ServicePrice]):
    once, twice = figures(given_prices), figures([*given_prices, *given_prices])
    if once.average_percent is not None:
        assert twice.average_percent is not None
        assert abs(twice.average_percent - once.average_percent) <= LAST_DIGITS
    assert twice.services == 2 * once.services
    assert twice.share_of_services_at_most_5_percent == once.share_of_services_at_most_5_percent
    assert twice.smart_style_percent == once.smart_style_percent


@law
@given(some_prices)
def test_the_corridors_together_hold_every_price_and_every_service_that_counts(
    given_prices: list[ServicePrice],
):
    parts = by_corridor(given_prices)
    assert sorted(map(id, given_prices)) == sorted(id(price) for part in parts.values() for price in part)
    assert sum(figures(part).services for part in parts.values()) == figures(given_prices).services
    assert figures(given_prices).corridors == len(corridor_averages(given_prices))


@law
@given(some_prices)
def test_a_share_is_a_percentage_and_rises_with_its_limit(given_prices: list[ServicePrice]):
    found = figures(given_prices)
    pairs = [
        (found.share_of_services_at_most_3_percent, found.share_of_services_at_most_5_percent),
        (found.share_of_corridors_at_most_3_percent, found.share_of_corridors_at_most_5_percent),
    ]
    for lower, upper in pairs:
        if found.services:
            assert lower is not None
            assert upper is not None
            assert 0 <= lower <= upper <= 100
        else:
            assert lower is upper is None


def test_what_costs_exactly_the_limit_is_within_it():
    assert share_at_most([Decimal(3), Decimal(4)], Decimal(3)) == 50
    assert share_at_most([], Decimal(3)) is None


@law
@given(some_prices)
def test_equal_weights_give_the_mean_of_the_corridors(given_prices: list[ServicePrice]):
    averages = corridor_averages(given_prices)
    weighted = weighted_average(averages, flows=dict.fromkeys(CORRIDORS, Decimal(7)))
    if not averages:
        assert weighted is None
        return
    assert weighted is not None
    assert abs(weighted - sum(averages.values(), Decimal(0)) / len(averages)) <= LAST_DIGITS


def test_the_weighted_average_says_how_many_corridors_it_is_made_of():
    given_prices = [
        a_price("4"), a_price("8"), a_price("9", destination="PH"),
        a_price("1", source="RU", destination="TJ"),
        a_price(None, source="FR", destination="MA"),
    ]  # fmt: skip
    # (23174 × 6 + 10000 × 9) / 33174; Russia's flow is nothing here, and France has no average.
    found = figures(given_prices, flows=FLOWS).weighted
    assert (found.corridors, found.corridors_without_flow) == (2, 1)
    assert found.percent == (23174 * Decimal(6) + 10000 * Decimal(9)) / 33174


def test_only_services_that_count_at_both_price_points_are_compared():
    small = [
        a_price("8", service=1), a_price("6", service=1), a_price("9", service=2), a_price("50", service=3),
        a_price(None, service=4),
    ]  # fmt: skip
    large = [a_price("4", service=1), a_price("5", service=2), a_price("1", service=4)]
    found = price_points(at_200=small, at_500=large)
    # (8 + 6 + 9) / 3 against (4 + 5) / 2: each price of a service counts, service 3 and 4 do not.
    assert found == PricePoints(2, Decimal(23) / 3, Decimal("4.5"))
    assert found.difference_percent == Decimal(23) / 3 - Decimal("4.5")


def test_without_a_service_at_both_price_points_nothing_is_compared():
    found = price_points(at_200=[a_price("8", service=1)], at_500=[a_price("8", service=2)])
    assert found == PricePoints(0, None, None)
    assert found.difference_percent is None


@law
@given(some_prices)
def test_the_parts_of_the_cost_add_up_to_it(given_prices: list[ServicePrice]):
    split = cost_split(given_prices)
    whole = [
        price for price in given_prices if price.total_percent is not None and price.fee_percent is not None
    ]
    assert split.services == len(whole)
    if split.fee_percent is None or split.margin_percent is None:
        assert not whole
        return
    average = figures(whole).average_percent
    assert average is not None
    assert abs(split.fee_percent + split.margin_percent - average) <= LAST_DIGITS


def test_the_smart_style_figure_of_several_corridors_is_the_mean_of_theirs():
    given_prices = [
        *[a_price(total) for total in ("1", "2", "3", "30")],
        a_price("10", destination="PH"),
        a_price("0", destination="TJ", coverage=None),
    ]
    found = figures(given_prices)
    assert found.smart_style_by_corridor == {("US", "MX"): 2, ("US", "PH"): 10, ("US", "TJ"): None}
    assert found.smart_style_percent == 6
    assert [price.destination for price, _ in found.smart_style_verdicts] == ["MX"] * 4 + ["PH", "TJ"]
