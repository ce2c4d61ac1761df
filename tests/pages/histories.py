"""A corridor with a history, two surveys long, and its page read as tables and alternatives."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from corridors.domain.codes import Coverage, ProviderType
from tests.factories import record, surveyed
from tests.pages.conftest import Page

ADDRESS = "/corridors/ae-ph/history/"
PICTURE = "/corridors/ae-ph/history.svg"
EARLIER = datetime(2013, 2, 20, tzinfo=UTC)
CHARTS = ("cost", "split", "providers")


def seen(provider: str, total: str, **more: Any) -> Any:
    """A survey's price of 1,000 dirhams with a fee of 1% and this total."""
    said: dict[str, Any] = {
        "stated_total_percent": Decimal(total),
        "stated_fx_margin_percent": Decimal(total) - 1,
        "coverage": Coverage.NATIONWIDE,
    }
    return surveyed(provider, **said | more)


def earlier(provider: str, total: str, **more: Any) -> Any:
    return seen(provider, total, period="2013_1Q", seen=EARLIER, **more)


def record_surveys() -> None:
    """Two surveys: three companies, then four, of which one does not disclose its rate."""
    record(
        earlier("Swift Hawk", "3"),
        earlier("Plain Exchange", "6"),
        earlier("Old Bank", "9", kind=ProviderType.BANK),
    )
    record(
        seen("Swift Hawk", "2"),
        seen("Plain Exchange", "4"),
        seen("Old Bank", "9", kind=ProviderType.BANK),
        surveyed("Silent Bank", rate=None, kind=ProviderType.BANK),
    )


def queries_of(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code < 400
    return [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]


def cells(page: Page, caption: str) -> list[list[str]]:
    """The rows of a table, head first, as they read."""
    table = page.html.split(f"<caption>{caption}", 1)[1].split("</table>", 1)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table, flags=re.DOTALL)
    return [
        [
            " ".join(re.sub(r"<[^>]+>", "", cell).split())
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL)
        ]
        for row in rows
    ]


def alternatives(page: Page) -> list[str]:
    return [re.sub(r"\s+", " ", alt) for alt in re.findall(r'<img [^>]*alt="([^"]*)"', page.html)]
