"""A sandbox that runs in this process, asked as a client does and as our own adapters do."""

import http.client
import importlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from corridors.domain.rates import PublishedRate
from corridors.domain.readings import PriceReading
from providers.adapters.base import Adapter, Answer, RefusedRow
from providers.sandbox.server import SandboxServer
from providers.sources import facts_of, located
from tests.providers.http_client import Client
from tests.providers.sandbox.markets import NOW, whole_market

QUESTION = "/v4/comparisons?sourceCurrency=AED&targetCurrency=PHP&sendAmount=1000"


class Said(NamedTuple):
    """An answer as it came, header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body, parse_float=Decimal)


class Sandbox:
    """A running sandbox; its clock says what `now` is."""

    def __init__(self, wait: Callable[[float], bool] | None = None) -> None:
        self.now = NOW
        self.server = SandboxServer(
            ("127.0.0.1", 0), market=whole_market(), clock=lambda: self.now, wait=wait
        )
        self.url = self.server.url

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(urlsplit(self.url).netloc)

    def ask(self, path: str = QUESTION, *, method: str = "GET", body: bytes | None = None) -> Said:
        connection = self.connect()
        try:
            connection.request(method, path, body=body)
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Said(response.status, headers, response.read())
        finally:
            connection.close()

    def switch_on(self, fault: str, **more: Any) -> None:
        said = self.ask("/faults", method="POST", body=json.dumps({"fault": fault, **more}).encode())
        assert said.status == 200, said.body

    def collect(self, key: str) -> list[PriceReading | PublishedRate | RefusedRow]:
        """Every reading and refusal of one of our own sources, over our own HTTP client."""
        client = Client(now=lambda: self.now)

        def ask(
            url: str,
            *,
            params: Mapping[str, str] | None = None,
            headers: Mapping[str, str] | None = None,
            asked: Mapping[str, str] | None = None,
            **more: Any,
        ) -> Answer:
            reply = client.get(url, params=params, headers=headers)
            digest = sha256(reply.body).hexdigest()
            return Answer(reply.body, digest, reply.content_type, self.now, asked or {})

        facts = located(facts_of(key))
        kind: Any = importlib.import_module(f"providers.adapters.{facts.adapter}").Feed
        feed: Adapter[Any] = kind(facts, today=self.now.date(), ask=ask, keep=None)
        return [row for answer in feed.fetch(self.now.date()) for row in feed.parse(answer)]


@contextmanager
def running(wait: Callable[[float], bool] | None = None) -> Iterator[Sandbox]:
    """A sandbox that answers until the end of the block."""
    sandbox = Sandbox(wait)
    with sandbox.server.running():
        yield sandbox


def minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:00Z}"
