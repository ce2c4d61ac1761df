"""What a comparison says in figures that people can add up."""

from decimal import Decimal

import pytest
from hypothesis import assume, given

from corridors.domain.codes import FeeConvention, Mode
from corridors.domain.pricing import cost_of, pay, receive
from corridors.domain.ranking import Option, compare
from corridors.domain.receipt import Spread, amount_to_pay, paid_of, receipt_of, spread_of
from tests.domain.builders import CENT, a_question, an_offer, some_terms
from tests.domain.model import Service
from tests.domain.strategies import decimals, law, services, shares


def spread(options: tuple[Option, ...], mode: Mode = Mode.PAY) -> Spread | None:
    return spread_of(options, mode=mode, send_step=CENT, payout_step=CENT)


def test_a_receipt_tells_where_the_money_goes():
    payment = pay(
        some_terms(("200", "5", "19"), tax_percent=Decimal(1), recipient_fee=Decimal(30)), amount=Decimal(207)
    )
    assert payment is not None
    receipt = receipt_of(
        payment, cost_of(payment, recipient_fee=Decimal(30), reference_rate=Decimal(20)), step=CENT
    )
    # 3,770 pesos arrive, worth 188.50; 10 are lost between 19 and 20, and 30 pesos are 1.50.
    assert [receipt.you_pay, receipt.total] == [207, Decimal("18.50")]
    assert [receipt.fee, receipt.tax] == [5, 2]
    assert [receipt.recipient_fee, receipt.lost_in_rate] == [Decimal("1.50"), 10]


@law
@given(services, shares, decimals("0.01", "300"))
def test_the_rounded_lines_of_a_receipt_add_up_to_its_total(
    service: Service, share: Decimal, reference: Decimal
):
    payment = pay(service.terms, amount=service.budget(share))
    assume(payment is not None)
    assert payment is not None
    cost = cost_of(payment, recipient_fee=service.recipient_fee, reference_rate=reference)
    receipt = receipt_of(payment, cost, step=CENT)
    lines = (receipt.fee, receipt.tax, receipt.recipient_fee, receipt.lost_in_rate)
    assert sum(lines) == receipt.total
    assert abs(receipt.total - cost.total) <= CENT / 2
    assert abs(receipt.fee - cost.fee) <= CENT / 2
    assert abs(receipt.lost_in_rate - cost.lost_in_rate) <= 2 * CENT
    assert all(line == line.quantize(CENT) for line in lines)


@law
@given(services, shares)
def test_what_is_handed_over_adds_up_and_delivers_at_least_what_was_asked(service: Service, share: Decimal):
    paying = pay(service.terms, amount=service.budget(share))
    assume(paying is not None)
    assert paying is not None
    asked = paying.recipient_gets
    assert asked is not None
    payment = receive(service.terms, amount=asked)
    assert payment is not None
    convention = service.terms.fee_convention
    paid = paid_of(payment, fee_convention=convention, step=CENT)
    added_up = paid.principal if convention is FeeConvention.INSIDE else paid.principal + paid.fee + paid.tax
    assert added_up == paid.you_pay
    assert all(each == each.quantize(CENT) for each in (paid.principal, paid.fee, paid.tax))
    assert abs(paid.principal - payment.principal) <= 2 * CENT
    delivered = pay(service.terms, amount=paid.you_pay)
    # Rounded up, the last amount of the range lies beyond it.
    assert delivered is None or (delivered.recipient_gets or 0) >= asked


@pytest.mark.parametrize(("step", "handed_over"), [("0.01", "198.02"), ("1", "199")])
def test_the_sender_hands_over_the_price_rounded_up(step: str, handed_over: str):
    # Of 200 in a currency with three decimals, 198.011 are enough.
    payment = pay(some_terms(("200", "0", "20")), amount=Decimal("198.011"))
    assert payment is not None
    assert amount_to_pay(payment, step=Decimal(step)) == Decimal(handed_over)


def test_without_a_choice_there_is_nothing_to_gain():
    assert spread(()) is None
    assert spread(compare([an_offer()], a_question()).options) is None


def test_two_options_are_a_choice():
    options = compare([an_offer(1, rate="19"), an_offer(2, rate="20")], a_question()).options
    # 4,000 against 3,800; the middle of the two is 3,900.
    assert spread(options) == Spread(to_worst=Decimal(200), to_middle=Decimal(100))


def test_when_paying_the_gain_is_in_what_arrives():
    # 200 × 20, × 19, × 18.5 arrive.
    offers = [an_offer(1, rate="19"), an_offer(2, rate="20"), an_offer(3, rate="18.5")]
    options = compare(offers, a_question()).options
    assert spread(options) == Spread(to_worst=Decimal(300), to_middle=Decimal(200))


def test_when_receiving_the_gain_is_in_what_is_paid():
    # 4,000 cost 200 + 1, 200 + 4 and 200 + 6; and of four the middle lies between the second and the third.
    offers = [an_offer(number, fee=str(number), rate="20") for number in (4, 1, 6)]
    question = a_question(mode=Mode.RECEIVE, amount=Decimal(4000))
    assert spread(compare(offers, question).options, Mode.RECEIVE) == Spread(
        to_worst=Decimal(5), to_middle=Decimal(3)
    )
    four = [*offers, an_offer(9, fee="9", rate="20")]
    assert spread(compare(four, question).options, Mode.RECEIVE) == Spread(
        to_worst=Decimal(8), to_middle=Decimal(4)
    )
