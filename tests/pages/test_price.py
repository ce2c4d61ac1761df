"""A price's own page: what was said, what we made of it, where it came from, what it hangs together with."""

import hashlib
import json
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from corridors.domain.codes import RateBasis, RateFixedAt
from corridors.domain.readings import PriceReading
from corridors.models import Price
from providers.inbound import accept
from providers.models import ArchivedAnswer
from tests.factories import NOW, SURVEYED_AT, add_cross_rate, make_provider, price, record, surveyed
from tests.pages.conftest import Page, Read
from tests.providers.handed_in import a_price, delivery

pytestmark = pytest.mark.django_db


def only() -> Price:
    return Price.objects.get()


def page_of(read: Read, stored: Price, language: str = "") -> Page:
    page = read(f"/prices/{stored.pk}/{language}")
    assert page.status == 200
    return page


def row(number: str, **changes: Any) -> PriceReading:
    """A survey's row with the source's own number, which a later release may correct."""
    reading = surveyed(**changes)
    return reading._replace(statement=reading.statement._replace(source_line=number))


class TestWhatIsShown:
    def test_what_the_source_said_stands_beside_what_we_worked_out(self, read: Read):
        add_cross_rate("AED", "PHP", "12")
        record(price(fee="10.25", rate="11.9", note="Only on weekdays."))
        page = page_of(read, only())
        assert "A price of Swift Hawk" in page
        assert "Sending AED 1,000.00 cost 1.858333333% fee and exchange rate together" in page
        assert "Fee AED 10.25" in page
        assert "Exchange rate 1 AED = 11.9 PHP" in page
        assert "Reference rate 1 AED = 12 PHP Published by European Central Bank" in page
        assert "Published for 20 November 2026 Fee 1.025% Exchange-rate margin 0.833333333%" in page
        assert "The source notes: Only on weekdays." in page
        assert "The source states no total, so statistics use ours." in page

    def test_what_is_not_stated_is_not_nothing(self, read: Read):
        record(price("Silent Bank", rate=None, fee="0", recipient_fee=None, speed_max_minutes=None))
        page = page_of(read, only())
        assert "Fee AED 0.00" in page
        assert "Taken at pay-out not stated" in page
        assert "Sending AED 1,000.00 cost an unknown part of it" in page
        assert "The company does not say its exchange rate, so statistics leave this price out." in page
        assert "Without a fee and an exchange rate there is no total." in page

    def test_a_total_that_differs_from_the_source_s_is_said(self, read: Read):
        add_cross_rate("AED", "PHP", "12", on=SURVEYED_AT)
        record(surveyed(stated_total_percent=Decimal(3), stated_fx_margin_percent=Decimal(2)))
        page = page_of(read, only())
        assert "Our total and the source’s are more than 0.01 points apart. Both are kept." in page
        assert "Sending AED 1,000.00 cost 3%" in page
        assert "Statistics use the source’s total" in page

    def test_the_age_of_an_older_reference_rate_is_said(self, read: Read):
        add_cross_rate("AED", "PHP", "12", on=NOW - timedelta(days=3))
        record(price())
        assert "The reference rate is 3 days older than the price." in page_of(read, only())

    def test_both_clocks_the_fingerprint_and_the_place_are_given(self, read: Read):
        record(price(seen=NOW - timedelta(hours=2)))
        page = page_of(read, only())
        assert "When it was true 20 November 2026, 10:00:00 UTC" in page
        assert "When we learned of it 20 November 2026, 12:00:00 UTC" in page
        assert f"Fingerprint {only().fingerprint}" in page
        assert "Place in the payload test" in page

    def test_rates_have_a_unit_and_amounts_are_written_in_one_way_with_all_decimals(self, read: Read):
        stated: dict[str, Any] = {"stated_rate": Decimal("11.5"), "stated_reference_rate": Decimal("11.75")}
        record(surveyed(fee="10.256", stated_denomination=Decimal(200), **stated))
        page = page_of(read, only())
        assert "Amount sent AED 1,000.00 Amount as the source names it US$200.00" in page
        assert "Fee AED 10.256" in page
        assert "Exchange rate 1 AED = 11.5 PHP Reference rate 1 AED = 11.75 PHP" in page
        assert "Some rows of surveys state rates in another unit" in page

    def test_a_period_is_written_in_words_and_leads_to_the_history(self, read: Read):
        record(surveyed())
        page = page_of(read, only())
        assert "Survey period Q3 2013" in page
        assert "/corridors/ae-ph/history/?price_point=200" in page.links()

    def test_a_survey_states_a_day_and_no_hour(self, read: Read):
        record(surveyed())
        assert "When it was true 20 July 2013 When we learned" in page_of(read, only())

    def test_a_corridor_of_one_currency_has_no_exchange_rate(self, read: Read):
        record(price(currencies=("AED", "AED"), rate="1"))
        page = page_of(read, only())
        assert "What we worked out Fee 1%" in page

    def test_a_rate_that_a_survey_knows_as_a_margin_is_worked_out(self, read: Read):
        add_cross_rate("AED", "PHP", "12", on=SURVEYED_AT)
        margin: dict[str, Any] = {
            "rate": None,
            "rate_basis": RateBasis.FROM_MARGIN,
            "stated_fx_margin_percent": Decimal(2),
        }
        record(surveyed(transparent=True, **margin))
        page = page_of(read, only())
        assert "Exchange rate 1 AED = 11.76 PHP Known by worked out from the share" in page

    def test_a_rate_that_may_still_change_says_so(self, read: Read):
        record(price(rate_fixed_at=RateFixedAt.PAYOUT))
        assert "fixed when the money is paid out: it may still change" in page_of(read, only())

    def test_it_speaks_spanish(self, read: Read):
        record(surveyed())
        page = page_of(read, only(), "?lang=es")
        assert "20 de julio de 2013" in page

    def test_the_kind_of_price_is_said(self, read: Read):
        record(price(promotion=True, band_end=True))
        page = page_of(read, only())
        assert "This price is a limited offer" in page
        assert "one end of a band of a published tariff" in page


