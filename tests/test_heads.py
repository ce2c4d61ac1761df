"""HEAD has the headers of GET and no body, at the server's own interface: test clients would hide one."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from tests.factories import price, record


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """As Django's test client: the test's transaction lives in the connection that a request would close."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def answered(method: str, address: str) -> tuple[int, dict[str, str], bytes]:
    told: list[Any] = []
    path, _, query = address.partition("?")
    asked = RequestFactory().generic(method, path, QUERY_STRING=query).environ
    body = b"".join(WSGIHandler()(asked, lambda status, headers: told.extend((status, headers))))  # type: ignore[arg-type]
    return int(told[0].split()[0]), dict(told[1]), body


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/countries/", 200),
        ("/api/v1/corridors/ae-ph/options/?amount=1000", 200),
        ("/api/v1/corridors/ae-ph/options/?amount=lots", 400),
        ("/api/v1/docs/", 200),
        ("/api/v1/nothing/", 404),
        ("/send/ae-ph/?amount=1000", 200),
        ("/send/ae-ph/?amount=lots", 400),
        ("/nothing/", 404),
        ("/healthz", 200),
        ("/readyz", 200),
    ],
)
def test_head_is_get_without_its_body(db: None, address: str, status: int) -> None:
    record(price())
    got_status, got, body = answered("GET", address)
    assert (got_status, int(got["Content-Length"])) == (status, len(body))
    assert body
    head_status, head, nothing = answered("HEAD", address)
    assert (head_status, nothing) == (status, b"")
    assert {name: head.get(name) for name in ("Content-Length", "Content-Type", "Cache-Control", "ETag")} == {
        name: got.get(name) for name in ("Content-Length", "Content-Type", "Cache-Control", "ETag")
    }
