"""Price feeds as tests need them: their facts made up, no network, files kept in a list."""

import hashlib
import importlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from corridors.domain.codes import FeeConvention
from corridors.domain.pricing import pay
from corridors.domain.readings import PriceReading
from corridors.domain.validation import reasons_to_refuse
from corridors.services import validation_context
from providers.adapters.base import Answer, Ask, PriceAdapter, RefusedRow
from providers.sources import PRICES, SourceFacts, read
from tests.domain.builders import some_terms
from tests.providers.adapters.rate_feeds import FakeAsk

RECORDINGS = Path(__file__).parents[1] / "recordings"
RECEIVED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TODAY = RECEIVED.date()
DIGEST = 16


class KeptFiles:
    """Archives into a list."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []

    def __call__(self, body: bytes, *, content_type: str, asked: Mapping[str, str]) -> Answer:
        self.answers.append(answer(body, content_type=content_type, asked=asked))
        return self.answers[-1]


def some_facts(adapter: str, **changes: Any) -> SourceFacts:
    plain: dict[str, Any] = {
        "key": "toy",
        "name": "Toy source",
        "kind": PRICES,
        "adapter": adapter,
        "url": "https://example.org/",
        "data_url": "https://api.example.org",
        "terms_url": "https://example.org/terms",
        "licence": "none",
        "stale_after_minutes": 60,
        "reviewed_on": date(2026, 11, 23),
    }
    return SourceFacts(**plain | changes)


def from_toml(path: Path, text: str) -> SourceFacts:
    """The facts of a TOML that a test writes, by whatever way the product reads one."""
    path.write_text(text, encoding="utf-8")
    return read(path)


def feed(facts: SourceFacts, *, ask: Ask | None = None, keep: KeptFiles | None = None) -> PriceAdapter:
    adapter: type[PriceAdapter] = importlib.import_module(f"providers.adapters.{facts.adapter}").Feed
    return adapter(facts, today=TODAY, ask=ask or FakeAsk(), keep=keep or KeptFiles())


def recording(adapter: str, name: str) -> bytes:
    return (RECORDINGS / adapter / name).read_bytes()


def answer(
    body: bytes | dict[str, Any] | list[Any],
    *,
    asked: Mapping[str, str] | None = None,
    received_at: datetime = RECEIVED,
    content_type: str = "",
) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(raw, hashlib.sha256(raw).hexdigest(), content_type, received_at, asked or {})


def results(facts: SourceFacts, said: Answer) -> tuple[list[PriceReading], list[RefusedRow]]:
    """The prices and the refusals of an answer."""
    found = list(feed(facts).parse(said))
    prices = [each for each in found if isinstance(each, PriceReading)]
    return prices, [each for each in found if isinstance(each, RefusedRow)]


def place_in(price: PriceReading | RefusedRow, said: Answer) -> str:
    """The place of a locator, whose payload must be the answer's."""
    locator = price.locator if isinstance(price, RefusedRow) else price.statement.locator
    digest, _, place = locator.partition(" ")
    assert digest == said.sha256[:DIGEST]
    return place


def broken_rules(price: PriceReading) -> tuple[str, ...]:
    """Why a price would not be recorded."""
    return reasons_to_refuse(price, validation_context(RECEIVED))


def arrives(price: PriceReading) -> Decimal:
    """What the recipient gets for the amount at which a price was seen."""
    assert price.fee is not None
    assert price.rate is not None
    on_top = Decimal(0) if price.fee_convention is FeeConvention.INSIDE else price.fee
    seen = (f"{price.send_amount:f}", f"{price.fee:f}", f"{price.rate:f}")
    payment = pay(
        some_terms(
            seen, fee_convention=price.fee_convention, recipient_fee=price.recipient_fee or Decimal(0)
        ),
        amount=price.send_amount + on_top,
    )
    assert payment is not None
    assert payment.principal == price.send_amount
    assert payment.recipient_gets is not None
    return payment.recipient_gets
