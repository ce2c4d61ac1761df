"""What became of the prices of a delivery, one by one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corridors.domain.readings import PriceReading, fingerprint
from corridors.services import Refusal
from providers.adapters.submission import Entry
from providers.contract import FIELDS
from providers.models import FeedRun, HeldReading
from providers.recording import told

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
    """What became of one price: its number from 0, its place, and why, as (field, sentence) pairs."""

    index: int
    place: str
    status: Status
    errors: tuple[tuple[str, str], ...] = ()


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


class Fates:
    """What became of the readings of a run."""

    def __init__(
        self,
        run: FeedRun,
        *,
        before: set[str],
        after: set[str],
        decided: Mapping[str, str],
        readings: Mapping[str, PriceReading],
    ) -> None:
        self._before, self._after, self._told = before, after, set[str]()
        self.refused_before = [
            digest
            for digest, decision in decided.items()
            if decision == HeldReading.Decision.REFUSED and digest not in before
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
        if digest in self._before or digest in self._told:
            return Result(index, place, Status.ALREADY_KNOWN)
        if digest in self._after:
            self._told.add(digest)
            return Result(index, place, Status.STORED)
        if digest in self.refused_before:
            return Result(index, place, Status.REFUSED, (("", REFUSED_BEFORE),))
        if reasons := self._refusals.get(self._places[digest]):
            return Result(index, place, Status.REFUSED, tuple(_by_field(reasons.split("; "))))
        reasons = self._held.get(digest, "it waits for an operator already")
        return Result(index, place, Status.HELD, tuple(_by_field(reasons.split("; "))))


def _by_field(sentences: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each sentence of a rule with the field that it is about."""
    for sentence in sentences:
        first = sentence.split(" ", 1)[0]
        of_start = (name for start, name in _FIELD_OF.items() if sentence.startswith(start))
        yield (first if first in FIELDS else next(of_start, "")), sentence
