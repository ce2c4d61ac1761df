from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from corridors.domain.codes import Coverage, Mode, PayIn, PayOut, ProviderType, Reason
from corridors.domain.filters import Bank, Filters, Reach
from corridors.domain.offers import Offer
from corridors.domain.ranking import Comparison, compare, filter_to_drop
from corridors.domain.tariff import Band, schedule_from_bands
from tests.domain.builders import NOON, US_REMITTANCE_TAX, a_provider, a_question, an_offer


def ranked(comparison: Comparison) -> list[int]:
    """The ids of the ranked services, best first."""
    return [option.offer.service_id for option in comparison.options]


def banded_offer(service_id: int, *bands: tuple[str, str], **changes: Any) -> Offer:
    """An offer with a published tariff of bands (up to, fixed fee) at a rate of 20."""
    tariff = [Band(Decimal(up_to), Decimal(fee)) for up_to, fee in bands]
    return an_offer(service_id, schedule=schedule_from_bands(tariff, rate=Decimal(20)), **changes)


def test_the_service_that_delivers_the_most_for_the_money_comes_first():
    # Of USD 205: (205 − 5) × 19 = 3,800; (205 − 1) × 18.9 = 3,855.60; 205 × 18.5 = 3,792.50.
    offers = [
        an_offer(1), an_offer(2, fee="1", rate="18.9"), an_offer(3, fee="0", rate="18.5"),
    ]  # fmt: skip
    comparison = compare(offers, a_question())
    assert ranked(comparison) == [2, 1, 3]
    assert [option.rank for option in comparison.options] == [1, 2, 3]
    assert [option.payment.recipient_gets for option in comparison.options] == [
        Decimal("3855.60"), 3800, Decimal("3792.50"),
    ]  # fmt: skip


def test_of_two_that_deliver_the_same_the_cheaper_comes_first():
    # The second takes 50 above 200, so that it delivers the 4,000 for 200 of the 205.
    offers = [an_offer(1, rate="20"), banded_offer(2, ("200", "0"), ("1000", "50"))]
    comparison = compare(offers, a_question())
    assert [option.payment.recipient_gets for option in comparison.options] == [4000, 4000]
    assert [option.payment.you_pay for option in comparison.options] == [200, 205]


def test_who_asks_for_a_sum_received_gets_the_cheapest_first_even_where_another_delivers_more():
    # The first takes 90 up to 100 and 20 above: sending 100.01 for 120.01 is cheaper than 100 for 190.
    offers = [banded_offer(1, ("100", "90"), ("1000", "20")), an_offer(2, fee="15", rate="20")]
    comparison = compare(offers, a_question(mode=Mode.RECEIVE, amount=Decimal(2000)))
    assert ranked(comparison) == [2, 1]
    assert [option.payment.you_pay for option in comparison.options] == [115, Decimal("120.01")]
    assert comparison.options[1].payment.recipient_gets == Decimal("2000.20")


def test_of_two_that_cost_the_same_for_a_sum_received_the_one_that_delivers_more_comes_first():
    # Both cost 120.01: one for exactly 2,000, the other for the 100.01 that its cheaper band begins with.
    offers = [an_offer(1, fee="20.01", rate="20"), banded_offer(2, ("100", "90"), ("1000", "20"))]
    comparison = compare(offers, a_question(mode=Mode.RECEIVE, amount=Decimal(2000)))
    assert [option.payment.you_pay for option in comparison.options] == [Decimal("120.01")] * 2
    assert ranked(comparison) == [2, 1]


def test_the_faster_of_two_equal_prices_comes_first_and_an_unknown_speed_last():
    offers = [
        an_offer(1, speed_max_minutes=None),
        an_offer(2, speed_max_minutes=1440),
        an_offer(3, speed_max_minutes=60),
    ]
    assert ranked(compare(offers, a_question())) == [3, 2, 1]


def test_the_fresher_of_two_equal_prices_comes_first():
    offers = [an_offer(1, observed_at=NOON - timedelta(hours=3)), an_offer(2)]
    assert ranked(compare(offers, a_question())) == [2, 1]


def test_equal_prices_come_in_the_order_of_provider_service_line_and_id():
    offers = [
        an_offer(5, provider=a_provider("beta")),
        an_offer(4, provider=a_provider("alpha"), service_key="cash|agent|cash"),
        an_offer(3, provider=a_provider("alpha"), service_key="card|agent|cash", line="2"),
        an_offer(2, provider=a_provider("alpha"), service_key="card|agent|cash", line="1"),
        an_offer(1, provider=a_provider("alpha"), service_key="card|agent|cash", line="1"),
    ]
    assert ranked(compare(offers, a_question())) == [1, 2, 3, 4, 5]


def test_an_option_says_what_it_costs_against_the_reference_rate():
    (option,) = compare([an_offer()], a_question()).options
    assert option.cost is not None
    # 3,800 pesos are worth USD 190 at 20.
    assert [option.cost.total, option.cost.fee, option.cost.lost_in_rate] == [15, 5, 10]


def test_a_stated_rate_without_a_reference_rate_is_ranked_without_a_cost():
    (option,) = compare([an_offer(reference_rate=None)], a_question()).options
    assert option.cost is None
    assert option.payment.recipient_gets == 3800


WITH_ALL: dict[str, Any] = {
    "pay_in": (PayIn.CARD, PayIn.CASH),
    "pay_out": (PayOut.BANK_ACCOUNT, PayOut.CASH),
    "speed_max_minutes": 60,
    "coverage": Coverage.NATIONWIDE,
    "provider": a_provider(type=ProviderType.BANK, also_types=(ProviderType.POST_OFFICE,)),
}
WITH_NOTHING: dict[str, Any] = {
    "pay_in": (),
    "pay_out": (),
    "speed_max_minutes": None,
    "coverage": None,
    "provider": a_provider(type=None),
}


