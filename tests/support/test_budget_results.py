"""What comes of the numbers in a budget, worked out by hand for one corridor."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.pages.conftest import Read
from tests.support.posting import FORM, Post


@pytest.mark.usefixtures("ae_ph")
class TestResults:
    def test_the_month_comes_to_one_number(self, post: Post) -> None:
        page = post()
        assert "What you can send each month, at most AED 1,000.00" in page
        assert (
            "Pay that is sure AED 3,000.00 What you need to live -AED 1,200.00 Debt -AED 500.00 "
            "For bad days -AED 100.00 For your goal -AED 200.00 Left to send AED 1,000.00"
        ) in page

    def test_the_family_s_part_is_what_the_comparison_says_for_the_same_money(
        self, post: Post, read: Read
    ) -> None:
        # Swift Hawk takes 10 and gives 11.9: 990 × 11.9.
        assert "₱11,781.00" in read("/send/ae-ph/?amount=1000")
        page = post()
        assert "Your family gets up to ₱11,781.00 a month." in page
        assert "Your family needs ₱219.00 more than that each month." in page
        assert "Best way for AED 1,000.00: Swift Hawk." in page

    def test_what_is_over_is_said_too(self, post: Post) -> None:
        assert "That covers what your family needs, with ₱781.00 over." in post(need="11000")
        assert "That covers what your family needs, with ₱11,781.00 over." in post(need="0")
        assert "what your family needs," not in post(need=None)

    def test_a_year_costs_what_twelve_transfers_do_now_and_by_the_best_way(self, post: Post) -> None:
        # Now: 25 and a thirtieth of 975 lost, 57.50 each. Best: 1,000 less 11,781 / 12, 18.25 each.
        page = post()
        assert "What sending costs you in a year Now AED 690.00 The best way AED 219.00" in page
        assert "In 12 transfers of AED 1,000.00 each." in page
        assert "Switching saves about AED 471.00 a year." in page

    def test_a_rate_that_was_not_written_is_missing_and_said_to_be(self, post: Post) -> None:
        page = post(rate_now=None)
        assert "Now AED 300.00" in page
        assert "What you lose in the exchange rate is not in it, because you did not write your rate." in page
        assert "Switching saves about AED 81.00 a year." in page
        small = post(rate_now=None, fee_now="1")
        assert "Write the exchange rate you got too, and we can say what switching saves." in small
        assert "You already pay" not in small

    def test_who_writes_neither_fee_nor_rate_is_held_against_the_usual_way(self, post: Post) -> None:
        # The middle of three is Plain Exchange, 20 and 11.8: 1,000 less 980 × 11.8 / 12, 36.333… each.
        page = post(rate_now=None, fee_now=None)
        assert "The usual way AED 436.00 The best way AED 219.00" in page
        assert "Switching saves about AED 217.00 a year." in page
        assert "The usual way is the middle of the ways compared." in page

    def test_who_pays_as_little_already_is_told_so(self, post: Post) -> None:
        page = post(fee_now="1", rate_now="12")
        assert "You already pay about as little as by the best way we know." in page
        assert "Switching saves" not in page

    def test_sending_less_often_is_worked_out_for_every_rhythm(self, post: Post) -> None:
        # Every two months: 1,990 × 11.9 = 23,681; 2,000 less 23,681 / 12 is 26.583…, six times.
        page = post()
        assert "Every month as now AED 1,000.00 AED 219.00 ₱141,372.00" in page
        assert "Every two months AED 2,000.00 AED 159.50 ₱142,086.00" in page
        assert "Every week AED 230.76 – –" in page
        assert "Where there is a dash, no price or no reference rate is known for that amount." in page
        assert "Sending every two months instead would save about AED 59.50 a year." in page

    def test_where_less_often_is_no_cheaper_nothing_is_promised(self, post: Post) -> None:
        assert "instead would save" not in post(times="4")

    def test_the_debt_says_how_long_it_lasts_and_what_it_costs(self, post: Post) -> None:
        page = post()
        assert "Your debt is paid in 16 months, if nothing changes." in page
        assert "Until then its interest comes to AED 1,549.80." in page
        assert "After that, AED 500.00 a month is free for your goal or your family." in page

    def test_a_debt_without_a_payment_is_reckoned_over_a_year(self, post: Post) -> None:
        page = post(debt_payment=None)
        assert "We count with paying it back in 12 months: AED 602.78 a month." in page
        assert "What you can send each month, at most AED 897.22" in page

    def test_a_debt_that_grows_says_so(self, post: Post) -> None:
        assert "With AED 180.00 a month the debt is never paid off." in post(debt_payment="180")

    def test_without_debt_or_goal_there_is_no_word_of_them(self, post: Post) -> None:
        page = post(debt_owed=None, debt_payment=None, goal=None)
        assert "Your debt" not in page
        assert "goal in" not in page

    def test_a_debt_without_interest_costs_none(self, post: Post) -> None:
        page = post(debt_percent=None)
        assert "Your debt is paid in 12 months, if nothing changes. After that" in page

    def test_a_goal_alone_is_worked_out_too(self, post: Post) -> None:
        page = post(debt_owed=None, debt_payment=None)
        assert "You reach your goal in 48 months." in page
        assert "Your debt is paid" not in page

    def test_the_goal_says_in_how_many_months_also_with_what_switching_saves(self, post: Post) -> None:
        page = post()
        assert "You reach your goal in 48 months." in page
        # 9,500 / (200 + 471 / 12) = 39.7
        assert "With the AED 471.00 a year that switching saves, you reach it in 40 months." in page
        assert "You have reached your goal already." in post(saved="10000")

    def test_a_goal_that_nothing_is_put_aside_for_says_what_to_do(self, post: Post) -> None:
        page = post(aside=None, fee_now="1", rate_now="12")
        assert "Put something more aside each month, and we can say when you reach your goal." in page

    def test_the_reference_rate_and_the_day_are_named(self, post: Post) -> None:
        said = "Worked out on 20 November 2026 with a reference rate of 1 AED = 12 PHP, European Central Bank"
        assert said in post()

    def test_the_numbers_are_there_to_be_changed(self, post: Post) -> None:
        page = post()
        assert (
            'name="income" inputmode="decimal" autocomplete="off" maxlength="30" value="3,000"' in page.html
        )
        assert '<option value="12" selected>Every month</option>' in page.html

    def test_filters_count(self, post: Post) -> None:
        assert "Best way for AED 1,000.00: Old Bank." in post(pay_in="card")

    def test_it_speaks_the_language_of_its_address(self, post: Post) -> None:
        page = post(f"{FORM}&lang=es")
        assert '<html lang="es">' in page.html
        assert "AED 1,000.00" in page

    def test_it_costs_eight_queries(
        self, post: Post, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_max_num_queries(8):
            post()
