"""A fixed Friday, and pages read as a person reads them."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from tests.factories import NOW
from tests.pages.conftest import Page, Read, ae_ph
from tests.support.posting import Post

__all__ = ["ae_ph"]


@pytest.fixture(autouse=True)
def _a_friday_in_2026() -> Iterator[None]:
    # A request leaves its language on; the next test is not to find it.
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


@pytest.fixture
def read(client: Client, db: None) -> Read:
    """Read a page."""
    return lambda address, **headers: Page(client.get(address, headers=headers))  # type: ignore[arg-type]


@pytest.fixture
def post(client: Client) -> Post:
    """Send numbers to the budget and read what comes of them."""
    return Post(client)
