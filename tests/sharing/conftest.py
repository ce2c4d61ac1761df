"""A fixed Friday, and a corridor with something to pass on."""

from collections.abc import Iterator

import pytest
import time_machine
from pytest_django.fixtures import Settings

from tests.factories import NOW
from tests.pages.conftest import ae_ph

__all__ = ["ae_ph"]
SITE = "https://compare.example.org"


@pytest.fixture(autouse=True)
def _a_friday_in_2026(settings: Settings) -> Iterator[None]:
    settings.SITE_URL = SITE
    with time_machine.travel(NOW, tick=False):
        yield
