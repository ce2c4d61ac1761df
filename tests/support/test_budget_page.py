"""The budget as a person meets it: two steps, numbers that nobody else sees, and every other state."""

import io
import logging
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from remitcompare.logs import configure
from tests.factories import add_cross_rate, make_provider, price, record, surveyed
from tests.pages.conftest import Page, Read
from tests.support.posting import FORM, NUMBERS, Post


def wrong(page: Page, name: str) -> str:
    """What is said to be wrong with a field."""
    return page.html.split(f'id="{name}-wrong">')[1].split("</span>")[0]


@pytest.mark.usefixtures("ae_ph")
class TestAsking:
    def test_it_first_asks_for_the_two_countries(self, read: Read) -> None:
        page = read("/budget/")
        assert '<form class="sheet start" method="get" action="/budget/">' in page.html
        assert '<option value="ae">United Arab Emirates</option>' in page.html
        assert '<option value="ph">Philippines</option>' in page.html
        assert 'name="income"' not in page.html

    def test_then_for_the_numbers_in_the_money_of_each_side(self, read: Read) -> None:
        page = read(FORM)
        assert '<form class="sheet numbers" method="post" action="/budget/?from=ae&amp;to=ph">' in page.html
        assert "From United Arab Emirates to Philippines." in page
        assert "What your family needs each month In your family’s money. PHP" in page
        assert "Nothing you write here is stored or passed on." in page
        assert "How many PHP for 1 AED." in page

    def test_a_pair_without_prices_asks_again_and_says_why(self, read: Read) -> None:
        page = read("/budget/?from=ae&to=fr")
        assert page.status == 404
        assert "We know no prices between these two countries." in page
        assert '<option value="ae" selected>' in page.html

    @pytest.mark.parametrize(
        "query",
        ["?from=ae", "?from=ae&to=", "?from=%00&to=%00", "?from=a%00&to=ph", "?from=ae-ph&to=x", "?to=ph"],
    )
    def test_whatever_stands_for_the_countries_it_asks_again(self, read: Read, query: str) -> None:
        page = read(f"/budget/{query}")
        assert page.status in (200, 404)
        assert "Where do you work?" in page

    def test_the_form_is_kept_for_a_minute_and_costs_four_queries(
        self, read: Read, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_max_num_queries(4):
            assert read(FORM).response["Cache-Control"] == "public, max-age=60"


@pytest.mark.django_db
def test_without_any_prices_there_is_nothing_to_work_out(read: Read) -> None:
    assert "No prices are loaded yet, so there is nothing to compare." in read("/budget/")


@pytest.mark.usefixtures("ae_ph")
class TestPrivacy:
    def test_the_numbers_stand_in_no_address_and_no_cache(self, post: Post) -> None:
        response = post().response
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies
        assert "Location" not in response

    def test_a_post_needs_neither_cookie_nor_token(self) -> None:
        response = Client(enforce_csrf_checks=True).post(FORM, NUMBERS)
        assert response.status_code == 200

    def test_no_number_reaches_a_log_even_when_we_fail(
        self, monkeypatch: pytest.MonkeyPatch, client: Client
    ) -> None:
        lines = io.StringIO()
        root, known = logging.getLogger(), logging.getLogger().handlers[:]
        configure({"level": "DEBUG"}, lines)
        try:
            client.post(FORM, NUMBERS | {"income": "48151623"})
            monkeypatch.setattr("support.pages.budget.plan", lambda *_args, **_more: 1 / 0)
            client.raise_request_exception = False
            assert client.post(FORM, NUMBERS | {"income": "48151623"}).status_code == 500
        finally:
            root.handlers[:] = known
        assert "ZeroDivisionError" in lines.getvalue()
        assert "48151623" not in lines.getvalue()

    def test_other_methods_are_refused(self, client: Client) -> None:
        assert [client.put(FORM).status_code, client.delete(FORM).status_code] == [405, 405]


@pytest.mark.usefixtures("ae_ph")
class TestOtherStates:
    def test_where_more_goes_out_than_comes_in_it_says_how_much_and_where_help_is(self, post: Post) -> None:
        # 1,200 to live on and 500 for the debt; the 300 put aside cannot go out of nothing.
        page = post(income="900")
        assert "More goes out each month than comes in, by AED 800.00 Look first at debts" in page
        assert "Debt -AED 500.00 Left to send -AED 800.00" in page
        assert "/support/ae/?topic=money" in page.links()
        for words in ("Your family gets", "What sending costs", "send less often", "your goal in"):
            assert words not in page

    def test_a_debt_is_named_only_to_who_has_one(self, post: Post) -> None:
        page = post.only(income="1000", living="1200", aside="10", goal="500")
        assert (
            "More goes out each month than comes in, by AED 200.00 See what you could spend less on" in page
        )
        assert "/support/ae/?topic=money" in page.links()
        assert "debt" not in page.html.split("<form")[0]

    def test_where_only_what_is_put_aside_is_too_much_it_says_by_how_much(self, post: Post) -> None:
        # 1,000 less 800 is 200, and 100 and 200 are put aside: 100 too much. 5,000 / 200 is 25.
        page = post.only(income="1000", living="800", bad_days="100", aside="200", goal="5000")
        assert "You put aside more than is left, by AED 100.00 Put at least that much less aside" in page
        assert "For bad days -AED 100.00 For your goal -AED 200.00 Left to send -AED 100.00" in page
        assert "With AED 200.00 a month for your goal you reach it in 25 months." in page
        for words in ("More goes out", "debts", "What sending costs", "Put something more aside"):
            assert words not in page
        # Of 250 for the goal there are 200; and of nothing at all nothing is promised.
        assert "With AED 200.00 a month" in post.only(income="1000", living="800", aside="250", goal="5000")
        nothing = post.only(income="800", living="800", aside="50", goal="5000")
        assert "You put aside more than is left, by AED 50.00" in nothing
        assert "Your debt and your goal" not in nothing

    def test_where_nothing_is_left_nothing_is_compared(self, post: Post) -> None:
        page = post(income="2000")
        assert "What you can send each month, at most AED 0.00" in page
        for words in ("No price is known", "What sending costs", "send less often", "pay for the sending"):
            assert words not in page
        assert "Your debt is paid in" in page

    def test_an_amount_without_a_price_says_so(self, post: Post) -> None:
        page = post(income="900000")
        assert "No price is known for AED 898,000.00 between these countries." in page
        assert "What sending costs you in a year Now" in page

    def test_an_amount_beyond_all_that_can_be_asked_says_so(self, post: Post) -> None:
        page = post(income="999999999", times="4")
        assert page.status == 200
        assert "No price is known for AED 2,999,993,997.00" in page

    def test_only_the_pay_is_needed(self, post: Post) -> None:
        page = post.only(income="1000")
        assert "What you can send each month, at most AED 1,000.00" in page
        assert "The usual way" in page

    def test_a_number_that_cannot_be_read_is_named_and_nothing_is_worked_out(self, post: Post) -> None:
        page = post(income="lots", pay_out="<b>")
        assert page.status == 400
        assert "“lots” is not an amount." in wrong(page, "income")
        assert "“&lt;b&gt;” is none of the choices here." in wrong(page, "pay_out")
        assert "Nothing is worked out yet: mend what is marked below." in page
        assert "What you can send each month" not in page
        assert page.response["Cache-Control"] == "no-store"

    def test_of_a_number_sent_twice_the_last_counts(self, client: Client) -> None:
        page = Page(client.post(FORM, {"income": ["5", "1000"]}))  # type: ignore[arg-type]
        assert "at most AED 1,000.00" in page

    def test_a_pair_without_prices_asks_for_countries(self, post: Post) -> None:
        page = post("/budget/?from=ae&to=fr")
        assert page.status == 404
        assert page.response["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", "text/plain"])
    def test_a_body_that_is_no_form_is_answered_too(self, client: Client, kind: str) -> None:
        response = client.generic("POST", FORM, b'{"income": \xff', content_type=kind)
        assert response.status_code == 400


