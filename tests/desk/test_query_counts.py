"""What the desk asks of the database is as much as each page promises, however much there is."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk import checklist
from desk.attention import concerns, content, prices, setup, shopping, sources
from desk.lacking import lacking
from desk.lessons import lessons_by_language
from desk.sources import lines
from providers.evidence import evidence_for
from tests.factories import NOW, price, record, surveyed
from tests.providers.handed_in import text
from tests.support.entries import article, organisation

pytestmark = pytest.mark.django_db
# A session and who it is of; a superuser's rights are asked of nothing.
SIGNED_IN = 2
MORE = ("ae-in", "ae-np", "gb-in", "gb-pk")


def offer_more() -> None:
    """Four further corridors, two of them known from a survey only."""
    record(
        *(price(corridor=slug) for slug in MORE[:2]),
        *(surveyed(corridor=slug, currencies=("GBP", "INR")) for slug in MORE[2:]),
    )


@pytest.mark.parametrize(
    ("ask", "queries"),
    [
        (lines, 7),
        (lambda now: lessons_by_language(), 1),
        (lambda now: list(sources.concerns(now)), 5),
        (lambda now: list(setup.concerns()), 0),
        (lambda now: list(content.concerns(now)), 4),
        (lambda now: list(shopping.concerns(now)), 1),
        (checklist.steps, 17),
    ],
    ids=["lines", "lessons", "sources", "setup", "content", "shopping", "steps"],
)
def test_each_part_asks_as_often_as_it_says(corridor, django_assert_num_queries, ask, queries):
    for number in range(3):
        organisation(f"Open Door {number}")
        article(slug=f"lesson-{number}")
    with django_assert_num_queries(queries):
        ask(NOW)


def test_a_held_price_is_judged_by_four(held, django_assert_num_queries):
    with django_assert_num_queries(4):
        evidence_for(held)


class TestWhatCorridorsLack:
    def test_seven_ask_for_any_number_of_corridors_and_one_for_five_minutes_after(
        self, corridor, django_assert_num_queries
    ):
        record(surveyed(corridor="gb-in", currencies=("GBP", "INR")))
        with django_assert_num_queries(7):
            assert [each.slug for each in lacking(NOW)] == ["ae-ph", "gb-in"]
        with django_assert_num_queries(1):
            lacking(NOW)
        offer_more()
        with django_assert_num_queries(7):
            assert len(lacking(NOW)) == 5
        with django_assert_num_queries(1):
            lacking(NOW)

    def test_the_concerns_about_prices_ask_three_more(self, held, django_assert_num_queries):
        lacking(NOW)
        with django_assert_num_queries(1 + 3):
            list(prices.concerns(NOW))


@pytest.mark.parametrize(
    ("address", "queries"),
    [("desk:sources", 7), ("desk:languages", 1), ("desk:first_steps", 17), ("desk:requirements", 7)],
)
def test_a_page_asks_as_often_as_it_says(admin_client, corridor, django_assert_num_queries, address, queries):
    organisation()
    with django_assert_num_queries(SIGNED_IN + queries):
        text(admin_client.get(reverse(address)))


@pytest.mark.parametrize("address", ["admin:index", "desk:requirements"])
def test_a_page_asks_no_more_for_six_corridors_than_for_two(admin_client, corridor, address):
    def asked_at_first() -> int:
        with CaptureQueriesContext(connection) as asked:
            text(admin_client.get(reverse(address)))
        return len(asked)

    record(surveyed(corridor="gb-np", currencies=("GBP", "NPR")))
    text(admin_client.get(reverse("desk:languages")))  # what a process asks once is asked
    before = asked_at_first()
    offer_more()
    assert asked_at_first() == before


def test_what_needs_attention_asks_as_often_as_it_says(admin_user, held, django_assert_num_queries):
    request = RequestFactory().get("/admin/")
    request.user = admin_user
    parts = 3 + 5 + 0 + 4 + 1  # prices, sources, setup, content, shopping
    with django_assert_num_queries(parts + 7):
        concerns(request, now=NOW)
    with django_assert_num_queries(parts + 1):
        concerns(request, now=NOW)
