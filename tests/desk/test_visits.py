"""A visit from the form that knows it to what judges make of its price."""

from decimal import Decimal

import pytest
from django.urls import reverse

from corridors.models import Price
from corridors.requirements import measured
from desk import rounds
from desk.attention import shopping
from desk.visits import visits_of
from providers import review
from providers.models import HeldReading
from tests.desk.shopping import ROUNDS, visit_of, write_down
from tests.factories import NOW
from tests.providers.handed_in import TURNED_ROUND, sign_in, text

pytestmark = pytest.mark.django_db


def the_round(client, round_) -> str:
    return text(client.get(f"{ROUNDS}{round_.pk}/change/"))


def test_the_form_knows_the_visit_and_the_price_is_linked_to_it(admin_client, round_, corridor):
    visit = visit_of(round_, "Swift Hawk")
    page = text(admin_client.get(reverse("desk:visit_price", args=[visit.pk])))
    assert 'value="Swift Hawk"' in page
    assert 'value="735"' in page
    assert "Recorded. Thank you." in text(write_down(admin_client, visit))
    visit.refresh_from_db()
    assert (visit.outcome, visit.done_by, visit.done_at) == ("recorded", "admin", NOW)
    price = Price.objects.get(run=visit.run)
    assert (price.collection_method, price.send_amount) == ("mystery_shopping", Decimal(735))
    assert price.service_id == visit.service_id
    shopping = measured(corridor, now=NOW).findings[8]
    assert shopping.verdict == "met"


def test_a_visit_is_answered_with_its_own_company_amount_and_ways_whatever_a_browser_sends(
    admin_client, round_
):
    visit = visit_of(round_, "Swift Hawk")
    another = {"provider": "Lotus", "from": "SA", "to": "IN", "send_amount": "1", "pay_in": "card"}
    another |= {"send_currency": "SAR", "receive_currency": "INR", "access": "internet", "pay_out": "mobile"}
    write_down(admin_client, visit, **another, observed_at="2026-11-19T10:00")
    visit.refresh_from_db()
    price = Price.objects.get(run=visit.run)
    assert (price.service_id, price.send_amount) == (visit.service_id, visit.amount)
    assert f"{price.observed_at:%Y-%m-%d %H:%M}" == "2026-11-19 10:00"


def test_of_several_ways_the_one_that_was_asked_about_is_chosen(admin_client, round_):
    visit = visit_of(round_, "Swift Hawk")
    round_.corridor.service_set.filter(pk=visit.service_id).update(pay_in="bank_account,card", access="")
    form = admin_client.get(reverse("desk:visit_price", args=[visit.pk])).context["form"]
    asked = {name for name, field in form.fields.items() if not field.disabled}
    assert {"pay_in", "access"} < asked
    assert "pay_out" not in asked
    assert form.get_initial_for_field(form.fields["pay_in"], "pay_in") == "bank_account"


def test_a_price_that_looks_wrong_waits_and_a_wrong_one_is_said_beside_its_field(admin_client, round_):
    visit = visits_of(round_)[0]
    assert "is not a number" in text(write_down(admin_client, visit, fee="x"))
    assert "waits for review" in text(write_down(admin_client, visit, rate=TURNED_ROUND))
    visit.refresh_from_db()
    assert visit.outcome == "held"
    assert visit.run == HeldReading.objects.get().run
    assert rounds.coverage(round_).done == 1
    assert "price waits for review" in the_round(admin_client, round_)


