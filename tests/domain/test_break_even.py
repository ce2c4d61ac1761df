"""From which amount on another thing is true."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.domain.break_even import NEAR_ENOUGH, SCANNED, Turn, turns

ONE = Decimal(1)


def test_two_tariffs_break_even_where_their_costs_cross():
    # 5 a transfer and 1 per cent, or 0 and 3 per cent: 5 + 0.01 x = 0.03 x at 250.
    def cheaper(amount: Decimal) -> str:
        return "fixed" if 5 + amount / 100 < amount * 3 / 100 else "share"

    first, second = turns(cheaper, low=Decimal(50), high=Decimal(2000), step=ONE)
    assert first == Turn(Decimal(50), "share")
    assert second.truth == "fixed"
    assert 250 < second.amount <= 250 * (1 + 2 * NEAR_ENOUGH)


def test_where_nothing_changes_there_is_one_truth():
    assert turns(lambda amount: None, low=ONE, high=Decimal(10), step=ONE) == [Turn(ONE, None)]


@pytest.mark.parametrize(("low", "high"), [("10", "10.01"), ("0.01", "0.03"), ("100", "101")])
def test_a_narrow_stretch_is_searched_to_the_step(low: str, high: str):
    found = turns(
        lambda amount: amount >= Decimal(high), low=Decimal(low), high=Decimal(high), step=Decimal("0.01")
    )
    assert found[0] == Turn(Decimal(low), False)
    assert found[-1].truth
    assert Decimal(high) * (1 - NEAR_ENOUGH) <= found[-1].amount <= Decimal(high)


@given(
    st.integers(1, 1000),
    st.integers(2, 50),
    st.lists(st.integers(1, 100_000), max_size=3, unique=True),
)
def test_every_turn_is_true_where_it_stands_and_differs_from_the_one_before(low, times, borders):
    asked = []

    def true_at(amount: Decimal) -> int:
        asked.append(amount)
        return sum(amount >= border for border in borders)

    found = turns(true_at, low=Decimal(low), high=Decimal(low * times), step=ONE)
    assert [turn.amount for turn in found] == sorted({turn.amount for turn in found})
    assert all(turn.truth == true_at(turn.amount) for turn in found)
    assert all(one.truth != other.truth for one, other in pairwise(found))
    assert found[0].amount == low
    assert found[-1].truth == true_at(Decimal(low * times))
    assert all(low <= amount <= low * times and amount == int(amount) for amount in asked)
    assert len(asked) < 10 * SCANNED + 50
