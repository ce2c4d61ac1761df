from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.providers.sandbox.serving import Sandbox, running


@pytest.fixture
def sandbox(settings: Settings) -> Iterator[Sandbox]:
    """A running sandbox that this deployment is told of."""
    with running() as each:
        settings.SANDBOX_URL = each.url
        yield each
