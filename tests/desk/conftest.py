"""A desk on which something waits: a corridor with prices and shares, and one price that looks wrong."""

import pytest
import time_machine

from corridors.models import Corridor, MarketShare
from desk.models import Round
from providers.inbound import accept
from providers.models import HeldReading
from tests.factories import NOW, add_cross_rate, make_provider, price, record
from tests.providers.handed_in import TURNED_ROUND, a_price, delivery


@pytest.fixture(autouse=True)
def _now_and_here(settings, db):
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"archive": memory}
    with time_machine.travel(NOW, tick=False):
        add_cross_rate("AED", "PHP", "12")
        yield


@pytest.fixture
def corridor() -> Corridor:
    """ae-ph with three companies, two of which hold 85 per cent of the market."""
    record(price("Swift Hawk"), price("Lotus", fee="12"), price("Fox", fee="14"))
    found = Corridor.objects.get(slug="ae-ph")
    for name, percent in (("Swift Hawk", 50), ("Lotus", 35), ("Fox", 10)):
        MarketShare.objects.create(
            corridor=found,
            provider=make_provider(name),
            share_percent=percent,
            year=2025,
            source="Central bank",
            source_url="https://bank.test/",
        )
    return found


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
    assert admin_client.post("/admin/desk/round/add/", said).status_code == 302
    return Round.objects.get()


@pytest.fixture
def held(corridor) -> HeldReading:
    """A price whose rate is turned round, of a service that was seen before."""
    said = {"pay_in": "cash", "access": "branch", "pay_out": "cash", "rate": TURNED_ROUND}
    accept(delivery(a_price(**said)), now=NOW)
    return HeldReading.objects.get()
