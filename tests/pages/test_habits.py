"""Cost of habits: the same money more or less often."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from corridors.domain.codes import PayIn
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
        assert "Every month with Fixed Fee Each time AED 1,000.00 Cost in a year AED 159.50" in page
        assert "Every week with Poor Rate Each time AED 230.76 Cost in a year AED 300.00" in page
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
        assert "No way to send is left with these filters." in read(f"{ASKED}&pay_in=card")
        assert '<input type="hidden" name="pay_in" value="card">' in read(f"{ASKED}&pay_in=card").html

    def test_an_amount_with_no_price_near_is_not_known(self, read: Read) -> None:
        page = read("/send/ae-ph/habits/?amount=60&times=52")
        assert "Cost in a year not known" in page
        assert "Where it says “not known”, no price was seen near that amount." in page

    def test_with_no_price_for_any_it_names_the_range_and_amounts_to_try(self, read: Read) -> None:
        page = read("/send/ae-ph/habits/?amount=200000&times=4")
        assert "We know no price near this amount." in page
        # Half the smallest amount seen, to twice the largest with its fee on top.
        assert "Prices are known from AED 100.00 to AED 4,005.00." in page
        assert {"?amount=200&times=4", "?amount=2000&times=4"} <= set(page.links())
        assert "Cost in a year" not in page
        assert "From AED 100.00 at a time the best way costs 3.0% or less." in page

    def test_where_another_rhythm_has_a_price_the_table_stays(self, read: Read) -> None:
        page = read("/send/ae-ph/habits/?amount=5000")
        assert "We know no price near this amount." in page
        # 1,148.84 at 11.9 is 13,671.19, worth 1,139.266: 14.574 less than what was paid, 52 times.
        assert "Every week with Fixed Fee Each time AED 1,153.84 Cost in a year AED 757.86" in page

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

    @pytest.mark.parametrize(
        "address", [ASKED, "/send/ae-ph/habits/", "/send/ae-ph/habits/?amount=100000&pay_in=cash"]
    )
    def test_its_queries_are_counted(
        self, read: Read, django_assert_max_num_queries: DjangoAssertNumQueries, address: str
    ) -> None:
        with django_assert_max_num_queries(7):
            assert read(address).status == 200


@pytest.fixture
def one_fee(db: None) -> None:
    """5 dirhams on top at the very reference rate, from 20 to 2,000 dirhams."""
    add_cross_rate("AED", "PHP", "12")
    record(*(price("Only Fee", amount=amount, fee="5", rate="12") for amount in ("20", "2000")))


@pytest.mark.usefixtures("one_fee")
class TestWhereItTurns:
    def test_beyond_the_years_transfers_it_says_from_where_sending_is_cheap(self, read: Read) -> None:
        page = read("/send/ae-ph/habits/?amount=50")
        # 5 of 150, the largest of them, is 3.3%; 5 of 166.67 is 3%.
        assert "Every three months with Only Fee Each time AED 150.00 Cost in a year AED 20.00" in page
        assert "Every week Each time AED 11.53 Cost in a year not known" in page
        assert "None of these transfers is known to cost 3.0% or less." in page
        turn = page.text.split("or less. From AED ")[1].split(" at a time the best way costs 3.0% or less.")[
            0
        ]
        assert 5 / 0.03 <= float(turn) <= 5 / 0.03 * 1.01

    def test_where_nothing_is_cheap_it_says_so(self, read: Read) -> None:
        page = read("/send/ae-ph/habits/?amount=50")
        assert "We know no amount" not in page
        record(*(price("Only Fee", amount=amount, fee="5", rate="11.6") for amount in ("20", "2000")))
        page = read("/send/ae-ph/habits/?amount=50")  # a thirtieth is lost in the rate alone
        assert "We know no amount that costs 3.0% or less, even by the best way." in page
        assert "From AED" not in page

    def test_what_is_cheap_up_to_an_amount_has_both_its_ends(self, read: Read) -> None:
        record(*(price("Only Fee", amount=amount, fee="5", rate="11.6") for amount in ("20", "2000")))
        record(*(price("Small Only", amount=amount, fee="0", rate="11.9") for amount in ("100", "400")))
        page = read("/send/ae-ph/habits/?amount=400&times=12")
        cheap = "at a time the best way costs 3.0% or less."
        (least, most) = page.text.split(f" {cheap}")[0].split("From AED ")[-1].split(" to AED ")
        # Small Only is known from half of 100 to twice 400.
        assert 50 <= float(least) <= 50 * 1.005
        assert 800 * 0.995 <= float(most) <= 800
        assert f"From AED {most} {cheap}" not in page

    def test_the_known_rhythms_alone_are_not_called_each_of_them(self, read: Read) -> None:
        page = read("/send/ae-ph/habits/?amount=1000&times=4")  # a week's 76.92 costs 6.5%
        assert "each of these transfers" not in page
        assert "None of these" not in page
        assert "at a time the best way costs 3.0% or less." in page


def test_sending_more_often_is_said_to_save_where_it_does(read: Read) -> None:
    add_cross_rate("AED", "PHP", "12")
    record(*(price("Dear", amount=amount, fee="0", rate="11.4") for amount in ("20", "2000")))
    record(*(price("Small Only", amount=amount, fee="0", rate="11.88") for amount in ("200", "400")))
    # Dear keeps 5% of 4,000: 200. Small Only keeps 1% of twelve times 333.33: 40.
    page = read("/send/ae-ph/habits/?amount=1000&times=4")
    assert "A year of it costs, by the best way AED 200.00" in page
    assert "Every month with Small Only Each time AED 333.33 Cost in a year AED 40.00" in page
    assert (
        "Sending every month instead would save about AED 160.00 a year. "
        "Your family waits less for each transfer."
    ) in page


class TestWhatItIsWorkedOutWith:
    @pytest.fixture(autouse=True)
    def _dollars(self, db: None) -> None:
        add_cross_rate("USD", "MXN", "20")
        to_mexico: dict[str, Any] = {"corridor": "us-mx", "currencies": ("USD", "MXN"), "fee": "5"}
        for amount in ("50", "5000"):
            record(
                price("By Cash", amount=amount, rate="20", **to_mexico),
                price("By Card", amount=amount, rate="20", pay_in=(PayIn.CARD,), **to_mexico),
            )

    def test_a_tax_is_inside_the_figures_and_said(self, read: Read) -> None:
        page = read("/send/us-mx/habits/?amount=510&pay_in=cash")
        # 500 sent, 5 of fee, and 1% of the 500: 10 each time.
        assert "A year of it costs, by the best way US$120.00" in page
        assert "United States: if you pay in cash" in page

    def test_a_tax_that_is_in_none_of_them_is_not_said(self, read: Read) -> None:
        page = read("/send/us-mx/habits/?amount=510&pay_in=card")
        assert "A year of it costs, by the best way US$60.00" in page
        assert "a tax of" not in page

    def test_each_filter_is_named_and_leads_to_the_same_without_it(self, read: Read) -> None:
        page = read("/send/us-mx/habits/?amount=510&times=26&pay_in=cash&sender_bank=no&lang=en")
        for said, without in (
            ("You pay with: cash", "?amount=510&sender_bank=no&times=26&lang=en"),
            ("I have no bank account", "?amount=510&pay_in=cash&times=26&lang=en"),
        ):
            assert f"{said} × (set; tap to remove)" in page
            assert f'<p class="paper">{said}</p>' in page.html
            assert without in page.links()
        assert "tap to remove" not in read("/send/us-mx/habits/?amount=510")

    def test_it_says_between_which_countries_when_and_where_it_is(self, read: Read) -> None:
        page = read("/send/us-mx/habits/?amount=510&times=12&pay_in=cash")
        assert "<h1>Cost of habits: United States to Mexico</h1>" in page.html
        assert "Made on 20 November 2026." in page
        assert "always here: testserver/send/us-mx/habits/?amount=510&pay_in=cash" in page
        assert "us-mx/habits/?amount=510&times=6" in read("/send/us-mx/habits/?amount=510&times=6")


def test_old_prices_say_when_they_were_seen(read: Read) -> None:
    pounds: dict[str, Any] = {"corridor": "gb-in", "currencies": ("GBP", "INR"), "amount": "120"}
    record(surveyed("Lotus", rate="89", fee="3", **pounds))
    assert "These prices were seen in July 2013." in read("/send/gb-in/habits/?amount=120")


def test_without_a_reference_rate_it_says_that_no_cost_can_be_known(read: Read) -> None:
    record(price("Swift Hawk"))
    page = read("/send/ae-ph/habits/?amount=1010")
    assert "We have prices, but no reference rate to compare them with." in page
    assert "with Swift Hawk Each time AED 1,010.00 Cost in a year not known" in page
    assert "3.0%" not in page


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
