"""Whatever somebody does at the desk is kept with their name: in the row itself, or in the admin's log."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.urls import reverse

from corridors.models import Source
from providers.models import Feed
from tests.factories import NOW, make_source
from tests.providers.handed_in import sign_in, text
from tests.support.entries import organisation

pytestmark = pytest.mark.django_db


def kept() -> list[tuple[str, str, str]]:
    """Who did what to which kind of row, the first first."""
    said = ("user__username", "content_type__model", "change_message")
    return list(LogEntry.objects.order_by("pk").values_list(*said))


def test_who_planned_a_round_anew_and_who_ended_it(client, round_):
    LogEntry.objects.all().delete()  # that it was made
    planner = sign_in(client, "change_round", name="ben")
    for name in ("plan", "finish", "plan", "finish"):  # the second time nothing is done
        planner.post(reverse(f"desk:{name}", args=[round_.pk]))
    assert kept() == [("ben", "round", "Planned anew: 4 visits."), ("ben", "round", "Ended.")]
    assert "Planned anew: 4 visits." in text(planner.get(f"/admin/desk/round/{round_.pk}/history/"))


def test_who_had_a_source_read(client, settings):
    settings.FEEDS = ["ecb"]
    make_source()
    ask = reverse("desk:ask", args=["ecb"])
    somebody = sign_in(client, "change_feed", name="eva")
    somebody.post(ask)  # nothing is registered yet
    Feed.objects.create(source=Source.objects.get(key="ecb"), due_at=NOW + timedelta(hours=3))
    somebody.post(ask)
    somebody.post("/admin/providers/feed/", {"action": "make_due", "_selected_action": ["ecb"]})
    assert kept() == [("eva", "feed", "To be read at once.")] * 2
    assert text(somebody.get("/admin/providers/feed/ecb/history/")).count("To be read at once.") == 2


def test_who_took_a_tick_back_and_whose_it_was(client):
    address = reverse("desk:tick", args=["backups"])
    sign_in(client, "change_tick", name="ana").post(address)
    for _ in range(2):
        sign_in(client, "change_tick", name="ben").post(address, {"undo": "1"})
    said = "First steps: took back “backups”, which ana called done on 2026-11-20 12:00 UTC."
    assert kept() == [("ben", "user", said)]
    assert LogEntry.objects.get().object_id == str(User.objects.get(username="ben").pk)


def test_who_reviewed_several_entries_at_once(client):
    found = [organisation(name) for name in ("Open Door", "Safe House")]
    asked = {"action": "mark_reviewed", "_selected_action": [entry.pk for entry in found]}
    sign_in(client, "change_organisation", name="mia").post(
        "/admin/support/organisation/?review=never", asked
    )
    assert kept() == [("mia", "organisation", "Reviewed: found right.")] * 2
