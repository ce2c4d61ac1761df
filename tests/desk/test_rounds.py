"""A round from its plan to its end: planned by market shares, printed, summed up."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from corridors.models import Corridor
from desk import rounds
from desk.models import Round
from desk.visits import note_impossible, visits_of
from tests.desk.shopping import ROUNDS, visit_of, write_down
from tests.factories import NOW, make_provider, price, record
from tests.providers.handed_in import sign_in, text

pytestmark = pytest.mark.django_db


def test_a_new_round_asks_those_who_hold_80_per_cent_at_both_amounts(round_):
    assert (round_.planned_percent, round_.created_by) == (Decimal(85), "admin")
    planned = [(v.service.provider.name, v.amount, v.due_on) for v in visits_of(round_)]
    assert sorted((name, amount) for name, amount, _ in planned) == [
        *(("Lotus", Decimal(735)), ("Lotus", Decimal(1840))),
        *(("Swift Hawk", Decimal(735)), ("Swift Hawk", Decimal(1840))),
    ]
    assert all(date(2026, 11, 20) <= day <= date(2026, 11, 29) for *_, day in planned)


def test_the_end_shows_how_much_of_the_plan_and_of_the_market_was_reached(admin_client, round_):
    hawk, lotus = (visit_of(round_, name) for name in ("Swift Hawk", "Lotus"))
    write_down(admin_client, hawk)
    note_impossible(lotus, why="closed", by="ana", now=NOW)
    admin_client.post(reverse("desk:finish", args=[round_.pk]))
    round_.refresh_from_db()
    assert (round_.finished_on, round_.finished_by) == (NOW.date(), "admin")
    summed = rounds.coverage(round_)
    assert (summed.visits, summed.done, summed.refused, summed.impossible) == (4, 1, 0, 1)
    assert (summed.done_percent, summed.planned_percent, summed.reached_percent) == (
        25,
        Decimal(85),
        Decimal(50),
    )
    page = text(admin_client.get(f"{ROUNDS}{round_.pk}/change/"))
    assert "1 of 4, 25 per cent" in page
    assert "Plan anew" not in page
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
        ({"first_amount": "0"}, "The amount must be more than 0."),
        ({"second_amount": "-5"}, "The amount must be more than 0."),
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
    page = text(admin_client.post(f"{ROUNDS}add/", said | changes))
    assert sentence in page
    assert "is violated" not in page
    assert not Round.objects.exists()


def test_each_step_needs_its_right(client, round_):
    visit = round_.visits.first()
    somebody = sign_in(client, "view_round", name="ana")
    assert somebody.get(reverse("desk:sheet", args=[round_.pk])).status_code == 200
    for name, pk in (("plan", round_.pk), ("finish", round_.pk), ("visit_impossible", visit.pk)):
        assert somebody.post(reverse(f"desk:{name}", args=[pk])).status_code == 403
    assert somebody.get(reverse("desk:visit_price", args=[visit.pk])).status_code == 403
    assert sign_in(client, name="eva").get(reverse("desk:sheet", args=[round_.pk])).status_code == 403


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


def test_rounds_are_found_by_the_names_of_countries(admin_client, round_):
    record(price(corridor="sa-in", currencies=("SAR", "INR")))
    india = Corridor.objects.get(slug="sa-in")
    days = {"starts_on": "2026-11-20", "ends_on": "2026-11-29"}
    other = Round.objects.create(corridor=india, first_amount=1, target_visits=1, **days)
    for asked, found in (
        ({"q": "emirates philippines"}, [round_]),
        ({"q": "saudi"}, [other]),
        ({"from": "AE"}, [round_]),
        ({"to": "IN"}, [other]),
    ):
        assert list(admin_client.get(ROUNDS, asked).context["cl"].queryset) == found
    page = admin_client.get(ROUNDS)
    sent_from = page.context["cl"].filter_specs[1]
    assert sent_from.lookup_choices == [("SA", "Saudi Arabia"), ("AE", "United Arab Emirates")]
    assert "Saudi Arabia to India" in text(page)


def test_a_round_takes_two_weeks_from_today_unless_told_otherwise(admin_client):
    form = admin_client.get(f"{ROUNDS}add/").context["adminform"].form
    assert (form.initial["starts_on"], form.initial["ends_on"]) == (date(2026, 11, 20), date(2026, 12, 3))
    assert form.initial["target_visits"] == 40
