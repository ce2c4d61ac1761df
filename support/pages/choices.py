"""What a reader may choose among the organisations of a country: what for, from where, in which language."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from corridors import formats
from corridors.pages.filters import Field
from support import wording
from support.languages import name_of
from support.models import Organisation
from support.pages.listing import by_name

TOPIC, NATIONALITY, SPEAKS = "topic", "nationality", "speaks"
CHOICES = (TOPIC, NATIONALITY, SPEAKS)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The organisations that are left, and the fields of the form, with a sentence at each at fault."""

    organisations: list[Organisation]
    fields: list[Field]

    @property
    def is_wrong(self) -> bool:
        return any(field.wrong for field in self.fields)

    @property
    def is_narrowed(self) -> bool:
        return any(field.chosen for field in self.fields)


def narrow(organisations: list[Organisation], given: Mapping[str, str]) -> Narrowed:
    """Those that help with a topic, people from a country, and in a language; what nobody said fits no one.

    An organisation that names no country helps people from anywhere. With a value not known all are left.
    """
    fields = _fields(organisations, given)
    if any(field.wrong for field in fields):
        return Narrowed(organisations, fields)
    topic, nationality, speaks = (given.get(name, "") for name in CHOICES)
    left = [
        each
        for each in organisations
        if (not topic or topic in each.helps_with)
        and (not nationality or not each.countries_served or nationality.upper() in each.countries_served)
        and (not speaks or speaks in each.languages)
    ]
    return Narrowed(left, fields)


def _fields(organisations: list[Organisation], given: Mapping[str, str]) -> list[Field]:
    topics = {topic for each in organisations for topic in each.helps_with}
    served = {country for each in organisations for country in each.countries_served}
    languages = {language for each in organisations for language in each.languages}
    choices = {
        TOPIC: (
            _("You need help with"),
            # A link may ask for help that nobody here gives: that is no mistake of the reader's.
            [(t.value, str(w)) for t, w in wording.TOPICS.items() if t in topics or t == given.get(TOPIC)],
        ),
        NATIONALITY: (_("You are from"), [(place.code, place.name) for place in by_name(served)]),
        SPEAKS: (
            _("They should speak"),
            sorted(
                ((language, name_of(language)) for language in languages),
                key=lambda choice: formats.in_alphabet(choice[1]),
            ),
        ),
    }
    return [
        Field(name, label, tuple(options), given.get(name, ""), _wrong(given.get(name, ""), options))
        for name, (label, options) in choices.items()
    ]


def _wrong(chosen: str, options: list[tuple[str, str]]) -> str:
    if not chosen or chosen in dict(options):
        return ""
    return _("“%(text)s” is none of the choices here.") % {"text": chosen[:40]}
