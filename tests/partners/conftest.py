import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from partners.keys import make_key
from providers.submitted import JSON
from tests.factories import NOW, add_cross_rate, make_provider


@pytest.fixture(autouse=True)
def _a_friday_in_2026() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _archive_in_memory(settings) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"archive": memory}


@pytest.fixture
def _swift_hawk(db: None) -> None:
    """A provider that is known, and 1 dirham is 12 pesos."""
    make_provider("Swift Hawk")
    add_cross_rate("AED", "PHP", "12")


@pytest.fixture
def key(_swift_hawk: None) -> str:
    """The text of a key that may submit for Swift Hawk, and for a Round Coin that nobody has seen yet."""
    _, token = make_key("Hawks", ["submit:swift-hawk", "submit:round-coin"], now=NOW)
    return token


Send = Callable[..., Any]


@pytest.fixture
def send(client: Client, key: str) -> Send:
    """Post a body, prices as JSON unless it is bytes; gives the response."""

    def sent(
        body: Any, *, token: str | None = None, content_type: str = JSON, query: str = "", **headers: str
    ):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers.setdefault("Authorization", f"Bearer {key if token is None else token}")
        return client.post(f"/api/v1/prices/{query}", content, content_type=content_type, headers=headers)

    return sent
