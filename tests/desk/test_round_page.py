"""The pages of a round: quick with many visits, saved with as many as there may be, closed at its end."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk import rounds
from desk.models import MOST_VISITS, Round
from tests.desk.shopping import ROUNDS, Boxes, make_round
from tests.factories import NOW
from tests.providers.handed_in import sign_in, text

pytestmark = pytest.mark.django_db
RIGHTS = ("change_round", "add_feedrun")


def change(round_: Round) -> str:
    return f"{ROUNDS}{round_.pk}/change/"


def sheet(round_: Round) -> str:
    return reverse("desk:sheet", args=[round_.pk])


def queries(client, address: str) -> int:
    text(client.get(address))  # what is asked once a process
    with CaptureQueriesContext(
        connection,
    ) as asked:
        text(client.get(address))
    return len(asked)


@pytest.mark.parametrize("rights", [RIGHTS, ("view_round",)])
@pytest.mark.parametrize("page", [change, sheet])
def test_a_page_asks_as_often_for_20_visits_as_for_2(client, corridor, rights, page):
    somebody = sign_in(client, *rights)
    few, many = (make_round(corridor, companies=visits, visits=visits) for visits in (2, 20))
    assert queries(somebody, page(few)) == queries(somebody, page(many))


def test_the_list_asks_as_often_for_many_rounds_as_for_one(client, corridor):
    somebody = sign_in(client, *RIGHTS)
    make_round(corridor, visits=2)
    before = queries(somebody, ROUNDS)
    for _ in range(4):
        make_round(corridor, companies=20, visits=20)
    assert queries(somebody, ROUNDS) == before


def test_figures_and_sheet_ask_as_often_as_they_say(round_, corridor, django_assert_num_queries):
    with django_assert_num_queries(1):
        rounds.coverage(round_)
    with django_assert_num_queries(1):
        list(rounds.may_be_given(round_))
    with django_assert_num_queries(2):
        rounds.unknown_holders(corridor)
    with django_assert_num_queries(1):
        list(rounds.with_progress(Round.objects.all()))


def test_a_round_of_as_many_visits_as_there_may_be_is_saved(admin_client, corridor):
    round_ = make_round(corridor, visits=MOST_VISITS)
    said = Boxes(text(admin_client.get(change(round_))), form="round_form").said
    names = [name for name in said if name.endswith("-due_on")]
    assert len(names) == MOST_VISITS
    saved = admin_client.post(change(round_), said | {names[-1]: "2026-11-28"})
    assert saved.status_code == 302
    assert round_.visits.get(due_on="2026-11-28").amount == MOST_VISITS
    assert round_.visits.filter(assigned_to=None).count() == 0


def test_more_visits_than_can_be_saved_are_not_planned(admin_client, corridor):
    said = {"corridor": corridor.pk, "starts_on": "2026-11-20", "ends_on": "2026-11-29"}
    said |= {"first_amount": "735", "second_amount": "", "target_visits": "201"}
    assert "less than or equal to 200" in text(admin_client.post(f"{ROUNDS}add/", said))


def test_a_visit_is_given_to_active_staff_or_stays_with_whom_it_has(admin_client, corridor):
    round_ = make_round(corridor, visits=2)
    gone, without = User.objects.get(username="shopper 0"), User.objects.create_user("reader")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    User.objects.create_user("left long ago", is_staff=True, is_active=False)
    page = text(admin_client.get(change(round_)))
    assert page.count(">shopper 0</option>") == page.count(">shopper 1</option>") == 2
    assert without.username not in page
    assert "left long ago" not in page
    admin_client.post(change(round_), Boxes(page, form="round_form").said)
    assert round_.visits.get(amount=1).assigned_to == gone


class TestEnded:
    @pytest.fixture
    def ended(self, round_):
        rounds.finish(round_, by="ana", on=NOW.date())
        return round_

    def test_nothing_of_it_can_be_changed(self, admin_client, ended):
        page = text(admin_client.get(change(ended)))
        boxes = Boxes(page, form="round_form").said
        fields = {name.rpartition("-")[2] for name in boxes}
        assert "corridor" in page
        assert not fields & {"starts_on", "ends_on", "target_visits", "due_on", "assigned_to"}
        assert 'name="_save"' not in page
        assert "Plan anew" not in page
        assert "End the round" not in page

    def test_a_form_that_was_open_meanwhile_changes_nothing_and_says_why(self, admin_client, round_):
        said = Boxes(text(admin_client.get(change(round_))), form="round_form").said
        before = list(Round.objects.values()), list(round_.visits.values())
        rounds.finish(round_, by="ana", on=NOW.date())
        said |= {"visits-0-due_on": "2026-11-28", "target_visits": "3"}
        told = text(admin_client.post(change(round_), said, follow=True))
        assert "This round has ended (20 November 2026) and stays as it is." in told
        Round.objects.update(finished_on=None, finished_by="")
        assert (list(Round.objects.values()), list(round_.visits.values())) == before

    def test_it_is_not_deleted(self, admin_client, ended):
        assert admin_client.post(f"{ROUNDS}{ended.pk}/delete/", {"post": "yes"}).status_code == 403
        admin_client.post(ROUNDS, {"action": "delete_selected", "_selected_action": ended.pk, "post": "yes"})
        assert Round.objects.filter(pk=ended.pk).exists()
