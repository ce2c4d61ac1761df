"""What the site offers: everything, or what was chosen; the rest still answers at its own address."""

import pytest
from django.contrib.admin.models import LogEntry

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


def test_who_chose_what_and_when_is_kept_and_shown(client):
    somebody = sign_in(client, "change_corridor", "change_country", name="ana")
    chosen = pick("ae-in", "gb-in")
    ids = list(chosen.values_list("pk", flat=True))
    somebody.post(CORRIDORS, {"action": "offer", "_selected_action": ids})
    other = sign_in(client, "change_corridor", "change_country", name="eva")
    other.post(CORRIDORS, {"action": "no_longer_offer", "_selected_action": ids[:1]})
    other.post(COUNTRIES, {"action": "offer", "_selected_action": ["GB"]})
    logged = LogEntry.objects.order_by("pk").values_list(
        "user__username", "object_id", "object_repr", "change_message"
    )
    first, second = (str(pk) for pk in ids)
    slugs = dict(chosen.values_list("pk", "slug"))
    assert list(logged) == [
        ("ana", first, slugs[ids[0]], "Offered."),
        ("ana", second, slugs[ids[1]], "Offered."),
        ("eva", first, slugs[ids[0]], "No longer offered."),
        ("eva", "GB", "GB", "Everything from here is offered."),
    ]
    page = text(other.get(f"{CORRIDORS}{first}/history/"))
    assert "No longer offered." in page
    assert "ana" in page
    assert f"{CORRIDORS}{first}/history/" in text(other.get(f"{CORRIDORS}{first}/change/"))


def test_whoever_chooses_twice_the_same_is_kept_twice_and_nothing_else_changes(client):
    somebody = sign_in(client, "change_corridor")
    ids = list(pick("ae-in").values_list("pk", flat=True))
    for _ in range(2):
        somebody.post(CORRIDORS, {"action": "offer", "_selected_action": ids})
    assert LogEntry.objects.count() == 2
    assert offered() == ["ae-in"]


@pytest.mark.parametrize(
    ("asked", "slugs"),
    [
        ("Philippines", ["ae-ph"]),
        ("pakis", ["gb-pk"]),
        ("united india", ["ae-in", "gb-in"]),
        ("United Arab Emirates to India", ["ae-in"]),
        ("ae-", ["ae-in", "ae-ph"]),
        ("to", []),
        ("Mexico", []),
    ],
)
def test_corridors_are_found_by_the_names_of_their_countries(client, asked, slugs):
    somebody = sign_in(client, "change_corridor", "add_marketshare")
    listed = somebody.get(CORRIDORS, {"q": asked}).context["cl"].queryset
    assert sorted(listed.values_list("slug", flat=True)) == slugs
    where = {"app_label": "corridors", "model_name": "marketshare", "field_name": "corridor"}
    found = somebody.get("/admin/autocomplete/", where | {"term": asked}).json()["results"]
    assert [each["text"] for each in found] == slugs


@pytest.mark.parametrize(
    ("asked", "codes"), [("kingdom", ["GB"]), ("EMIR", ["AE"]), ("gb", ["GB"]), ("", ["AE", "GB"])]
)
def test_countries_are_found_by_their_names(client, asked, codes):
    listed = sign_in(client, "change_country").get(COUNTRIES, {"q": asked}).context["cl"].queryset
    assert [each.code for each in listed] == codes


def test_the_list_of_countries_says_which_were_chosen(client):
    scope.offer_from(["AE"], offered=True)
    somebody = sign_in(client, "view_country")
    for query, codes in (("", ["AE", "GB"]), ("?chosen=yes", ["AE"]), ("?chosen=no", ["GB"])):
        listed = somebody.get(COUNTRIES + query)
        assert [each.code for each in listed.context["cl"].queryset] == codes
        assert ("not chosen" in text(listed)) is ("GB" in codes)


def test_who_may_only_look_chooses_nothing(client):
    somebody = sign_in(client, "view_corridor", "view_country")
    ids = list(pick("ae-in").values_list("pk", flat=True))
    somebody.post(CORRIDORS, {"action": "offer", "_selected_action": ids})
    somebody.post(COUNTRIES, {"action": "offer", "_selected_action": ["AE"]})
    assert len(offered()) == 4
    assert not LogEntry.objects.exists()
