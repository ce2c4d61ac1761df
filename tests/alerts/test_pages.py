"""The form as a person meets it, and what holds for every page of alerts."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from alerts.models import Alert, Mail
from alerts.tokens import CONFIRM, form_token, token_of
from tests.alerts.conftest import (
    ADDRESS,
    FORM,
    ONE_CLICK,
    MakeAlert,
    asked_by_mail,
    mails_of_a_turn,
    said,
    see_price,
    stop_link,
)
from tests.factories import NOW, make_provider, record, surveyed
from tests.pages.conftest import Page, Read

pytestmark = pytest.mark.django_db


def link_in_mail(page: str) -> str:
    found = re.search(rf"https://compare\.example\.org(/alerts/{page}/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


@pytest.mark.usefixtures("ae_ph")
class TestTheWholeWay:
    def test_asked_for_confirmed_written_to_and_ended(self, read: Read) -> None:
        page = read(FORM, said())
        assert (page.status, page.response["Location"]) == (302, "/alerts/asked/")
        assert "Look into your mail." in read("/alerts/asked/")
        assert asked_by_mail() == [ADDRESS]
        confirm = link_in_mail("confirm")
        assert "Shall we write to you?" in read(confirm)
        assert "We watch for you." in read(confirm, {})
        see_price("Swift Hawk", "12.1")
        assert [message.to for message in mails_of_a_turn(NOW)] == [[ADDRESS]]
        assert "It is over." in read(link_in_mail("stop"), {})
        assert not Alert.objects.exists()
        assert not Mail.objects.exists()

    def test_the_alert_speaks_the_language_that_it_was_asked_for_in(self, read: Read) -> None:
        page = read(f"{FORM}&lang=es", said())
        assert page.response["Location"] == "/alerts/asked/?lang=es"
        asked_by_mail()
        assert Alert.objects.get().language == "es"
        assert mail.outbox[0].subject.startswith("¿Es usted?")
        assert '<html lang="es">' in read(link_in_mail("confirm")).html

    def test_the_form_sends_what_it_shows(self, read: Read) -> None:
        """As a browser does: every field as it stands, and the first choice where none was made."""
        html = read(FORM).html
        fields = re.findall(r"<input [^>]*>", html)
        sent = {
            named[1]: value[1]
            for field in reversed(fields)
            if (named := re.search(r'name="(\w+)"', field))
            and (value := re.search(r'value="([^"]*)"', field))
        }
        assert sent.keys() == {"amount", "kind", "threshold", "email", "form"}
        assert read(FORM, sent | {"threshold": "11900", "email": ADDRESS}).status == 302
        assert Alert.objects.get().kind == "at_least"

    def test_the_choice_that_was_made_is_kept(self, read: Read) -> None:
        html = read(FORM, said(kind="best_changes", email="x")).html
        assert re.findall(r'<input type="radio"[^>]* value="(\w+)" checked>', html) == ["best_changes"]

    def test_filters_of_the_comparison_are_kept(self, read: Read) -> None:
        address = f"{FORM}&pay_out=cash"
        assert "Only these ways count: They get it as: cash" in read(address)
        read(address, said())
        assert Alert.objects.get().filters == "pay_out=cash"

    def test_a_link_from_what_must_arrive_asks_for_that_amount(self, read: Read) -> None:
        html = read("/alerts/?from=ae&to=ph&amount=12000&mode=receive").html
        assert re.search(r'id="threshold"[^>]* value="12000"', html)
        assert re.search(r'id="amount"[^>]* value=""', html)


@pytest.mark.usefixtures("ae_ph")
class TestTheForm:
    def test_it_says_what_the_family_gets_today(self, read: Read) -> None:
        assert "Today your family gets up to ₱11,781.00, with Swift Hawk." in read(FORM)

    def test_it_says_when_the_price_of_today_is_invented(self, read: Read, settings: Any) -> None:
        settings.SANDBOX_URL = "http://127.0.0.1:9"
        assert "invented" not in read(FORM)
        see_price("Play Money", "12.5")
        make_provider("Play Money", sandbox=True)
        assert "Sandbox prices: invented for trying the site." in read(FORM)

    def test_it_says_when_there_is_no_price_of_today(self, read: Read) -> None:
        record(surveyed(corridor="sa-ph", currencies=("SAR", "PHP")))
        assert "We know no price of today for this." in read("/alerts/?from=sa&to=ph&amount=1000")

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"email": ""}, "Write your e-mail address."),
            ({"email": "maria"}, "“maria” is not an e-mail address."),
            ({"email": "maria@example"}, "is not an e-mail address."),
            ({"email": "root@localhost"}, "is not an e-mail address."),
            ({"email": '"a b"@example.org'}, "is not an e-mail address."),
            ({"email": "a@[127.0.0.1]"}, "is not an e-mail address."),
            ({"email": "a\x00@example.org"}, "is not an e-mail address."),
            ({"email": "a@example.org\r\nBcc: b@example.org"}, "is not an e-mail address."),
            ({"email": f"{'a' * 250}@example.org"}, "is not an e-mail address."),
            ({"amount": ""}, "Say how much money"),
            ({"amount": "0"}, "The amount must be above 0"),
            ({"amount": "0.0001"}, "This is less than can be paid."),
            ({"amount": "9" * 30}, "is not an amount."),
            ({"amount": "1000\x00"}, "is not an amount."),
            ({"threshold": ""}, "Say how much your family should get at least."),
            ({"threshold": "lots"}, "“lots” is not an amount."),
            ({"threshold": "11781"}, "They would get ₱11,781.00 already today. Write a higher amount."),
            ({"kind": "tomorrow"}, "Choose what you want to be told."),
            ({"form": ""}, "This page had been open for long."),
            ({"form": "form.1234.forged"}, "This page had been open for long."),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
        self, read: Read, changes: dict[str, str], sentence: str
    ) -> None:
        page = read(FORM, said(**changes))
        assert page.status == 400
        assert sentence in page
        assert not Alert.objects.exists()
        if "email" not in changes:
            assert f'value="{ADDRESS}"' in page.html

    def test_a_form_is_good_for_two_hours(self, read: Read, friday: time_machine.Traveller) -> None:
        typed = said()
        friday.shift(timedelta(hours=2, seconds=1))
        assert "send it again" in read(FORM, typed)
        assert read(FORM, typed | {"form": form_token()}).status == 302

    @pytest.mark.parametrize(
        "address",
        [
            "/alerts/?from=ae&to=ph&amount=lots",
            "/alerts/?from=ae&to=ph&amount=1000&pay_in=shells",
            "/alerts/?from=ae&to=ph&amount=1000&send_currency=%00",
            "/alerts/?from=ae&to=ph&amount=1&amount=x",
        ],
    )
    def test_a_link_that_means_nothing_is_answered_with_a_sentence(self, read: Read, address: str) -> None:
        page = read(address)
        assert page.status == 400
        assert re.search(r"is not an amount|is not known|is not an ISO 4217", page.text)

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("/alerts/", 200),
            ("/alerts/?from=ae&to=ke", 404),
            ("/alerts/?from=%00&to=ph", 404),
            ("/alerts/?from=a%C3%A9&to=ph", 404),
        ],
    )
    def test_without_a_corridor_it_leads_to_the_comparison(
        self, read: Read, address: str, status: int
    ) -> None:
        page = read(address)
        assert page.status == status
        assert "Choose the two countries first." in page

    def test_what_is_typed_is_shown_and_never_run(self, read: Read) -> None:
        page = read("/alerts/?from=ae&to=ph&pay_in=<script>", said(email="<script>alert(1)</script>@x"))
        assert "<script>" not in page.html


class TestWithoutMail:
    """A site that is not set up for it offers no alerts and says so."""

    @pytest.fixture(autouse=True)
    def _off(self, settings: Any, ae_ph: Any) -> None:
        settings.ALERTS_OFF = "SITE_URL is not set"

    def test_the_form_says_so(self, read: Read) -> None:
        assert "This site sends no alerts." in read(FORM)
        assert read(FORM, said()).status == 404
        assert not Alert.objects.exists()

    def test_an_alert_can_still_be_ended(self, read: Read, make_alert: MakeAlert) -> None:
        assert read(stop_link(make_alert()), ONE_CLICK).status == 200
        assert not Alert.objects.exists()


class TestEveryPage:
    @pytest.fixture
    def pages(self, read: Read, make_alert: MakeAlert) -> list[Page]:
        alert = make_alert()
        confirm = f"/alerts/confirm/?t={token_of(alert, CONFIRM)}"
        addresses = [
            *(FORM, "/alerts/", "/alerts/asked/", confirm, stop_link(alert)),
            *(stop_link(alert).replace("stop", "forget"), "/alerts/stop/?t=x", f"{FORM}&pay_in=x"),
        ]
        read_ones = [read(address) for address in addresses]
        return [*read_ones, read(FORM, said(email="x")), read(confirm, {}), read(stop_link(alert), {})]

    def test_it_sets_no_cookie_and_nobody_keeps_or_finds_it(self, pages: list[Page]) -> None:
        for page in pages:
            assert not page.response.cookies
            assert page.response["Cache-Control"] == "no-store"
            assert page.response["Referrer-Policy"] == "no-referrer"
            assert page.response["X-Robots-Tag"] == "noindex"
            assert "Cookie" not in page.response.get("Vary", "")

    def test_it_has_one_heading_nothing_inline_and_nothing_from_elsewhere(self, pages: list[Page]) -> None:
        for page in pages:
            assert len(re.findall(r"<h1\b", page.html)) == 1
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src)", page.html)
            assert all(link.startswith("/static/") for link in page.loaded())
            assert len(page.loaded()) <= 4
            assert "!" not in page.text

    def test_it_can_be_read_in_the_other_language_without_losing_the_link(self, pages: list[Page]) -> None:
        for page in pages:
            request = page.response.wsgi_request  # type: ignore[attr-defined]
            (spanish,) = [
                link for link in page.links() if "lang=es" in link and link.startswith(request.path)
            ]
            assert f"t={request.GET['t']}" in spanish if "t" in request.GET else spanish

    def test_its_head_has_no_body(self, client: Client, ae_ph: Any) -> None:
        assert client.head(FORM).content == b""

    def test_it_knows_no_other_methods(self, client: Client, ae_ph: Any) -> None:
        assert client.put(FORM).status_code == client.delete("/alerts/stop/").status_code == 405
