"""Feeds of reference rates on recorded answers, asked through a fake that remembers the questions."""

import gzip
import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, RateAdapter, RefusedRow
from providers.sources import facts_of

RECORDINGS = Path(__file__).parents[1] / "recordings"
TODAY = date(2026, 5, 22)


def recording(name: str) -> bytes:
    """The bytes of one answer, "cbk/cbk_00.html" whether or not it is kept packed."""
    packed = RECORDINGS / f"{name}.gz"
    return gzip.decompress(packed.read_bytes()) if packed.exists() else (RECORDINGS / name).read_bytes()


def answer(body: bytes, **asked: str) -> Answer:
    return Answer(body, hashlib.sha256(body).hexdigest(), "", datetime(2026, 5, 22, tzinfo=UTC), asked)


class Question(NamedTuple):
    url: str
    params: Mapping[str, str] | None
    secret: Mapping[str, str] | None
    form: Mapping[str, str] | None
    asked: Mapping[str, str]


class Asking:
    """Notes every question; answers with the bodies given, in order, then with empty ones."""

    def __init__(self, *bodies: bytes) -> None:
        self.bodies = list(bodies)
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
        self.questions.append(Question(url, params, secret, form, asked or {}))
        return answer(self.bodies.pop(0) if self.bodies else b"", **(asked or {}))


def keeps_nothing(body: bytes, *, content_type: str, asked: Mapping[str, str]) -> Answer:
    raise AssertionError("a feed of rates reads no files")


def feed(key: str, asking: Asking | None = None, *, today: date = TODAY) -> RateAdapter:
    facts = facts_of(key)
    adapter: type[RateAdapter] = import_module(f"providers.adapters.{facts.adapter}").Feed
    return adapter(facts, today=today, ask=asking or Asking(), keep=keeps_nothing)


def read(key: str, body: bytes, **asked: str) -> tuple[list[PublishedRate], list[RefusedRow]]:
    """The rates and the refusals that a feed reads in a body."""
    rows = list(feed(key).parse(answer(body, **asked)))
    rates = [row for row in rows if isinstance(row, PublishedRate)]
    assert {rate.source for rate in rates} <= {key}
    return rates, [row for row in rows if isinstance(row, RefusedRow)]


def figures(rates: list[PublishedRate], day: date) -> dict[str, str]:
    """What a day's rates say, "USD/PKR": "278.4375" for 1 USD = 278.4375 PKR. A pair may not come twice."""
    found = [(f"{rate.base}/{rate.quote}", f"{rate.rate:f}") for rate in rates if rate.observed_on == day]
    assert len(found) == len(dict(found))
    return dict(found)
