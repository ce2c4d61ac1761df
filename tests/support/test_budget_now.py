"""What sending as one does now costs: taxes, gains, and numbers that cannot be right. Worked out by hand."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from corridors.domain.codes import PayIn
from tests.factories import NOW, SURVEYED_AT, add_cross_rate, price, record, surveyed
from tests.pages.conftest import Page, Read
from tests.support.posting import Post

US_MX = "/budget/?from=us&to=mx"
DOLLARS: dict[str, Any] = {"corridor": "us-mx", "currencies": ("USD", "MXN")}


def sent(client: Client, address: str, **typed: str) -> Page:
    return Page(client.post(address, typed))  # type: ignore[arg-type]


@pytest.fixture
def us_mx(db: None) -> None:
    """From the United States, which tax what is paid in cash by a hundredth: 1 dollar at 20 pesos."""
    add_cross_rate("USD", "MXN", "20")
    record(
        price("Cash Only", fee="5", rate="19.6", **DOLLARS),
        price("By Card", fee="5", rate="19.5", pay_in=(PayIn.CARD,), **DOLLARS),
    )


@pytest.mark.usefixtures("us_mx")
class TestTax:
    # 1,015 less a fee of 5 is 1,010: 1,000 to be sent and a tax of 10, 120 in a year.
    # The best way for cash gives 19,600 pesos, worth 980: it costs 35 each time, 420 in a year.

    def test_it_is_in_the_cost_of_now_as_in_that_of_the_best_way(self, client: Client) -> None:
        # At 19 instead of 20 a twentieth of 1,000 is lost: 5 + 10 + 50 is 65, twelve times 780.
        page = sent(client, US_MX, income="1015", fee_now="5", rate_now="19", pay_in="cash")
        assert (
            "Now US$780.00 Tax in it US$120.00 The best way US$420.00 Tax in it US$120.00 In 12 transfers"
        ) in page
        assert "Switching saves about US$360.00 a year." in page
        assert "comes on top. Choose" not in page

    def test_it_is_there_where_only_the_fee_was_written(self, client: Client) -> None:
        page = sent(client, US_MX, income="1015", fee_now="5", pay_in="cash")
        assert "Now US$180.00 Tax in it US$120.00" in page
        assert "because you did not write your rate." in page

    def test_it_is_there_where_only_the_rate_was(self, client: Client) -> None:
        # 1,010 is 1,000 and its tax: 10 and 50 lost, twelve times 60. The best way for 1,010 is known too.
        page = sent(client, US_MX, income="1010", rate_now="19", pay_in="cash")
        assert "Now US$720.00 Tax in it US$120.00" in page
        assert "The fee is not in it, because you did not write it." in page
        cheap = sent(client, US_MX, income="1010", rate_now="20", pay_in="cash")
        assert "Write the fee you paid too, and we can say what switching saves." in cheap

    def test_who_does_not_say_how_they_pay_is_told_of_it(self, client: Client) -> None:
        # Without a tax 1,010 are exchanged, and 50.50 of them lost: twelve times 55.50. By card the best way
        # gives 1,010 × 19.5, worth 984.75: twelve times 30.25.
        page = sent(client, US_MX, income="1015", fee_now="5", rate_now="19")
        assert "Now US$666.00 The best way US$363.00 In 12 transfers" in page
        assert (
            "a tax of 1% of the money sent comes on top. Choose what you pay with, and we count it." in page
        )
        cheap = sent(client, US_MX, income="1015", fee_now="5", rate_now="20")
        assert "You already pay" not in cheap

    def test_a_way_that_is_not_taxed_has_none(self, client: Client) -> None:
        page = sent(client, US_MX, income="1015", fee_now="5", rate_now="19", pay_in="card")
        assert "Now US$666.00 The best way" in page
        assert "Tax in it" not in page
        assert "comes on top. Choose" not in page

    def test_the_form_says_so_only_where_there_is_such_a_tax(self, read: Read) -> None:
        assert "without tax: that comes on top." in read(US_MX)
        record(price())
        assert "that comes on top." not in read("/budget/?from=ae&to=ph")


@pytest.mark.django_db
def test_without_a_reference_rate_the_tax_is_known_all_the_same(client: Client) -> None:
    record(price(fee="5", rate="19.6", **DOLLARS))
    page = sent(client, US_MX, income="1015", fee_now="5", rate_now="19", pay_in="cash")
    assert "Now US$180.00 Tax in it US$120.00" in page
    assert "You already pay" not in page


def wrong_rate(page: Page) -> str:
    assert page.status == 400
    assert "What you can send each month" not in page
    return page.html.split('id="rate_now-wrong">')[1].split("</span>")[0].replace("\xa0", " ")


@pytest.mark.usefixtures("ae_ph")
class TestNumbersThatCannotBeRight:
    def test_a_rate_the_other_way_round_is_asked_back(self, post: Post) -> None:
        # 1 / 0.083 is 12.0482.
        assert wrong_rate(post(rate_now="0.083")) == (
            "Is this the other way round? Then write 12.0482. The reference rate is 1 AED = 12 PHP."
        )
        assert post(rate_now="12.0482").status == 200

    @pytest.mark.parametrize("rate", ["0.058", "1.16", "5.99", "24.01", "116"])
    def test_a_rate_far_from_the_reference_rate_is_asked_back(self, post: Post, rate: str) -> None:
        assert wrong_rate(post(rate_now=rate)) == (
            "This is far from the reference rate, 1 AED = 12 PHP. "
            "Look at your receipt again, or leave it empty."
        )

    def test_a_better_rate_is_a_gain_in_words(self, post: Post) -> None:
        # 975 at 12.1 instead of 12 gain 8.125: 25 less that is 16.875. At 12.4 they gain 32.50, 7.50 net.
        page = post(rate_now="12.1")
        assert "Now AED 202.50 The best way AED 219.00" in page
        assert "That gains about AED 97.50 a year, and is counted here." in page
        assert "You already pay about as little" in page
        assert "Now a gain of AED 90.00 The best way AED 219.00" in post(rate_now="12.4")

    def test_a_way_that_gains_is_no_cost_below_nothing_either(self, post: Post) -> None:
        # 1,000 at 12.24 are 12,240, worth 1,020: 20 gained each time, 240 in a year. Now costs 690.
        record(price("Gift", fee="0", rate="12.24"))
        page = post()
        assert "Now AED 690.00 The best way a gain of AED 240.00" in page
        assert "Switching saves about AED 930.00 a year." in page
        assert "Every month as now AED 1,000.00 a gain of AED 240.00 ₱146,880.00" in page

    def test_a_fee_that_is_all_of_a_transfer_costs_no_year(self, post: Post) -> None:
        # 1,200 a month are 14,400 a year, 276.92 a week.
        page = post.only(income="1200", times="52", fee_now="300", rate_now="11.6")
        assert "The fee you wrote, AED 300.00, would eat all of a transfer of AED 276.92." in page
        assert "Now AED" not in page
        assert "Switching saves" not in page
        # A fee just below leaves 0.92, of which at 6 instead of 12 half is lost: 276.46, 52 times.
        less = post.only(income="1200", times="52", fee_now="276", rate_now="6")
        assert "Now AED 14,375.92" in less
        assert "would eat" not in less


@pytest.mark.django_db
class TestStreetRates:
    @pytest.fixture(autouse=True)
    def _th_mm(self) -> None:
        """From Thailand to Myanmar, where the street pays about double: 1 baht at 62 kyat."""
        add_cross_rate("THB", "MMK", "62")
        record(price(corridor="th-mm", currencies=("THB", "MMK"), fee="10", rate="61"))

    def test_a_street_rate_is_believed_and_its_gain_said(self, client: Client) -> None:
        # 1,050 less 50 are 1,000; at 130 instead of 62 they gain 1,096.774…, 13,161.29 in a year, less 600.
        page = sent(client, "/budget/?from=th&to=mm", income="1050", fee_now="50", rate_now="130")
        assert "Now a gain of THB 12,561.29" in page
        assert "That gains about THB 13,161.29 a year, and is counted here." in page
        assert "The official rate of the Myanmar kyat is far from the rate on the street." in page

    def test_the_other_way_round_is_asked_back_all_the_same(self, client: Client) -> None:
        page = sent(client, "/budget/?from=th&to=mm", income="1050", rate_now="0.0077")
        assert "Then write 129.87. The reference rate is 1 THB = 62 MMK." in wrong_rate(page)


@pytest.mark.django_db
class TestWhereASurveyStandsIn:
    @pytest.fixture(autouse=True)
    def _surveyed(self) -> None:
        add_cross_rate("AED", "PHP", "12", on=SURVEYED_AT)
        record(surveyed(amount="1000", currencies=("AED", "PHP"), rate="11.9"))

    def test_a_rate_of_today_is_held_against_the_reference_rate_of_today(
        self, post: Post, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        # 975 at 15.2 instead of 16: a twentieth, 48.75, is lost. That and the fee, twelve times.
        add_cross_rate("AED", "PHP", "16", on=NOW)
        with django_assert_max_num_queries(10):
            page = post.only(income="1000", fee_now="25", rate_now="15.2")
        assert "Now AED 885.00" in page
        assert (
            "held against today’s reference rate: 1 AED = 16 PHP, European Central Bank, 20 November 2026."
        ) in page

    def test_without_one_of_today_what_is_lost_is_not_known(self, post: Post) -> None:
        page = post.only(income="1000", fee_now="25", rate_now="15.2")
        assert "Now AED 300.00" in page
        assert "We know no reference rate of today, so what you lose" in page
        assert "You already pay" not in page
        alone = post.only(income="1000", rate_now="15.2")
        assert "What sending costs you in a year The best way AED" in alone
        assert (
            "We know no reference rate of today, so what you lose in the exchange rate is not counted."
            in alone
        )
