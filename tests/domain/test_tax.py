from datetime import date
from decimal import Decimal

import pytest

from corridors.domain.codes import PayIn
from corridors.domain.tax import TaxRule, sender_tax_percent
from tests.domain.builders import US_REMITTANCE_TAX

IN_FORCE = date(2026, 6, 30)


def us_tax(*pay_in: PayIn, on: date = IN_FORCE, country: str = "US") -> Decimal:
    return sender_tax_percent([US_REMITTANCE_TAX], country=country, pay_in=pay_in, on=on)


@pytest.mark.parametrize("way", [PayIn.CASH, PayIn.MONEY_ORDER, PayIn.CASHIERS_CHEQUE])
def test_the_united_states_take_1_percent_of_this_way_of_paying(way: PayIn):
    assert us_tax(way) == 1


@pytest.mark.parametrize("way", [PayIn.CARD, PayIn.BANK_ACCOUNT, PayIn.PREPAID_CARD, PayIn.MOBILE_MONEY])
def test_the_united_states_take_nothing_of_this_way_of_paying(way: PayIn):
    assert us_tax(way) == 0


def test_the_tax_begins_on_1_january_2026():
    assert us_tax(PayIn.CASH, on=date(2025, 12, 31)) == 0
    assert us_tax(PayIn.CASH, on=date(2026, 1, 1)) == 1


def test_another_country_does_not_take_it():
    assert us_tax(PayIn.CASH, country="CA") == 0


def test_a_service_whose_ways_are_all_taxed_is_taxed():
    assert us_tax(PayIn.CASH, PayIn.MONEY_ORDER) == 1


def test_a_service_that_also_takes_a_card_is_priced_without_the_tax():
    assert us_tax(PayIn.CASH, PayIn.CARD) == 0


def test_a_service_that_does_not_say_how_it_is_paid_is_not_taxed():
    assert us_tax() == 0


def test_a_tax_ends_after_its_last_day():
    ended = US_REMITTANCE_TAX._replace(until=date(2026, 12, 31))
    taken = [
        sender_tax_percent([ended], country="US", pay_in=[PayIn.CASH], on=day)
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert taken == [1, 0]


def test_two_taxes_on_one_way_add_up():
    state = TaxRule("US", Decimal("0.5"), frozenset({PayIn.CASH}), date(2020, 1, 1), "an invented state tax")
    both = sender_tax_percent([US_REMITTANCE_TAX, state], country="US", pay_in=[PayIn.CASH], on=IN_FORCE)
    assert both == Decimal("1.5")


def test_without_rules_there_is_no_tax():
    assert sender_tax_percent([], country="US", pay_in=[PayIn.CASH], on=IN_FORCE) == 0
