"""Rate feeds as tests need them: without a network, their questions noted, their answers from recordings."""

import gzip
import hashlib
import importlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, Ask, RateAdapter, RefusedRow
from providers.sources import facts_of

RECORDINGS = Path(__file__).parents[1] / "recordings"
TODAY = date(2026, 3, 20)


class Question(NamedTuple):
    """One question with all that went out and all that is kept of it."""

    url: str
    params: Mapping[str, str]
    secret: Mapping[str, str]
    headers: Mapping[str, str]
    asked: Mapping[str, str]


class FakeAsk:
    """Answers every question with nothing, and notes it."""

    def __init__(self) -> None:
        self.questions: list[Question] = []

    def __call__(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        secret: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        asked: Mapping[str, str] | None = None,
    ) -> Answer:
        assert form is None
        self.questions.append(Question(url, params or {}, secret or {}, headers or {}, asked or {}))
        return answer(b"", **asked or {})


def keep_nothing(body: bytes, *, content_type: str, asked: Mapping[str, str]) -> Answer:
    raise AssertionError("a source that is asked over HTTP keeps no files")


def feed(key: str, *, today: date = TODAY, ask: Ask | None = None) -> RateAdapter:
    facts = facts_of(key)
    adapter: type[RateAdapter] = importlib.import_module(f"providers.adapters.{facts.adapter}").Feed
    return adapter(facts, today=today, ask=ask or FakeAsk(), keep=keep_nothing)


def questions(key: str, *, since: date, today: date = TODAY) -> list[Question]:
    """What a feed asks to know what changed since a day."""
    ask = FakeAsk()
    answers = list(feed(key, today=today, ask=ask).fetch(since))
    assert len(answers) == len(ask.questions)
    return ask.questions


def recording(key: str, name: str) -> bytes:
    """The bytes of one answer; one whose name ends in .gz is unpacked."""
    body = (RECORDINGS / key / name).read_bytes()
    return gzip.decompress(body) if name.endswith(".gz") else body


def answer(body: bytes, **asked: str) -> Answer:
    digest = hashlib.sha256(body).hexdigest()
    return Answer(body, digest, "", datetime(2026, 3, 20, 12, tzinfo=UTC), asked)


def read(key: str, body: bytes, **asked: str) -> tuple[list[PublishedRate], list[RefusedRow]]:
    """The rates and the refusals of a body."""
    results = list(feed(key).parse(answer(body, **asked)))
    rates = [result for result in results if isinstance(result, PublishedRate)]
    return rates, [result for result in results if isinstance(result, RefusedRow)]


def by_pair(rates: list[PublishedRate]) -> dict[tuple[str, str, str], Decimal]:
    """Rates by base, quote and ISO day; a pair that comes twice on a day is an error."""
    found = {(rate.base, rate.quote, rate.observed_on.isoformat()): rate.rate for rate in rates}
    assert len(found) == len(rates)
    return found
