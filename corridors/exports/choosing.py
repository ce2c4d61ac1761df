"""What the page of exports offers to choose from, and what a choice finds."""

from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from corridors import directory, formats, selectors, wording
from corridors.exports import words
from corridors.exports.asking import PARAMETERS, PRICE_POINTS, YES, ExportAsked, parse_export
from corridors.exports.formats import FORMAT, Csv, format_asked
from corridors.exports.jobs import ROWS_AT_ONCE
from corridors.exports.layouts import layout_of
from corridors.exports.naming import address_of, description_of
from corridors.exports.selecting import DatasetFacts, facts_of
from corridors.models import Source
from corridors.pages.links import LANGUAGE
from corridors.pages.places import Place, destinations, origins

# What has a place in the form for its sentence.
FIELDS = {*PARAMETERS, FORMAT} - {"corridor", "current"}
ECHOED = 40
# More do not belong into a list to choose from; the address takes any.
MOST_PROVIDERS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The form: what can be chosen and what was. Values are as they were sent, also where they are wrong."""

    origins: list[Place]
    destinations: list[Place]
    providers: list[tuple[str, str]]
    price_points: list[tuple[str, str]]
    pay_in: list[tuple[str, str]]
    pay_out: list[tuple[str, str]]
    values: dict[str, str]
    is_current: bool
    formats: tuple[words.Choice, ...] = words.FORMAT_CHOICES
    layouts: tuple[words.Choice, ...] = words.LAYOUT_CHOICES


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an export would hold, and how it is had: from its own address, or made in the background."""

    asked: ExportAsked
    format: str
    rows: int
    facts: DatasetFacts
    refusal: str

    @property
    def can_be_made(self) -> bool:
        return self.rows > 0 and not self.refusal

    @property
    def is_long(self) -> bool:
        return self.rows > ROWS_AT_ONCE

    @property
    def address(self) -> str:
        """Where the file itself is."""
        return address_of(self.asked, self.format)

    @property
    def csv_address(self) -> str:
        return address_of(self.asked, Csv.suffix)

    @property
    def description(self) -> str:
        """Where its description is."""
        return description_of(self.asked, self.format)

    @property
    def filters(self) -> list[tuple[str, str]]:
        return words.asked_for(self.asked)

    @property
    def sources(self) -> tuple[Source, ...]:
        return self.facts.sources

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The question as fields of a form."""
        return [*self.asked.given().items(), (FORMAT, self.format)]

    @property
    def counted(self) -> str:
        return words.rows(self.rows)

    @property
    def format_name(self) -> words.Text:
        return words.FORMAT_NAMES[self.format]

    @property
    def days(self) -> str:
        """From when to when the prices were seen."""
        if self.facts.first_day is None or self.facts.last_day is None:
            return ""
        return _("seen from %(first)s to %(last)s") % {
            "first": formats.day(self.facts.first_day),
            "last": formats.day(self.facts.last_day),
        }


def given(sent: QueryDict) -> QueryDict:
    """What was filled in of the question; the language is none of it."""
    filled = QueryDict(mutable=True)
    for name, values in sent.lists():
        if name != LANGUAGE and (kept := [value for value in values if value.strip()]):
            filled.setlist(name, kept)
    return filled


def found(parameters: QueryDict) -> Found:
    """What a question finds. At most five queries.

    Raises:
        AskingError: naming every parameter that cannot be understood.
    """
    wanted = format_asked(parameters)
    asked = parse_export(parameters, today=timezone.now().date(), also=(FORMAT,))
    facts = facts_of(asked)
    rows = layout_of(asked).count(asked) if asked.layout else facts.rows
    return Found(
        asked=asked,
        format=wanted.suffix,
        rows=rows,
        facts=facts,
        refusal=wanted.refuse(asked, rows),
    )


def choices(parameters: QueryDict) -> Choices:
    """The form with what was chosen. Two queries."""
    sending = origins(selectors.corridors())
    values = {name: parameters.get(name, "")[: 2 * ECHOED] for name in (*PARAMETERS, FORMAT)}
    if values["corridor"].count("-") == 1 and not (values["from"] or values["to"]):
        values["from"], values["to"] = values["corridor"].split("-")
    values |= {name: values[name].lower() for name in ("from", "to")}
    values[FORMAT] = values[FORMAT] or Csv.suffix
    return Choices(
        origins=[origin.place for origin in sending],
        destinations=destinations(sending),
        providers=_providers(),
        price_points=[(amount, formats.whole_money(int(amount), "USD")) for amount in PRICE_POINTS],
        pay_in=[(code.value, str(label)) for code, label in wording.PAY_IN.items()],
        pay_out=[(code.value, str(label)) for code, label in wording.PAY_OUT.items()],
        values=values,
        is_current=values["current"].lower() in YES,
    )


def _providers() -> list[tuple[str, str]]:
    """Every provider that an export may hold, by name."""
    listed = directory.providers_page(limit=MOST_PROVIDERS).rows
    shown = [provider for provider in listed if settings.SANDBOX_URL or not provider.sandbox]
    return sorted(((each.slug, each.name) for each in shown), key=lambda pair: formats.in_alphabet(pair[1]))
