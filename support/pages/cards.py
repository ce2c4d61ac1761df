"""An organisation in words, ready to be placed on a page."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from corridors import formats
from support import wording
from support.codes import Kind, Topic
from support.contact import report_link
from support.languages import name_of
from support.models import Organisation
from support.pages.listing import by_name, in_a_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An organisation. What is not known is ""; `reviewed_on` too until a person has verified it."""

    id: int
    name: str
    helps_with: str
    speaks: str
    served: str
    hotline: str
    dial: str
    noted: str
    website: str
    host: str
    reviewed_on: str
    report: str


@dataclass(frozen=True, slots=True)
class Group:
    """The organisations of one kind."""

    title: str
    cards: list[Card]


def card(organisation: Organisation) -> Card:
    """The card of one organisation."""
    reviewed_on = organisation.reviewed_on
    return Card(
        id=organisation.pk,
        name=organisation.name,
        helps_with=in_a_row(wording.TOPICS[Topic(topic)] for topic in organisation.helps_with),
        speaks=in_a_row(name_of(language) for language in organisation.languages),
        served=in_a_row(served.name for served in by_name(organisation.countries_served)),
        hotline=organisation.hotline,
        dial=re.sub(r"[^+0-9]", "", organisation.hotline),
        noted=organisation.noted,
        website=organisation.website,
        host=(urlsplit(organisation.website).hostname or "").removeprefix("www."),
        reviewed_on=formats.day(reviewed_on) if reviewed_on else "",
        report=report_link(_("Error about %(name)s") % {"name": organisation.name}),
    )


def grouped(organisations: list[Organisation]) -> list[Group]:
    """The organisations by what they are; in each group by name."""
    by_kind: dict[Kind, list[Card]] = {kind: [] for kind in wording.KINDS}
    for organisation in organisations:
        by_kind[Kind(organisation.kind)].append(card(organisation))
    return [Group(str(wording.KINDS[kind]), cards) for kind, cards in by_kind.items() if cards]
