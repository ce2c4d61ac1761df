"""A round that is planned again: what was done stays and counts, the days that are left are used."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.contrib.auth.models import User
from django.urls import reverse

from corridors.models import MarketShare
from desk import rounds
from desk.models import Round
from desk.visits import visits_of
from tests.desk.shopping import ROUNDS, visit_of
from tests.factories import NOW, price, record
from tests.providers.handed_in import text

pytestmark = pytest.mark.django_db
SAVEPOINT = 2  # what a test's own transaction adds


def plan_anew(client, round_) -> str:
    said = text(client.post(reverse("desk:plan", args=[round_.pk]), follow=True))
    round_.refresh_from_db()
    return said


def state_shares(**percents: int) -> None:
    MarketShare.objects.all().update(share_percent=0)
    for name, percent in percents.items():
        MarketShare.objects.filter(provider__name=name.replace("_", " ")).update(share_percent=percent)


def test_what_was_done_or_given_to_somebody_outlives_a_new_plan(admin_client, round_):
    given, *_, done = visits_of(round_)
    round_.visits.filter(pk=given.pk).update(assigned_to=User.objects.get())
    round_.visits.filter(pk=done.pk).update(outcome="recorded")
    state_shares(Swift_Hawk=10, Lotus=5, Fox=85)
    plan_anew(admin_client, round_)
    planned = visits_of(round_).values_list("service__provider__name", "share_percent")
    assert {given.pk, done.pk} < set(round_.visits.values_list("pk", flat=True))
    fox = ("Fox", Decimal(85))
    assert sorted(planned) == [fox, fox, ("Lotus", Decimal(5)), ("Swift Hawk", Decimal(10))]
    assert round_.planned_percent == Decimal(100)


def test_what_is_kept_counts_among_the_visits_that_there_may_be(admin_client, round_):
    Round.objects.update(target_visits=5)
    round_.visits.update(assigned_to=User.objects.get())
    state_shares(Swift_Hawk=10, Lotus=5, Fox=85)
    assert "The round has 4 visits." in plan_anew(admin_client, round_)
    assert round_.visits.count() == 4
    assert round_.planned_percent == Decimal(15)


def test_the_other_amount_of_what_is_kept_is_planned_on_its_day(admin_client, round_):
    kept = visit_of(round_, "Lotus")
    round_.visits.filter(pk=kept.pk).update(assigned_to=User.objects.get(), due_on="2026-11-27")
    plan_anew(admin_client, round_)
    days = visits_of(round_).filter(service=kept.service_id).values_list("amount", "due_on")
    assert sorted(days) == [(Decimal(amount), date(2026, 11, 27)) for amount in (735, 1840)]
    assert round_.visits.count() == 4


def test_shares_that_nobody_states_any_more_are_not_known(admin_client, round_):
    round_.visits.update(assigned_to=User.objects.get())
    MarketShare.objects.all().delete()
    plan_anew(admin_client, round_)
    assert round_.planned_percent is None
    assert rounds.coverage(round_).reached_percent is None


def test_no_visit_is_planned_for_a_day_that_is_past(admin_client, round_):
    with time_machine.travel(NOW.replace(day=26), tick=False):
        assert "The round has 4 visits." in plan_anew(admin_client, round_)
    days = set(round_.visits.values_list("due_on", flat=True))
    assert len(days) == 2
    assert min(days) >= date(2026, 11, 26)
    assert max(days) <= round_.ends_on


def test_on_its_last_day_a_round_can_be_planned_and_after_it_no_more(admin_client, round_):
    with time_machine.travel(NOW.replace(day=29), tick=False):
        assert "The round has 4 visits." in plan_anew(admin_client, round_)
    before = list(round_.visits.values())
    with time_machine.travel(NOW.replace(day=30), tick=False):
        told = plan_anew(admin_client, round_)
    assert "The last day of this round, 29 November 2026, is past: nothing new is planned." in told
    assert list(round_.visits.values()) == before


def test_a_new_round_whose_days_are_past_is_kept_and_has_no_visits(admin_client, corridor):
    days = {"starts_on": "2026-11-01", "ends_on": "2026-11-10"}
    said = {"corridor": corridor.pk, "first_amount": "735", "second_amount": "", "target_visits": "10"}
    told = text(admin_client.post(f"{ROUNDS}add/", said | days, follow=True))
    assert "The last day of this round, 10 November 2026, is past" in told
    assert Round.objects.get().visits.count() == 0


def test_a_round_that_has_ended_is_not_planned(admin_client, round_):
    rounds.finish(round_, by="ana", on=NOW.date())
    before = list(round_.visits.values())
    state_shares(Swift_Hawk=10, Lotus=5, Fox=85)
    assert "This round has ended" in plan_anew(admin_client, round_)
    assert list(round_.visits.values()) == before


def test_planning_asks_as_often_for_many_visits_as_for_few(round_, corridor, django_assert_num_queries):
    record(*(price(f"House {number}") for number in range(20)))
    MarketShare.objects.update(share_percent=1)
    round_.visits.filter(amount=735).update(assigned_to=User.objects.get())
    for target, planned in ((4, 4), (40, 40)):
        Round.objects.update(target_visits=target)
        again = Round.objects.get()
        with django_assert_num_queries(9 + SAVEPOINT):
            assert rounds.plan_visits(again, today=NOW.date()) == planned
