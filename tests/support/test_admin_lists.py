"""The admin's lists of organisations and texts: found, narrowed, and leading to where each is shown."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.providers.handed_in import text
from tests.support.entries import article, organisation

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
ORGANISATIONS, ARTICLES = "/admin/support/organisation/", "/admin/support/article/"


@pytest.mark.parametrize("address", [ORGANISATIONS, ARTICLES])
@pytest.mark.parametrize("query", ["", "?review=never", "?q=door"])
def test_lists_can_be_looked_at_and_narrowed(admin_client: Any, address: str, query: str) -> None:
    organisation()
    article()
    assert admin_client.get(address + query).status_code == 200


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"never", "long ago", "a year and a day", "a year", "today"}),
        ("?review=never", {"never"}),
        ("?review=old", {"long ago", "a year and a day"}),
        ("?review=good", {"a year", "today"}),
    ],
)
@pytest.mark.parametrize("address", [ORGANISATIONS, ARTICLES])
def test_entries_are_narrowed_by_when_somebody_found_them_right(
    admin_client: Any, address: str, query: str, names: set[str]
) -> None:
    days = {
        "never": None,
        "long ago": date(2020, 1, 1),
        "a year and a day": TODAY - timedelta(days=366),
        "a year": TODAY - timedelta(days=365),
        "today": TODAY,
    }
    for name, day in days.items():
        organisation(name, reviewed_on=day)
        article(slug=name.replace(" ", "-"), title=name, reviewed_on=day)
    listed = admin_client.get(address + query).context["cl"].queryset
    assert {getattr(each, "name", "") or each.title for each in listed} == names


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=philippines", {"At home"}),
        ("?q=emirates", {"Abroad"}),
        ("?country=PH", {"At home"}),
        ("?kind=union", {"Abroad"}),
    ],
)
def test_organisations_are_found_by_country_and_kind_in_words(
    admin_client: Any, query: str, names: set[str]
) -> None:
    organisation("At home", country="PH", kind="embassy_labour_office")
    organisation("Abroad", kind="union")
    page = text(admin_client.get(ORGANISATIONS))
    for words in ("United Arab Emirates", "Philippines", "Unions", "Embassies’ labour offices"):
        assert page.count(words) > 1  # in the list, and in its filter
    listed = admin_client.get(ORGANISATIONS + query).context["cl"].queryset
    assert {each.name for each in listed} == names
    form = text(admin_client.get(f"{ORGANISATIONS}add/"))
    assert '<option value="embassy_labour_office">Embassies’ labour offices</option>' in form


def test_a_text_of_no_country_is_of_everywhere(admin_client: Any) -> None:
    article()
    article("page", "by-post", country="MX")
    page = text(admin_client.get(ARTICLES))
    assert "everywhere" in page
    assert "Mexico" in page


def test_each_entry_leads_to_where_it_is_shown(admin_client: Any, client: Any) -> None:
    known = (
        organisation(),
        article(),
        article("services", "mx", country="MX"),
        article("page", "by-post", country="MX"),
    )
    for entry in known:
        assert client.get(entry.get_absolute_url()).status_code == 200
