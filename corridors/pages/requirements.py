"""The twelve requirements of one corridor, each with its evidence in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridors import formats, selectors
from corridors.domain.requirements import (
    COLLECTED_WITHIN,
    AmountCount,
    BuiltIn,
    Collection,
    Coverage,
    Evidence,
    Linked,
    MysteryShopping,
    Paid,
    Requirement,
    ServiceCount,
    Share,
    Verdict,
)
from corridors.pages.places import names_of, place
from corridors.pages.responses import public_page
from corridors.pages.unknown import unknown_corridor
from corridors.requirements import Measured, measured, register
from corridors.requirements_wording import REQUIREMENTS, VERDICTS
from corridors.wording import COLLECTION_METHODS


class Link(NamedTuple):
    """A page elsewhere, what it is called, and what is to be said of it."""

    label: str
    address: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One requirement: its verdict and the evidence, a sentence each; then links to where it can be seen."""

    number: int
    name: str
    verdict: Verdict
    word: str
    sentences: tuple[str, ...]
    links: tuple[Link, ...]


@public_page
def requirements(request: HttpRequest, slug: str) -> HttpResponse:
    """One corridor against the World Bank's twelve minimum requirements. Seven queries at most."""
    if slug != slug.lower():
        return HttpResponsePermanentRedirect(request.get_full_path().replace(slug, slug.lower(), 1))
    corridor = selectors.corridor_of(slug)
    if corridor is None:
        return unknown_corridor(request, slug)
    found = measured(corridor, now=timezone.now())
    rows = [_row(*finding, found) for finding in found.findings]
    context = {
        "names": names_of(corridor),
        "found": found,
        "rows": rows,
        "numbers": [(VERDICTS[verdict], _numbers(rows, verdict)) for verdict in Verdict],
        "seen": _seen(found),
        "age": formats.age(found.seen_until, on=timezone.now().date()) if found.seen_until else "",
        "register": register(),
        "sources": [source for source in found.sources if source.url.startswith("https://")],
    }
    return render(request, "corridors/requirements.html", context)


def _numbers(rows: Iterable[Row], verdict: Verdict) -> str:
    return formats.both(row.number for row in rows if row.verdict is verdict)


def _seen(found: Measured) -> str:
    """When the prices were seen: a day, or from one to another; "" when there are none."""
    if found.seen_from is None or found.seen_until is None:
        return ""
    if found.seen_from == found.seen_until:
        return formats.day(found.seen_until)
    return _("%(first)s to %(last)s") % {
        "first": formats.day(found.seen_from),
        "last": formats.day(found.seen_until),
    }


def _row(requirement: Requirement, verdict: Verdict, evidence: Evidence, found: Measured) -> Row:
    return Row(
        number=requirement,
        name=str(REQUIREMENTS[requirement]),
        verdict=verdict,
        word=str(VERDICTS[verdict]),
        sentences=tuple(_sentences(evidence, found.as_of.date() if found.as_of else None)),
        links=tuple(_links(evidence)),
    )


def _sentences(evidence: Evidence, as_of: date | None) -> Iterable[str]:
    match evidence:
        case ServiceCount() | AmountCount() | Collection() if as_of is None:
            yield _("There is no price to see it by.")
        case MysteryShopping() if as_of is None:
            yield _("There is no price to see it by.")
        case ServiceCount(known, services):
            yield _of_services(known, services)
        case AmountCount(known, services, price_points):
            yield _at_two_amounts(known, services)
            if price_points:
                listed = formats.both(formats.whole_money(point, "USD") for point in price_points)
                yield _("Price points: about %(amounts)s.") % {"amounts": listed}
        case Coverage():
            yield from _coverage(evidence)
        case Collection():
            yield from _collection(evidence)
        case MysteryShopping(prices, latest):
            yield from _mystery_shopping(prices, latest, as_of)
        case BuiltIn():
            yield _("There is no field for it in this software: the order is made of prices alone.")
        case Paid(None):
            yield _("Nothing is sold here, by subscription or otherwise. Who pays has not been stated.")
        case Paid(funding):
            yield _("There is nothing to subscribe to.")
            if funding:
                yield _("Stated on %(day)s: “%(statement)s”") % {
                    "day": formats.day(funding.stated_on),
                    "statement": funding.statement.strip(),
                }
        case Linked(databases):
            yield (
                _("Databases that the World Bank approved, by their own account:")
                if databases
                else _("None is linked.")
            )


