"""Pages that say where prices and rates come from, and how that goes."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from corridors import formats
from corridors.pages.links import LANGUAGE, query
from corridors.pages.responses import public_page
from providers.health import Known
from providers.pages.reasons import grouped
from providers.pages.rows import SourceRow, group_rows, run_row, source_row
from providers.source_selectors import held_for, known_sources, last_runs, recently, refused_for
from providers.sources import PRICES, RATES, every_source
from remitcompare.language import language_asked


@public_page
def sources(request: HttpRequest) -> HttpResponse:
    """Every source, prices first, and how it is doing. Five queries."""
    now = timezone.now()
    known = known_sources(now)
    rows = sorted(
        (source_row(facts, known.get(key, Known()), now=now) for key, facts in every_source().items()),
        key=lambda row: row.order,
    )
    context = {
        "prices": _listed(rows, PRICES, request),
        "rates": _listed(rows, RATES, request),
        "troubled": sum(row.needs_attention for row in rows),
    }
    return render(request, "providers/sources.html", context)


@public_page
def source(request: HttpRequest, key: str) -> HttpResponse:
    """One source: its facts, its last runs, and what of it was left out and why. Eight queries."""
    facts = every_source().get(key)
    if facts is None:
        raise Http404
    now = timezone.now()
    since = recently(now)
    known = known_sources(now, [key]).get(key, Known())
    context = {
        "row": source_row(facts, known, now=now),
        "facts": facts,
        "runs": [run_row(run, now=now) for run in last_runs(key)],
        "refused": group_rows(grouped(refused_for(key, since))),
        "held": group_rows(grouped(held_for(key, since))),
        "reviewed_on": formats.day(facts.reviewed_on),
        "list_address": _address(request, "list"),
        "own_page": _outward(request, facts.url),
        "terms": _outward(request, facts.terms_url),
    }
    return render(request, "providers/source.html", context)


class Listed(NamedTuple):
    """A source in a list, with the addresses of its page and of its terms."""

    row: SourceRow
    address: str
    terms: str


def _listed(rows: list[SourceRow], kind: str, request: HttpRequest) -> list[Listed]:
    return [
        Listed(row, _address(request, "source", row.facts.key), _outward(request, row.facts.terms_url))
        for row in rows
        if row.facts.kind == kind
    ]


def _address(request: HttpRequest, name: str, *args: str) -> str:
    """The address of one of these pages, in the language that this page was asked in."""
    return _outward(request, reverse(f"sources:{name}", args=args))


def _outward(request: HttpRequest, url: str) -> str:
    """An address that a source names; one of this site keeps the language that this page was asked in."""
    language = language_asked(request)
    return url + query({LANGUAGE: language}) if language and url.startswith("/") else url
