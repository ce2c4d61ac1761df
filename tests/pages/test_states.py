"""Every state of a comparison has a sentence and a way on."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from corridors.domain.codes import PayIn, PayOut, ProviderType, RateBasis
from tests.factories import NOW, SURVEYED_AT, add_cross_rate, price, record, surveyed
from tests.pages.conftest import Read

ASKED = "/send/ae-ph/?amount=1000"


@pytest.mark.usefixtures("ae_ph")
class TestWrongQuestions:
    def test_a_wrong_amount_is_said_at_the_field_and_what_was_typed_stays(self, read: Read) -> None:
        page = read("/send/ae-ph/?amount=lots")
        assert page.status == 400
        assert "“lots” is not an amount. Write it like 1000 or 1000.50." in page
        assert 'value="lots" aria-invalid="true" aria-describedby="amount-wrong"' in page.html
        assert page.services() == []

    def test_amounts_that_work_are_offered_instead(self, read: Read) -> None:
        page = read("/send/ae-ph/?amount=lots")
        assert "Compare for: AED 1,000.00" in page
        assert "?amount=1000" in page.links()

    def test_a_missing_amount_in_receive_mode_is_asked_for(self, read: Read) -> None:
        page = read("/send/ae-ph/?mode=receive")
        assert page.status == 400
        assert "They get, exactly PHP" in page
        assert "Say how much money" in page

    @pytest.mark.parametrize(
        ("parameter", "sentence"),
        [
            ("pay_in=shells", "“shells” is not known."),
            ("max_speed=warp", "“warp” is not a speed."),
            ("as_of=2027-01-01", "2027-01-01 is in the future."),
            ("receive_currency=XYZ", "“XYZ” is not an ISO 4217 currency code."),
        ],
    )
    def test_anything_else_that_is_wrong_is_said_with_a_way_back(
        self, read: Read, parameter: str, sentence: str
    ) -> None:
        page = read(f"{ASKED}&{parameter}")
        assert page.status == 400
        assert "We could not read the question." in page
        assert sentence in page
        assert "?amount=1000" in page.links()
        assert "<details open>" in page.html

    def test_what_was_chosen_beside_the_error_stays(self, read: Read) -> None:
        assert '<option value="cash" selected>' in read("/send/ae-ph/?amount=lots&pay_out=cash").html

    def test_hostile_input_is_text(self, read: Read) -> None:
        page = read('/send/ae-ph/?amount="><script>alert(1)</script>&pay_in=<b>')
        assert "<script>alert" not in page.html
        assert "<b>&lt;" not in page.html

    def test_a_long_input_is_cut(self, read: Read) -> None:
        assert "9" * 81 not in read(f"/send/ae-ph/?amount={'9' * 500}").html


class TestUnknownCorridor:
    @pytest.mark.usefixtures("ae_ph")
    def test_the_nearest_corridors_are_offered(self, read: Read) -> None:
        record(price(corridor="gb-ke", currencies=("GBP", "KES"), rate="130"))
        page = read("/send/ae-ke/?amount=700")
        assert page.status == 404
        assert "We know no prices from United Arab Emirates to Kenya." in page
        assert "To Kenya from United Kingdom" in page
        assert "From United Arab Emirates to Philippines" in page
        assert "/send/gb-ke/" in page.links()
        assert "/send/ae-ph/?amount=700" in page.links()

    def test_codes_of_no_country_read_as_they_are(self, read: Read) -> None:
        page = read("/send/qq-zz/")
        assert page.status == 404
        assert "All corridors" in page

    @pytest.mark.parametrize("address", ["/send/aeph/", "/send/ae-phl/", "/send/1-2/", "/send/"])
    def test_what_is_no_pair_of_countries_is_not_found(self, read: Read, address: str) -> None:
        page = read(address)
        assert page.status == 404
        assert "There is no page at this address." in page


@pytest.mark.usefixtures("ae_ph")
class TestFilters:
    def test_a_quick_filter_is_a_link_and_once_set_its_own_removal(self, read: Read) -> None:
        assert "?amount=1000&family_bank=no" in read(ASKED).links()
        page = read(f"{ASKED}&family_bank=no")
        assert '<a href="?amount=1000" aria-current="true">My family has no bank account' in page.html
        assert "Old Bank" not in page
        assert len(page.services()) == 2

    def test_only_quick_filters_that_leave_something_are_offered(self, read: Read) -> None:
        page = read(ASKED)
        assert "My family has no bank account" in page
        assert "They live far from a city" not in page

    def test_what_a_life_asks_is_a_box_to_tick(self, read: Read) -> None:
        page = read(f"{ASKED}&family_bank=no")
        assert '<input type="checkbox" id="family_bank" name="family_bank" value="no" checked>' in page.html
        assert 'id="reach"' not in page.html  # no service here says that it reaches far

    def test_the_form_lists_what_occurs_and_keeps_what_is_set(self, read: Read) -> None:
        page = read(f"{ASKED}&provider_type=bank")
        assert '<option value="bank" selected>bank</option>' in page.html
        assert '<option value="mobile_money">' not in page.html
        assert "All filters (1)" in page
        assert "?amount=1000" in page.links()

    def test_forms_carry_along_what_they_do_not_ask(self, read: Read) -> None:
        page = read(f"{ASKED}&pay_out=cash&lang=en")
        first, second = page.html.split("<form ")[1:3]
        assert '<input type="hidden" name="pay_out" value="cash">' in first
        assert '<input type="hidden" name="amount" value="1000">' in second
        assert 'name="pay_out" value' not in second
        assert first.count('name="lang" value="en"') == second.count('name="lang" value="en"') == 1

    @pytest.mark.parametrize("speed", ["one_hour", "same_day", "PT1H"])
    def test_speed_is_a_filter(self, read: Read, speed: str) -> None:
        assert len(read(f"{ASKED}&max_speed={speed}").services()) == 2

    def test_when_filters_leave_nothing_the_one_to_drop_is_named_and_linked(self, read: Read) -> None:
        page = read(f"{ASKED}&pay_out=cash&provider_type=bank&max_speed=one_hour&pay_in=cash")
        assert page.status == 200
        assert "No way to send is left with these filters." in page
        assert "Most come back without this one: Kind of company: bank" in page
        assert "?amount=1000&pay_in=cash&pay_out=cash&max_speed=one_hour" in page.links()

    def test_when_no_single_filter_helps_all_can_be_dropped(self, read: Read) -> None:
        page = read(f"{ASKED}&pay_out=home_delivery&pay_in=mobile_money")
        assert "No way to send is left with these filters." in page
        assert "Most come back" not in page
        assert "Remove all filters" in page
        assert "?amount=1000" in page.links()


@pytest.mark.django_db
class TestNothingRanked:
    def test_the_speed_can_be_the_filter_to_drop(self, read: Read) -> None:
        record(price(speed_min_minutes=1440, speed_max_minutes=4320))
        page = read(f"{ASKED}&max_speed=one_hour")
        assert "Most come back without this one: It arrives: within 1 hour" in page
        assert "?amount=1000" in page.links()

    def test_an_amount_out_of_range_says_the_range_and_offers_amounts(self, read: Read) -> None:
        record(price(amount="735"), price(amount="1840"), price("Plain", amount="735", fee="20"))
        page = read("/send/ae-ph/?amount=90000")
        assert "We know no price near this amount." in page
        # Half the smallest amount with the fee on top, and twice the largest.
        assert "Prices are known from AED 377.50 to AED 3,690.00." in page
        assert {"?amount=735", "?amount=1840"} <= set(page.links())

    def test_the_ends_of_the_range_said_can_be_asked_for(self, read: Read) -> None:
        record(price(amount="735"))
        assert "Prices are known from AED 377.50 to AED 1,480.00." in read("/send/ae-ph/?amount=1")
        assert len(read("/send/ae-ph/?amount=377.50").services()) == 1
        assert len(read("/send/ae-ph/?amount=1480").services()) == 1

    def test_in_receive_mode_the_range_is_in_the_other_currency(self, read: Read) -> None:
        record(price(amount="735"))
        page = read("/send/ae-ph/?amount=90000000&mode=receive")
        assert "Prices are known from ₱4,373.25 to ₱17,493.00." in page

    def test_a_day_before_the_first_price_leads_back_to_today(self, read: Read) -> None:
        record(price())
        page = read(f"{ASKED}&as_of=2009-02-03")
        assert "We know no price from before 3 February 2009." in page
        assert "?amount=1000" in page.links()

    def test_a_corridor_whose_prices_lie_ahead_of_today_has_none_yet(self, read: Read) -> None:
        record(price(seen=NOW + timedelta(minutes=5)))
        page = read(ASKED)
        assert "We know no price for this pair of countries yet." in page

    def test_shares_without_a_reference_rate_say_so(self, read: Read) -> None:
        share: dict[str, Any] = {"rate_basis": RateBasis.FROM_MARGIN, "stated_fx_margin_percent": Decimal(1)}
        record(surveyed(rate=None, transparent=True, **share))
        page = read(ASKED)
        assert "We have prices, but no reference rate to compare them with." in page
        assert "/?from=ae" in page.links()

    def test_undisclosed_rates_are_listed_with_the_reason_and_a_way_on(self, read: Read) -> None:
        record(
            price("Silent", rate=None), price("Silent", rate=None, fee="12", pay_out=(PayOut.BANK_ACCOUNT,))
        )
        page = read(ASKED)
        assert "None of the services here can be ranked." in page
        assert '<details class="unranked" open>' in page.html
        assert "Silent fees AED 10.00 to AED 12.00" in page
        assert "Other countries" in page

    def test_a_currency_that_nobody_pays_out_leads_to_the_ones_paid_out(self, read: Read) -> None:
        record(price())
        page = read(f"{ASKED}&receive_currency=EUR")
        assert "No service here works in this currency." in page
        assert "Other currencies: Paid out in Philippine pesos" in page


@pytest.mark.django_db
class TestNotRanked:
    def test_companies_are_named_once_a_reason_with_how_many_services(self, read: Read) -> None:
        add_cross_rate("AED", "PHP", "12", on=SURVEYED_AT)
        spring: dict[str, Any] = {"period": "2013_2Q", "seen": SURVEYED_AT - timedelta(days=60)}
        gone = [surveyed("Gone", pay_in=(way,), **spring) for way in (PayIn.CASH, PayIn.CARD)]
        record(surveyed("Here"), surveyed("Far", amount="20000"), *gone)
        page = read(ASKED)
        assert "Not ranked (3)" in page
        assert "No price was seen near this amount. Far" in page
        assert "The latest survey did not see this service; an earlier one did. Gone 2 services" in page
        # What an earlier survey saw comes last.
        assert page.text.index("Far") < page.text.index("Gone")

    def test_a_price_past_its_source_s_limit_is_listed_beside_fresh_ones(self, read: Read) -> None:
        record(price("Fresh"), price("Stale", seen=NOW - timedelta(days=4)), price("Offer", promotion=True))
        page = read(ASKED)
        assert "The last price we saw is too old to act on. Stale" in page
        assert "This price is a limited offer, not the price everyone pays. Offer" in page

    def test_sources_are_named_in_the_details(self, read: Read) -> None:
        record(price(kind=ProviderType.BANK))
        page = read(ASKED)
        assert "Swift Hawk: bank." in page
        assert "Source: Tariff sheets, 20 November 2026." in page
