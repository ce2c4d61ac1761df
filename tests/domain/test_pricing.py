from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from corridors.domain.codes import AmountBasis, FeeConvention
from corridors.domain.pricing import (
    PricingError,
    cost_of,
    fee_percent,
    fx_margin_percent,
    pay,
    rate_from_margin,
    total_percent,
)
from tests.domain.builders import banded_terms, some_terms
from tests.domain.strategies import amounts, fees, law, rates

NEARLY = Decimal("1E-18")


@pytest.mark.parametrize(("rate", "reference"), [("0", "20"), ("-1", "20"), ("20", "0"), ("20", "-1")])
def test_there_is_no_margin_of_a_rate_that_is_not_positive(rate: str, reference: str):
    with pytest.raises(PricingError, match=f"rate {rate}, reference rate {reference}"):
        fx_margin_percent(rate=Decimal(rate), reference_rate=Decimal(reference))


@pytest.mark.parametrize(("margin", "reference"), [("1", "0"), ("1", "-20"), ("100", "20"), ("101", "20")])
def test_there_is_no_rate_from_a_margin_that_leaves_nothing_or_without_a_reference(
    margin: str, reference: str
):
    with pytest.raises(PricingError, match=f"margin {margin}% on reference rate {reference}"):
        rate_from_margin(margin_percent=Decimal(margin), reference_rate=Decimal(reference))


def test_directo_a_mexico_pays_the_fix_less_0_21_percent():
    rate = rate_from_margin(margin_percent=Decimal("0.21"), reference_rate=Decimal("18.75"))
    assert rate == Decimal("18.710625")


@law
@given(rates, rates)
def test_the_rate_from_a_margin_has_that_margin(rate: Decimal, reference: Decimal):
    margin = fx_margin_percent(rate=rate, reference_rate=reference)
    again = rate_from_margin(margin_percent=margin, reference_rate=reference)
    assert abs(again / rate - 1) < NEARLY


@pytest.mark.parametrize("amount", ["0", "-200"])
def test_there_is_no_fee_percentage_of_an_amount_that_is_not_positive(amount: str):
    with pytest.raises(PricingError, match=f"send_amount {amount} is not positive"):
        fee_percent(fee=Decimal(5), send_amount=Decimal(amount))


@law
@given(amounts, fees, rates, rates)
def test_the_fee_and_the_margin_add_up_to_the_total(
    sent: Decimal, fee: Decimal, rate: Decimal, reference: Decimal
):
    margin = fx_margin_percent(rate=rate, reference_rate=reference)
    total = total_percent(fee=fee, send_amount=sent, margin_percent=margin)
    lost = Fraction(fee) / Fraction(sent) + 1 - Fraction(rate) / Fraction(reference)
    assert abs(Fraction(total) - 100 * lost) < Fraction(NEARLY)


@pytest.mark.parametrize("amount", ["-1", "0", "104.99", "405.01"])
def test_outside_the_range_of_a_services_prices_there_is_no_payment(amount: str):
    # USD 200 for a fee of 5 is known: from 100 + 5 to 400 + 5.
    assert pay(some_terms(("200", "5", "20")), amount=Decimal(amount)) is None


@pytest.mark.parametrize(
    ("amount", "basis"),
    [
        ("105", AmountBasis.EXTRAPOLATED),
        ("205", AmountBasis.OBSERVED),
        ("206", AmountBasis.INTERPOLATED),
        ("305", AmountBasis.OBSERVED),
        ("605", AmountBasis.EXTRAPOLATED),
    ],
)
def test_a_payment_says_how_its_amount_is_known(amount: str, basis: AmountBasis):
    payment = pay(some_terms(("200", "5", "20"), ("300", "5", "20")), amount=Decimal(amount))
    assert payment is not None
    assert payment.basis is basis


def test_an_unknown_fee_convention_is_priced_as_on_top():
    known, unknown = (
        pay(some_terms(("200", "5", "20"), fee_convention=convention), amount=Decimal(300))
        for convention in (FeeConvention.ON_TOP, FeeConvention.UNKNOWN)
    )
    assert known == unknown


def test_an_undisclosed_rate_leaves_the_fee_alone():
    payment = pay(some_terms(("200", "5", None)), amount=Decimal(305))
    assert payment is not None
    assert [payment.principal, payment.fee, payment.you_pay] == [300, 5, 305]
    assert (payment.recipient_gets, payment.rate) == (None, None)


