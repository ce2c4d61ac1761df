"""Cost of habits: the same money more or less often."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import add_cross_rate, make_provider, price, record, surveyed
from tests.pages.conftest import Read

ASKED = "/send/ae-ph/habits/?amount=1000&times=12"


@pytest.fixture
def two_tariffs(db: None) -> None:
    """5 dirhams a transfer at 11.9, or no fee at 11.7: they cross near 300 dirhams."""
    add_cross_rate("AED", "PHP", "12")
    for amount in ("200", "2000"):
        record(
            price("Fixed Fee", amount=amount, fee="5", rate="11.9"),
            price("Poor Rate", amount=amount, fee="0", rate="11.7"),
        )


@pytest.mark.usefixtures("two_tariffs")
class TestHabits:
    def test_each_rhythm_has_its_yearly_cost_at_its_own_best_way(self, read: Read) -> None:
        page = read(ASKED)
        assert page.status == 200
        # 1000 each month: 5 of fee and a tenth of a peso on 995; a fifty-second of 12,000 goes without a fee.
        assert "A year of it costs, by the best way AED 159.50" in page
        assert "Every month Each time AED 1,000.00 Cost in a year AED 159.50" in page
        assert "Every week Each time AED 230.76 Cost in a year AED 300.00" in page
        assert "Your family gets in a year ₱142,086.00" in page  # 12 times 11,840.50

    def test_sending_less_often_is_said_to_save(self, read: Read) -> None:
        assert (
            "Sending every three months instead would save about AED 39.67 a year. "
            "Your family waits longer for each transfer."
        ) in read(ASKED)

    def test_it_says_where_another_way_becomes_the_best(self, read: Read) -> None:
        page = read(ASKED)
        assert "From AED 230.76 at a time: Poor Rate" in page
        turn = page.text.split("From AED 230.76 at a time: Poor Rate From AED ")[1].split(
            " at a time: Fixed Fee"
        )[0]
        assert 297.5 <= float(turn) <= 297.5 * 1.01  # (x - 5) · 11.9 = x · 11.7
        assert "By the best way each of these transfers costs 3.0% or less." in page

    def test_it_says_from_which_amount_sending_is_cheap(self, read: Read) -> None:
        record(
            price("Fixed Fee", amount="200", fee="12", rate="11.9"),
            price("Poor Rate", amount="200", fee="9", rate="11.7"),
        )
        assert "at a time the best way costs 3.0% or less." in read(ASKED)

    def test_filters_are_kept_and_obeyed(self, read: Read) -> None:
        assert "No price is known for this amount." in read(f"{ASKED}&pay_in=card")
        assert '<input type="hidden" name="pay_in" value="card">' in read(f"{ASKED}&pay_in=card").html

    def test_an_amount_with_no_price_near_is_not_known(self, read: Read) -> None:
        page = read("/send/ae-ph/habits/?amount=60&times=52")
        assert "Cost in a year not known" in page
        assert "Where it says “not known”, no price was seen near that amount." in page

    @pytest.mark.parametrize("amount", ["lots", "0", "-1", "1.000", "9" * 400])
    def test_a_wrong_amount_is_said_at_its_field(self, read: Read, amount: str) -> None:
        page = read(f"/send/ae-ph/habits/?amount={amount}")
        assert page.status == 400
        assert 'aria-describedby="amount-wrong"' in page.html

    @pytest.mark.parametrize("times", ["", "0", "13", "x", "-12"])
    def test_what_is_no_rhythm_is_every_month(self, read: Read, times: str) -> None:
        assert '<option value="12" selected>' in read(f"/send/ae-ph/habits/?amount=1000&times={times}").html

    def test_without_an_amount_it_begins_with_one_that_prices_were_seen_at(self, read: Read) -> None:
        page = read("/send/ae-ph/habits/")
        assert page.status == 200
        assert 'maxlength="30" value="200"' in page.html

    def test_a_smallest_and_a_largest_amount_are_worked_out_too(self, read: Read) -> None:
        for amount in ("0.01", "999999999"):
            assert read(f"/send/ae-ph/habits/?amount={amount}&times=4").status == 200

    def test_its_queries_are_counted(
        self, read: Read, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_max_num_queries(7):
            read(ASKED)


def test_old_prices_say_when_they_were_seen(read: Read) -> None:
    pounds: dict[str, Any] = {"corridor": "gb-in", "currencies": ("GBP", "INR"), "amount": "120"}
    record(surveyed("Lotus", rate="89", fee="3", **pounds))
    assert "These prices were seen in July 2013." in read("/send/gb-in/habits/?amount=120")


def test_invented_prices_are_called_so(read: Read, settings: Any) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9999"
    record(price("Play Money"))
    make_provider("Play Money", sandbox=True)
    assert "Sandbox prices: invented for trying the site." in read(ASKED)


def test_an_unknown_corridor_leads_on(read: Read) -> None:
    assert read("/send/ae-ke/habits/?amount=1").status == 404


@pytest.mark.usefixtures("ae_ph")
def test_a_comparison_leads_to_it_with_what_was_asked(read: Read) -> None:
    asked = "?amount=1000&times=52"
    assert f"/send/ae-ph/habits/{asked}" in read(f"/send/ae-ph/{asked}").links()
    assert not [link for link in read("/send/ae-ph/?amount=9000&mode=receive").links() if "habits" in link]
