"""Laws of pay and receive, for arbitrary services, held against the method worked out the obvious way."""

from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from math import floor

from hypothesis import assume, given

from corridors.domain.codes import FeeConvention
from corridors.domain.pricing import Payment, cost_of, pay, receive
from corridors.domain.tariff import PricePoint
from tests.domain.model import SEND_STEP, Service
from tests.domain.strategies import amounts, decimals, fees, law, price_points, rates, services, shares

# Sums are shown exactly to 28 significant digits; this is far more than rounding there can add up to.
NEARLY = Fraction(1, 10**15)


def paid_for(service: Service, share: Decimal) -> Payment:
    """What a sum in the service's range brings; another example is taken where it brings nothing."""
    payment = pay(service.terms, amount=service.budget(share))
    assume(payment is not None)
    assert payment is not None
    return payment


def gets(payment: Payment) -> Decimal:
    assert payment.recipient_gets is not None
    return payment.recipient_gets


@law
@given(services, shares, shares)
def test_more_money_never_delivers_less(service: Service, one: Decimal, other: Decimal):
    less, more = sorted((one, other))
    delivered = gets(paid_for(service, less))
    richer = pay(service.terms, amount=service.budget(more))
    assert richer is not None
    assert gets(richer) >= delivered


@law
@given(services, shares)
def test_a_payment_is_what_the_method_says_of_its_principal(service: Service, share: Decimal):
    payment = paid_for(service, share)
    sent = Fraction(payment.principal)
    assert payment.you_pay <= service.budget(share)
    assert abs(Fraction(payment.fee) - service.fee(sent)) < NEARLY
    assert abs(Fraction(payment.tax) - service.tax(sent)) < NEARLY
    assert abs(Fraction(payment.you_pay) - service.paid(sent)) < NEARLY
    exact = service.value(sent) - Fraction(service.recipient_fee)
    assert -NEARLY < exact - Fraction(gets(payment)) < Fraction(service.payout_step) + NEARLY


@law
@given(services, shares, shares)
def test_no_other_principal_that_can_be_paid_for_delivers_more(
    service: Service, share: Decimal, elsewhere: Decimal
):
    payment = paid_for(service, share)
    other = service.lowest + (service.highest - service.lowest) * Fraction(elsewhere)
    for principal in (other, *service.kinks):
        if service.paid(principal) <= service.budget(share):
            assert service.payout(principal) <= Fraction(gets(payment))


@law
@given(services, shares)
def test_a_payout_is_a_whole_number_of_the_smallest_coin(service: Service, share: Decimal):
    payment = paid_for(service, share)
    assert gets(payment) > 0
    assert gets(payment) % service.payout_step == 0


@law
@given(services, shares)
def test_what_was_paid_is_enough_to_ask_for_what_arrived(service: Service, share: Decimal):
    payment = paid_for(service, share)
    again = receive(service.terms, amount=gets(payment))
    assert again is not None
    assert again.you_pay <= payment.you_pay
    assert gets(again) == gets(payment)


@law
@given(services, shares)
def test_paying_what_was_asked_for_a_target_delivers_the_target(service: Service, share: Decimal):
    target = Decimal(int(service.payout(service.highest) * Fraction(share)))
    asked = receive(service.terms, amount=target)
    assume(asked is not None)
    assert asked is not None
    assert gets(asked) >= target
    in_cents = asked.you_pay.quantize(SEND_STEP, rounding=ROUND_CEILING)
    assume(in_cents <= service.most_paid)
    payment = pay(service.terms, amount=in_cents)
    assert payment is not None
    assert gets(payment) >= target


@law
@given(services, shares, shares)
def test_no_cheaper_principal_delivers_the_target(service: Service, share: Decimal, elsewhere: Decimal):
    target = Decimal(int(service.payout(service.highest) * Fraction(share)))
    asked = receive(service.terms, amount=target)
    assume(asked is not None)
    assert asked is not None
    other = service.lowest + (service.highest - service.lowest) * Fraction(elsewhere)
    for principal in (other, *service.kinks):
        if service.payout(principal) >= target:
            assert service.paid(principal) > Fraction(asked.you_pay) - NEARLY


