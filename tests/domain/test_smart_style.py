from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.domain.codes import Coverage
from corridors.domain.dispersion import mean
from corridors.domain.smart_style import (
    DEFAULT_ACCESS_FILTER,
    SMART_STYLE_SERVICES,
    AccessFilter,
    smart_style,
    smart_style_verdicts,
)
from corridors.domain.statistic_codes import SmartReason
from corridors.domain.units import ServicePrice
from tests.domain.builders import a_price
from tests.domain.strategies import decimals, law

UNFIT: list[tuple[dict[str, Any], SmartReason]] = [
    ({"transparent": False}, SmartReason.NOT_TRANSPARENT),
    ({"total_percent": None}, SmartReason.NO_TOTAL),
    ({"speed_max_minutes": None}, SmartReason.SPEED_UNKNOWN),
    ({"speed_max_minutes": 5 * 24 * 60 + 1}, SmartReason.SLOWER_THAN_5_DAYS),
    ({"coverage": None}, SmartReason.COVERAGE_NOT_STATED),
    ({"coverage": Coverage.MAJOR_CITIES}, SmartReason.OUTSIDE_ACCESS_FILTER),
]
some_prices = st.lists(
    st.builds(
        lambda service, total, changes: a_price(str(total), service=service)._replace(**changes),
        st.integers(1, 6),
        decimals("-5", "40"),
        st.sampled_from([{}, {}, {}, *(changes for changes, _ in UNFIT)]),
    ),
    max_size=25,
)


def test_the_smart_style_figure_is_the_mean_of_the_three_cheapest():
    assert smart_style([a_price(total) for total in ("9", "2", "4", "3", "8")]) == 3


def test_fewer_than_three_are_averaged_as_they_are():
    assert smart_style([a_price("2"), a_price("5")]) == Decimal("3.5")


def test_a_service_with_several_prices_counts_once_with_its_cheapest():
    prices = [a_price(total, service="one") for total in ("6", "1", "4")]
    assert smart_style([*prices, a_price("5", service="two")]) == 3


@pytest.mark.parametrize(("changes", "reason"), UNFIT)
def test_a_service_out_of_reach_does_not_enter_the_smart_style_figure(
    changes: dict[str, Any], reason: SmartReason
):
    out, fit = a_price("0")._replace(**changes), a_price("6")
    assert smart_style([out, fit]) == 6
    assert smart_style([out]) is None
    assert smart_style_verdicts([out, fit]) == [(fit, None), (out, reason)]


def test_a_service_that_misses_in_several_ways_is_told_the_first():
    hidden = a_price(None, transparent=False, speed_max_minutes=None, coverage=None)
    ((_, reason),) = smart_style_verdicts([hidden])
    assert reason is SmartReason.NOT_TRANSPARENT


def test_each_price_says_why_it_does_not_count():
    prices = [a_price(total, service=name) for name, total in zip("abcadb", "321465", strict=True)]
    assert [(price.service, reason) for price, reason in smart_style_verdicts(prices)] == [
        ("c", None),
        ("b", None),
        ("a", None),
        ("a", SmartReason.DEARER_PRICE_OF_SAME_SERVICE),
        ("b", SmartReason.DEARER_PRICE_OF_SAME_SERVICE),
        ("d", SmartReason.DEARER_THAN_THREE_CHEAPEST),
    ]


def test_five_days_are_within_reach():
    assert smart_style([a_price("6", speed_max_minutes=5 * 24 * 60)]) == 6


def test_our_access_filter_is_nationwide_and_has_a_version():
    assert AccessFilter("1", frozenset({Coverage.NATIONWIDE})) == DEFAULT_ACCESS_FILTER


@law
@given(some_prices)
def test_the_figure_is_the_mean_of_those_whose_verdict_is_in(prices: list[ServicePrice]):
    verdicts = smart_style_verdicts(prices)
    inside = [price.total_percent for price, reason in verdicts if reason is None]
    assert mean([total for total in inside if total is not None]) == smart_style(prices)
    assert len(inside) <= SMART_STYLE_SERVICES
    assert len({id(price) for price, _ in verdicts}) == len({id(price) for price in prices})
    assert len(verdicts) == len(prices)


@law
@given(some_prices, st.randoms())
def test_the_order_of_the_prices_changes_neither_the_figure_nor_the_reasons(
    prices: list[ServicePrice], random: Any
):
    shuffled = random.sample(prices, len(prices))
    assert smart_style(shuffled) == smart_style(prices)
    reasons = [sorted(str(reason) for _, reason in smart_style_verdicts(each)) for each in (prices, shuffled)]
    assert reasons[0] == reasons[1]
