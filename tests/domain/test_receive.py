"""What must be paid so that a sum arrives."""

from decimal import Decimal

import pytest

from corridors.domain.codes import FeeConvention
from corridors.domain.pricing import receive
from tests.domain.builders import banded_terms, some_terms


def test_an_undisclosed_rate_leaves_nothing_to_solve():
    assert receive(some_terms(("200", "5", None)), amount=Decimal(4000)) is None


@pytest.mark.parametrize("target", ["1999.99", "8000.01"])
def test_outside_what_a_service_can_deliver_there_is_no_payment(target: str):
    # USD 200 at 20 is known: from 100 × 20 to 400 × 20.
    assert receive(some_terms(("200", "5", "20")), amount=Decimal(target)) is None


@pytest.mark.parametrize(("target", "paid"), [("2000", "105"), ("5000", "255"), ("8000", "405")])
def test_the_least_that_delivers_the_target_is_paid(target: str, paid: str):
    payment = receive(some_terms(("200", "5", "20")), amount=Decimal(target))
    assert payment is not None
    assert (payment.you_pay, payment.recipient_gets) == (Decimal(paid), Decimal(target))


def test_a_recipients_fee_is_delivered_on_top_of_the_target():
    payment = receive(some_terms(("200", "5", "20"), recipient_fee=Decimal(30)), amount=Decimal(3970))
    assert payment is not None
    assert [payment.you_pay, payment.recipient_gets] == [205, 3970]


def test_a_target_the_currency_cannot_pay_is_rounded_up():
    terms = some_terms(("200", "0", "100"), payout_step=Decimal(1))
    payment = receive(terms, amount=Decimal("20000.5"))
    assert payment is not None
    assert [payment.you_pay, payment.recipient_gets] == [Decimal("200.01"), 20001]


def test_the_smallest_payout_can_be_asked_for_though_it_was_rounded_down():
    # 50 × 1.234567 is 61.72835, of which 61.72 can be paid out.
    payment = receive(some_terms(("100", "0", "1.234567")), amount=Decimal("61.72"))
    assert payment is not None
    assert [payment.you_pay, payment.recipient_gets] == [50, Decimal("61.72")]


def test_where_the_next_band_is_cheaper_more_than_the_target_may_arrive():
    # Up to 100 the fee is 20, so at most 80 arrives; from 100.01 on it is 2, so at least 98.01 does.
    terms = banded_terms(("100", "20", "0"), ("500", "2", "0"), rate="1", fee_convention=FeeConvention.INSIDE)
    payment = receive(terms, amount=Decimal(90))
    assert payment is not None
    assert (payment.you_pay, payment.recipient_gets) == (Decimal("100.01"), Decimal("98.01"))


def test_of_two_ways_to_deliver_the_target_the_cheaper_is_paid():
    # At 100 and at 200 the same 200 arrive.
    payment = receive(some_terms(("100", "0", "2"), ("200", "0", "1")), amount=Decimal(200))
    assert payment is not None
    assert payment.you_pay == 100


def test_a_sum_that_arrives_for_less_principal_is_not_always_the_cheaper_one():
    # Sending 100 costs 60 on top, sending 110 only 10: 100 units arrive for 120, not for 160.
    payment = receive(some_terms(("100", "60", "1"), ("110", "10", "1")), amount=Decimal(100))
    assert payment is not None
    assert [payment.principal, payment.you_pay] == [112, 112]
