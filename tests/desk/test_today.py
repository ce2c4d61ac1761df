"""What needs attention is found, counted and led to, and told to those only who may see to it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alerts.models import Alert, Mail
from corridors import languages
from corridors.models import FundingStatement, MarketShare
from desk.attention import Concern, concerns, content, prices, setup, shopping, sources
from desk.models import Round, Visit
from providers.models import Feed, FeedRun
from tests.factories import NOW, make_source
from tests.providers.handed_in import sign_in, text
from tests.support.entries import article, organisation

pytestmark = pytest.mark.django_db


def found(concerned) -> dict[str, tuple[int | None, str]]:
    return {each.what: (each.number, each.detail) for each in concerned}


def test_prices_shares_and_requirements(corridor, held):
    waiting, lacking = prices.concerns(NOW)
    assert (waiting.number, waiting.since, waiting.is_urgent) == (1, NOW.date(), True)
    assert (lacking.number, lacking.detail) == (1, "ae-ph")
    MarketShare.objects.update(year=2020)
    assert found(prices.concerns(NOW))["Corridors with market shares older than 3 years"] == (1, "ae-ph")
    MarketShare.objects.all().delete()
    assert found(prices.concerns(NOW))["Corridors without a market share that has a source"] == (1, "ae-ph")


def test_sources_that_fail_are_old_or_were_never_read(settings):
    settings.FEEDS = ["ecb", "nbp", "imf"]
    make_source()
    Feed.objects.create(source_id="nbp", due_at=NOW - timedelta(days=30))
    FeedRun.objects.create(
        source_id="nbp", state="failed", trigger="poll", error="timed out", started_at=NOW - timedelta(days=2)
    )
    seen = list(sources.concerns(NOW))
    assert [(each.what, each.number, each.since) for each in seen[:1]] == [
        ("Sources that fail", 1, (NOW - timedelta(days=2)).date())
    ]
    assert found(seen)["Sources that were never read"] == (
        2,
        "European Central Bank; International Monetary Fund, representative rates",
    )


def test_settings_that_are_missing(settings):
    settings.SITE_URL, settings.SUPPORT_CONTACT, settings.FEED_CONTACT = "https://a.test", "", "a@b.test"
    settings.ALERTS_OFF, settings.SANDBOX_URL = "ALERTS_FROM is not set.", "http://127.0.0.1:1"
    seen = found(setup.concerns())
    assert seen["Settings that are missing"] == (1, "SUPPORT_CONTACT: where readers report mistakes")
    assert seen["Price alerts are off"] == (None, "ALERTS_FROM is not set.")
    assert "Invented prices are shown" in seen


def test_texts_mails_and_languages(corridor, monkeypatch):
    organisation("A")
    organisation("B", reviewed_on=NOW.date() - timedelta(days=400))
    article(reviewed_on=NOW.date())
    half = languages.Language("vi", "Tiếng Việt", 3, 4, False, "")
    monkeypatch.setattr(content, "languages", lambda: (half,))
    seen = found(content.concerns(NOW))
    assert seen["Organisations that were never reviewed"][0] == 1
    assert seen["Organisations last reviewed more than a year ago"][0] == 1
    assert not [what for what in seen if what.startswith("Lessons")]
    assert seen["Languages that no native speaker has checked"] == (1, "Vietnamese")
    assert seen["Languages with gaps"] == (1, "Vietnamese")


def test_mails_given_up(corridor):
    alert = Alert.objects.create(
        address="a@b.test",
        language="en",
        corridor=corridor,
        send_currency="AED",
        receive_currency="PHP",
        amount=1000,
        kind="best_changes",
        created_at=NOW,
        expires_at=NOW + timedelta(days=2),
    )
    for days, state in ((1, "failed"), (40, "failed"), (1, "sent")):
        Mail.objects.create(
            alert=alert,
            kind="confirm",
            day=NOW,
            created_at=NOW - timedelta(days=days),
            not_before=NOW,
            state=state,
        )
    assert found(content.concerns(NOW))["Mails given up in the last 30 days"][0] == 1


def test_visits_that_are_due(corridor):
    round_ = Round.objects.create(
        corridor=corridor, starts_on=NOW, ends_on=NOW, first_amount=1000, target_visits=5, created_by="ana"
    )
    service = corridor.service_set.first()
    visit = Visit.objects.create(round=round_, service=service, amount=1000, due_on=NOW.date())
    assert [each.number for each in shopping.concerns(NOW)] == [1]
    round_.finished_on = NOW
    round_.save()
    assert list(shopping.concerns(NOW)) == []
    assert visit.outcome == Visit.Outcome.OPEN


def asked_by(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


def test_only_who_may_see_to_something_is_told(client, held):
    sign_in(client, "view_round")
    nobody = asked_by(User.objects.get())
    assert "Prices that look wrong and wait for a decision" not in found(concerns(nobody, now=NOW))
    page = text(sign_in(client, "change_heldreading", name="eva").get(reverse("admin:index")))
    assert "Prices that look wrong and wait for a decision" in page
    assert f"{reverse('admin:providers_heldreading_changelist')}?decision__exact=waiting" in page


def test_whoever_is_told_of_something_may_go_there(client, held, settings):
    settings.SITE_URL = ""
    organisation("A")
    article()
    MarketShare.objects.all().delete()
    for right in (
        "view_heldreading",
        "add_feedrun",
        "view_article",
        "change_organisation",
        "add_marketshare",
    ):
        somebody = sign_in(client, right, name=right)
        told = concerns(asked_by(User.objects.get(username=right)), now=NOW)
        assert told
        assert {somebody.get(each.address).status_code for each in told} == {200}


def test_the_urgent_comes_first_then_what_waits_longest_then_what_has_no_day(admin_user, monkeypatch):
    def waiting(what, days, *, is_urgent=False):
        since = None if days is None else NOW.date() - timedelta(days=days)
        return Concern(what, 1, since, "/", is_urgent=is_urgent)

    found_so = [
        waiting("no day", None),
        waiting("urgent, of today", 0, is_urgent=True),
        waiting("since yesterday", 1),
        waiting("urgent, no day", None, is_urgent=True),
        waiting("for a year", 365),
        waiting("urgent, for a week", 7, is_urgent=True),
        waiting("no day either", None),
    ]
    for part in (prices, sources, content, shopping):
        monkeypatch.setattr(part, "concerns", lambda now: [])
    monkeypatch.setattr(setup, "concerns", lambda: found_so)
    assert [each.what for each in concerns(asked_by(admin_user), now=NOW)] == [
        "urgent, for a week",
        "urgent, of today",
        "urgent, no day",
        "for a year",
        "since yesterday",
        "no day",
        "no day either",
    ]


def test_a_calm_day_says_so(admin_client, settings, monkeypatch):
    monkeypatch.setattr("desk.pages.today.concerns", lambda request, now: [])
    assert "Nothing needs attention." in text(admin_client.get(reverse("admin:index")))


def test_the_first_page_asks_no_more_questions_for_more_entries(
    admin_client, corridor, django_assert_max_num_queries
):
    """Nor for more corridors (test_query_counts.py)."""
    organisation("A")
    FundingStatement.objects.create(statement="We pay.", source_url="https://a.test", stated_on=NOW)
    text(admin_client.get(reverse("admin:index")))
    with CaptureQueriesContext(connection) as before:
        text(admin_client.get(reverse("admin:index")))
    for name in "BCDEFGH":
        organisation(name)
    with django_assert_max_num_queries(len(before)):
        text(admin_client.get(reverse("admin:index")))
