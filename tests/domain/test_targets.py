"""The Sustainable Development Goal's limits on cost, and the G20's on speed."""

from decimal import Decimal

import pytest

from corridors.domain.indices import SdgTargets, SpeedShares, sdg_targets, speed_shares
from tests.domain.builders import a_price


@pytest.mark.parametrize(
    ("average", "met"), [("2.999", True), ("3", False), ("6.4", False), ("-1", True), (None, None)]
)
def test_the_global_average_must_be_below_3_percent(average: str | None, met: bool | None):
    found = sdg_targets(
        global_average_percent=None if average is None else Decimal(average), smart_style_by_corridor={}
    )
    assert found == SdgTargets(met, 0, 0, 0)


def test_each_corridor_may_cost_5_percent_at_most_and_is_unknown_without_a_figure():
    by_corridor = {
        ("US", "MX"): Decimal(5),
        ("ES", "EC"): Decimal("2.1"),
        ("AE", "EG"): Decimal("5.001"),
        ("GB", "GH"): None,
    }
    found = sdg_targets(global_average_percent=Decimal(4), smart_style_by_corridor=by_corridor)
    assert (found.corridors_within_5, found.corridors_above_5, found.corridors_unknown) == (2, 1, 1)


def test_the_speed_shares_are_of_the_services_that_state_a_slowest_time():
    prices = [
        a_price("1", speed_max_minutes=minutes) for minutes in (0, 60, 61, 1440, 1441, None, None, None)
    ]
    # 2 of 5 within the hour, 4 of 5 within the day.
    assert speed_shares(prices) == SpeedShares(Decimal(40), Decimal(80), 5, 3)


def test_listed_services_count_in_the_speed_shares_though_their_price_does_not():
    prices = [a_price(None, transparent=False), a_price("3", speed_max_minutes=3000)]
    assert speed_shares(prices) == SpeedShares(Decimal(50), Decimal(50), 2, 0)


@pytest.mark.parametrize("unknown", [0, 2])
def test_where_no_service_states_a_time_there_are_no_shares(unknown: int):
    prices = [a_price("1", speed_max_minutes=None)] * unknown
    assert speed_shares(prices) == SpeedShares(None, None, 0, unknown)
