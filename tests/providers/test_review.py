"""A price that looks wrong is shown when an operator releases it, and not before; once, by name and time."""

from datetime import timedelta

import pytest
import time_machine

from corridors.models import CurrentPrice, Price
from providers import review
from providers.inbound import accept
from providers.models import FeedRun, HeldReading
from providers.review import ReviewError
from tests.factories import NOW, add_cross_rate
from tests.providers.handed_in import TURNED_ROUND, a_price, delivery

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


@pytest.fixture(autouse=True)
def _now_and_here(settings, db):
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"archive": memory}
    with time_machine.travel(NOW, tick=False):
        add_cross_rate("AED", "PHP", "12")
        yield


@pytest.fixture
def held(_now_and_here):
    accept(delivery(a_price(rate=TURNED_ROUND, pay_in="cash", note="as told")), now=NOW)
    return HeldReading.objects.get()


def test_what_is_released_is_recorded_exactly_as_it_was_stated(held):
    run = review.release(held, by="ana", now=LATER, reason="asked them")
    price = Price.objects.get()
    assert (str(price.rate), price.note, price.service.pay_in) == ("0.084000000", "as told", "cash")
    assert (price.fingerprint, price.locator) == (held.fingerprint, held.locator)
    assert price.observed_at == NOW - timedelta(hours=1)
    assert price.recorded_at == LATER
    assert (run.trigger, run.source_id, run.state, run.stored) == ("review", "uploads", "done", 1)
    assert price.run_id == run.id
    held.refresh_from_db()
    assert (held.decision, held.decided_by, held.decided_at) == ("released", "ana", LATER)


def test_what_is_released_late_does_not_push_out_a_newer_price(held):
    accept(delivery(a_price(pay_in="cash", observed_at=NOW.isoformat())), now=NOW)
    review.release(held, by="ana", now=LATER, reason="asked them")
    assert str(CurrentPrice.objects.get().price.rate) == "11.900000000"
    assert Price.objects.count() == 2


def test_what_is_refused_stays_out(held):
    review.refuse(held, by="ana", now=LATER, reason="asked them")
    held.refresh_from_db()
    assert (held.decision, held.decided_by, held.decided_at) == ("refused", "ana", LATER)
    assert not Price.objects.exists()


@pytest.mark.parametrize("first", [review.release, review.refuse])
@pytest.mark.parametrize("second", [review.release, review.refuse])
def test_each_price_is_decided_once(held, first, second):
    first(held, by="ana", now=NOW, reason="asked them")
    prices, runs = Price.objects.count(), FeedRun.objects.count()
    with pytest.raises(ReviewError, match=r"was (released|refused) by ana on 2026-11-20 12:00 UTC"):
        second(held, by="bob", now=LATER, reason="asked others")
    assert (Price.objects.count(), FeedRun.objects.count()) == (prices, runs)
    held.refresh_from_db()
    assert held.decided_by == "ana"


@pytest.mark.parametrize("decide", [review.release, review.refuse])
@pytest.mark.parametrize("reason", ["", " \t\n"])
def test_without_a_reason_nothing_is_decided(held, decide, reason):
    with pytest.raises(ReviewError, match="cannot be decided on without a reason"):
        decide(held, by="ana", now=LATER, reason=reason)
    held.refresh_from_db()
    assert (held.decision, held.decided_by) == ("waiting", "")
    assert not Price.objects.exists()


def test_what_breaks_a_rule_meanwhile_is_not_released_and_stays_waiting(held):
    said = held.reading | {"fee": "2000"}
    HeldReading.objects.filter(id=held.id).update(reading=said)
    with pytest.raises(ReviewError, match="cannot be released: fee 2000 is not between 0"):
        review.release(held, by="ana", now=LATER, reason="asked them")
    held.refresh_from_db()
    assert held.decision == "waiting"
    assert not Price.objects.exists()
    assert not FeedRun.objects.filter(trigger="review").exists()
