"""From which amount on another thing is true."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.domain.break_even import NEAR_ENOUGH, SCANNED, Stretch, Turn, stretches, turns

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


def test_a_stretch_begins_and_ends_where_the_thing_is_true():
    def is_true(amount: Decimal) -> bool:
        return 50 <= amount <= 200 or amount >= 900

    first, last = stretches(is_true, low=ONE, high=Decimal(1000), step=ONE)
    assert first.high is not None
    assert 50 <= first.low <= 51
    assert 199 <= first.high <= 200
    assert 900 <= last.low <= 905
    assert last.high is None


def test_what_is_nowhere_true_has_no_stretch_and_what_is_everywhere_has_one():
    assert stretches(lambda amount: False, low=ONE, high=Decimal(9), step=ONE) == []
    assert stretches(lambda amount: True, low=ONE, high=Decimal(9), step=ONE) == [Stretch(ONE, None)]


def test_what_is_true_at_one_amount_alone_is_seen_where_that_one_is_named():
    alone = Decimal(500_001)

    def found(*through: Decimal) -> list[Stretch]:
        return stretches(
            lambda amount: amount == alone, low=ONE, high=Decimal(1_000_000), step=ONE, through=through
        )

    assert found() == []
    assert found(alone) == [Stretch(alone, alone)]


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
    assert found[0].before is None
    for turn in found[1:]:
        assert turn.before is not None
        assert true_at(turn.before) != turn.truth
        assert turn.before < turn.amount
    assert found[0].amount == low
    assert found[-1].truth == true_at(Decimal(low * times))
    assert all(low <= amount <= low * times and amount == int(amount) for amount in asked)
    assert len(asked) < 10 * SCANNED + 50