class TestWhereItCameFrom:
    @pytest.fixture(autouse=True)
    def _archive(self, settings):
        memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
        settings.STORAGES = settings.STORAGES | {"archive": memory}
        add_cross_rate("AED", "PHP", "12")

    def test_the_payload_is_named_by_its_hash_and_the_sender_s_file_is_not(self, read: Read):
        said = [a_price()]
        accept(delivery(*said, name="ana-private.json"), now=NOW)
        page = page_of(read, only())
        assert hashlib.sha256(json.dumps(said).encode()).hexdigest() in page
        assert "uploaded by an operator" in page
        assert "The payload is kept in the archive" in page
        assert "ana" not in page.text.replace("Canada", "")

    def test_a_payload_whose_time_was_over_is_said_to_be_gone(self, read: Read):
        accept(delivery(a_price()), now=NOW)
        ArchivedAnswer.objects.update(body_kept=False)
        assert "The payload was removed from the archive when its time was over" in page_of(read, only())

    def test_of_several_answers_the_one_that_the_place_names_is_shown(self, read: Read):
        outcome = accept(delivery(a_price()), now=NOW)
        other = ArchivedAnswer.objects.get()
        other.pk, other.sha256 = None, "f" * 64
        other.save()
        page = page_of(read, only())
        assert outcome.sha256 in page
        assert "f" * 64 not in page

    def test_of_several_answers_without_a_place_it_is_not_recorded_which(self, read: Read):
        record(price())
        for digit in "ab":
            ArchivedAnswer.objects.create(
                run_id=only().run_id, sha256=digit * 64, question="/rates", asked={}, bytes=1, received_at=NOW
            )
        page = page_of(read, only())
        assert "It is not recorded which of these answers the price stood in." in page

    def test_what_was_asked_of_a_source_is_shown(self, read: Read):
        record(price())
        run = only().run
        run.trigger = "poll"
        run.save()
        ArchivedAnswer.objects.create(
            run=run, sha256="a" * 64, question="/prices?to=PH", asked={}, bytes=1, received_at=NOW
        )
        page = page_of(read, only())
        assert "asked of the source as planned" in page
        assert "Question sent /prices?to=PH" in page


