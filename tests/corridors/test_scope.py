"""What the site offers: everything, or what was chosen; the rest still answers at its own address."""

import pytest

from corridors import scope
from corridors.models import Corridor
from corridors.selectors import corridors_near, offered_corridors
from tests.factories import price, record
from tests.providers.handed_in import sign_in, text

pytestmark = pytest.mark.django_db
CORRIDORS, COUNTRIES = "/admin/corridors/corridor/", "/admin/corridors/country/"


@pytest.fixture(autouse=True)
def _prices(db):
    record(price(), price(corridor="ae-in"), price(corridor="gb-in"), price(corridor="gb-pk"))


def offered() -> list[str]:
    return [corridor.slug for corridor in offered_corridors().order_by("slug")]


def pick(*slugs: str):
    return Corridor.objects.filter(slug__in=slugs)


def test_nothing_chosen_is_everything(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert offered() == ["ae-in", "ae-ph", "gb-in", "gb-pk"]
    assert scope.in_words() == "The site offers all 4 corridors."


def test_a_country_offers_all_that_is_sent_from_it_also_what_comes_later():
    scope.offer_from(["AE"], offered=True)
    record(price(corridor="ae-np"))
    assert offered() == ["ae-in", "ae-np", "ae-ph"]


def test_a_decision_on_one_corridor_comes_before_its_country():
    scope.offer_from(["AE"], offered=True)
    scope.offer(pick("ae-in"), decision=False)
    scope.offer(pick("gb-in"), decision=True)
    assert offered() == ["ae-ph", "gb-in"]
    scope.offer(pick("ae-in", "gb-in"), decision=None)
    assert offered() == ["ae-in", "ae-ph"]


def test_one_chosen_is_a_list_of_one_and_one_taken_out_leaves_the_others():
    scope.offer(pick("gb-pk"), decision=False)
    assert offered() == ["ae-in", "ae-ph", "gb-in"]
    scope.offer(pick("gb-in"), decision=True)
    assert offered() == ["gb-in"]


def test_lists_have_what_is_offered_and_the_rest_answers_at_its_own_address(
    client, django_assert_num_queries
):
    scope.offer_from(["AE"], offered=True)
    for address in ("/", "/corridors/"):
        with django_assert_num_queries(1):
            page = text(client.get(address))
        assert "United Arab Emirates" in page
        assert "United Kingdom" not in page
    listed = client.get("/api/v1/corridors/").json()["results"]
    assert [corridor["slug"] for corridor in listed] == ["ae-in", "ae-ph"]
    countries = client.get("/api/v1/countries/").json()["results"]
    assert [(each["code"], each["corridors_to"]) for each in countries] == [("AE", 0), ("IN", 1), ("PH", 1)]
    assert [corridor.slug for corridor in corridors_near("GB", "PH")] == ["ae-ph"]
    for address in ("/send/gb-in/", "/corridors/gb-in/history/", "/api/v1/corridors/gb-in/"):
        assert client.get(address).status_code == 200


def test_operators_choose_in_lists_and_are_told_what_is_offered(client):
    somebody = sign_in(client, "change_corridor", "change_country")
    ids = list(pick("ae-in", "gb-in").values_list("pk", flat=True))
    told = text(somebody.post(CORRIDORS, {"action": "offer", "_selected_action": ids}, follow=True))
    assert "The site offers 2 corridors." in told
    assert "it was chosen" in told
    assert "others were chosen" in told
    somebody.post(CORRIDORS, {"action": "no_longer_offer", "_selected_action": ids})
    assert offered() == ["ae-ph", "gb-pk"]
    somebody.post(CORRIDORS, {"action": "as_its_country", "_selected_action": ids})
    told = text(somebody.post(COUNTRIES, {"action": "offer", "_selected_action": ["GB"]}, follow=True))
    assert "The site offers 2 corridors." in told
    assert offered() == ["gb-in", "gb-pk"]
    listed = text(somebody.get(f"{CORRIDORS}?from=AE&offered=no"))
    assert "United Arab Emirates to Philippines" in listed
    assert "United Kingdom to India" not in listed
    somebody.post(COUNTRIES, {"action": "no_longer_offer", "_selected_action": ["GB"]})
    assert len(offered()) == 4


def test_who_may_only_look_chooses_nothing(client):
    somebody = sign_in(client, "view_corridor", "view_country")
    ids = list(pick("ae-in").values_list("pk", flat=True))
    somebody.post(CORRIDORS, {"action": "offer", "_selected_action": ids})
    somebody.post(COUNTRIES, {"action": "offer", "_selected_action": ["AE"]})
    assert len(offered()) == 4
