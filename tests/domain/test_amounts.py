"""The amounts for which a service, or any service of a comparison, has a price."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given

from corridors.domain.amounts import payable_ends
from corridors.domain.codes import FeeConvention, Mode, Reason
from corridors.domain.pricing import pay, receive
from corridors.domain.ranking import amount_range, compare
from corridors.domain.tariff import schedule_from_points
from tests.domain.builders import ENDED, a_question, an_offer, banded_terms, points, some_terms
from tests.domain.model import SEND_STEP, Service
from tests.domain.strategies import law, services


@pytest.mark.parametrize(
    ("changes", "mode", "ends"),
    [
        # USD 200 for 5 at 20 is known: USD 100 to 400 are sent.
        ({}, Mode.PAY, [105, 405]),
        ({}, Mode.RECEIVE, [2000, 8000]),
        ({"fee_convention": FeeConvention.INSIDE}, Mode.PAY, [100, 400]),
        ({"fee_convention": FeeConvention.INSIDE}, Mode.RECEIVE, [1900, 7900]),
        ({"tax_percent": Decimal(1)}, Mode.PAY, [106, 409]),
        ({"recipient_fee": Decimal(30)}, Mode.RECEIVE, [1970, 7970]),
        # The recipient's fee takes all of 2,999.99, and the first centavo after it costs 0.0005 more.
        ({"recipient_fee": Decimal("2999.99")}, Mode.PAY, [155, 405]),
    ],
    ids=str,
)
def test_the_ends_are_the_smallest_and_the_largest_sum_with_a_price(
    changes: dict[str, Any], mode: Mode, ends: list[int]
):
    assert list(payable_ends(some_terms(("200", "5", "20"), **changes), mode)) == ends


def test_a_published_tariff_begins_with_the_smallest_coin():
    terms = banded_terms(("100", "1", "0"), rate="20")
    assert list(payable_ends(terms, Mode.PAY)) == [Decimal("1.01"), 101]


@pytest.mark.parametrize("mode", Mode)
def test_an_undisclosed_rate_leaves_no_ends(mode: Mode):
    assert payable_ends(some_terms(("200", "5", None)), mode) == ()


@pytest.mark.parametrize("mode", Mode)
def test_one_undisclosed_rate_between_others_leaves_no_ends(mode: Mode):
    terms = some_terms(("100", "5", "20"), ("200", "5", None), ("300", "5", "20"))
    assert payable_ends(terms, mode) == ()


def test_the_ends_are_within_the_range_to_the_cent():
    # From 100 + 0.005 to 400 + 0.005.
    terms = some_terms(("200", "0.005", "20"))
    assert list(payable_ends(terms, Mode.PAY)) == [Decimal("100.01"), 400]


@pytest.mark.parametrize("mode", Mode)
def test_a_recipients_fee_that_eats_everything_leaves_no_ends(mode: Mode):
    assert payable_ends(some_terms(("200", "5", "20"), recipient_fee=Decimal(9000)), mode) == ()


@law
@given(services)
def test_both_ends_can_be_paid_and_a_cent_beyond_them_cannot(service: Service):
    ends = payable_ends(service.terms, Mode.PAY)
    assume(ends)
    least, most = list(ends)
    assert pay(service.terms, amount=least) is not None
    assert pay(service.terms, amount=most) is not None
    assert pay(service.terms, amount=least - SEND_STEP) is None
    assert pay(service.terms, amount=most + SEND_STEP) is None


@law
@given(services)
def test_both_ends_can_be_received(service: Service):
    for target in payable_ends(service.terms, Mode.RECEIVE):
        assert receive(service.terms, amount=target) is not None


def test_the_range_of_a_comparison_is_over_its_services_with_a_price():
    large = an_offer(2, schedule=schedule_from_points(points(("2000", "10", "20"))))
    question = a_question()
    comparison = compare([an_offer(1), large], question)
    assert [entry.reason for entry in comparison.not_ranked] == [Reason.AMOUNT_OUT_OF_RANGE]
    assert amount_range(comparison, question) == (Decimal(105), Decimal(4010))


def test_services_left_out_for_another_reason_do_not_widen_the_range():
    large = an_offer(2, promotion=True, schedule=schedule_from_points(points(("2000", "10", "20"))))
    question = a_question()
    assert amount_range(compare([an_offer(1), large], question), question) == (Decimal(105), Decimal(405))


@pytest.mark.parametrize("offers", [[], [an_offer(1, ended_on=ENDED)]], ids=["no price", "none ranked"])
def test_without_a_service_to_rank_there_is_no_range(offers: list[Any]):
    question = a_question()
    assert amount_range(compare(offers, question), question) is None
