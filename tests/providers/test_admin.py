"""What operators do in the admin: look at everything, make feeds due, release and refuse; nothing else."""

import re
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.apps import apps

from corridors.models import Price
from providers import review
from providers.inbound import accept
from providers.models import Feed, FeedRun, HeldReading, RefusedReading
from tests.factories import NOW, add_cross_rate, make_source
from tests.providers.handed_in import TURNED_ROUND, a_price, delivery, sign_in, text

pytestmark = pytest.mark.django_db
HELD = "/admin/providers/heldreading/"


@pytest.fixture(autouse=True)
def _now_and_here(settings, db):
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"archive": memory}
    with time_machine.travel(NOW, tick=False):
        add_cross_rate("AED", "PHP", "12")
        yield


@pytest.fixture
def as_user(client):
    return partial(sign_in, client)


@pytest.mark.parametrize("model", ["provider", "feed", "feedrun", "refusedreading", "heldreading"])
def test_every_list_and_every_entry_can_be_looked_at(admin_client, model):
    accept(delivery(a_price(), a_price(fee="x"), a_price(rate=TURNED_ROUND)), now=NOW)
    Feed.objects.create(source_id="ecb", due_at=NOW)
    entry = apps.get_model("providers", model)._default_manager.get()
    assert text(admin_client.get(f"/admin/providers/{model}/"))
    page = text(admin_client.get(f"/admin/providers/{model}/{entry.pk}/change/"))
    assert 'id="content-main"' in page


def test_sources_can_be_looked_at(admin_client):
    make_source()
    assert "European Central Bank" in text(admin_client.get("/admin/corridors/source/"))
    assert "European Central Bank" in text(admin_client.get("/admin/corridors/source/ecb/change/"))


@pytest.mark.parametrize("model", ["feed", "feedrun", "refusedreading", "heldreading"])
@pytest.mark.parametrize("way", ["add/", "{}/delete/"])
def test_nobody_adds_or_deletes_history(admin_client, model, way):
    accept(delivery(a_price(fee="x"), a_price(rate=TURNED_ROUND)), now=NOW)
    assert admin_client.get(f"/admin/providers/{model}/{way.format(1)}").status_code in (302, 403)
    admin_client.post(f"/admin/providers/{model}/{way.format(1)}", {"post": "yes"})
    assert (FeedRun.objects.count(), RefusedReading.objects.count(), HeldReading.objects.count()) == (1, 1, 1)


def test_a_run_names_its_payload_its_sender_and_what_it_left_out(admin_client):
    outcome = accept(delivery(a_price(fee="x"), a_price(rate=TURNED_ROUND)), now=NOW)
    page = text(admin_client.get(f"/admin/providers/feedrun/{outcome.run_id}/change/"))
    assert outcome.sha256 in page
    assert "prices.json ana" in page
    assert f'/admin/providers/refusedreading/?run__id__exact={outcome.run_id}">1</a>' in page
    listed = text(admin_client.get(f"/admin/providers/refusedreading/?run__id__exact={outcome.run_id}"))
    assert "is not a number such as 1234.50" in listed


def test_a_feed_can_be_made_due_now(as_user):
    make_source()
    Feed.objects.create(source_id="ecb", due_at=NOW + timedelta(days=1))
    asked = {"action": "make_due", "_selected_action": ["ecb"]}
    as_user("view_feed").post("/admin/providers/feed/", asked)
    assert Feed.objects.get().due_at > NOW
    as_user("change_feed").post("/admin/providers/feed/", asked)
    assert Feed.objects.get().due_at == NOW


@pytest.fixture
def held():
    accept(delivery(a_price(rate=TURNED_ROUND)), now=NOW)
    return HeldReading.objects.get()


@pytest.mark.parametrize(
    ("action", "decision", "prices"), [("release", "released", 1), ("refuse", "refused", 0)]
)
def test_an_operator_decides_of_a_held_price_and_is_noted(as_user, held, action, decision, prices):
    client = as_user("change_heldreading", name="ana")
    page = text(client.get(HELD))
    assert "looks turned round: the reference rate is 12" in page
    assert "Swift Hawk AE-PH: 1000 AED, fee 10, rate 0.084" in page
    raw = text(client.get(f"{HELD}{held.id}/change/"))
    assert "&quot;rate&quot;: &quot;0.084&quot;" in raw
    said = {"_selected_action": [held.id], "reason": "asked them"}
    client.post(HELD, said | {"action": action})
    held.refresh_from_db()
    assert (held.decision, held.decided_by, held.decided_at) == (decision, "ana", NOW)
    assert Price.objects.count() == prices
    again = client.post(HELD, said | {"action": "release"}, follow=True)
    assert f"was {decision} by ana" in text(again)
    assert Price.objects.count() == prices


def decisions_on(page):
    return re.findall(r'name="action" value="(\w+)"', page)


@pytest.mark.parametrize("decision", ["release", "refuse"])
def test_a_held_price_can_be_decided_on_its_own_page_while_it_waits(as_user, held, decision):
    client, own_page = as_user("change_heldreading"), f"{HELD}{held.id}/change/"
    page = text(client.get(own_page))
    assert decisions_on(page) == ["release", "refuse"]
    (form,) = re.findall(r'<form class="intake-decide".*?</form>', page, flags=re.DOTALL)
    (address,) = re.findall(r'action="([^"]+)"', form)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', form))
    client.post(address, hidden | {"action": decision, "reason": "asked them"})
    held.refresh_from_db()
    assert held.decision.startswith(decision)
    assert decisions_on(text(client.get(own_page))) == []


@pytest.mark.parametrize("action", ["release", "refuse"])
@pytest.mark.parametrize("reason", [{}, {"reason": " \t"}])
def test_without_a_reason_nothing_is_decided(as_user, held, action, reason):
    client = as_user("change_heldreading")
    said = {"action": action, "_selected_action": [held.id], **reason}
    assert "Nothing was decided: first write why." in text(client.post(HELD, said, follow=True))
    held.refresh_from_db()
    assert (held.decision, held.decided_by) == ("waiting", "")
    for address in (HELD, f"{HELD}{held.id}/change/"):
        (box,) = re.findall(r'<input[^>]* name="reason"[^>]*>', text(client.get(address)))
        assert re.search(r"\brequired\b", box)


def test_who_may_only_look_is_offered_no_decision(as_user, held):
    assert decisions_on(text(as_user("view_heldreading").get(f"{HELD}{held.id}/change/"))) == []


def test_what_waits_comes_first_and_the_newest_of_it_before_the_others(as_user):
    fees = [str(fee) for fee in range(1, 5)]
    accept(delivery(*(a_price(rate=TURNED_ROUND, fee=fee) for fee in fees)), now=NOW)
    first, *_, last = HeldReading.objects.order_by("id")
    review.refuse(first, by="ana", now=NOW, reason="asked them")
    review.refuse(last, by="ana", now=NOW, reason="asked them")
    listed = text(as_user("view_heldreading").get(HELD))
    assert re.findall(r"fee (\d), rate", listed) == ["3", "2", "4", "1"]


@pytest.mark.parametrize("permissions", [(), ("view_heldreading",), ("add_feedrun",)])
def test_nobody_decides_without_permission(as_user, held, permissions):
    client = as_user(*permissions)
    client.post(HELD, {"action": "release", "_selected_action": [held.id]})
    held.refresh_from_db()
    assert held.decision == "waiting"
    assert not Price.objects.exists()
