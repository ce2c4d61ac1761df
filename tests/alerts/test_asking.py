"""Bounds and silence: what others can find out or do with the form, and what is kept how long."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from alerts import services
from alerts.asking import Wish, parse_wish, question_of
from alerts.domain.news import Kind
from alerts.models import Alert, Mail
from alerts.services import MOST_ALERTS, MOST_ASKED_A_DAY, MOST_ASKED_A_MINUTE, TooManyError
from corridors.domain.codes import PayOut
from corridors.models import Corridor
from tests.alerts.conftest import ADDRESS, FORM, MakeAlert, asked_by_mail, said
from tests.factories import NOW
from tests.pages.conftest import Read

pytestmark = pytest.mark.django_db


def wish(corridor: Corridor, **changes: Any) -> Wish:
    facts: dict[str, Any] = {
        "corridor": corridor,
        "send_currency": "AED",
        "receive_currency": "PHP",
        "amount": Decimal(1000),
        "filters": "",
        "kind": Kind.AT_LEAST,
        "threshold": Decimal(11900),
    }
    return Wish(**facts | changes)


def ask(corridor: Corridor, address: str = ADDRESS, at: Any = NOW, **changes: Any) -> None:
    services.ask(wish(corridor, **changes), address=address, language="en", known_best="swift-hawk", now=at)


class TestBounds:
    def test_an_address_is_asked_three_times_a_day_at_most(self, ae_ph: Corridor) -> None:
        for number in range(MOST_ASKED_A_DAY + 2):
            ask(ae_ph, amount=Decimal(1000 + number))
        assert Mail.objects.count() == Alert.objects.count() == MOST_ASKED_A_DAY
        ask(ae_ph, at=NOW + timedelta(days=1, seconds=1))
        assert Mail.objects.count() == MOST_ASKED_A_DAY + 1

    def test_capitals_make_no_other_address(self, ae_ph: Corridor) -> None:
        for address in ("maria@example.org", "Maria@example.org", "MARIA@example.org", "mAria@example.org"):
            ask(ae_ph, address)
        assert Mail.objects.count() == MOST_ASKED_A_DAY
        assert Alert.objects.count() == 1

    def test_an_address_has_ten_alerts_at_most(self, ae_ph: Corridor, make_alert: MakeAlert) -> None:
        for number in range(MOST_ALERTS):
            make_alert(amount=2000 + number)
        ask(ae_ph)
        assert Alert.objects.count() == MOST_ALERTS
        assert not Mail.objects.exists()

    def test_all_together_are_asked_thirty_times_a_minute_at_most(self, ae_ph: Corridor) -> None:
        for number in range(MOST_ASKED_A_MINUTE):
            ask(ae_ph, f"sender{number}@example.org")
        with pytest.raises(TooManyError):
            ask(ae_ph, "one-more@example.org")
        ask(ae_ph, "one-more@example.org", at=NOW + timedelta(minutes=1, seconds=1))
        assert Mail.objects.count() == MOST_ASKED_A_MINUTE + 1

    def test_who_comes_then_is_asked_to_wait_a_minute(
        self, read: Read, ae_ph: Corridor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(services, "MOST_ASKED_A_MINUTE", 0)
        page = read(FORM, said())
        assert (page.status, page.response["Retry-After"]) == (429, "60")
        assert "Wait a minute and send it again." in page


class TestSilence:
    def test_the_answer_is_the_same_whatever_is_known_of_an_address(
        self, read: Read, make_alert: MakeAlert
    ) -> None:
        make_alert(address="known@example.org")
        for number in range(MOST_ALERTS):
            make_alert(address="full@example.org", amount=2000 + number)
        answers = {
            (page.status, page.response["Location"], page.html)
            for who in ("known", "full", "unknown", "unknown", "unknown", "unknown")
            for page in [read(FORM, said(email=f"{who}@example.org"))]
        }
        assert len(answers) == 1

    def test_asked_for_again_an_alert_is_kept_once_and_lasts_another_year(
        self, make_alert: MakeAlert, ae_ph: Corridor
    ) -> None:
        alert = make_alert(expires_at=NOW + timedelta(days=3))
        ask(ae_ph)
        assert Mail.objects.get().alert == Alert.objects.get() == alert
        services.confirm(alert.id, now=NOW)
        assert Alert.objects.get().expires_at == NOW + timedelta(days=365)

    def test_a_stranger_who_asks_for_the_same_changes_nothing_of_it(
        self, make_alert: MakeAlert, ae_ph: Corridor
    ) -> None:
        alert = make_alert(language="es")
        ask(ae_ph)
        assert Alert.objects.filter(id=alert.id).values().get() == {
            name: getattr(alert, name) for name in Alert.objects.values()[0]
        }

    def test_no_address_is_logged_from_asking_to_deleting(
        self, read: Read, ae_ph: Corridor, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("DEBUG")
        read(FORM, said(email="x@"))
        read(FORM, said())
        asked_by_mail()
        services.forget_address(ADDRESS)
        assert "maria" not in caplog.text
        assert "x@" not in caplog.text

    def test_an_alert_in_a_log_is_a_number(self, make_alert: MakeAlert) -> None:
        alert = make_alert()
        assert str(alert) == str(alert.id)
        assert "maria" not in repr(alert) + repr(Mail(alert=alert))


class TestWhatIsKept:
    def test_unconfirmed_two_days_and_confirmed_a_year(self, ae_ph: Corridor) -> None:
        ask(ae_ph)
        alert = Alert.objects.get()
        assert alert.expires_at == NOW + timedelta(days=2)
        services.confirm(alert.id, now=NOW + timedelta(days=1))
        assert services.forget_expired(NOW + timedelta(days=366) - timedelta(seconds=1)) == 0
        assert services.forget_expired(NOW + timedelta(days=366)) == 1
        assert not Mail.objects.exists()

    def test_mails_thirty_days(self, ae_ph: Corridor) -> None:
        ask(ae_ph)
        services.confirm(Alert.objects.get().id, now=NOW)
        services.forget_expired(NOW + timedelta(days=30))
        assert Alert.objects.exists()
        assert not Mail.objects.exists()

    def test_only_who_asked_about_the_best_company_has_a_known_one(self, ae_ph: Corridor) -> None:
        ask(ae_ph)
        ask(ae_ph, kind=Kind.BEST_CHANGES, threshold=None)
        known = dict(Alert.objects.values_list("kind", "known_best"))
        assert known == {"at_least": "", "best_changes": "swift-hawk"}


class TestTheWish:
    def test_it_asks_the_comparison_what_was_asked_on_the_form(self, ae_ph: Corridor) -> None:
        typed = {
            **{"amount": "1,000.50", "kind": "best_changes", "email": " Maria@Example.ORG "},
            **{"pay_out": "cash", "receive_currency": "usd", "as_of": "2013-01-01", "mode": "receive"},
        }
        wanted, address = parse_wish(typed, ae_ph, today=NOW.date())
        services.ask(wanted, address=address, language="en", known_best="", now=NOW)
        alert = Alert.objects.get()
        asked = question_of(alert, today=NOW.date())
        assert alert.address == "Maria@example.org"
        assert (asked.amount, asked.mode, asked.as_of) == (Decimal("1000.50"), "pay", None)
        assert asked.filters.pay_out is PayOut.CASH
        assert (asked.send_currency, asked.receive_currency) == ("AED", "USD")

    def test_amounts_are_in_steps_of_what_the_currency_pays(self, ae_ph: Corridor) -> None:
        typed = {"amount": "1000.567", "kind": "at_least", "threshold": "0.0001", "email": ADDRESS}
        wanted, _address = parse_wish(typed, ae_ph, today=NOW.date())
        assert (wanted.amount, wanted.threshold) == (Decimal("1000.57"), Decimal("0.01"))