class TestJudged:
    @pytest.fixture
    def visit(self, admin_client, round_):
        """One of Swift Hawk, half of the market, whose price waits."""
        visit = visit_of(round_, "Swift Hawk")
        round_.visits.exclude(pk=visit.pk).update(due_on=round_.ends_on)
        round_.visits.filter(pk=visit.pk).update(due_on=NOW)
        write_down(admin_client, visit, rate=TURNED_ROUND)
        return visit

    def test_a_refused_price_leaves_its_visit_open_in_figures_and_words(self, admin_client, round_, visit):
        assert list(shopping.concerns(NOW)) == []
        review.refuse(HeldReading.objects.get(), by="eva", now=NOW, reason="asked them")
        summed = rounds.coverage(round_)
        assert (summed.done, summed.refused, summed.reached_percent) == (0, 1, Decimal(0))
        page = the_round(admin_client, round_)
        assert "0 of 4, 0 per cent" in page
        assert ">price refused<" in page
        assert page.count("Write it down") == 4
        assert "0 of 4" in text(admin_client.get(ROUNDS))
        (due,) = shopping.concerns(NOW)
        assert (due.number, due.since) == (1, NOW.date())
        sheet = text(admin_client.get(reverse("desk:sheet", args=[round_.pk])))
        assert ">done<" not in sheet

    def test_it_can_be_written_down_anew(self, admin_client, round_, visit):
        review.refuse(HeldReading.objects.get(), by="eva", now=NOW, reason="asked them")
        assert "Recorded. Thank you." in text(write_down(admin_client, visit))
        summed = rounds.coverage(round_)
        assert (summed.done, summed.refused, summed.reached_percent) == (1, 0, Decimal(50))

    def test_or_noted_as_not_possible(self, admin_client, round_, visit):
        review.refuse(HeldReading.objects.get(), by="eva", now=NOW, reason="asked them")
        admin_client.post(reverse("desk:visit_impossible", args=[visit.pk]), {"note": "closed"})
        summed = rounds.coverage(round_)
        assert (summed.done, summed.refused, summed.impossible) == (0, 0, 1)
        assert "not possible: closed" in the_round(admin_client, round_)

    def test_a_price_that_waits_is_not_noted_as_not_possible(self, admin_client, round_, visit):
        admin_client.post(reverse("desk:visit_impossible", args=[visit.pk]), {"note": "closed"})
        visit.refresh_from_db()
        assert (visit.outcome, visit.note) == ("held", "")

    def test_a_released_price_is_recorded(self, admin_client, round_, visit):
        review.release(HeldReading.objects.get(), by="eva", now=NOW, reason="asked them")
        assert rounds.coverage(round_).done == 1
        page = the_round(admin_client, round_)
        assert "price recorded" in page
        assert "waits for review" not in page
        assert "1 of 4" in text(admin_client.get(ROUNDS))

    def test_a_price_that_is_sent_twice_is_judged_once(self, admin_client, round_, visit):
        assert "waits for review" in text(write_down(admin_client, visit, rate=TURNED_ROUND))
        review.refuse(HeldReading.objects.get(), by="eva", now=NOW, reason="asked them")
        assert rounds.coverage(round_).refused == 1


def test_a_visit_that_was_not_possible_says_why(admin_client, round_):
    visit = visits_of(round_)[0]
    address = reverse("desk:visit_impossible", args=[visit.pk])
    assert "Say why it was not possible." in text(admin_client.post(address, {"note": " "}, follow=True))
    assert "closed for good" in text(admin_client.post(address, {"note": "closed for good"}, follow=True))
    write_down(admin_client, visit)
    admin_client.post(address, {"note": "no"})
    visit.refresh_from_db()
    assert (visit.outcome, visit.note) == ("recorded", "")


def test_of_a_round_that_has_ended_nothing_is_written_down(admin_client, round_):
    visit = visits_of(round_)[0]
    form = {"observed_at": "2026-11-20T11:00", "fee": "10", "rate": "11.9"}
    rounds.finish(round_, by="ana", on=NOW.date())
    for name, said in (("visit_price", form), ("visit_impossible", {"note": "closed"})):
        told = admin_client.post(reverse(f"desk:{name}", args=[visit.pk]), said, follow=True)
        assert "This round has ended (20 November 2026) and stays as it is." in text(told)
    told = admin_client.get(reverse("desk:visit_price", args=[visit.pk]), follow=True)
    assert "This round has ended" in text(told)
    visit.refresh_from_db()
    assert visit.outcome == "open"
    assert not Price.objects.filter(collection_method="mystery_shopping").exists()
    assert "Write it down" not in the_round(admin_client, round_)


def test_a_shopper_s_documented_rights_are_enough(client, round_):
    """docs/operators.md: view round, add feed run."""
    visit = visit_of(round_, "Swift Hawk")
    shopper = sign_in(client, "view_round", "add_feedrun", name="ana")
    assert the_round(shopper, round_).count("Write it down") == 4
    assert "price recorded" in text(write_down(shopper, visit))
    visit.refresh_from_db()
    assert reverse("admin:providers_feedrun_change", args=[visit.run_id]) in the_round(shopper, round_)


def test_who_may_not_write_prices_down_is_not_led_there(client, round_):
    write_down(sign_in(client, "view_round", "add_feedrun", name="ana"), visit_of(round_, "Swift Hawk"))
    page = the_round(sign_in(client, "change_round", name="ben"), round_)
    assert "price recorded" in page
    assert "Write it down" not in page
    assert "/admin/providers/feedrun/" not in page