def _at_two_amounts(known: int, services: int) -> str:
    values = {"known": known, "count": services}
    if known == services:
        return (
            ngettext(
                "The %(count)s service was seen at two amounts or more.",
                "All %(count)s services were seen at two amounts or more.",
                services,
            )
            % values
        )
    return (
        ngettext(
            "%(known)s of %(count)s service was seen at two amounts or more.",
            "%(known)s of %(count)s services were seen at two amounts or more.",
            services,
        )
        % values
    )


def _of_services(known: int, services: int) -> str:
    if known == services:
        return ngettext("Known of the %(count)s service.", "Known of all %(count)s services.", services) % {
            "count": services
        }
    return ngettext(
        "Known of %(known)s of %(count)s service.", "Known of %(known)s of %(count)s services.", services
    ) % {"known": known, "count": services}


def _coverage(evidence: Coverage) -> Iterable[str]:
    if evidence.year is None:
        yield _("No source states what share of this market any provider has.")
        return
    values = {
        "share": formats.percent(evidence.covered_percent),
        "stated": formats.percent(evidence.stated_percent),
        "year": str(evidence.year),
    }
    yield _("The providers with a price here had %(share)s of what was sent in %(year)s.") % values
    yield _("Shares with a source are known for %(stated)s of it.") % values
    if evidence.covering:
        yield _("With a price: %(providers)s.") % {"providers": _shares(evidence.covering)}
    if evidence.absent:
        yield _("Without one: %(providers)s.") % {"providers": _shares(evidence.absent)}


def _shares(shares: Iterable[Share]) -> str:
    return formats.both(f"{share.name} {formats.percent(share.percent)}" for share in shares)


def _collection(evidence: Collection) -> Iterable[str]:
    values = {"known": evidence.independent, "count": evidence.services}
    if evidence.independent == evidence.services:
        yield (
            ngettext(
                "Somebody other than its provider saw the %(count)s service.",
                "Somebody other than their provider saw all %(count)s services.",
                evidence.services,
            )
            % values
        )
    else:
        yield (
            ngettext(
                "Somebody other than its provider saw %(known)s of %(count)s service.",
                "Somebody other than their provider saw %(known)s of %(count)s services.",
                evidence.services,
            )
            % values
        )
    for method, services in evidence.methods:
        counted = ngettext("%(count)s service", "%(count)s services", services) % {"count": services}
        yield _("%(services)s: %(method)s.") % {"services": counted, "method": COLLECTION_METHODS[method]}


def _mystery_shopping(prices: int, latest: date | None, as_of: date | None) -> Iterable[str]:
    if latest is None:
        yield _("No price was asked for as a customer would in the %(days)s days before %(day)s.") % {
            "days": COLLECTED_WITHIN.days,
            "day": formats.day(as_of) if as_of else "",
        }
        return
    yield ngettext(
        "%(count)s price was asked for as a customer would, the latest on %(day)s.",
        "%(count)s prices were asked for as a customer would, the latest on %(day)s.",
        prices,
    ) % {"count": prices, "day": formats.day(latest)}


def _links(evidence: Evidence) -> Iterable[Link]:
    match evidence:
        case Coverage():
            shares = (*evidence.covering, *evidence.absent)
            stated = dict.fromkeys((share.source, share.source_url) for share in shares)
            yield from (Link(name, address) for name, address in stated)
        case Paid(funding) if funding:
            yield Link(_("Where this can be checked"), funding.source_url)
        case Linked(databases):
            for database in databases:
                countries = formats.both(place(code).name for code in database.countries)
                yield Link(database.name, database.url, _("from %(country)s") % {"country": countries})
        case _:
            return
