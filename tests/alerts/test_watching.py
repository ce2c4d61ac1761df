"""Who is written to, when, and about what: prices come in, and mails go out or do not."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError

from alerts import outbox, sending, watching
from alerts.models import Alert, Mail
from alerts.selectors import due
from corridors.asking import Asked
from corridors.domain.codes import PayOut
from corridors.models import Corridor
from tests.alerts.conftest import MakeAlert, mails_of_a_turn, see_price
from tests.factories import NOW, make_provider, price, record

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1, minutes=1)


class TestAnAmount:
    def test_it_brings_one_mail_when_it_is_reached(self, make_alert: MakeAlert) -> None:
        make_alert()
        assert mails_of_a_turn(NOW) == []
        see_price("Swift Hawk", "12.1")
        (message,) = mails_of_a_turn(NOW)
        assert message.to == ["maria@example.org"]
        assert message.subject == "₱11,979.00 now for AED 1,000.00 to Philippines"

    def test_it_brings_no_second_one_while_it_stays_reached(self, make_alert: MakeAlert) -> None:
        make_alert()
        see_price("Swift Hawk", "12.1")
        assert len(mails_of_a_turn(NOW)) == 1
        for day in (1, 2):
            at = TOMORROW + timedelta(days=day)
            see_price("Swift Hawk", f"12.{1 + day}", at=at)
            assert mails_of_a_turn(at) == []

    def test_it_brings_another_one_after_it_was_missed(self, make_alert: MakeAlert) -> None:
        make_alert()
        see_price("Swift Hawk", "12.1")
        assert len(mails_of_a_turn(NOW)) == 1
        see_price("Swift Hawk", "11.9", at=TOMORROW)
        assert mails_of_a_turn(TOMORROW) == []
        later = TOMORROW + timedelta(hours=1)
        see_price("Swift Hawk", "12.2", at=later)
        assert len(mails_of_a_turn(later)) == 1

    def test_it_is_measured_by_the_ways_that_count(self, make_alert: MakeAlert) -> None:
        make_alert(filters="pay_out=bank_account")
        see_price("Swift Hawk", "12.1")
        assert mails_of_a_turn(NOW) == []
        record(price("Old Bank", fee="0", rate="12.2", pay_out=(PayOut.BANK_ACCOUNT,)))
        assert "with Old Bank" in mails_of_a_turn(NOW)[0].body


class TestSeveralAlertsOfOne:
    def test_one_mail_a_day_goes_to_a_person_however_it_is_written(self, make_alert: MakeAlert) -> None:
        make_alert()
        make_alert(amount="2000", threshold="23000", address="Maria@Example.org")
        make_alert(address="other@example.org")
        see_price("Swift Hawk", "12.1")
        assert sorted(message.to[0].lower() for message in mails_of_a_turn(NOW)) == [
            "maria@example.org",
            "other@example.org",
        ]
        assert mails_of_a_turn(NOW + timedelta(hours=23)) == []

    def test_the_other_one_has_its_turn_the_next_day(self, make_alert: MakeAlert) -> None:
        make_alert()
        make_alert(amount="2000", threshold="23000")
        see_price("Swift Hawk", "12.1")
        (first,) = mails_of_a_turn(NOW)
        see_price("Swift Hawk", "12.1", at=TOMORROW)
        (second,) = mails_of_a_turn(TOMORROW)
        assert first.subject != second.subject

    def test_while_a_mail_is_under_way_the_other_waits(self, make_alert: MakeAlert) -> None:
        make_alert()
        make_alert(amount="2000", threshold="23000")
        see_price("Swift Hawk", "12.1")
        assert watching.look(NOW) == 1
        assert watching.look(NOW) == 0
        assert Mail.objects.filter(kind=Mail.Kind.NEWS).count() == 1


class TestTheBestCompany:
    def test_it_brings_a_mail_when_another_gives_more(self, make_alert: MakeAlert) -> None:
        make_alert(kind="best_changes")
        assert mails_of_a_turn(NOW) == []
        see_price("Plain Exchange", "12", fee="10")
        (message,) = mails_of_a_turn(NOW)
        assert message.subject == "₱11,880.00 now for AED 1,000.00 to Philippines, with Plain Exchange"
        assert "That is ₱99.00 more than with Swift Hawk, the best until now (₱11,781.00)." in message.body

    def test_the_next_change_is_measured_from_the_one_they_were_told(self, make_alert: MakeAlert) -> None:
        make_alert(kind="best_changes")
        see_price("Plain Exchange", "12", fee="10")
        mails_of_a_turn(NOW)
        see_price("Swift Hawk", "12.1", at=TOMORROW)
        see_price("Plain Exchange", "12", at=TOMORROW)
        assert "more than with Plain Exchange" in mails_of_a_turn(TOMORROW)[0].body

    def test_who_asked_while_no_price_was_known_is_written_to_once_there_is_one(
        self, make_alert: MakeAlert
    ) -> None:
        alert = make_alert(kind="best_changes", known_best="")
        (message,) = mails_of_a_turn(NOW)
        assert message.body.startswith("Swift Hawk is now the best: your family would get")
        assert "the best until now" not in message.body
        alert.refresh_from_db()
        assert alert.known_best == "swift-hawk"


class TestAtMostOneADay:
    def test_two_changes_within_a_day_are_one_mail(self, make_alert: MakeAlert) -> None:
        make_alert(kind="best_changes")
        see_price("Plain Exchange", "12", fee="10")
        assert len(mails_of_a_turn(NOW)) == 1
        later = NOW + timedelta(hours=23, minutes=59)
        see_price("Plain Exchange", "11.9", fee="10", at=later)
        see_price("Swift Hawk", "12.5", at=later)
        assert mails_of_a_turn(later) == []
        assert len(mails_of_a_turn(NOW + timedelta(hours=24))) == 1

    def test_a_day_begins_when_the_mail_went_and_not_when_it_was_written(self, make_alert: MakeAlert) -> None:
        make_alert(kind="best_changes")
        see_price("Plain Exchange", "12", fee="10")
        watching.look(NOW)
        delayed = NOW + timedelta(hours=5)
        assert sending.send_waiting(lambda: delayed) == 1
        see_price("Swift Hawk", "12.5", at=TOMORROW)
        see_price("Plain Exchange", "12", at=TOMORROW)
        assert mails_of_a_turn(TOMORROW) == []
        assert len(mails_of_a_turn(delayed + timedelta(days=1))) == 1

    def test_the_database_refuses_a_second_one_of_a_day(self, make_alert: MakeAlert) -> None:
        alert = make_alert()
        outbox.enqueue(Mail(alert=alert, kind=Mail.Kind.NEWS), now=NOW)
        outbox.enqueue(Mail(alert=alert, kind=Mail.Kind.CONFIRM), now=NOW)
        with pytest.raises(IntegrityError):
            outbox.enqueue(Mail(alert=alert, kind=Mail.Kind.NEWS), now=NOW + timedelta(hours=1))

    def test_a_mail_on_its_way_keeps_the_next_one_back(self, make_alert: MakeAlert) -> None:
        alert = make_alert()
        outbox.enqueue(Mail(alert=alert, kind=Mail.Kind.NEWS), now=NOW - timedelta(days=2))
        assert not due(NOW).exists()

    def test_looking_twice_at_once_writes_once(self, make_alert: MakeAlert) -> None:
        make_alert()
        see_price("Swift Hawk", "12.1")
        assert (watching.look(NOW), watching.look(NOW)) == (1, 0)
        assert Mail.objects.count() == 1


class TestWhoIsLookedAt:
    def test_nobody_who_has_not_confirmed(self, make_alert: MakeAlert) -> None:
        make_alert(confirmed_at=None)
        see_price("Swift Hawk", "12.1")
        assert mails_of_a_turn(NOW) == []

    def test_nobody_whose_year_is_over(self, make_alert: MakeAlert) -> None:
        make_alert(expires_at=NOW)
        see_price("Swift Hawk", "12.1")
        assert mails_of_a_turn(NOW) == []

    def test_nobody_whose_corridor_has_not_changed(
        self, make_alert: MakeAlert, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        alert = make_alert()
        watching.look(NOW)
        alert.refresh_from_db()
        assert alert.seen_version == Corridor.objects.get().version
        monkeypatch.setattr(watching, "see", lambda *_, **__: pytest.fail("nothing is new"))
        watching.look(NOW)
        record(price("Swift Hawk", corridor="ae-in", currencies=("AED", "INR"), rate="22"))
        watching.look(NOW)

    def test_nobody_is_told_prices_of_yesterday_s_survey(self, make_alert: MakeAlert) -> None:
        make_alert()
        see_price("Swift Hawk", "12.1")
        next_week = NOW + timedelta(days=7)
        assert mails_of_a_turn(next_week) == []

    def test_alerts_that_ask_the_same_are_answered_by_one_comparison(
        self, make_alert: MakeAlert, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(3):
            make_alert(address=f"sender{number}@example.org", threshold=11_900 + number)
        see_price("Swift Hawk", "12.1")
        asked, real = [], watching.see

        def counted(corridor: Corridor, question: Asked, *, now: datetime) -> watching.Seen:
            asked.append(question)
            return real(corridor, question, now=now)

        monkeypatch.setattr(watching, "see", counted)
        assert len(mails_of_a_turn(NOW)) == 3
        assert len(asked) == 1

    def test_one_that_breaks_leaves_the_others_alone(
        self, make_alert: MakeAlert, caplog: pytest.LogCaptureFixture
    ) -> None:
        make_alert(address="broken@example.org", filters="pay_in=shells")
        make_alert()
        see_price("Swift Hawk", "12.1")
        assert [message.to for message in mails_of_a_turn(NOW)] == [["maria@example.org"]]
        assert "could not look at an alert" in caplog.text
        assert "broken@example.org" not in caplog.text


class TestWhatIsNotSentInTheEnd:
    """The alert counts as told only when the server took the mail."""

    @pytest.mark.parametrize("end", ["unknown", "failed"])
    def test_news_that_may_not_have_arrived_are_told_again_the_next_day(
        self, make_alert: MakeAlert, end: str
    ) -> None:
        alert = make_alert()
        see_price("Swift Hawk", "12.1")
        watching.look(NOW)
        Mail.objects.update(state=end)
        assert mails_of_a_turn(NOW + timedelta(hours=12)) == []
        assert len(mails_of_a_turn(TOMORROW)) == 1
        alert.refresh_from_db()
        assert not alert.is_armed

    def test_news_that_are_no_longer_true_are_not(self, make_alert: MakeAlert) -> None:
        make_alert()
        see_price("Swift Hawk", "12.1")
        watching.look(NOW)
        Mail.objects.update(state=Mail.State.UNKNOWN)
        see_price("Swift Hawk", "11.9", at=TOMORROW)
        assert mails_of_a_turn(TOMORROW) == []

    def test_who_ends_the_alert_meanwhile_gets_nothing(self, make_alert: MakeAlert) -> None:
        make_alert()
        see_price("Swift Hawk", "12.1")
        watching.look(NOW)
        Alert.objects.all().delete()
        mail.outbox.clear()
        assert sending.send_waiting(lambda: NOW) == 0
        assert mail.outbox == []


def test_invented_prices_are_said_to_be_invented(make_alert: MakeAlert, settings: object) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9"  # type: ignore[attr-defined]
    make_alert()
    see_price("Play Money", "12.5")
    make_provider("Play Money", sandbox=True)
    (message,) = mails_of_a_turn(NOW)
    assert message.body.startswith("Sandbox prices: invented for trying the site.\n\nYour family would get")


def test_without_a_sandbox_invented_prices_are_no_news(make_alert: MakeAlert) -> None:
    make_alert()
    see_price("Play Money", "12.5")
    make_provider("Play Money", sandbox=True)
    assert mails_of_a_turn(NOW) == []