@pytest.mark.django_db
class TestPricesThatAreNotOfToday:
    def test_a_survey_s_prices_have_their_month(self, post: Post) -> None:
        add_cross_rate("AED", "PHP", "12")
        record(surveyed(amount="1000", currencies=("AED", "PHP")))
        assert "These prices were seen in July 2013." in post.only(income="1000")

    def test_invented_prices_are_called_that(self, post: Post, settings: Any) -> None:
        settings.SANDBOX_URL = "http://127.0.0.1:1"
        add_cross_rate("AED", "PHP", "12")
        record(price("Play Money"))
        make_provider("Play Money", sandbox=True)
        assert "Sandbox prices: invented for trying the site." in post.only(income="1000")

    def test_without_a_reference_rate_what_is_paid_in_fees_is_all_that_is_known(self, post: Post) -> None:
        record(price())
        page = post.only(income="1000", fee_now="25", rate_now="11.6")
        assert "Now AED 300.00" in page
        assert "We know no reference rate of today, so what you lose" in page
        assert "The best way AED" not in page
        assert "Worked out on 20 November 2026." in page
        assert "Every month as now AED 1,000.00 – ₱141,372.00" in page

    def test_within_one_currency_no_rate_is_named(self, post: Post) -> None:
        record(price(corridor="us-ec", currencies=("USD", "USD"), rate="1"))
        page = post("/budget/?from=us&to=ec", income="1000")
        assert "Worked out on 20 November 2026." in page
