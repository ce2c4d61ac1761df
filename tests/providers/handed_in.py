"""Deliveries for tests: a price in the form of the contract, and ways to hand it in."""

import io
import json
from datetime import datetime, timedelta
from typing import Any

import xlsxwriter
from django.contrib.auth.models import Permission, User
from django.db.models import Model
from django.test import Client

from corridors.models import CurrentPrice, Price
from providers.inbound import Delivery
from providers.models import FeedRun
from providers.submitted import JSON
from tests.factories import NOW

# What the rules hold where 1 dirham is 12 pesos: 1 divided by the rate.
TURNED_ROUND = "0.084"


def a_price(**changes: Any) -> dict[str, Any]:
    """A price that may be recorded."""
    said = {
        "provider": "Swift Hawk",
        "from": "AE",
        "to": "PH",
        "send_currency": "AED",
        "receive_currency": "PHP",
        "send_amount": "1000",
        "fee": "10",
        "rate": "11.9",
        "observed_at": (NOW - timedelta(hours=1)).isoformat(),
    }
    return {name: value for name, value in (said | changes).items() if value is not ...}


def delivery(*prices: Any, at: datetime = NOW, **changes: Any) -> Delivery:
    """What an operator hands in."""
    return Delivery(
        **{
            "source": "uploads",
            "trigger": FeedRun.Trigger.UPLOAD,
            "body": json.dumps(list(prices)).encode(),
            "content_type": JSON,
            "received_at": at,
            "asked": {"by": "ana"},
            "name": "prices.json",
            **changes,
        }
    )


def workbook(*rows: list[Any]) -> bytes:
    """An XLSX file with one sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Prices")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def table(*prices: dict[str, Any]) -> list[list[Any]]:
    """Prices as rows under their header."""
    return [list(prices[0]), *(list(price.values()) for price in prices)]


def state() -> list[Any]:
    """History and current prices, without the runs that wrote them."""
    return [rows(Price, "run_id"), rows(CurrentPrice)]


def rows(model: type[Model], *left_out: str) -> list[dict[str, Any]]:
    found = model._default_manager.order_by("pk").values()
    return [{name: value for name, value in row.items() if name not in left_out} for row in found]


def sign_in(client: Client, *permissions: str, name: str = "ana", staff: bool = True) -> Client:
    """Somebody with some permissions, signed in."""
    user, _ = User.objects.get_or_create(username=name, defaults={"is_staff": staff})
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return client


def text(response: Any) -> str:
    """The page that came."""
    assert response.status_code == 200, response
    page: str = response.content.decode()
    return page
