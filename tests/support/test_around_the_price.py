"""What a corridor's page says around its price."""

from datetime import date

import pytest
from django.template import Context, Template
from pytest_django import DjangoAssertNumQueries

from corridors.pages.places import place
from tests.pages.conftest import Read
from tests.support.entries import article, organisation

SEND = "/send/ae-ph/?amount=1000"
pytestmark = pytest.mark.usefixtures("ae_ph")


def test_who_helps_where_the_money_is_sent_from_is_named(read: Read) -> None:
    organisation("Open Door")
    organisation("Elsewhere", country="GB")
    page = read(SEND)
    assert "Help: United Arab Emirates Open Door not yet verified" in page
    assert "/support/ae/" in page.links()
    assert "Elsewhere" not in page


def test_those_for_people_from_the_family_s_country_come_first_and_others_last(read: Read) -> None:
    organisation("For Nepalis", countries_served=["NP"], kind="hotline")
    organisation("For all", kind="community")
    organisation("For all by telephone", kind="hotline")
    organisation("For Filipinos", countries_served=["IN", "PH"], kind="union", reviewed_on=date(2026, 11, 1))
    page = read(SEND)
    assert "For Filipinos For all by telephone not yet verified For all not yet verified" in page
    assert "For Nepalis" not in page


def test_what_there_is_to_read_of_the_family_s_country_is_linked(read: Read) -> None:
    article("services", "ph", country="PH")
    article(
        "page", "by-post", country="PH", sending_country="AE", title="By post", ends_on=date(2026, 12, 31)
    )
    article("page", "from-us", country="PH", sending_country="US", title="From the US")
    article("page", "from-anywhere", country="PH", title="From anywhere")
    page = read(SEND)
    assert "By post not yet verified Its last day is 31 December 2026." in page
    assert "From anywhere" in page
    assert "From the US" not in page
    assert {"/services/ph/", "/services/ph/by-post/", "/lessons/", "/budget/?from=ae&to=ph"} <= set(
        page.links()
    )


def test_without_any_the_lessons_and_the_budget_are_there(read: Read) -> None:
    page = read(SEND)
    assert "Help in" not in page
    assert "Financial services in" not in page
    assert {"/lessons/", "/budget/?from=ae&to=ph"} <= set(page.links())


def test_every_link_keeps_the_language(read: Read) -> None:
    organisation()
    article("services", "ph", country="PH")
    links = [link for link in read(f"{SEND}&lang=es").links() if link.startswith(("/s", "/l", "/b"))]
    assert links
    of_the_page = [link for link in links if not link.startswith("/send/")]  # those lead to other languages
    assert of_the_page
    assert [link for link in of_the_page if "lang=es" not in link] == []


def test_it_costs_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    organisation()
    article("services", "ph", country="PH")
    template = Template("{% load support %}{% around_the_price from to %}")
    with django_assert_num_queries(2):
        html = template.render(Context({"from": place("AE"), "to": place("PH")}))
    assert "Open Door" in html


def test_the_whole_page_costs_eleven_at_most(
    read: Read, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    organisation()
    with django_assert_max_num_queries(11):
        read(SEND)


def test_every_page_leads_to_these(read: Read) -> None:
    assert {"/support/", "/services/", "/lessons/", "/budget/"} <= set(read("/about/").links())
