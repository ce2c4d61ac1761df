"""The side of the desk has what the admin lets somebody open, and nothing else."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import RequestFactory
from django.urls import reverse

from desk.navigation import GROUPS, Rows, navigation
from tests.providers.handed_in import sign_in

pytestmark = pytest.mark.django_db
MODELS = [each.model for _, every in GROUPS for each in every if isinstance(each, Rows)]
FOR_ALL = {
    "Today": ["What needs attention", "First steps"],
    "What the site offers": ["Requirements"],
    "Around the price": ["Languages"],
    "Behind the site": ["Sources and their health"],
}


def seen_by(name: str) -> dict[str, dict[str, str]]:
    """The groups of links, each with its titles and addresses."""
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(username=name)
    return {
        group["title"]: {item["title"]: item["link"] for item in group["items"]}
        for group in navigation(request)
    }


def titles(name: str) -> dict[str, list[str]]:
    return {group: list(items) for group, items in seen_by(name).items()}


def test_somebody_without_rights_sees_what_is_for_all_and_no_empty_heading(client):
    sign_in(client)
    assert titles("ana") == FOR_ALL


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("right", ["view", "add", "change", "delete"])
def test_with_each_right_every_link_can_be_opened_and_none_is_missing(client, model, right):
    somebody = sign_in(client, f"{right}_{model.split('.')[1]}")
    shown = {link: title for items in seen_by("ana").values() for title, link in items.items()}
    for_all = {title for titles in FOR_ALL.values() for title in titles}
    assert {somebody.get(link).status_code for link, title in shown.items() if title not in for_all} <= {200}
    its_own = reverse(f"admin:{model.replace('.', '_')}_changelist")
    assert (somebody.get(its_own).status_code == 200) is (its_own in shown)


@pytest.mark.parametrize(
    ("right", "group", "extra"),
    [
        ("view_feed", "Behind the site", []),
        ("add_feedrun", "Prices", ["Prices to judge", "Hand in prices", "Write down one price"]),
        ("add_organisation", "Around the price", ["Organisations"]),
        ("add_marketshare", "What the site offers", ["Corridors", "Market shares"]),
        ("add_marketshare", "Prices", ["Companies"]),
        ("delete_organisation", "Around the price", []),
        ("view_alert", "Around the price", ["Alerts by mail"]),
    ],
)
def test_some_rights_and_what_they_open(client, right, group, extra):
    sign_in(client, right)
    assert set(titles("ana").get(group, [])) == {*FOR_ALL.get(group, []), *extra}


def test_who_may_add_and_not_look_is_led_to_the_empty_form(client):
    sign_in(client, "add_organisation")
    assert seen_by("ana")["Around the price"]["Organisations"] == reverse("admin:support_organisation_add")


def test_a_superuser_sees_everything(admin_client):
    assert titles("admin") == {title: [each.title for each in every] for title, every in GROUPS}


def test_every_model_of_the_admin_is_in_the_menu_or_beside_what_is():
    """Feeds and sources are on the page of sources; accounts and groups have what is Django's."""
    labels = {model._meta.label_lower for model in admin.site._registry}
    assert labels - set(MODELS) == {"corridors.source", "providers.feed"}
