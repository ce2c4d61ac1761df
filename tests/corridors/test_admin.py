"""What operators state themselves: market shares and who pays, each with a source, and nothing impossible."""

import re
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client

from corridors.models import Corridor, FundingStatement, MarketShare
from tests.factories import NOW, make_provider, price, record
from tests.providers.handed_in import sign_in, text

pytestmark = pytest.mark.django_db
SHARES = "/admin/corridors/marketshare/"
FUNDING = "/admin/corridors/fundingstatement/"


@pytest.fixture(autouse=True)
def _now(db):
    with time_machine.travel(NOW, tick=False):
        record(price(), price("Plain Exchange"), price(corridor="ae-in"))
        yield


def share(**changes: Any) -> dict[str, Any]:
    said = {
        "corridor": Corridor.objects.get(slug="ae-ph").pk,
        "provider": make_provider("Swift Hawk").pk,
        "share_percent": "60",
        "year": "2025",
        "source": "Central bank, annual report",
        "source_url": "https://bank.test/report",
    }
    return said | changes


def funding(**changes: Any) -> dict[str, Any]:
    said = {
        "statement": "The Ministry of Labour pays.",
        "source_url": "https://ministry.test/budget",
        "stated_on": "2026-01-01",
    }
    return said | changes


def test_a_share_is_stated_and_the_log_says_by_whom(client: Client):
    sign_in(client, "add_marketshare", name="ana").post(f"{SHARES}add/", share())
    stated = MarketShare.objects.get()
    assert (str(stated), stated.source) == (
        "Swift Hawk in ae-ph, 2025: 60.000%",
        "Central bank, annual report",
    )
    assert LogEntry.objects.get().user.get_username() == "ana"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"source": ""}, "This field is required."),
        ({"source_url": ""}, "This field is required."),
        ({"source_url": "ftp://bank.test/report"}, "it begins with https:// or http://"),
        ({"source_url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"share_percent": "100.5"}, "with this one 100.5%. A whole market is 100%."),
        ({"share_percent": "-1"}, "greater than or equal to 0"),
        ({"share_percent": "NaN"}, "Enter a number."),
        ({"share_percent": "60.0001"}, "no more than 3 decimal places"),
        ({"year": "1989"}, "The year must be from 1990 to 2026."),
        ({"year": "2027"}, "The year must be from 1990 to 2026."),
        ({"year": "99999999999999999999"}, "The year must be from 1990 to 2026."),
        ({"corridor": "999"}, "That choice is not one of the available choices."),
        ({"source": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_a_share_that_cannot_be_is_not_stored(admin_client, changes, sentence):
    page = text(admin_client.post(f"{SHARES}add/", share(**changes)))
    assert sentence in page
    assert not MarketShare.objects.exists()


def test_the_shares_of_one_corridor_and_year_stay_within_a_whole_market(admin_client):
    other = make_provider("Plain Exchange").pk
    admin_client.post(f"{SHARES}add/", share(share_percent="60.5"))
    page = text(admin_client.post(f"{SHARES}add/", share(provider=other, share_percent="39.501")))
    assert "In 2025 the other shares of United Arab Emirates to Philippines are 60.5% together" in page
    assert "with this one 100.001%." in page
    india = Corridor.objects.get(slug="ae-in").pk
    for within in (
        share(provider=other, share_percent="39.5"),
        share(provider=other, share_percent="39.501", year="2024"),
        share(provider=other, share_percent="39.501", corridor=india),
    ):
        assert admin_client.post(f"{SHARES}add/", within).status_code == 302
    assert MarketShare.objects.count() == 4


def test_a_share_that_is_changed_is_not_added_to_itself(admin_client):
    admin_client.post(f"{SHARES}add/", share(share_percent="60"))
    stated = MarketShare.objects.get()
    assert admin_client.post(f"{SHARES}{stated.pk}/change/", share(share_percent="90")).status_code == 302
    stated.refresh_from_db()
    assert stated.share_percent == Decimal(90)


def test_a_provider_has_one_share_a_year(admin_client):
    admin_client.post(f"{SHARES}add/", share(share_percent="30"))
    page = text(admin_client.post(f"{SHARES}add/", share(share_percent="20")))
    assert "already exists" in page


def test_what_a_sandbox_invented_has_no_share(admin_client):
    make_provider("Plain Exchange", sandbox=True)
    said = share(provider=make_provider("Plain Exchange").pk)
    page = text(admin_client.post(f"{SHARES}add/", said))
    assert "Plain Exchange is invented by the sandbox and holds no market." in page


def test_shares_are_narrowed_down_by_corridors_that_have_any_named_by_their_countries(admin_client):
    record(price(corridor="ae-np"))  # of which nobody states a share
    india = Corridor.objects.get(slug="ae-in").pk
    for said in (share(), share(year="2024"), share(corridor=india)):
        admin_client.post(f"{SHARES}add/", said)
    page = text(admin_client.get(SHARES))
    assert re.findall(r'href="\?corridor=([a-z-]+)"[^>]*>\s*([^<]+?)\s*<', page) == [
        ("ae-in", "United Arab Emirates to India"),
        ("ae-ph", "United Arab Emirates to Philippines"),
    ]
    assert len(admin_client.get(f"{SHARES}?corridor=ae-ph").context["cl"].queryset) == 2
    assert len(admin_client.get(f"{SHARES}?corridor=x").context["cl"].queryset) == 0


def test_whoever_states_shares_may_look_up_corridors_and_change_none(client: Client):
    operator = sign_in(client, "add_marketshare")
    assert b"ae-ph" in operator.get("/admin/corridors/corridor/").content
    for way in ("add/", f"{Corridor.objects.get(slug='ae-ph').pk}/delete/"):
        assert operator.get(f"/admin/corridors/corridor/{way}").status_code == 403
    found = operator.get(
        "/admin/corridors/corridor/found/?term=emirates+phil&app_label=corridors&model_name=marketshare"
        "&field_name=corridor"
    )
    full = "United Arab Emirates to Philippines (ae-ph)"
    assert [result["text"] for result in found.json()["results"]] == [full]
    operator.post(f"{SHARES}add/", share())
    operator = sign_in(client, "change_marketshare")
    page = text(operator.get(f"{SHARES}{MarketShare.objects.get().pk}/change/"))
    assert full in page
    assert 'data-ajax--url="/admin/corridors/corridor/found/"' in page
    assert sign_in(client, name="eva").get("/admin/corridors/corridor/found/").status_code == 403


def test_a_share_is_listed_and_asked_for_in_words(admin_client):
    admin_client.post(f"{SHARES}add/", share())
    listed = text(admin_client.get(SHARES))
    assert "United Arab Emirates to Philippines" in listed
    form = text(admin_client.get(f"{SHARES}add/"))
    for words in ("Company", "Share, in per cent", "Who states it", "The page where it stands"):
        assert words in form


def test_shares_are_found_by_company_source_and_the_corridor_s_countries(admin_client):
    admin_client.post(f"{SHARES}add/", share())
    india = Corridor.objects.get(slug="ae-in").pk
    admin_client.post(f"{SHARES}add/", share(corridor=india, source="A study"))
    for asked, slugs in (
        ("Philippines", ["ae-ph"]),
        ("study", ["ae-in"]),
        ("swift", ["ae-in", "ae-ph"]),
        ("emirates india", ["ae-in"]),
        ("Mexico", []),
    ):
        found = admin_client.get(SHARES, {"q": asked}).context["cl"].queryset
        assert sorted(each.corridor.slug for each in found) == slugs


def test_somebody_without_the_right_sees_and_states_nothing(client: Client):
    somebody = sign_in(client)
    for address in (SHARES, f"{SHARES}add/", FUNDING, "/admin/corridors/corridor/"):
        assert somebody.get(address).status_code == 403
    somebody.post(f"{SHARES}add/", share())
    assert not MarketShare.objects.exists()


def test_funding_is_stated_with_a_page_where_it_can_be_checked(admin_client):
    assert admin_client.post(f"{FUNDING}add/", funding()).status_code == 302
    assert FundingStatement.objects.get().statement == "The Ministry of Labour pays."
    assert "The Ministry of Labour pays." in text(admin_client.get(FUNDING))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"source_url": ""}, "This field is required."),
        ({"source_url": "ftp://ministry.test/"}, "it begins with https:// or http://"),
        ({"stated_on": "2026-11-21"}, "2026-11-21 is in the future."),
        ({"statement": "  "}, "This field is required."),
    ],
)
def test_funding_without_a_source_or_of_tomorrow_is_not_stored(admin_client, changes, sentence):
    assert sentence in text(admin_client.post(f"{FUNDING}add/", funding(**changes)))
    assert not FundingStatement.objects.exists()
