"""What every adapter is: `fetch` talks, `parse` reads. Only `parse` knows a format: a recording tests it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import ClassVar, Generic, NamedTuple, Protocol, TypeVar

from corridors.domain.rates import PublishedRate
from corridors.domain.readings import PriceReading
from providers.http import FetchError
from providers.sources import SourceFacts

Reading = TypeVar("Reading", PublishedRate, PriceReading)


class ParseError(Exception):
    """An answer that is not what the source's format says, in one sentence. Nothing of it is recorded."""


class RefusedRow(NamedTuple):
    """One row or number of an answer that cannot be read: where it stood, why, and what it said."""

    locator: str
    reason: str
    said: Mapping[str, str]


class Answer(NamedTuple):
    """What a source answered, as archived. All that `parse` may know, so that a replay gives the same.

    `asked` is what the adapter noted when it asked (a currency, a corridor); never a key or a token.
    """

    body: bytes
    sha256: str
    content_type: str
    received_at: datetime
    asked: Mapping[str, str]

    def at(self, place: str) -> str:
        """A locator: the payload by the first 16 digits of its hash, and a place in it."""
        return f"{self.sha256[:16]} {place}"


class Ask(Protocol):
    """How an adapter asks: over HTTP, archiving the answer before anyone reads it.

    `secret` parameters and `headers` are sent but never kept. With `form` it is a POST.

    Raises:
        FetchError: no usable answer came.
    """

    def __call__(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        secret: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        asked: Mapping[str, str] | None = None,
    ) -> Answer: ...


class Keep(Protocol):
    """How an adapter that reads files archives one before it is parsed."""

    def __call__(self, body: bytes, *, content_type: str, asked: Mapping[str, str]) -> Answer: ...


class Request(NamedTuple):
    """One question of several that do not depend on one another."""

    url: str
    params: Mapping[str, str] = {}
    asked: Mapping[str, str] = {}


class Adapter(ABC, Generic[Reading]):
    """One source. Adapters do not rescue: the run records the error, and keeps what came before it."""

    kind: ClassVar[str]

    def __init__(self, source: SourceFacts, *, today: date, ask: Ask, keep: Keep) -> None:
        self.source, self.today, self.get, self.keep = source, today, ask, keep

    @abstractmethod
    def fetch(self, since: date) -> Iterator[Answer]:
        """Every answer needed to know what changed since a day, one after the other."""

    @abstractmethod
    def parse(self, answer: Answer) -> Iterator[Reading | RefusedRow]:
        """The readings of one answer.

        Raises:
            ParseError: the answer as a whole is not in the source's format.
        """

    def get_each(
        self, requests: Iterable[Request], *, headers: Mapping[str, str] | None = None
    ) -> Iterator[Answer]:
        """The answers to independent questions; one that fails does not keep the others from being asked,
        unless the server says when to come back.

        Raises:
            FetchError: after the last question, when any failed, naming how many and the first.
        """
        failures: list[FetchError] = []
        count = 0
        for count, request in enumerate(requests, start=1):  # noqa: B007
            try:
                yield self.get(request.url, params=request.params, headers=headers, asked=request.asked)
            except FetchError as error:
                failures.append(error)
                if error.retry_after:
                    break
        if failures:
            raise FetchError(
                f"{len(failures)} of {count} questions failed, first: {failures[0]}",
                retry_after=failures[-1].retry_after,
            )


class RateAdapter(Adapter[PublishedRate]):
    """A source of reference rates."""

    kind = "rates"


class PriceAdapter(Adapter[PriceReading]):
    """A source of prices."""

    kind = "prices"
