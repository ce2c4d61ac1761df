"""What became of the prices of a delivery, one by one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from corridors.domain.readings import PriceReading, fingerprint
from corridors.models.prices import RATIO_PLACES
from corridors.services import Refusal
from providers.adapters.submission import Entry
from providers.contract import FIELDS
from providers.models import FeedRun, HeldReading
from providers.recording import told
from remitcompare.money import plain

REFUSED_BEFORE = "an operator has looked at this price and refused it"

# How the sentences of corridors.domain begin, where that is not with the field's own name.
_FIELD_OF = {
    "sending country": "from",
    "receiving country": "to",
    "sending and receiving country": "to",
    "sending currency": "send_currency",
    "receiving currency": "receive_currency",
    "the provider": "provider",
    "only a sandbox": "provider",
    "neither a fee": "fee",
    "the fee": "fee",
    "the rate": "rate",
    "the fastest time": "speed_min_minutes",
    "the slowest time": "speed_max_minutes",
}


class Status(StrEnum):
    """What became of one price."""

    STORED = "stored"
    ALREADY_KNOWN = "already_known"
    REFUSED = "refused"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one price: its number from 0, its place, and why, as (field, sentence) pairs.

    `reading` is what it says; None when it cannot be read.
    """

    index: int
    place: str
    status: Status
    errors: tuple[tuple[str, str], ...] = ()
    reading: PriceReading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a delivery.

    `error` says why it was not recorded, in one sentence; "" when it was. `too_many` is why it was not read.
    """

    run_id: int
    sha256: str
    results: Sequence[Result] = ()
    error: str = ""
    too_many: bool = False

    @property
    def counts(self) -> dict[Status, int]:
        """How many prices became what."""
        counted = Counter(result.status for result in self.results)
        return {status: counted[status] for status in Status}

    @property
    def refused(self) -> list[Result]:
        """The prices that were refused."""
        return [result for result in self.results if result.status is Status.REFUSED]

    @property
    def stored(self) -> "list[Line]":
        """The prices that were stored, as history has them."""
        stored = (result for result in self.results if result.status is Status.STORED)
        return [_line(result.place, result.reading) for result in stored if result.reading is not None]


class Line(NamedTuple):
    """A stored price in words: numbers rounded as history keeps them, each with its currency."""

    place: str
    provider: str
    corridor: str
    amount: str
    fee: str
    rate: str


def _line(place: str, reading: PriceReading) -> Line:
    service, fee, rate = reading.service, reading.fee, reading.rate
    return Line(
        place=place,
        provider=reading.provider_name,
        corridor=f"{service.source}-{service.destination}",
        amount=f"{plain(reading.send_amount)} {service.send_currency}",
        fee="" if fee is None else f"{plain(fee)} {service.send_currency}",
        rate="" if rate is None else f"{plain(rate, RATIO_PLACES)} {service.receive_currency}",
    )


class Fates:
    """What became of the readings of a run.

    `known` and `stored` are the fingerprints that history holds from other runs and from this one.
    """

    def __init__(
        self,
        run: FeedRun,
        *,
        known: set[str],
        stored: set[str],
        decided: Mapping[str, str],
        readings: Mapping[str, PriceReading],
    ) -> None:
        self._known, self._stored, self._told = known, stored, set[str]()
        self.refused_before = [
            digest
            for digest, decision in decided.items()
            if decision == HeldReading.Decision.REFUSED and digest not in known
        ]
        self._refusals = dict(run.refusals.values_list("locator", "reasons"))
        held = HeldReading.objects.filter(run=run).values_list("fingerprint", "reasons")
        self._held = dict(held)
        self._places = {
            digest: told(Refusal(reading, ())).locator[:200] for digest, reading in readings.items()
        }

    def of(self, entry: Entry) -> Result:
        """A reading that stands in a batch twice is stored once, and known the second time."""
        index, place = entry.given.number, entry.given.place
        if entry.reading is None:
            return Result(index, place, Status.REFUSED, tuple(entry.errors.items()))
        digest = fingerprint(entry.reading, occurrence=0)
        if digest in self._known or digest in self._told:
            return Result(index, place, Status.ALREADY_KNOWN, reading=entry.reading)
        if digest in self._stored:
            self._told.add(digest)
            return Result(index, place, Status.STORED, reading=entry.reading)
        status, sentences = self._why_not(digest)
        return Result(index, place, status, tuple(_by_field(sentences)), entry.reading)

    def _why_not(self, digest: str) -> tuple[Status, list[str]]:
        if digest in self.refused_before:
            return Status.REFUSED, [REFUSED_BEFORE]
        if reasons := self._refusals.get(self._places[digest]):
            return Status.REFUSED, reasons.split("; ")
        return Status.HELD, self._held.get(digest, "it waits for an operator already").split("; ")


def _by_field(sentences: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each sentence of a rule with the field that it is about."""
    for sentence in sentences:
        first = sentence.split(" ", 1)[0]
        of_start = (name for start, name in _FIELD_OF.items() if sentence.startswith(start))
        yield (first if first in FIELDS else next(of_start, "")), sentence
