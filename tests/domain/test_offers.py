from decimal import Decimal
from typing import Any

import pytest

from corridors.domain.codes import RateBasis, Reason
from corridors.domain.offers import SeenPrice, applied_rate, schedule_of
from corridors.domain.tariff import TariffError
from tests.domain.builders import a_known_price, an_offer

FROM_MARGIN: dict[str, Any] = {"rate_basis": RateBasis.FROM_MARGIN, "rate": None}
UNDISCLOSED: dict[str, Any] = {
    "rate_basis": RateBasis.UNDISCLOSED,
    "rate": None,
    "margin_percent": Decimal(0),
}


@pytest.mark.parametrize(
    ("changes", "rate"),
    [
        ({}, Decimal(18)),
        ({"rate": None}, None),
        (FROM_MARGIN, Decimal(18)),  # 20 less 10%
        (FROM_MARGIN | {"margin_percent": Decimal("-5")}, Decimal(21)),
        (FROM_MARGIN | {"margin_percent": None}, None),
        (FROM_MARGIN | {"reference_rate": None}, None),
        (UNDISCLOSED, None),  # a margin of 0 beside an undisclosed rate is no rate
    ],
    ids=str,
)
def test_the_applied_rate_is_the_stated_one_or_the_reference_less_the_margin(
    changes: dict[str, Any], rate: Decimal | None
):
    assert applied_rate(a_known_price(**changes)) == rate


def test_prices_with_a_fee_and_a_rate_make_a_schedule_with_nothing_missing():
    schedule, missing = schedule_of(
        [a_known_price(), a_known_price(send_amount=Decimal(500), fee=Decimal(8))]
    )
    assert missing is None
    assert schedule is not None
    assert [schedule[0].low, schedule[-1].high] == [100, 1000]


def test_without_any_fee_nothing_can_be_priced():
    assert schedule_of([a_known_price(fee=None)]) == (None, Reason.FEE_NOT_DISCLOSED)


def test_without_any_price_nothing_can_be_priced():
    assert schedule_of([]) == (None, Reason.FEE_NOT_DISCLOSED)


def test_a_price_without_a_fee_is_passed_over_where_another_has_one():
    schedule, missing = schedule_of([a_known_price(), a_known_price(send_amount=Decimal(500), fee=None)])
    assert missing is None
    assert schedule is not None
    assert schedule[-1].high == 400


def test_a_margin_without_a_reference_rate_leaves_nothing_to_price():
    prices = [a_known_price(**FROM_MARGIN), a_known_price(**FROM_MARGIN, send_amount=Decimal(500))]
    prices[1] = prices[1]._replace(reference_rate=None)
    assert schedule_of(prices) == (None, Reason.NO_REFERENCE_RATE)


def test_margins_with_reference_rates_make_a_schedule():
    schedule, missing = schedule_of([a_known_price(**FROM_MARGIN)])
    assert missing is None
    assert schedule is not None
    assert schedule[0].rate_low == 18  # 20 less 10%


def test_a_stated_rate_needs_no_reference_rate():
    schedule, missing = schedule_of([a_known_price(reference_rate=None, margin_percent=None)])
    assert missing is None
    assert schedule is not None
    assert schedule[0].rate_low == 18


def test_an_undisclosed_rate_leaves_the_fees_and_says_so():
    schedule, missing = schedule_of([a_known_price(**UNDISCLOSED)])
    assert missing is Reason.RATE_NOT_DISCLOSED
    assert schedule is not None
    assert schedule[0].fee.at(schedule[0].low) == 5


def test_one_undisclosed_rate_of_two_is_enough_to_say_so():
    _, missing = schedule_of([a_known_price(), a_known_price(**UNDISCLOSED, send_amount=Decimal(500))])
    assert missing is Reason.RATE_NOT_DISCLOSED


def test_two_prices_at_one_amount_are_an_error_and_not_a_guess():
    with pytest.raises(TariffError, match="two prices at one amount"):
        schedule_of([a_known_price(), a_known_price(fee=Decimal(6))])


@pytest.mark.parametrize(
    ("amount", "number"), [("1", 7), ("300", 7), ("350", 7), ("350.01", 8), ("500", 8), ("9000", 8)]
)
def test_the_price_nearest_to_an_amount_is_known_by_its_number(amount: str, number: int):
    seen = (SeenPrice(Decimal(500), 8), SeenPrice(Decimal(200), 7))
    assert an_offer(seen=seen).price_near(Decimal(amount)) == number


def test_of_no_price_none_is_near():
    assert an_offer().price_near(Decimal(200)) is None
