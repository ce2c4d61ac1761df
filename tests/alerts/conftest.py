"""A fixed Friday, a corridor with something to choose, a site that sends mail, people who ask for alerts."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from alerts import sending, watching
from alerts.models import Alert
from alerts.tokens import END, form_token, token_of
from corridors.models import Corridor
from tests.factories import NOW, add_cross_rate, price, record
from tests.pages.conftest import Page, Read

ADDRESS = "maria@example.org"
FORM = "/alerts/?from=ae&to=ph&amount=1000"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
SITE = "https://compare.example.org"
MakeAlert = Callable[..., Alert]


@pytest.fixture(autouse=True)
def friday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def _a_site_that_sends_mail(settings: Any) -> None:
    settings.SITE_URL, settings.ALERTS_FROM = SITE, "RemitCompare <alerts@example.org>"
    settings.ALERTS_OFF = ""


@pytest.fixture
def read(client: Client, db: None) -> Read:
    """Read a page, or send it something."""

    def _read(address: str, data: dict[str, str] | None = None, **headers: str) -> Page:
        asked = client.get(address, headers=headers) if data is None else client.post(address, data)
        return Page(asked)  # type: ignore[arg-type]

    return _read


@pytest.fixture(scope="module")
def _prices(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Recorded once for all tests of a module, each of which is undone within this transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        add_cross_rate("AED", "PHP", "12")
        record(price("Swift Hawk", fee="10", rate="11.9"), price("Plain Exchange", fee="20", rate="11.8"))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def ae_ph(_prices: None, db: None) -> Corridor:
    """From the Emirates to the Philippines: 1,000 dirham are 11,781 pesos with Swift Hawk, the best."""
    return Corridor.objects.get()


def see_price(provider: str, rate: str, *, at: datetime = NOW, fee: str = "10") -> None:
    """A company has a new price: for 1,000 dirham, 990 times the rate arrive."""
    record(price(provider, fee=fee, rate=rate, seen=at - timedelta(minutes=5)), at=at)


@pytest.fixture
def make_alert(ae_ph: Corridor) -> MakeAlert:
    """A confirmed alert for 1,000 dirham that waits for 11,900 pesos; a test changes what it is about."""

    def make(**changes: Any) -> Alert:
        facts: dict[str, Any] = {
            "address": ADDRESS,
            "language": "en",
            "corridor": ae_ph,
            "send_currency": "AED",
            "receive_currency": "PHP",
            "amount": "1000",
            "kind": "at_least",
            "threshold": "11900",
            "created_at": NOW - timedelta(days=1),
            "confirmed_at": NOW - timedelta(hours=20),
            "expires_at": NOW + timedelta(days=364),
        }
        if changes.get("kind") == "best_changes":
            facts |= {"threshold": None, "known_best": "swift-hawk"}
        alert = Alert.objects.create(**facts | changes)
        alert.refresh_from_db()
        return alert

    return make


def mails_of_a_turn(now: datetime) -> list[EmailMessage]:
    """The mails that one look and one sending at a moment bring."""
    mail.outbox.clear()
    watching.look(now)
    sending.send_waiting(lambda: now)
    return list(mail.outbox)


def stop_link(alert: Alert) -> str:
    return f"/alerts/stop/?t={token_of(alert, END)}"


def said(**changes: str) -> dict[str, str]:
    """What the form sends; a test changes what it is about."""
    usual = {"amount": "1000", "kind": "at_least", "threshold": "11900", "email": ADDRESS}
    return {**usual, "form": form_token(), **changes}


def asked_by_mail() -> list[str]:
    """The addresses that were asked whether it is them."""
    mail.outbox.clear()
    sending.send_waiting(timezone.now)
    return [message.to[0] for message in mail.outbox]