class TestWhatItHangsTogetherWith:
    def test_the_price_before_and_the_price_after_are_linked(self, read: Read):
        for days in (3, 2, 1):
            record(price(fee=str(days), seen=NOW - timedelta(days=days)))
        record(price(amount="500"), price("Plain Exchange"))
        first, middle, last = Price.objects.filter(
            service__provider__slug="swift-hawk", send_amount=1000
        ).order_by("observed_at")
        page = page_of(read, middle)
        assert f"/prices/{first.pk}/" in page.links()
        assert f"/prices/{last.pk}/" in page.links()
        assert "A later price of the same service is known." in page
        newest = page_of(read, last)
        assert "This is the latest price we know of this service at this amount." in newest
        assert [link for link in newest.links() if re.fullmatch(r"/prices/\d+/", link)] == [
            f"/prices/{middle.pk}/"
        ]

    def test_price_points_are_followed_though_their_amounts_change(self, read: Read):
        earlier: dict[str, Any] = {
            "period": "2013_2Q",
            "seen": SURVEYED_AT - timedelta(days=80),
            "amount": "735",
        }
        record(surveyed(**earlier))
        record(surveyed(amount="740"), surveyed(amount="1850", price_point=500))
        first = Price.objects.get(period="2013_2Q")
        second = Price.objects.get(period="2013_3Q", price_point=200)
        assert f"/prices/{second.pk}/" in page_of(read, first).links()

    def test_a_correction_and_what_it_corrects_are_linked_both_ways(self, read: Read):
        record(row("7", fee="10"))
        record(row("7", fee="12"), at=NOW + timedelta(days=1))
        wrong, right = Price.objects.order_by("id")
        old, new = page_of(read, wrong), page_of(read, right)
        assert "The source corrected this price" in old
        assert f"Corrected by number {right.pk}, seen 20 July 2013" in old
        assert f"Corrects number {wrong.pk}, seen 20 July 2013" in new

    def test_a_price_that_a_later_survey_hides_says_so(self, read: Read):
        earlier: dict[str, Any] = {"period": "2013_2Q", "seen": SURVEYED_AT - timedelta(days=80)}
        record(surveyed(**earlier, amount="2500", price_point=500))
        record(surveyed())
        hidden = Price.objects.get(period="2013_2Q")
        assert "This price no longer stands" in page_of(read, hidden)


class TestFromTheComparison:
    def test_every_option_leads_to_the_price_it_is_made_of(self, read: Read):
        record(price(), price(amount="5000", fee="20"))
        near, far = (Price.objects.get(send_amount=amount).pk for amount in (1000, 5000))
        for asked, expected in (("1000", near), ("6000", far)):
            links = read(f"/send/ae-ph/?amount={asked}").links()
            assert [link for link in links if re.fullmatch(r"/prices/\d+/", link)] == [f"/prices/{expected}/"]


class TestSandbox:
    def test_an_invented_price_is_not_there_without_a_sandbox(self, read: Read):
        make_provider("Swift Hawk", sandbox=True)
        record(price())
        assert read(f"/prices/{only().pk}/").status == 404

    def test_with_one_it_is_marked(self, read: Read, settings):
        settings.SANDBOX_URL = "http://sandbox.test"
        make_provider("Swift Hawk", sandbox=True)
        record(price())
        assert "Sandbox prices: invented for trying the site." in page_of(read, only())


class TestAddresses:
    @pytest.mark.parametrize(
        "number",
        ["abc", "0", "-1", "01", "1.0", "1e3", "%00", "١", "99999999999999999999", "9" * 5000, "%F0%9F"],
    )
    def test_what_is_no_number_is_not_found_and_no_query_is_asked(
        self, read: Read, number: str, django_assert_num_queries: DjangoAssertNumQueries
    ):
        with django_assert_num_queries(0):
            page = read(f"/prices/{number}/")
        assert page.status == 404
        assert "That is not the number of a price." in page

    @pytest.mark.parametrize("number", ["7", str(2**63 - 1)])
    def test_a_number_without_a_price_says_what_numbers_are(self, read: Read, number: str):
        page = read(f"/prices/{number}/")
        assert page.status == 404
        assert f"There is no price number {number}." in page
        assert "none is ever removed" in page

    def test_it_is_only_read_and_kept_for_a_minute(self, client: Client):
        record(price())
        address = f"/prices/{only().pk}/"
        assert client.post(address).status_code == 405
        assert client.get(address)["Cache-Control"] == "public, max-age=60"

    def test_it_costs_seven_queries_and_eight_where_it_no_longer_stands(
        self, read: Read, django_assert_num_queries: DjangoAssertNumQueries
    ):
        add_cross_rate("AED", "PHP", "12", on=SURVEYED_AT)
        record(row("7", fee="10"))
        record(row("7", fee="12"), at=NOW + timedelta(days=1))
        for stored, queries in zip(Price.objects.order_by("id"), (8, 7), strict=True):
            with django_assert_num_queries(queries):
                page_of(read, stored)
