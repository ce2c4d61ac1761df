"""The sums of a budget: examples worked out by hand, and laws."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from support.domain.budget import (
    LONGEST,
    Month,
    a_month,
    months_to_goal,
    pay_off,
    payment_for,
)

CENT = Decimal("0.01")
amounts = st.decimals(min_value=0, max_value=10**7, places=2)
positive = st.decimals(min_value="0.01", max_value=10**7, places=2)
percents = st.decimals(min_value=0, max_value=100, places=2)


class TestMonth:
    def test_what_is_left_is_what_comes_in_less_all_that_goes_out_and_is_put_aside(self) -> None:
        month = Month(
            income=Decimal(1800),
            living=Decimal(700),
            debt=Decimal(300),
            bad_days=Decimal(100),
            goal=Decimal(100),
        )
        assert [month.goes_out, month.remains, month.put_aside, month.left] == [1000, 800, 200, 600]

    def test_what_goes_out_and_what_is_put_aside_are_each_too_much_by_their_own(self) -> None:
        short = Month(income=Decimal(1000), living=Decimal(1200), goal=Decimal(10))
        assert [short.remains, short.left, short.for_goal] == [-200, -210, 0]
        aside = Month(income=Decimal(1000), living=Decimal(800), bad_days=Decimal(100), goal=Decimal(250))
        assert [aside.remains, aside.left, aside.for_goal] == [200, -150, 200]

    @given(st.tuples(amounts, amounts, amounts, amounts, amounts))
    def test_the_parts_add_up_to_what_comes_in(self, parts: tuple[Decimal, ...]) -> None:
        month = Month(**dict(zip(("income", "living", "debt", "bad_days", "goal"), parts, strict=True)))
        assert month.goes_out + month.put_aside + month.left == month.income


def test_a_month_is_a_twelfth_of_a_year_rounded_down() -> None:
    assert a_month(Decimal("100"), step=CENT) == Decimal("8.33")
    assert a_month(None, step=CENT) is None


class TestDebt:
    def test_interest_is_on_what_is_still_owed_each_month(self) -> None:
        # 1,000 at 10%: 1,100 − 600 = 500, then 550 − 550.
        paid = pay_off(owed=Decimal(1000), payment=Decimal(600), monthly_percent=Decimal(10))
        assert paid is not None
        assert (paid.months, paid.interest) == (2, Decimal(150))

    def test_without_interest_it_lasts_as_often_as_the_payment_goes_into_it(self) -> None:
        paid = pay_off(owed=Decimal(1000), payment=Decimal(300))
        assert paid is not None
        assert (paid.months, paid.interest) == (4, Decimal(0))

    def test_nothing_owed_is_paid_off_already(self) -> None:
        paid = pay_off(owed=Decimal(0), payment=Decimal(0))
        assert paid is not None
        assert paid.months == 0

    @pytest.mark.parametrize(("payment", "percent"), [("0", "0"), ("30", "3"), ("29.99", "3"), ("0.01", "0")])
    def test_a_payment_that_is_too_small_never_ends_it(self, payment: str, percent: str) -> None:
        assert pay_off(owed=Decimal(1000), payment=Decimal(payment), monthly_percent=Decimal(percent)) is None

    @given(positive, positive, percents)
    def test_all_that_is_paid_is_the_debt_and_its_interest(
        self, owed: Decimal, payment: Decimal, percent: Decimal
    ) -> None:
        paid = pay_off(owed=owed, payment=payment, monthly_percent=percent)
        assume(paid is not None)
        assert paid is not None
        assert payment * (paid.months - 1) < owed + paid.interest <= payment * paid.months

    @given(positive, st.integers(1, 60), percents)
    def test_the_equal_payment_ends_it_in_the_months_asked_for(
        self, owed: Decimal, months: int, percent: Decimal
    ) -> None:
        payment = payment_for(owed=owed, months=months, monthly_percent=percent, step=CENT)
        paid = pay_off(owed=owed, payment=payment, monthly_percent=percent)
        assert paid is not None
        assert paid.months <= months

    def test_the_equal_payment_is_the_annuity_rounded_up(self) -> None:
        terms: dict[str, Any] = {"months": 12, "step": CENT}
        assert payment_for(owed=Decimal(6000), monthly_percent=Decimal(3), **terms) == Decimal("602.78")
        assert payment_for(owed=Decimal(1000), monthly_percent=Decimal(0), **terms) == Decimal("83.34")
        assert payment_for(owed=Decimal(0), monthly_percent=Decimal(3), **terms) == 0


class TestGoal:
    @pytest.mark.parametrize(
        ("missing", "monthly", "months"),
        [("0", "0", 0), ("-5", "0", 0), ("1000", "250", 4), ("1000", "300", 4), ("1", "0", None)],
    )
    def test_it_is_reached_when_what_is_missing_is_saved(
        self, missing: str, monthly: str, months: int | None
    ) -> None:
        assert months_to_goal(missing=Decimal(missing), monthly=Decimal(monthly)) == months

    def test_longer_than_a_working_life_is_never(self) -> None:
        assert months_to_goal(missing=Decimal(LONGEST), monthly=Decimal(1)) == LONGEST
        assert months_to_goal(missing=Decimal(LONGEST) + CENT, monthly=Decimal(1)) is None

    @given(positive, positive, amounts)
    def test_more_a_month_is_never_later(self, missing: Decimal, monthly: Decimal, more: Decimal) -> None:
        slow, fast = (months_to_goal(missing=missing, monthly=m) for m in (monthly, monthly + more))
        assert slow is None or (fast is not None and fast <= slow)

    @given(positive, positive)
    def test_it_is_the_first_month_in_which_enough_is_saved(self, missing: Decimal, monthly: Decimal) -> None:
        months = months_to_goal(missing=missing, monthly=monthly)
        assume(months is not None)
        assert months is not None
        assert monthly * (months - 1) < missing <= monthly * months
