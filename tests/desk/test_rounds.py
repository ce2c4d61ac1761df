"""A round from its plan to its end: planned by market shares, written down visit by visit, summed up."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from corridors.models import Corridor, Price
from corridors.requirements import measured
from desk import rounds
from desk.models import Round, Visit
from providers.models import HeldReading
from tests.factories import NOW, make_provider, price, record
from tests.providers.handed_in import TURNED_ROUND, sign_in, text

pytestmark = pytest.mark.django_db
ROUNDS = "/admin/desk/round/"


@pytest.fixture
def round_(admin_client, corridor) -> Round:
    """A round as an operator makes it: ae-ph for ten days at two amounts."""
    said = {
        "corridor": corridor.pk,
        "starts_on": "2026-11-20",
        "ends_on": "2026-11-29",
        "first_amount": "735",
        "second_amount": "1840",
        "target_visits": "10",
    }
    assert admin_client.post(f"{ROUNDS}add/", said).status_code == 302
    return Round.objects.get()


def asked(client, visit: Visit, **changes):
    """Write down what a visit found, in the form as it stands there."""
    address = reverse("desk:visit_price", args=[visit.pk])
    form = client.get(address).context["form"]
    said = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    said = {name: value for name, value in said.items() if value not in (None, False)}
    said |= {"observed_at": "2026-11-20T11:00", "fee": "10", "rate": "11.9"} | changes
    return client.post(address, said, follow=True)


def visit_of(round_: Round, name: str) -> Visit:
    """The first visit to a company: which comes first in a round goes by the round's number."""
    return rounds.visits_of(round_).filter(service__provider__name=name)[0]


def test_a_new_round_asks_those_who_hold_80_per_cent_at_both_amounts(round_):
    assert (round_.planned_percent, round_.created_by) == (Decimal(85), "admin")
    planned = [(v.service.provider.name, v.amount, v.due_on) for v in rounds.visits_of(round_)]
    assert sorted((name, amount) for name, amount, _ in planned) == [
        *(("Lotus", Decimal(735)), ("Lotus", Decimal(1840))),
        *(("Swift Hawk", Decimal(735)), ("Swift Hawk", Decimal(1840))),
    ]
    assert all(date(2026, 11, 20) <= day <= date(2026, 11, 29) for *_, day in planned)


def test_what_was_done_or_given_to_somebody_outlives_a_new_plan(admin_client, round_, django_user_model):
    given, *_, done = rounds.visits_of(round_)
    Visit.objects.filter(pk=given.pk).update(assigned_to=django_user_model.objects.get())
    Visit.objects.filter(pk=done.pk).update(outcome="recorded")
    admin_client.post(reverse("desk:plan", args=[round_.pk]))
    assert {given.pk, done.pk} < set(round_.visits.values_list("pk", flat=True))
    assert round_.visits.count() == 4


def test_the_form_knows_the_visit_and_the_price_is_linked_to_it(admin_client, round_, corridor):
    visit = visit_of(round_, "Swift Hawk")
    page = text(admin_client.get(reverse("desk:visit_price", args=[visit.pk])))
    assert 'value="Swift Hawk"' in page
    assert 'value="735"' in page
    assert "Recorded. Thank you." in text(asked(admin_client, visit))
    visit.refresh_from_db()
    assert (visit.outcome, visit.done_by, visit.done_at) == ("recorded", "admin", NOW)
    price = Price.objects.get(run=visit.run)
    assert (price.collection_method, price.send_amount) == ("mystery_shopping", Decimal(735))
    assert price.service_id == visit.service_id
    shopping = measured(corridor, now=NOW).findings[8]
    assert shopping.verdict == "met"


def test_a_price_that_looks_wrong_waits_and_a_wrong_one_is_said_beside_its_field(admin_client, round_):
    visit = rounds.visits_of(round_)[0]
    assert "is not a number" in text(asked(admin_client, visit, fee="x"))
    assert "waits for review" in text(asked(admin_client, visit, rate=TURNED_ROUND))
    visit.refresh_from_db()
    assert visit.outcome == "held"
    assert visit.run == HeldReading.objects.get().run


def test_a_visit_that_was_not_possible_says_why(admin_client, round_):
    visit = rounds.visits_of(round_)[0]
    address = reverse("desk:visit_impossible", args=[visit.pk])
    assert "Say why it was not possible." in text(admin_client.post(address, {"note": " "}, follow=True))
    assert "closed for good" in text(admin_client.post(address, {"note": "closed for good"}, follow=True))
    asked(admin_client, visit)
    admin_client.post(address, {"note": "no"})
    visit.refresh_from_db()
    assert (visit.outcome, visit.note) == ("recorded", "")