@pytest.mark.parametrize(
    "filters",
    [
        Filters(pay_in=PayIn.CASH),
        Filters(pay_out=PayOut.BANK_ACCOUNT),
        Filters(max_speed_minutes=60),
        Filters(provider_type=ProviderType.BANK),
        Filters(provider_type=ProviderType.POST_OFFICE),
        Filters(sender_bank=Bank.NO),
        Filters(family_bank=Bank.NO),
        Filters(reach=Reach.FAR),
    ],
    ids=str,
)
def test_a_filter_keeps_what_states_the_thing_and_drops_what_does_not(filters: Filters):
    comparison = compare([an_offer(1, **WITH_ALL), an_offer(2, **WITH_NOTHING)], a_question(filters=filters))
    assert ranked(comparison) == [1]
    assert comparison.not_ranked == ()
    assert comparison.filtered_out == 1


@pytest.mark.parametrize(
    "filters",
    [
        Filters(pay_in=PayIn.MOBILE_MONEY),
        Filters(pay_out=PayOut.MOBILE_MONEY),
        Filters(max_speed_minutes=59),
        Filters(provider_type=ProviderType.CREDIT_UNION),
    ],
    ids=str,
)
def test_a_filter_drops_what_states_another_thing(filters: Filters):
    assert compare([an_offer(1, **WITH_ALL)], a_question(filters=filters)).filtered_out == 1


@pytest.mark.parametrize(
    ("filters", "offer"),
    [
        (Filters(sender_bank=Bank.NO), {"pay_in": (PayIn.CARD, PayIn.BANK_ACCOUNT, PayIn.CASHIERS_CHEQUE)}),
        (Filters(family_bank=Bank.NO), {"pay_out": (PayOut.PARTNER_BANK_ACCOUNT, PayOut.CARD, PayOut.ATM)}),
        (Filters(reach=Reach.FAR), {"coverage": Coverage.MAJOR_CITIES}),
        # One way must meet all that is asked of it: a card is no help to who has no account.
        (Filters(pay_in=PayIn.CARD, sender_bank=Bank.NO), {"pay_in": (PayIn.CARD, PayIn.CASH)}),
        (Filters(pay_out=PayOut.ATM, family_bank=Bank.NO), {"pay_out": (PayOut.ATM, PayOut.CASH)}),
    ],
    ids=str,
)
def test_what_needs_an_account_or_a_city_is_dropped_for_who_has_none(filters: Filters, offer: dict[str, Any]):
    assert compare([an_offer(1, **offer)], a_question(filters=filters)).filtered_out == 1


def test_who_has_no_bank_account_pays_the_tax_on_the_ways_that_are_left():
    offer = an_offer(pay_in=(PayIn.CARD, PayIn.CASH))
    asked = a_question(filters=Filters(sender_bank=Bank.NO), tax_rules=(US_REMITTANCE_TAX,))
    assert compare([offer], asked).options[0].payment.tax > 0


def test_without_a_filter_everything_is_kept():
    assert compare([an_offer(1, **WITH_NOTHING)], a_question()).filtered_out == 0


def test_the_way_chosen_to_pay_decides_the_tax():
    offer = an_offer(pay_in=(PayIn.CARD, PayIn.CASH))
    taxes = [
        compare([offer], a_question(filters=Filters(pay_in=way), tax_rules=(US_REMITTANCE_TAX,)))
        .options[0]
        .payment.tax
        for way in (None, PayIn.CARD, PayIn.CASH)
    ]
    # Of 205 in cash with 1% on top, (205 − 5) / 1.01 = 198.0198… are sent.
    assert [tax.quantize(Decimal("0.0001")) for tax in taxes] == [0, 0, Decimal("1.9802")]


def test_only_the_filters_that_are_set_are_active():
    assert Filters().active() == ()
    filters = Filters(pay_out=PayOut.CASH, max_speed_minutes=0)
    assert filters.active() == ("pay_out", "max_speed_minutes")


BY_CARD_SLOWLY: dict[str, Any] = {"pay_in": (PayIn.CARD,), "speed_max_minutes": 3000}


def test_the_filter_to_drop_is_the_one_that_brings_back_the_most_options():
    # Two are fast and paid by card, one is slow and paid in cash.
    offers = [an_offer(1), an_offer(2), an_offer(3, pay_in=(PayIn.CASH,), speed_max_minutes=3000)]
    question = a_question(filters=Filters(pay_in=PayIn.CASH, max_speed_minutes=60))
    assert compare(offers, question).options == ()
    assert filter_to_drop(offers, question) == "pay_in"
    assert filter_to_drop(offers[2:], question) == "max_speed_minutes"


def test_where_no_filter_alone_helps_none_is_named():
    question = a_question(filters=Filters(pay_in=PayIn.CASH, max_speed_minutes=60))
    assert filter_to_drop([an_offer(1, **BY_CARD_SLOWLY)], question) is None


def test_without_filters_there_is_none_to_drop():
    assert filter_to_drop([an_offer()], a_question()) is None


def test_an_unranked_service_brings_nothing_back():
    question = a_question(filters=Filters(pay_in=PayIn.CASH))
    assert filter_to_drop([an_offer(promotion=True)], question) is None
    assert compare([an_offer(promotion=True)], a_question()).not_ranked[0].reason is Reason.PROMOTION


def test_no_filter_is_named_when_dropping_it_brings_nothing_back():
    question = a_question(filters=Filters(pay_in=PayIn.CARD))
    assert filter_to_drop([an_offer(1, pay_in=(PayIn.CARD,))], question) is None
