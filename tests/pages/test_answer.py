"""The one number first: what the family gets, with whom, and what it is worth to choose."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from corridors.domain.codes import Coverage, FeeConvention, PayIn, RateFixedAt
from tests.factories import NOW, SURVEYED_AT, add_cross_rate, make_provider, price, record, surveyed
from tests.pages.conftest import Read

ASKED = "/send/ae-ph/?amount=1000"


@pytest.mark.usefixtures("ae_ph")
class TestToday:
    def test_on_a_past_day_a_price_has_its_date_and_no_age(self, read: Read) -> None:
        record(price("Early", seen=NOW - timedelta(days=1), fee="1"))
        page = read(f"{ASKED}&as_of=2026-11-19")
        assert "with Early Pay in cash, at a branch. Arrives in cash. Estimated from prices seen" in page
        assert "prices seen 19 November 2026." in page
        assert " ago" not in page

    def test_the_first_number_is_the_most_the_family_can_get(self, read: Read) -> None:
        # 1000 less the fee of 10, at 11.9.
        assert "Your family gets up to ₱11,781.00 with Swift Hawk" in read(ASKED)

    def test_it_says_how_the_money_arrives_and_how_old_the_price_is(self, read: Read) -> None:
        page = read(ASKED)
        assert "with Swift Hawk Pay in cash, at a branch. Arrives in cash." in page
        # The principal is 990; the price was seen at 1000.
        assert "Estimated from prices seen 2 hours ago" in page

    def test_a_price_asked_at_the_amount_it_was_seen_at_is_not_called_an_estimate(self, read: Read) -> None:
        assert "Price seen 2 hours ago" in read("/send/ae-ph/?amount=1010")

    def test_it_says_what_choosing_is_worth(self, read: Read) -> None:
        page = read(ASKED)
        assert "The most expensive way gives ₱281.00 less." in page  # 11,500 by Old Bank
        assert "That is ₱217.00 more than the usual way." in page  # 11,564 by Plain Exchange
        assert "The usual way: the middle of the 3 ways compared here." in page

    def test_the_options_follow_best_first(self, read: Read) -> None:
        text = read(ASKED).text.split("ways to send, best first")[1]
        names = ["Swift Hawk", "Plain Exchange", "Old Bank", "Not ranked (1)"]
        places = [text.index(name) for name in names]
        assert places == sorted(places)

    def test_an_option_says_how_to_pay_and_how_it_arrives(self, read: Read) -> None:
        page = read(ASKED)
        assert "Pay from a bank account or by card, at a branch or by telephone" in page
        assert "Arrives in a bank account Cost and speed" in page
        assert "Arrives: in 3 to 5 days. Price seen" in page.text.split("Old Bank")[1]

    def test_its_cost_is_itemised_and_adds_up(self, read: Read) -> None:
        # 1000 - 11,781/12 = 18.25: the fee, and 0.1 pesos lost on each of 990 dirhams.
        page = read(ASKED)
        assert "Fee AED 10.00 Lost in the exchange rate AED 8.25 Cost in all AED 18.25 (1.8%)" in page
        assert "Exchange rate: 1 AED = 11.9 PHP, as the company states it." in page
        assert "The fee is paid on top of the money sent." in page

    def test_what_is_not_ranked_is_listed_with_its_sentence(self, read: Read) -> None:
        page = read(ASKED)
        assert "Not ranked (1) This company does not say its exchange rate. Silent Bank fee AED 25.00" in page

    def test_the_reference_rate_has_its_source_and_day(self, read: Read) -> None:
        said = "Exchange rate used for comparison: 1 AED = 12 PHP, European Central Bank, 20 November 2026."
        assert said in read(ASKED)

    def test_in_receive_mode_the_number_is_what_the_sender_pays(self, read: Read) -> None:
        page = read("/send/ae-ph/?amount=11781&mode=receive")
        assert "For ₱11,781.00 to arrive, you pay at least AED 1,000.00 with Swift Hawk" in page
        assert "The most expensive way costs AED 24.44 more." in page
        assert "As many cost more as cost less." in page

    def test_what_is_paid_is_rounded_up_to_what_can_be_paid(self, read: Read) -> None:
        # 10,000 / 11.9 + 10 = 850.3361…
        assert "you pay at least AED 850.34" in read("/send/ae-ph/?amount=10000&mode=receive")

    def test_the_other_end_of_the_question_is_a_link_with_the_figure_filled_in(self, read: Read) -> None:
        assert "?amount=11781&mode=receive" in read(ASKED).links()
        assert "?amount=1000" in read("/send/ae-ph/?amount=11781&mode=receive").links()

    def test_without_an_amount_one_near_which_prices_were_seen_is_compared(self, read: Read) -> None:
        page = read("/send/ae-ph/")
        # Seen at 1,000 sent; here the fee is in the 1,000, so that only the one without a fee is no estimate.
        assert "Many prices were seen near this amount. Type your own." in page
        assert page.text.count("Price seen 2 hours ago") == 1
        assert page.text.split("ways to send")[1].count("Estimated from prices seen") == 2
        assert 'value="1000"' in page.html

    def test_it_is_one_address_whatever_the_case(self, read: Read) -> None:
        page = read("/send/AE-PH/?amount=1000")
        assert (page.status, page.response["Location"]) == (301, "/send/ae-ph/?amount=1000")

    def test_a_comparison_costs_nine_queries_at_most(
        self, read: Read, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_max_num_queries(9):
            read("/send/ae-ph/")


@pytest.mark.django_db
class TestFewOptions:
    def test_the_only_way_is_called_that(self, read: Read) -> None:
        record(price())
        page = read(ASKED)
        assert "It is the only way we can compare." in page
        assert "usual way" not in page

    def test_two_ways_have_no_middle(self, read: Read) -> None:
        record(price("A"), price("B", fee="20"))
        page = read(ASKED)
        assert "gives ₱119.00 less" in page
        assert "usual way" not in page

    def test_ways_that_come_to_the_same_are_said_to(self, read: Read) -> None:
        record(price("A"), price("B"))
        assert "All the ways compared here come to the same." in read(ASKED)


@pytest.mark.django_db
class TestWhatAnOptionSays:
    def test_a_rate_better_than_mid_market_is_a_gain(self, read: Read) -> None:
        add_cross_rate("AED", "PHP", "12")
        record(price(rate="12.1"))
        assert "Gained in the exchange rate -AED 8.25" in read(ASKED)

    def test_what_is_taken_at_pay_out_has_its_line(self, read: Read) -> None:
        add_cross_rate("AED", "PHP", "12")
        record(price(recipient_fee=Decimal(60)))
        assert "Taken at pay-out AED 5.00" in read(ASKED)

    def test_the_sender_s_tax_has_its_line(self, read: Read) -> None:
        add_cross_rate("USD", "MXN", "20")
        record(price(corridor="us-mx", currencies=("USD", "MXN"), fee="5", rate="19", amount="500"))
        assert "Tax US$4.93" in read("/send/us-mx/?amount=502.5")

    def test_without_a_reference_rate_the_cost_is_said_to_be_unknown(self, read: Read) -> None:
        record(price())
        page = read(ASKED)
        assert "Your family gets up to ₱11,781.00" in page
        assert "Cost not known: no reference rate" in page
        assert "No reference rate is known for that day" in page

    def test_what_is_not_known_is_said(self, read: Read) -> None:
        nothing: dict[str, Any] = {"pay_in": (), "access": (), "pay_out": (), "kind": None}
        record(price(**nothing, speed_min_minutes=None, speed_max_minutes=None))
        page = read(ASKED)
        assert "How you pay is not said" in page
        assert "Arrives: speed not known" in page

    def test_where_alone_is_said_where_how_is_not(self, read: Read) -> None:
        record(price(pay_in=()))
        assert "Pay at a branch" in read(ASKED)

    def test_how_alone_is_said_where_where_is_not(self, read: Read) -> None:
        record(price(access=()))
        assert "Pay in cash Arrives" in read(ASKED)

    def test_a_fee_of_unknown_kind_says_so(self, read: Read) -> None:
        record(price(fee_convention=FeeConvention.UNKNOWN))
        assert "It is not said whether the fee comes on top; we count it on top." in read(ASKED)

    def test_a_rate_fixed_at_pay_out_may_change_and_says_so(self, read: Read) -> None:
        record(price(rate_fixed_at=RateFixedAt.PAYOUT))
        assert "The exchange rate is fixed when the money is paid out: it may still change." in read(ASKED)

    def test_how_far_the_network_reaches_is_said_where_known(self, read: Read) -> None:
        record(price(coverage=Coverage.NATIONWIDE))
        assert "Paid out in the whole country." in read(ASKED)

    def test_the_source_s_note_is_quoted_in_its_language(self, read: Read) -> None:
        record(price(note="Economy service"))
        page = read(ASKED)
        assert "The source notes: Economy service" in page
        assert '<q lang="en" dir="ltr">' in page.html

    def test_two_prices_of_one_service_are_both_shown_and_explained(self, read: Read) -> None:
        record(price(line="economy", fee="5"), price(line="express", fee="15"))
        page = read(ASKED)
        assert len(page.services()) == 2
        assert page.text.count("The source lists two prices for this service.") == 2

    def test_a_hostile_name_is_text(self, read: Read) -> None:
        record(price("<script>alert(1)</script>", note="<img src=x onerror=alert(1)>"))
        page = read(ASKED)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.html
        assert "<script>alert" not in page.html
        assert "<img" not in page.html

    def test_sandbox_prices_have_a_band_and_a_mark(self, read: Read, settings: Any) -> None:
        settings.SANDBOX_URL = "http://127.0.0.1:9999"
        record(price("Play Money"))
        make_provider("Play Money", sandbox=True)
        page = read(ASKED)
        assert "Sandbox prices: invented for trying the site." in page
        assert "Play Money sandbox" in page


@pytest.mark.django_db
class TestOneCurrency:
    def test_a_corridor_of_one_currency_speaks_of_no_exchange(self, read: Read) -> None:
        way = (PayIn.BANK_ACCOUNT,)
        record(price(corridor="us-ec", currencies=("USD", "USD"), rate="1", pay_in=way))
        page = read("/send/us-ec/?amount=1000")
        assert "Your family gets up to US$990.00" in page
        assert "Paid in and paid out in the same currency (US dollars): nothing is exchanged." in page
        assert "Lost in the exchange rate" not in page
        assert "Exchange rate:" not in page


@pytest.mark.django_db
class TestOtherCurrencies:
    def test_the_other_currency_is_a_link(self, read: Read) -> None:
        record(price("A"), price("C", fee="20"), price("B", currencies=("AED", "USD"), rate="0.27"))
        page = read(ASKED)
        assert "Other currencies: Paid out in US dollars" in page
        assert "?amount=1000&receive_currency=USD" in page.links()
        assert "Your family gets up to US$267.30" in read("/send/ae-ph/?amount=1000&receive_currency=USD")

    def test_another_sending_currency_is_named_too(self, read: Read) -> None:
        record(price("A"), price("C", fee="20"), price("B", currencies=("USD", "PHP"), rate="45"))
        page = read(ASKED)
        assert "Paid in USD, paid out in Philippine pesos" in page
        assert "?amount=1000&send_currency=USD" in page.links()


@pytest.mark.django_db
class TestParallelMarket:
    def test_a_currency_with_a_street_rate_has_a_caveat_with_its_source(self, read: Read) -> None:
        record(price(corridor="ae-sy", currencies=("AED", "SYP"), rate="30"))
        page = read("/send/ae-sy/?amount=1000")
        assert "the official rate of the Syrian pound was far from the rate on the street" in page
        assert "Source: World Bank, Syria Economic Monitor." in page


@pytest.mark.django_db
class TestSurveyOnly:
    @pytest.fixture(autouse=True)
    def _surveyed(self) -> None:
        add_cross_rate("AED", "PHP", "12", on=SURVEYED_AT)
        record(surveyed("Lari"), surveyed("Ansari", fee="15"))

    def test_a_banner_says_when_the_prices_were_seen(self, read: Read) -> None:
        page = read(ASKED)
        said = (
            "These prices were seen in July 2013. Use them to see who tends to be cheap, not to decide today."
        )
        assert said in page
        assert "In July 2013 your family would have got up to ₱11,781.00 with Lari" in page
        assert "Your family gets up to" not in page
        assert "prices seen 20 July 2013" in page

    def test_the_other_way_round_too(self, read: Read) -> None:
        page = read("/send/ae-ph/?amount=11781&mode=receive")
        assert "In July 2013, for ₱11,781.00 to arrive, you would have paid at least AED 1,000.00" in page

    def test_a_past_day_is_said_to_be_past(self, read: Read) -> None:
        page = read(f"{ASKED}&as_of=2013-07-31")
        assert "Prices as they were on 31 July 2013. See the latest prices" in page
        assert "On 31 July 2013 your family would have got up to ₱11,781.00" in page
        assert "?amount=1000" in page.links()
        received = read("/send/ae-ph/?amount=11781&mode=receive&as_of=2013-07-31")
        assert "On 31 July 2013, for ₱11,781.00 to arrive, you would have paid at least" in received

    def test_asking_for_the_prices_of_today_does_not_make_a_survey_one_of_today(self, read: Read) -> None:
        page = read(f"{ASKED}&as_of=2026-11-20")
        assert "These prices were seen in July 2013. Use them to see who tends to be cheap" in page
        assert "In July 2013 your family would have got up to" in page
        assert "Your family gets" not in page

    def test_a_past_day_long_after_the_survey_has_the_banner_and_the_way_to_the_latest(
        self, read: Read
    ) -> None:
        page = read(f"{ASKED}&as_of=2016-01-01")
        banner = "These prices were seen in July 2013. They are the latest known by 1 January 2016."
        assert f"{banner} See the latest prices" in page
        assert "In July 2013 your family would have got up to" in page
        assert "On 1 January 2016" not in page
        assert "?amount=1000" in page.links()

    def test_a_survey_price_has_a_date_and_never_an_hour(self, read: Read) -> None:
        add_cross_rate("AED", "PHP", "12")
        record(surveyed("Fresh", seen=NOW.replace(hour=0), period="2026_4Q"))
        page = read(ASKED)
        assert "Your family gets up to ₱11,781.00 with Fresh" in page
        assert "prices seen 20 November 2026" in page
        assert " ago" not in page

    def test_the_reference_rate_of_an_earlier_day_says_its_age(self, read: Read) -> None:
        record(surveyed("Lari", seen=SURVEYED_AT.replace(day=22)))
        assert "20 July 2013 (2 days older than the prices)" in read(ASKED)
