"""Who calls what and when: Celery's beat, the one-machine scheduler, cron; and what operators see and do."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alerts import outbox, selectors, services, tasks, watching
from alerts.models import Alert, Mail
from providers import scheduler
from remitcompare.celery import app
from tests.alerts.conftest import FORM, MakeAlert, said, see_price, stop_link
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def run(name: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


class TestTheSchedule:
    def test_beat_knows_the_feeds_and_the_alerts(self) -> None:
        app.loader.import_default_modules()
        known = set(app.tasks)
        named = {entry["task"] for entry in app.conf.beat_schedule.values()}
        assert {"alerts.look", "alerts.send", "alerts.forget", "providers.recover"} <= named <= known

    def test_the_one_machine_scheduler_takes_each_when_it_is_due(self, settings: Any) -> None:
        settings.CELERY_BEAT_SCHEDULE = {
            "often": {"task": "alerts.send", "schedule": timedelta(seconds=20)},
            "seldom": {"task": "alerts.forget", "schedule": timedelta(hours=1)},
        }
        beside = scheduler.Beside()
        assert beside.due(NOW) == ["alerts.send", "alerts.forget"]
        assert beside.due(NOW + timedelta(seconds=19)) == []
        assert beside.due(NOW + timedelta(seconds=20)) == ["alerts.send"]
        assert beside.due(NOW + timedelta(hours=1)) == ["alerts.send", "alerts.forget"]

    def test_what_it_takes_is_done_here(self, make_alert: MakeAlert) -> None:
        make_alert()
        see_price("Swift Hawk", "12.1")
        scheduler.run_task("alerts.look")
        scheduler.run_task("alerts.send")
        assert [message.to for message in mail.outbox] == [["maria@example.org"]]

    def test_where_alerts_are_off_nothing_is_looked_for_or_sent_but_deleting_goes_on(
        self, make_alert: MakeAlert, settings: Any
    ) -> None:
        settings.ALERTS_OFF = "SITE_URL is not set"
        make_alert()
        over = make_alert(expires_at=NOW)
        see_price("Swift Hawk", "12.1")
        for task in (tasks.look, tasks.send, tasks.forget):
            task()
        assert not Mail.objects.exists()
        assert over not in Alert.objects.all()


class TestCommands:
    def test_send_alerts_does_once_what_the_schedule_does(self, make_alert: MakeAlert) -> None:
        make_alert()
        make_alert(expires_at=NOW)
        see_price("Swift Hawk", "12.1")
        assert run("send_alerts") == "1 with news, 1 mails sent, 1 alerts over and deleted\n"
        assert run("send_alerts") == "0 with news, 0 mails sent, 0 alerts over and deleted\n"

    def test_send_alerts_says_why_it_cannot(self, settings: Any, make_alert: MakeAlert) -> None:
        settings.ALERTS_OFF = "SITE_URL is not set: a mail needs links that lead here."
        make_alert(expires_at=NOW)
        with pytest.raises(CommandError, match=r"Alerts are off. SITE_URL is not set"):
            run("send_alerts")
        assert not Alert.objects.exists()

    def test_forget_alerts_deletes_all_of_an_address_in_whatever_letters(self, make_alert: MakeAlert) -> None:
        make_alert()
        make_alert(address="Maria@EXAMPLE.org")
        strange = make_alert(address="mariana@example.org")
        assert run("forget_alerts", " MARIA@example.org ") == "2 alerts deleted\n"
        assert run("forget_alerts", "maria@example.org") == "0 alerts deleted\n"
        assert Alert.objects.get() == strange

    def test_forget_alerts_takes_no_signs_for_others(self, make_alert: MakeAlert) -> None:
        make_alert()
        assert run("forget_alerts", "m%@example.org") == run("forget_alerts", "mari_@example.org")
        assert Alert.objects.exists()


class TestTheAdmin:
    LIST = "/admin/alerts/alert/"

    def test_it_counts_and_names_nobody(self, admin_client: Client, make_alert: MakeAlert) -> None:
        outbox.enqueue(Mail(alert=make_alert(), kind=Mail.Kind.CONFIRM), now=NOW)
        make_alert(confirmed_at=None)
        page = admin_client.get(self.LIST)
        text = page.content.decode()
        assert '<th scope="row">confirmed</th><td>1</td>' in text
        assert '<th scope="row">not confirmed yet</th><td>1</td>' in text
        assert '<th scope="row">ae-ph</th><td>1</td>' in text
        assert '<th scope="row">confirm: waiting</th><td>1</td>' in text
        assert "maria" not in text

    @pytest.mark.parametrize("way", ["{}/change/", "{}/delete/", "{}/history/", "add/"])
    def test_there_is_no_way_to_anybody_s_alert(
        self, admin_client: Client, make_alert: MakeAlert, way: str
    ) -> None:
        assert admin_client.get(self.LIST + way.format(make_alert().id)).status_code == 404

    def test_who_may_not_look_does_not(self, client: Client, django_user_model: Any, ae_ph: Any) -> None:
        client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
        assert client.get(self.LIST).status_code == 403

    def test_mails_are_in_no_list(self, admin_client: Client) -> None:
        assert admin_client.get("/admin/alerts/mail/").status_code == 404


def test_half_a_set_up_is_warned_of(settings: Any) -> None:
    settings.ALERTS_OFF = "EMAIL_URL is not set: mails would be printed instead of sent."
    assert [check.id for check in run_checks(app_configs=[apps.get_app_config("alerts")])] == ["alerts.W001"]
    settings.ALERTS_FROM = ""
    assert run_checks(app_configs=[apps.get_app_config("alerts")]) == []


class TestQueries:
    def count(self, work: Any) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            work()
        return len([query for query in queries if "SAVEPOINT" not in query["sql"]])

    def test_selectors_ask_as_often_as_they_say(self, make_alert: MakeAlert) -> None:
        alert = make_alert()
        assert self.count(lambda: selectors.alert_of(alert.id, now=NOW)) == 1
        assert self.count(lambda: selectors.confirmations_since(NOW, address="maria@example.org")) == 1
        assert self.count(lambda: selectors.counts(NOW)) == 3
        assert self.count(lambda: outbox.waiting(NOW)) == 1
        assert self.count(lambda: list(selectors.due(NOW))) == 1

    def test_pages_ask_as_often_as_they_say(self, make_alert: MakeAlert, client: Client) -> None:
        alert = make_alert()
        assert self.count(lambda: client.get(FORM)) <= 6
        assert self.count(lambda: client.post(FORM, said(email="new@example.org"))) <= 14
        assert self.count(lambda: client.get(stop_link(alert))) == 1

    def test_looking_asks_no_more_for_more_alerts_of_one_question(self, make_alert: MakeAlert) -> None:
        def looked_at(count: int) -> int:
            Alert.objects.all().delete()
            for number in range(count):
                make_alert(address=f"sender{number}@example.org")
            return self.count(lambda: watching.look(NOW))

        one, three = looked_at(1), looked_at(3)
        assert three - one == 3 * 2, "each is held, read and remembered, the comparison is made once"

    def test_forgetting_is_a_handful(self, make_alert: MakeAlert) -> None:
        make_alert()
        assert self.count(lambda: services.forget_expired(NOW + timedelta(days=400))) <= 6
