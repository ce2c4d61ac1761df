"""Prices handed in by partners with a key and by operators with a file or a form, all read alike."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from django.utils.text import slugify

from corridors.domain.codes import CollectionMethod
from corridors.domain.readings import PriceReading
from providers.adapters.base import Answer, ParseError, PriceAdapter, RefusedRow
from providers.contract import FieldErrors, Origin, read_price
from providers.failures import FetchError
from providers.reading.options import option
from providers.reading.records import refusal
from providers.sources import SourceFacts
from providers.submitted import BatchError, Given, printable, records_in

# What is noted with a delivery (ArchivedAnswer.asked): who handed it in, whose prices it may hold, how they
# were learned, and whether it was refused as a whole.
BY, METHOD = "by", "method"
PROVIDERS, NEW_PROVIDERS = "providers", "new_providers"
RECORDED, NO = "recorded", "no"


class Entry(NamedTuple):
    """One price handed in: the reading it says, or what is wrong with it by field."""

    given: Given
    reading: PriceReading | None
    errors: Mapping[str, str]


class Feed(PriceAdapter):
    """Nobody is asked; what was handed in can be parsed again (manage.py replay).

    A delivery that was refused as a whole stays refused: its sender was told so and has sent another.
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        raise FetchError("these prices are handed in; there is nobody to ask")

    def parse(self, answer: Answer) -> Iterator[PriceReading | RefusedRow]:
        if answer.asked.get(RECORDED) == NO:
            return
        for entry in entries_in(answer, self.source):
            yield entry.reading if entry.reading is not None else row_of(entry, answer)


def entries_in(answer: Answer, facts: SourceFacts) -> Iterator[Entry]:
    """Every price of a delivery in its order.

    Raises:
        ParseError: the delivery cannot be read as a whole.
    """
    method = CollectionMethod(answer.asked.get(METHOD) or option(facts, "collection_method", str))
    try:
        for given in records_in(answer.body, answer.content_type):
            yield _entry(
                given,
                answer,
                Origin(
                    source=facts.key,
                    collection_method=method,
                    locator=answer.at(given.place),
                    received_at=answer.received_at,
                ),
            )
    except BatchError as error:
        raise ParseError(str(error)) from error


def _entry(given: Given, answer: Answer, origin: Origin) -> Entry:
    if given.errors:
        return Entry(given, None, given.errors)
    try:
        reading = read_price(given.record, origin)
    except FieldErrors as error:
        return Entry(given, None, {printable(name): printable(told) for name, told in error.fields.items()})
    if PROVIDERS in answer.asked and not _is_permitted(reading.service.provider, answer.asked):
        named = reading.provider_name[:60]
        sentence = f"{named!r} is not a provider that this key may submit for, as it is spelt here"
        return Entry(given, None, {"provider": sentence})
    return Entry(given, reading, {})


def _is_permitted(name_key: str, asked: Mapping[str, str]) -> bool:
    """Whether a provider is one of those permitted, or will be stored under the name of one that is new."""
    known, new = asked[PROVIDERS].split("\n"), asked.get(NEW_PROVIDERS, "").split("\n")
    return name_key in known or slugify(name_key) in filter(None, new)


def row_of(entry: Entry, answer: Answer) -> RefusedRow:
    """A price that cannot be read, as it is kept: where it stood, why, and what it said."""
    sentences = [f"{name}: {told}" if name else told for name, told in entry.errors.items()]
    return refusal(answer, entry.given.place, "; ".join(sentences), entry.given.record)