def test_the_end_shows_how_much_of_the_plan_and_of_the_market_was_reached(admin_client, round_):
    hawk, lotus = (visit_of(round_, name) for name in ("Swift Hawk", "Lotus"))
    asked(admin_client, hawk)
    rounds.note_impossible(lotus, why="closed", by="ana", now=NOW)
    admin_client.post(reverse("desk:finish", args=[round_.pk]))
    round_.refresh_from_db()
    assert (round_.finished_on, round_.finished_by) == (NOW.date(), "admin")
    summed = rounds.coverage(round_)
    assert (summed.visits, summed.done, summed.impossible, summed.left) == (4, 1, 1, 2)
    assert (summed.done_percent, summed.planned_percent, summed.reached_percent) == (
        25,
        Decimal(85),
        Decimal(50),
    )
    page = text(admin_client.get(f"{ROUNDS}{round_.pk}/change/"))
    assert "1 of 4, 25 per cent" in page
    assert "Plan anew" not in page
    assert rounds.plan_visits(round_) == 4
    assert "1 of 4" in text(admin_client.get(ROUNDS))


def test_a_share_of_a_company_without_a_service_is_told(admin_client, round_, corridor):
    corridor.service_set.filter(provider=make_provider("Lotus")).update(ended_on="2026-01-01")
    assert rounds.unknown_holders(corridor) == ["Lotus"]
    assert "Lotus" in text(admin_client.get(f"{ROUNDS}{round_.pk}/change/"))


def test_the_sheet_has_a_line_a_visit_and_room_to_write(admin_client, round_):
    page = text(admin_client.get(reverse("desk:sheet", args=[round_.pk])))
    assert page.count("paid by cash; ordered at a branch; received by cash") == 4
    assert "1,840 AED" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "2026-11-19"}, "The last day is before the first."),
        ({"second_amount": "735"}, "This is the first amount again."),
        ({"target_visits": "0"}, "greater than or equal to 1"),
    ],
)
def test_a_round_that_cannot_be_is_not_made(admin_client, corridor, changes, sentence):
    said = {
        "corridor": corridor.pk,
        "starts_on": "2026-11-20",
        "ends_on": "2026-11-29",
        "first_amount": "735",
        "second_amount": "",
        "target_visits": "10",
    }
    assert sentence in text(admin_client.post(f"{ROUNDS}add/", said | changes))
    assert not Round.objects.exists()


def test_each_step_needs_its_right(client, round_):
    visit = round_.visits.first()
    somebody = sign_in(client, "view_round", name="ana")
    assert somebody.get(reverse("desk:sheet", args=[round_.pk])).status_code == 200
    for name, pk in (("plan", round_.pk), ("finish", round_.pk), ("visit_impossible", visit.pk)):
        assert somebody.post(reverse(f"desk:{name}", args=[pk])).status_code == 403
    assert somebody.get(reverse("desk:visit_price", args=[visit.pk])).status_code == 403
    assert sign_in(client, name="eva").get(reverse("desk:sheet", args=[round_.pk])).status_code == 403


def test_a_shopper_s_documented_rights_are_enough(client, round_):
    """docs/operators.md: view round, add feed run."""
    visit = round_.visits.first()
    shopper = sign_in(client, "view_round", "add_feedrun", name="ana")
    page = text(shopper.get(f"{ROUNDS}{round_.pk}/change/"))
    assert "Write it down" in page
    assert shopper.get(reverse("desk:visit_price", args=[visit.pk])).status_code == 200


def test_a_planner_s_documented_rights_are_enough(client, corridor):
    """docs/operators.md: add and change round, add and change market share."""
    rights = ("add_round", "change_round", "add_marketshare", "change_marketshare")
    planner = sign_in(client, *rights, name="ben")
    for model, field in (("corridors", "provider"), ("corridors", "corridor")):
        asked = {"app_label": model, "model_name": "marketshare", "field_name": field, "term": "a"}
        assert planner.get("/admin/autocomplete/", asked).status_code == 200


def test_a_round_stays_in_its_corridor(admin_client, round_):
    record(price(corridor="ae-in"))
    other = Corridor.objects.get(slug="ae-in")
    page = admin_client.get(f"{ROUNDS}{round_.pk}/change/")
    form = page.context["adminform"].form
    assert "corridor" not in form.fields
    said = {name: form.initial.get(name) or "" for name in form.fields}
    visits = page.context["inline_admin_formsets"][0].formset
    rows = {f"{visits.prefix}-TOTAL_FORMS": "0", f"{visits.prefix}-INITIAL_FORMS": "0"}
    admin_client.post(f"{ROUNDS}{round_.pk}/change/", {**said, **rows, "corridor": other.pk})
    round_.refresh_from_db()
    assert round_.corridor.slug == "ae-ph"
