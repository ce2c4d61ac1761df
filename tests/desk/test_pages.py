"""The desk's pages: for staff with the right, with the figures they promise, and each model explained."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse

from corridors.models import MarketShare
from desk import checklist
from desk.models import Tick
from desk.templatetags.desk import explanations
from providers.models import Feed, FeedRun
from tests.factories import NOW, make_source
from tests.providers.handed_in import sign_in, text
from tests.support.entries import article

pytestmark = pytest.mark.django_db
LOOKING = ("first_steps", "languages", "requirements", "sources")


@pytest.mark.parametrize("name", LOOKING)
def test_only_staff_may_look(client, name):
    assert client.get(reverse(f"desk:{name}")).status_code == 302
    assert sign_in(client, name="ana", staff=False).get(reverse(f"desk:{name}")).status_code == 302
    assert sign_in(client, name="eva").get(reverse(f"desk:{name}")).status_code == 200


def test_every_model_of_the_admin_has_the_look_and_is_explained():
    from unfold.admin import ModelAdmin

    registered = admin.site._registry
    assert [model for model, its in registered.items() if not isinstance(its, ModelAdmin)] == []
    labels = {model._meta.label_lower for model in registered} - {"alerts.alert"}  # its page says it
    assert labels == set(explanations())


@pytest.mark.parametrize(("label", "said"), sorted(explanations().items()))
def test_every_list_opens_with_its_explanation(admin_client, label, said):
    page = text(admin_client.get(reverse(f"admin:{label.replace('.', '_')}_changelist")))
    assert said
    assert said[:60].replace("'", "&#x27;") in page


class TestFirstSteps:
    def test_what_is_stored_decides(self, admin_client, corridor, settings):
        done = {step.key for step in checklist.steps(NOW) if step.is_done}
        assert {"superuser", "prices", "rates"} <= done
        assert not {"backups", "languages", "funding", "every_corridor"} & done
        settings.SITE_URL = "https://a.test"
        assert "site_url" in {step.key for step in checklist.steps(NOW) if step.is_done}

    @pytest.mark.parametrize(
        ("source", "is_connected"), [("rpw", False), ("sandbox_tariff", False), ("uploads", True)]
    )
    def test_a_survey_and_what_a_sandbox_invents_connect_no_source(self, source, is_connected):
        make_source()
        FeedRun.objects.create(source_id=source, state="done", started_at=NOW, finished_at=NOW, stored=9)
        (step,) = [step for step in checklist.steps(NOW) if step.key == "source"]
        assert step.is_done is is_connected

    def test_the_survey_is_called_by_its_name(self, admin_client):
        page = text(admin_client.get(reverse("desk:first_steps")))
        assert page.count("survey that comes with the site (World Bank, Remittance Prices Worldwide)") == 2
        assert "rpw" not in page

    def test_a_tick_is_kept_with_who_and_when_and_can_be_taken_back(self, client):
        somebody = sign_in(client, "change_tick", name="ana")
        somebody.post(reverse("desk:tick", args=["backups"]))
        tick = Tick.objects.get()
        assert (tick.step, tick.ticked_by, tick.ticked_at) == ("backups", "ana", NOW)
        assert "ana said so on 20 November 2026, 12:00 UTC" in text(somebody.get(reverse("desk:first_steps")))
        somebody.post(reverse("desk:tick", args=["backups"]), {"undo": "1"})
        assert not Tick.objects.exists()

    def test_it_leads_only_where_somebody_may_go(self, client, admin_client):
        def led_to(somebody) -> list[str]:
            page = text(somebody.get(reverse("desk:first_steps")))
            return re.findall(r'<a class="desk-button" href="([^"]+)">Go there', page)

        every = led_to(admin_client)
        assert reverse("admin:providers_upload") in every
        assert reverse("admin:corridors_fundingstatement_add") in every
        for right in ("view_feedrun", "add_feedrun", "view_fundingstatement", "change_country"):
            somebody = sign_in(client, right, name=right)
            assert {somebody.get(address).status_code for address in led_to(somebody)} == {200}
        assert set(led_to(sign_in(client, "change_country", name="hana"))) == {
            reverse("admin:corridors_country_changelist"),
            reverse("desk:sources"),
            reverse("desk:languages"),
        }

    def test_what_is_computed_cannot_be_ticked_and_not_by_anybody(self, client):
        assert sign_in(client, "change_tick").post(reverse("desk:tick", args=["prices"])).status_code == 404
        assert sign_in(client, name="eva").post(reverse("desk:tick", args=["backups"])).status_code == 403
        assert not Tick.objects.exists()


class TestSources:
    @pytest.fixture(autouse=True)
    def _ecb(self, settings):
        settings.FEEDS = ["ecb"]
        make_source()
        Feed.objects.create(source_id="ecb", due_at=NOW + timedelta(hours=3))
        for days in (1, 2, 9):
            FeedRun.objects.create(
                source_id="ecb",
                state="failed",
                trigger="poll",
                error="timed out",
                started_at=NOW - timedelta(days=days),
            )

    def test_each_says_how_it_does_and_when_it_is_read_next(self, client):
        row = self.row(sign_in(client, "view_feedrun"))
        assert "fails" in row
        assert "failing since 2026-11-11 12:00: timed out" in row
        assert 'data-head="Failed in 7 days">2</td>' in row
        assert "2026-11-20 15:00" in row
        assert "Read it now" not in row

    def test_what_another_machine_said_is_for_those_who_may_look_at_readings(self, client):
        row = self.row(sign_in(client, "view_heldreading"))
        assert "failing since 2026-11-11 12:00" in row
        assert "timed out" not in row
        assert reverse("admin:providers_feedrun_changelist") not in row

    def row(self, somebody) -> str:
        page = text(somebody.get(reverse("desk:sources")))
        row: str
        (row,) = re.findall(r"<tr>\s*<th[^>]*>(?:(?!</tr>).)*European Central Bank.*?</tr>", page, re.DOTALL)
        return row

    def test_held_prices_are_counted_for_all_and_lead_there_for_those_who_may_look(self, client, held):
        waiting = "?decision__exact=waiting&amp;run__source__key__exact=uploads"
        counted = 'data-head="Held prices">1</td>'
        page = text(sign_in(client).get(reverse("desk:sources")))
        assert counted in page
        assert waiting not in page
        page = text(sign_in(client, "view_heldreading").get(reverse("desk:sources")))
        assert counted not in page
        assert waiting in page

    def test_one_is_read_at_once_by_who_may(self, client):
        ask = reverse("desk:ask", args=["ecb"])
        assert sign_in(client).post(ask).status_code == 403
        somebody = sign_in(client, "change_feed", name="eva")
        assert "Read it now" in text(somebody.get(reverse("desk:sources")))
        somebody.post(ask)
        assert Feed.objects.get().due_at == NOW

    def test_one_that_is_switched_off_or_unknown_is_not_asked(self, client, settings):
        somebody = sign_in(client, "change_feed")
        Feed.objects.create(source_id="nbp", due_at=NOW + timedelta(hours=9))
        told = text(somebody.post(reverse("desk:ask", args=["nbp"]), follow=True))
        assert "National Bank of Poland is switched off on this site, so it cannot be read now." in told
        assert Feed.objects.get(source_id="nbp").due_at == NOW + timedelta(hours=9)
        assert somebody.post(reverse("desk:ask", args=["nobody"])).status_code == 404
        settings.FEEDS = ["ecb", "fred"]
        settings.FRED_API_KEY = "key"
        told = text(somebody.post(reverse("desk:ask", args=["fred"]), follow=True))
        assert "was never registered: start the collector first." in told


def test_languages_say_how_much_there_is(client):
    article("lesson", "fee-or-rate", language="es")
    page = text(sign_in(client).get(reverse("desk:languages")))
    (row,) = re.findall(r"<tr>\s*<th[^>]*>Spanish.*?</tr>", page, re.DOTALL)
    assert "not checked" in row
    assert "1 of 1" in row


def test_requirements_say_what_each_corridor_lacks(client, corridor):
    page = text(sign_in(client).get(reverse("desk:requirements")))
    assert "9. Validation by mystery shopping" in page
    assert "7. At least 60 per cent" not in page
    assert "United Arab Emirates to Philippines" in page


def test_shares_are_shown_with_their_sum(admin_client, corridor):
    page = text(admin_client.get(reverse("admin:corridors_marketshare_changelist")))
    assert page.count("95 per cent") == 3
    MarketShare.objects.filter(provider__name="Fox").update(share_percent=30)
    page = text(admin_client.get(reverse("admin:corridors_marketshare_changelist")))
    assert "115 per cent: more than a whole market" in page


def test_the_public_and_the_admin_have_each_their_policy(client, corridor):
    public = client.get("/").headers["Content-Security-Policy"]
    within = client.get("/admin/login/").headers["Content-Security-Policy"]
    assert "unsafe" not in public
    parts = dict(part.split(" ", 1) for part in within.split("; "))
    assert parts["script-src"] == "'self' 'unsafe-eval'"
    assert parts["style-src"] == "'self' 'unsafe-inline'"
    strict = dict(part.split(" ", 1) for part in public.split("; "))
    for name in ("script-src", "style-src"):
        assert strict.pop(name) == "'self'"
        del parts[name]
    assert parts == strict


def test_the_admin_is_in_english_whatever_the_browser_asks_for(client):
    page = text(client.get("/admin/login/", headers={"accept-language": "es"}))
    assert '<html lang="en"' in page
    assert "Log in" in page
