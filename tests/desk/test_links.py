"""Nobody is sent where they may not go: every link of a page opens for whoever sees it."""

import re

import pytest

from desk.models import Visit
from providers.models import Feed, FeedRun, RefusedReading
from tests.desk.shopping import ROUNDS
from tests.factories import NOW
from tests.providers.handed_in import sign_in, text

pytestmark = pytest.mark.django_db
# As docs/operators.md names them.
JUDGE = ("change_heldreading",)
SHOPPER = ("view_round", "add_feedrun")
PLANNER = ("add_round", "change_round", "add_marketshare", "change_marketshare")
KEEPER = ("change_feed", "view_feedrun", "change_tick")


@pytest.fixture
def pages(round_, held, admin_user):
    """An entry of each kind that leads to others, the round's first visit given to somebody."""
    first = round_.visits.first()
    Visit.objects.filter(pk=first.pk).update(assigned_to=admin_user)
    feed = Feed.objects.create(source_id="ecb", due_at=NOW)
    refused = RefusedReading.objects.create(run=held.run, locator="1", reasons="no", reading={})
    providers = {"heldreading": held, "feedrun": held.run, "feed": feed, "refusedreading": refused}
    found = {name: f"/admin/providers/{name}/{row.pk}/change/" for name, row in providers.items()}
    return {**found, "round": f"{ROUNDS}{round_.pk}/change/"}


@pytest.mark.parametrize(
    ("rights", "names"),
    [
        (JUDGE, ["heldreading"]),
        (SHOPPER, ["round", "feedrun", "heldreading", "refusedreading"]),
        (PLANNER, ["round"]),
        (KEEPER, ["feed", "feedrun"]),
    ],
    ids=["judge", "shopper", "planner", "keeper"],
)
def test_every_link_of_a_page_opens(client, pages, rights, names):
    somebody = sign_in(client, *rights, name="ana")
    for name in names:
        page = text(somebody.get(pages[name]))
        within = page[page.index('id="content"') :]
        ways = set(re.findall(r'<a [^>]*href="(/admin/[^"#?]+)', within))
        refused = {way: status for way in ways if (status := somebody.get(way).status_code) == 403}
        assert refused == {}


def test_what_is_not_linked_is_named(client, pages, held):
    shopper = sign_in(client, *SHOPPER, name="ana")
    page = text(shopper.get(pages["round"]))
    assert "United Arab Emirates to Philippines" in page
    assert re.search(r">\s*admin\s*<", page)
    assert str(held.run) in text(sign_in(client, *JUDGE, name="ben").get(pages["heldreading"]))


def test_whoever_may_go_is_led_there(admin_client, pages, round_, held, admin_user):
    page = text(admin_client.get(pages["round"]))
    assert f'href="/admin/corridors/corridor/{round_.corridor_id}/change/"' in page
    page = text(admin_client.get(pages["heldreading"]))
    assert f'href="/admin/providers/feedrun/{held.run_id}/change/"' in page
    assert FeedRun.objects.filter(pk=held.run_id).exists()
