"""A source that exists in tests alone: its answers are lists of price records."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from corridors.domain.codes import CollectionMethod
from corridors.domain.readings import PriceReading
from corridors.models import Corridor, CurrentPrice, Price, ReferenceRate
from providers import archive, collecting, sources
from providers.adapters.base import Answer, ParseError, PriceAdapter, RefusedRow
from providers.contract import FieldErrors, Origin, read_price
from providers.feeds import register_feed
from providers.fetching import hash_of, start_run
from providers.http import FetchError, Http, Reply
from providers.models import ArchivedAnswer, Feed, FeedRun, HeldReading
from providers.sources import SourceFacts

KEY = "toy"
URL = "https://toy.test"
DEFECT, BROKEN = b"defect", b"broken"
DOWN = FetchError("toy.test did not answer in time", reason_code="timeout")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
RHYTHM = LIMIT = timedelta(minutes=10)


class ToyPrices(PriceAdapter):
    """One question a path in options; a JSON list of records an answer."""

    def fetch(self, since: date) -> Iterator[Answer]:
        for path in self.source.options["paths"]:
            yield self.get(f"{self.source.data_url}{path}")

    def parse(self, answer: Answer) -> Iterator[PriceReading | RefusedRow]:
        if answer.body == DEFECT:
            raise ZeroDivisionError("a defect of ours")
        for number, record in enumerate(self._records(answer.body), start=1):
            if record == "cut off":
                raise ParseError("the answer is cut off")
            origin = Origin(
                source=self.source.key,
                collection_method=CollectionMethod.PROVIDER_API,
                locator=answer.at(f"row {number}"),
                received_at=answer.received_at,
            )
            try:
                yield read_price(record, origin)
            except FieldErrors as error:
                yield RefusedRow(origin.locator, str(error), {})

    def _records(self, body: bytes) -> list[Any]:
        try:
            records: list[Any] = json.loads(body, parse_float=Decimal)
        except ValueError:
            raise ParseError("the answer is not JSON") from None
        return records


def toy_facts(**changes: Any) -> SourceFacts:
    plain = SourceFacts(
        key=KEY,
        name="Toy source",
        kind=sources.PRICES,
        adapter=KEY,
        url=URL,
        data_url=URL,
        terms_url=URL,
        licence="none",
        poll_every_minutes=10,
        stale_after_minutes=60 * 24,
        reviewed_on=date(2026, 11, 24),
        options={"paths": ["/prices"]},
    )
    return replace(plain, **changes)


def install(monkeypatch: pytest.MonkeyPatch, facts: SourceFacts, adapter: type[Any] = ToyPrices) -> None:
    """Make the toy a source like any other, its feed registered and due."""
    module = ModuleType(f"providers.adapters.{KEY}")
    module.Feed = adapter  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    known = {**sources.every_source(), KEY: facts}
    monkeypatch.setattr("providers.sources.every_source", lambda: known)
    register_feed(KEY, timezone.now())


def archive_in_memory(settings: Any) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"archive": memory}


@contextmanager
def toy_at_noon(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    """The toy, pulled every ten minutes, at a time that stands still until a test moves it."""
    archive_in_memory(settings)
    settings.FEED_TIME_LIMIT_SECONDS = int(LIMIT.total_seconds())
    with time_machine.travel(NOON, tick=False) as traveller:
        install(monkeypatch, toy_facts())
        yield traveller


def body(*records: Any) -> bytes:
    return json.dumps(records).encode()


def record(provider: str = "Swift Hawk", **changes: Any) -> dict[str, Any]:
    """A price as a partner writes it."""
    plain = {
        **{"provider": provider, "from": "AE", "to": "PH", "send_currency": "AED", "receive_currency": "PHP"},
        **{"send_amount": "1000", "fee": "10"},
    }
    return plain | changes


def fetched(*bodies: bytes, key: str = KEY) -> FeedRun:
    """A run whose answers are archived and not yet recorded."""
    run = start_run(sources.facts_of(key), trigger=FeedRun.Trigger.POLL, now=timezone.now())
    hashes = [archive.store(each) for each in bodies]
    for sha256, each in zip(hashes, bodies, strict=True):
        ArchivedAnswer.objects.create(
            run=run, sha256=sha256, question=URL, asked={}, bytes=len(each), received_at=timezone.now()
        )
    run.state, run.payload_sha256 = FeedRun.State.FETCHED, hash_of(hashes)
    run.save()
    return run


class Asked(dict[str, str]):
    """The validators that a question went out with, and its address."""


class FakeHttp(Http):
    """Answers each question with the next of its replies; an error among them is raised."""

    def __init__(self, *replies: bytes | Reply | FetchError) -> None:
        self.replies = list(replies)
        self.asked: list[Asked] = []

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        etag: str = "",
        last_modified: str = "",
    ) -> Reply:
        self.asked.append(Asked(url=url, etag=etag, last_modified=last_modified))
        said = self.replies.pop(0)
        if isinstance(said, FetchError):
            raise said
        return said if isinstance(said, Reply) else Reply(200, said, "application/json", "", "")


def collect(*replies: bytes | Reply | FetchError, trigger: FeedRun.Trigger = FeedRun.Trigger.POLL) -> FeedRun:
    """A whole run of the toy, which must be let."""
    run = collecting.run_feed(KEY, http=FakeHttp(*replies), trigger=trigger)
    assert run is not None
    run.refresh_from_db()
    return run


def feed() -> Feed:
    return Feed.objects.get(source_id=KEY)


def state() -> list[Any]:
    """All that is stored of prices and rates, row by row."""
    return [
        list(Price.objects.order_by("id").values()),
        list(CurrentPrice.objects.order_by("price_id").values("price_id", "observed_at", "period")),
        list(Corridor.objects.order_by("id").values()),
        list(ReferenceRate.objects.order_by("id").values()),
        list(HeldReading.objects.order_by("id").values()),
    ]
