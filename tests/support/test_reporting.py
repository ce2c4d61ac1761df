"""Errors that readers report: kept once, without knowing who, until a person has seen to them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from support import reporting
from support.codes import Wrong
from support.models import Organisation, Report
from support.reporting import subject_of
from support.tasks import forget
from tests.factories import NOW
from tests.pages.conftest import Read
from tests.support.entries import article, organisation

pytestmark = pytest.mark.django_db
GONE = {"wrong": "gone", "text": "Closed since May.\r\nAsk at the mosque."}


def send(client: Client, address: str, **said: str) -> Any:
    return client.post(address, said)


@pytest.fixture
def door() -> Organisation:
    return organisation()


def address_of(entry: Organisation) -> str:
    return f"/support/report/organisation/{entry.pk}/"


class TestTheLink:
    def test_it_stands_on_each_card_on_the_page_and_under_texts(self, read: Read, door: Organisation) -> None:
        lesson = article()
        links = read("/support/ae/?lang=es").links()
        assert f"{address_of(door)}?lang=es" in links
        assert "/support/report/country/ae/?lang=es" in links
        assert f"/support/report/text/{lesson.pk}/" in read("/lessons/fee-or-rate/").links()

    def test_an_operator_s_own_address_takes_its_place(
        self, read: Read, settings: Any, door: Organisation
    ) -> None:
        settings.SUPPORT_CONTACT = "help@example.org"
        assert not [link for link in read("/support/ae/").links() if "/report/" in link]

    @pytest.mark.parametrize(
        "what",
        ["organisation/0", "organisation/ab", "text/999", "country/zz", "country/12", "person/1"],
    )
    def test_what_is_not_shown_is_not_reported(self, client: Client, what: str) -> None:
        assert client.get(f"/support/report/{what}/").status_code == 404
        assert send(client, f"/support/report/{what}/", wrong="gone").status_code == 404

    def test_what_is_hidden_is_not_reported(self, client: Client, door: Organisation) -> None:
        Organisation.objects.update(is_shown=False)
        assert client.get(address_of(door)).status_code == 404


class TestSending:
    def test_it_is_kept_with_what_it_is_about_and_nothing_of_the_reader(
        self, client: Client, door: Organisation
    ) -> None:
        answer = send(client, f"{address_of(door)}?lang=id", **GONE)
        assert (answer.status_code, answer["Location"]) == (303, f"{address_of(door)}thanks/?lang=id")
        kept = Report.objects.values().get()
        assert {name: kept[name] for name in ("about", "key", "name", "wrong", "text", "language")} == {
            "about": "organisation",
            "key": str(door.pk),
            "name": "Open Door",
            "wrong": "gone",
            "text": "Closed since May.\nAsk at the mosque.",
            "language": "id",
        }
        assert kept["reported_at"] == NOW
        assert answer.cookies == {}

    def test_thanks_lead_back_to_what_it_was_about(self, read: Read, door: Organisation) -> None:
        page = read(f"{address_of(door)}thanks/?lang=es")
        assert f"/support/ae/?lang=es#organisation-{door.pk}" in page.links()

    def test_a_country_is_named_in_the_reader_s_language_and_kept_in_english(
        self, client: Client, read: Read
    ) -> None:
        assert "Emiratos Árabes Unidos" in read("/support/report/country/ae/?lang=es")
        send(client, "/support/report/country/ae/?lang=es", wrong="other")
        assert Report.objects.get().name == "United Arab Emirates"

    def test_sent_twice_it_is_kept_once_and_another_day_again(
        self, client: Client, door: Organisation, time_machine: Any
    ) -> None:
        for _time in range(2):
            assert send(client, address_of(door), **GONE).status_code == 303
        assert Report.objects.count() == 1
        time_machine.move_to(NOW + timedelta(days=1))
        send(client, address_of(door), **GONE)
        assert Report.objects.count() == 2

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({}, "Choose what is wrong."),
            ({"wrong": "luck"}, "Choose what is wrong."),
            ({"wrong": "gone", "text": "x" * 1001}, "Write at most 1000 letters."),
        ],
    )
    def test_what_is_wrong_with_it_is_said_and_nothing_kept(
        self, client: Client, door: Organisation, said: dict[str, str], sentence: str
    ) -> None:
        answer = send(client, address_of(door), **said)
        assert answer.status_code == 400
        assert sentence in answer.content.decode()
        assert not Report.objects.exists()

    def test_a_thousand_letters_may_stand_in_lines_and_what_cannot_be_seen_is_dropped(
        self, client: Client, door: Organisation
    ) -> None:
        assert send(client, address_of(door), wrong="other", text="\r\n".join(["a"] * 500)).status_code == 303
        assert send(client, address_of(door), wrong="other", text="a\x00b\x1b[31m").status_code == 303
        assert [len(report.text) for report in Report.objects.order_by("pk")] == [999, 6]

    def test_what_is_written_is_shown_again_and_never_taken_for_a_mark(
        self, client: Client, door: Organisation
    ) -> None:
        page = send(client, address_of(door), wrong="", text="</textarea><script>x()").content.decode()
        assert "&lt;/textarea&gt;&lt;script&gt;x()" in page
        assert "<script>x()" not in page


class TestLimits:
    def test_so_many_of_one_thing_are_kept_and_no_more_until_some_are_seen_to(
        self, client: Client, door: Organisation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reporting, "MOST_OF_ONE", 2)
        answers = [send(client, address_of(door), wrong="other", text=str(n)).status_code for n in range(3)]
        assert answers == [303, 303, 429]
        reporting.handle(Report.objects.all()[:1], by="ana", at=NOW)
        assert send(client, address_of(door), wrong="other", text="3").status_code == 303

    def test_so_many_in_all(
        self, client: Client, door: Organisation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reporting, "MOST", 1)
        assert send(client, "/support/report/country/ae/", wrong="other").status_code == 303
        refused = send(client, address_of(door), wrong="other")
        assert refused.status_code == 429
        assert "no more are kept" in refused.content.decode()

    def test_each_is_gone_a_year_later(self, client: Client, door: Organisation, time_machine: Any) -> None:
        send(client, address_of(door), **GONE)
        time_machine.move_to(NOW + timedelta(days=365, seconds=-1))
        forget()
        assert Report.objects.count() == 1
        time_machine.move_to(NOW + timedelta(days=365))
        forget()
        assert Report.objects.count() == 0

    def test_it_asks_as_often_as_it_says(
        self, client: Client, door: Organisation, django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(5):
            send(client, address_of(door), **GONE)


class TestAdmin:
    def test_what_waits_is_seen_to_by_name_and_leads_to_what_it_is_about(
        self, admin_client: Client, door: Organisation
    ) -> None:
        subject = subject_of("organisation", str(door.pk))
        assert subject is not None
        reporting.report(subject, Wrong.MONEY, "<b>500</b>", language="ar", now=NOW)
        report = Report.objects.get()
        page = admin_client.get(f"/admin/support/report/{report.pk}/change/").content.decode()
        assert f"/admin/support/organisation/{door.pk}/change/" in page
        assert "&lt;b&gt;500&lt;/b&gt;" in page
        said = {"action": "mark_handled", "_selected_action": [report.pk]}
        admin_client.post("/admin/support/report/", said)
        report.refresh_from_db()
        assert (report.handled_at, report.handled_by) == (NOW, "admin")
        assert (
            "mark_handled"
            not in admin_client.get(f"/admin/support/report/{report.pk}/change/").content.decode()
        )

    def test_nobody_writes_one_there(self, admin_client: Client, door: Organisation) -> None:
        assert admin_client.get("/admin/support/report/add/").status_code == 403
