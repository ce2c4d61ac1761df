"""Where the links in mails lead, as a person, a mail program and a stranger meet them."""

from datetime import timedelta

import pytest
from django.test import Client

from alerts.models import Alert
from alerts.tokens import CONFIRM, END, token_of
from tests.alerts.conftest import ONE_CLICK, MakeAlert, stop_link
from tests.factories import NOW
from tests.pages.conftest import Page, Read

pytestmark = pytest.mark.django_db


class TestConfirming:
    def test_opening_the_link_changes_nothing(self, read: Read, make_alert: MakeAlert) -> None:
        alert = make_alert(confirmed_at=None, expires_at=NOW + timedelta(days=1))
        for _ in range(2):
            read(f"/alerts/confirm/?t={token_of(alert, CONFIRM)}")
        assert Alert.objects.get().confirmed_at is None

    def test_pressing_the_button_begins_a_year(self, read: Read, make_alert: MakeAlert) -> None:
        alert = make_alert(confirmed_at=None, expires_at=NOW + timedelta(days=1))
        page = read(f"/alerts/confirm/?t={token_of(alert, CONFIRM)}", {})
        assert "It ends by itself on 20 November 2027, and your address is deleted." in page
        assert Alert.objects.get().expires_at == NOW + timedelta(days=365)

    def test_a_link_that_came_too_late_leads_nowhere(self, read: Read, make_alert: MakeAlert) -> None:
        alert = make_alert(confirmed_at=None, expires_at=NOW)
        link = f"/alerts/confirm/?t={token_of(alert, CONFIRM)}"
        assert read(link).status == read(link, {}).status == 404
        assert Alert.objects.get().confirmed_at is None

    def test_the_link_that_ends_does_not_confirm(self, read: Read, make_alert: MakeAlert) -> None:
        alert = make_alert(confirmed_at=None)
        assert read(f"/alerts/confirm/?t={token_of(alert, END)}", {}).status == 404


class TestEnding:
    def test_opening_the_link_changes_nothing(self, read: Read, make_alert: MakeAlert) -> None:
        alert = make_alert()
        page = read(stop_link(alert))
        assert "End this alert?" in page
        assert "at least ₱11,900.00 for AED 1,000.00 from United Arab Emirates to Philippines" in page
        assert Alert.objects.exists()

    def test_a_mail_program_ends_it_in_one_step_without_cookie_or_redirect(
        self, make_alert: MakeAlert
    ) -> None:
        """RFC 8058, section 3.2: a POST with this body, and nothing else that a browser would have."""
        strict = Client(enforce_csrf_checks=True)
        for _ in range(2):
            answer = strict.post(stop_link(make_alert()), ONE_CLICK)
            assert answer.status_code == 200
            assert not answer.cookies
            assert not Alert.objects.exists()

    def test_the_body_may_be_of_either_kind_that_a_form_has(self, make_alert: MakeAlert) -> None:
        body = "List-Unsubscribe=One-Click"
        Client().post(stop_link(make_alert()), body, content_type="application/x-www-form-urlencoded")
        assert not Alert.objects.exists()

    def test_ending_what_is_over_gives_the_same_answer(self, read: Read, make_alert: MakeAlert) -> None:
        link = stop_link(make_alert())
        first, second = read(link, ONE_CLICK), read(link, ONE_CLICK)
        assert (first.status, first.text) == (second.status, second.text) == (200, first.text)

    def test_the_other_alerts_of_an_address_go_on(self, read: Read, make_alert: MakeAlert) -> None:
        other = make_alert(amount="500")
        read(stop_link(make_alert()), ONE_CLICK)
        assert Alert.objects.get() == other

    def test_everything_of_an_address_goes_at_once(self, read: Read, make_alert: MakeAlert) -> None:
        make_alert(address="MARIA@example.org", amount="500")
        strange = make_alert(address="jose@example.org")
        link = stop_link(make_alert()).replace("stop", "forget")
        page = read(link)
        assert "That is 2 alerts and the address itself." in page
        assert "Everything is deleted." in read(link, {})
        assert Alert.objects.get() == strange
        assert read(link).status == 404

    @pytest.mark.parametrize("token", ["", "x", "x.y", "\x00", "é" * 200, "0" * 32 + "." + "A" * 43, "a.b.c"])
    @pytest.mark.parametrize("page", ["confirm", "stop", "forget"])
    def test_a_link_that_we_did_not_make_leads_nowhere(
        self, client: Client, make_alert: MakeAlert, page: str, token: str
    ) -> None:
        make_alert()
        for answer in (
            client.get(f"/alerts/{page}/", {"t": token}),
            client.post(f"/alerts/{page}/", ONE_CLICK, query_params={"t": token}),
        ):
            assert answer.status_code == 404
            assert "This link leads nowhere any more." in Page(answer).text  # type: ignore[arg-type]
        assert Alert.objects.exists()
