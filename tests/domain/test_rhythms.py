"""A year of sending, more or less often."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.domain.rhythms import RHYTHMS, cheaper_rhythm, cheapest_rhythm, each_time, in_a_year

CENT = Decimal("0.01")
amounts = st.decimals(min_value=0, max_value=1_000_000, places=2)


@pytest.mark.parametrize(
    ("times", "each"),
    [(52, "230.76"), (26, "461.53"), (12, "1000.00"), (6, "2000.00"), (4, "3000.00")],
)
def test_a_year_s_money_is_spread_over_the_year(times: int, each: str) -> None:
    assert each_time(yearly=Decimal(12000), times=times, step=CENT) == Decimal(each)


@given(amounts, st.sampled_from(RHYTHMS), st.sampled_from([CENT, Decimal(1), Decimal("0.001")]))
def test_a_year_s_transfers_never_exceed_a_year_s_money_by_more_than_nothing(
    money: Decimal, times: int, step: Decimal
) -> None:
    each = each_time(yearly=money, times=times, step=step)
    assert money - times * step < in_a_year(each=each, times=times) <= money


def test_the_rarer_rhythm_that_costs_least_is_named_with_what_it_saves() -> None:
    costs = {52: Decimal(260), 26: Decimal(150), 12: Decimal(90), 6: Decimal(70), 4: Decimal(70)}
    assert cheaper_rhythm(costs, now=12) == (6, Decimal(20))
    assert cheaper_rhythm(costs, now=4) is None


def test_a_rhythm_that_sends_more_often_is_never_named() -> None:
    assert cheaper_rhythm({12: Decimal(10), 6: Decimal(50), 4: Decimal(90)}, now=6) is None


def test_without_the_cost_of_now_nothing_is_named() -> None:
    assert cheaper_rhythm({6: Decimal(1)}, now=12) is None


@given(st.dictionaries(st.sampled_from(RHYTHMS), amounts), st.sampled_from(RHYTHMS))
def test_what_is_named_is_rarer_and_cheaper_than_now(costs: dict[int, Decimal], now: int) -> None:
    found = cheaper_rhythm(costs, now=now)
    if found is None:
        assert now not in costs or all(costs[times] >= costs[now] for times in costs if times < now)
    else:
        times, saved = found
        assert times < now
        assert 0 < saved == costs[now] - costs[times]


@pytest.mark.parametrize(
    ("now", "expected"), [(4, (12, Decimal(31))), (52, (12, Decimal(170))), (12, None), (26, None)]
)
def test_the_cheapest_rhythm_is_named_whether_it_sends_more_or_less_often(
    now: int, expected: tuple[int, Decimal] | None
) -> None:
    costs = {52: Decimal(260), 12: Decimal(90), 6: Decimal(90), 4: Decimal(121)}
    assert cheapest_rhythm(costs, now=now, step=CENT) == expected


@given(
    amounts,
    st.decimals(min_value=0, max_value=1, places=4),
    st.sampled_from([CENT, Decimal(1), Decimal(100)]),
)
def test_where_every_amount_costs_the_same_share_no_rhythm_saves(
    money: Decimal, share: Decimal, step: Decimal
) -> None:
    costs = {
        times: in_a_year(each=share * each_time(yearly=money, times=times, step=step), times=times)
        for times in RHYTHMS
    }
    assert [cheapest_rhythm(costs, now=now, step=step) for now in RHYTHMS] == [None] * len(RHYTHMS)