def test_one_undisclosed_rate_does_not_change_how_much_is_paid():
    # 1% at both amounts: of 151.50 the fee is 1.50, though only the smaller amount's rate is known.
    payment = pay(some_terms(("100", "1", "20"), ("200", "2", None)), amount=Decimal("151.50"))
    assert payment is not None
    assert [payment.principal, payment.you_pay, payment.recipient_gets] == [150, Decimal("151.50"), None]


def test_a_recipients_fee_that_eats_everything_leaves_no_payment():
    terms = some_terms(("200", "5", "20"), recipient_fee=Decimal("2999.995"))
    assert pay(terms, amount=Decimal(155)) is None
    barely = pay(terms, amount=Decimal("155.01"))
    assert barely is not None
    assert barely.recipient_gets == Decimal("0.20")


def test_an_inside_fee_above_the_amount_leaves_no_payment():
    # The fee of 60 seen at 100 is taken at 50 too.
    terms = some_terms(("100", "60", "20"), fee_convention=FeeConvention.INSIDE)
    assert pay(terms, amount=Decimal(55)) is None


def test_where_paying_more_delivers_less_the_best_smaller_sum_is_paid():
    # 100 brings 99 × 20; just above it the fee is 10, and only from 109 on does more arrive.
    terms = banded_terms(
        ("100", "1", "0"), ("500", "10", "0"), rate="20", fee_convention=FeeConvention.INSIDE
    )
    paid = [pay(terms, amount=Decimal(amount)) for amount in ("100", "108.99", "110")]
    assert [p.you_pay for p in paid if p] == [100, 100, 110]
    assert [p.recipient_gets for p in paid if p] == [1980, 1980, 2000]


def test_of_two_sums_that_deliver_the_same_the_smaller_is_paid():
    payment = pay(some_terms(("100", "0", "2"), ("200", "0", "1")), amount=Decimal(200))
    assert payment is not None
    assert [payment.you_pay, payment.recipient_gets] == [100, 200]


def test_a_band_narrower_than_the_smallest_coin_is_no_band():
    terms = banded_terms(("0.005", "0", "0"), ("100", "1", "0"), rate="20")
    payment = pay(terms, amount=Decimal(51))
    assert payment is not None
    assert [payment.fee, payment.recipient_gets] == [1, 1000]


def test_a_band_of_one_coin_is_a_band():
    payment = pay(banded_terms(("0.01", "0", "0"), ("100", "1", "0"), rate="200"), amount=Decimal("0.01"))
    assert payment is not None
    assert payment.recipient_gets == 2


def test_the_payout_is_rounded_down_to_what_the_currency_pays():
    terms = some_terms(("200", "0", "149.876"), payout_step=Decimal(1))
    payment = pay(terms, amount=Decimal(200))
    assert payment is not None
    assert payment.recipient_gets == 29975  # of 29,975.2
    assert payment.rate == Decimal("149.876")


def test_a_tax_on_top_is_of_the_amount_sent_and_inside_of_the_amount_less_the_fee():
    paid = [
        pay(
            some_terms(("200", "5", "20"), tax_percent=Decimal(1), fee_convention=convention),
            amount=Decimal(amount),
        )
        for convention, amount in ((FeeConvention.ON_TOP, "207"), (FeeConvention.INSIDE, "200"))
    ]
    assert [p.principal for p in paid if p] == [200, 200]
    assert [p.tax for p in paid if p] == [2, Decimal("1.95")]
    assert [p.recipient_gets for p in paid if p] == [4000, 3861]  # (200 − 5 − 1.95) × 20


def test_a_payment_without_a_disclosed_rate_has_no_known_cost():
    payment = pay(some_terms(("200", "5", None)), amount=Decimal(205))
    assert payment is not None
    with pytest.raises(PricingError, match="without a disclosed rate"):
        cost_of(payment, recipient_fee=Decimal(0), reference_rate=Decimal(20))


def test_the_parts_of_a_cost_are_told_one_by_one():
    terms = some_terms(
        ("200", "5", "19"), tax_percent=Decimal(1), recipient_fee=Decimal(30), payout_step=Decimal(1)
    )
    payment = pay(terms, amount=Decimal(207))
    assert payment is not None
    cost = cost_of(payment, recipient_fee=Decimal(30), reference_rate=Decimal(20))
    # 200 × 19 − 30 = 3,770 arrive, worth 188.50.
    assert [cost.total, cost.fee, cost.tax] == [Decimal("18.50"), 5, 2]
    assert [cost.recipient_fee, cost.lost_in_rate] == [Decimal("1.50"), 10]
    assert [cost.margin_percent, cost.rpw_total_percent] == [5, Decimal("7.5")]