@law
@given(price_points())
def test_paying_what_an_observed_price_takes_delivers_what_it_gave(known: tuple[PricePoint, ...]):
    service = Service(points=known)
    for point in known:
        assert point.rate is not None
        payment = pay(service.terms, amount=point.send_amount + point.fee)
        arrived = Fraction(point.send_amount) * Fraction(point.rate)
        assume(arrived >= Fraction(service.payout_step))
        assert payment is not None
        assert Fraction(gets(payment)) > arrived - Fraction(service.payout_step)


@law
@given(amounts, amounts, fees, decimals("0", "10"), rates, shares)
def test_a_fixed_fee_and_a_percentage_are_solved_as_by_algebra(
    one: Decimal, gap: Decimal, fixed: Decimal, percent: Decimal, rate: Decimal, share: Decimal
):
    known = [PricePoint(x, fixed + x * percent / 100, rate) for x in (one, one + gap)]
    service = Service(points=tuple(known))
    budget = Fraction(service.budget(share))
    payment = paid_for(service, share)
    principal = (budget - Fraction(fixed)) / (1 + Fraction(percent) / 100)
    assert abs(Fraction(payment.principal) - principal) < NEARLY
    assert abs(Fraction(payment.fee) - (budget - principal)) < NEARLY
    assert Fraction(gets(payment)) == Fraction(floor(principal * Fraction(rate) * 100), 100)


@law
@given(services, shares, decimals("0.01", "300"))
def test_the_parts_of_a_cost_add_up_to_the_total(service: Service, share: Decimal, reference: Decimal):
    payment = paid_for(service, share)
    cost = cost_of(payment, recipient_fee=service.recipient_fee, reference_rate=reference)
    parts = sum(map(Fraction, (cost.fee, cost.tax, cost.recipient_fee, cost.lost_in_rate)))
    assert abs(parts - Fraction(cost.total)) < NEARLY
    total = Fraction(payment.you_pay) - Fraction(gets(payment)) / Fraction(reference)
    assert abs(Fraction(cost.total) - total) < NEARLY
    assert abs(Fraction(cost.total_percent) - 100 * total / Fraction(payment.you_pay)) < NEARLY


@law
@given(services, shares, decimals("0.01", "300"))
def test_the_loss_in_the_rate_is_of_what_was_converted_and_at_most_one_coin_more(
    service: Service, share: Decimal, reference: Decimal
):
    payment = paid_for(service, share)
    cost = cost_of(payment, recipient_fee=service.recipient_fee, reference_rate=reference)
    sent = Fraction(payment.principal)
    lost = service.converted(sent) - service.value(sent) / Fraction(reference)
    rounding = Fraction(cost.lost_in_rate) - lost
    assert -NEARLY < rounding < Fraction(service.payout_step) / Fraction(reference) + NEARLY


@law
@given(services, shares, decimals("0.01", "300"))
def test_the_fee_and_the_margin_of_a_payment_add_up_to_its_rpw_total(
    service: Service, share: Decimal, reference: Decimal
):
    payment = paid_for(service, share)
    assert payment.rate is not None
    cost = cost_of(payment, recipient_fee=service.recipient_fee, reference_rate=reference)
    of_fee = Fraction(payment.fee) / Fraction(payment.principal)
    of_rate = 1 - Fraction(payment.rate) / Fraction(reference)
    assert abs(Fraction(cost.rpw_total_percent) - 100 * (of_fee + of_rate)) < NEARLY


@law
@given(services, shares)
def test_the_parts_of_a_payment_add_up_to_what_is_paid(service: Service, share: Decimal):
    payment = paid_for(service, share)
    shown = (payment.principal, payment.fee, payment.tax)
    owed = payment.principal if service.convention is FeeConvention.INSIDE else sum(shown)
    assert abs(Fraction(payment.you_pay) - Fraction(owed)) < NEARLY
