"""The budget: /budget/ asks for the countries, /budget/?from=ae&to=ph for the numbers, and works them out.

Two countries are no secret and stand in the address, as on every page. The numbers are one: they come in the
body of a POST, so that no address, history, referrer or access log ever holds them. The answer is kept by no
cache, and nothing is stored.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.gzip import gzip_page

from corridors import directory, formats, selectors
from corridors.domain.offers import Offer
from corridors.domain.tax import in_force
from corridors.facts import tax_rules
from corridors.models import Corridor
from corridors.pages import links, places
from corridors.pages.filters import filter_fields
from corridors.pages.home import COUNTRY
from corridors.pages.responses import public_page
from corridors.pages.yearly import RHYTHM_NAMES
from support.pages.numbers import MONTHLY, NAMES, NumbersError, parse_numbers
from support.pages.results import Results
from support.pages.year import doubt_in_words
from support.plan import plan

COUNTRIES = ("from", "to")


# A public page sets no cookie, so there is none that a token could be held against, and nothing for a forged
# POST to gain: it changes nothing here, and whoever forges it never sees the answer.
@csrf_exempt
@sensitive_post_parameters()
def budget(request: HttpRequest) -> HttpResponse:
    """The two forms, and what comes of them. Ten queries at most."""
    return _posted(request) if request.method == "POST" else _asked(request)


@public_page
def _asked(request: HttpRequest) -> HttpResponse:
    corridor = _corridor(request.GET)
    if corridor is None:
        return _countries(request)
    return render(request, "support/budget.html", _form(corridor, selectors.offers(corridor), {}, {}))


@gzip_page
def _posted(request: HttpRequest) -> HttpResponse:
    corridor = _corridor(request.GET)
    response = _countries(request) if corridor is None else _worked_out(request, corridor)
    response.headers["Cache-Control"] = "no-store"
    return response


def _worked_out(request: HttpRequest, corridor: Corridor) -> HttpResponse:
    """What comes of the numbers; the form again with a sentence at each that cannot be one."""
    typed = links.given(request.POST, NAMES)
    try:
        numbers = parse_numbers(typed)
    except NumbersError as error:
        return _asked_back(request, _form(corridor, selectors.offers(corridor), typed, error.fields))
    now = timezone.now()
    worked_out = plan(numbers, corridor, now=now)
    answered = worked_out.chosen.answer
    offers = answered.offers if answered else selectors.offers(corridor)
    doubt = doubt_in_words(worked_out)
    if doubt:
        return _asked_back(request, _form(corridor, offers, typed, {"rate_now": doubt}))
    sources = {source.key: source.name for source in directory.sources()}
    context = {
        **_form(corridor, offers, typed, {}),
        "results": Results(worked_out, corridor, sources),
        "day": formats.day(now.date()),
    }
    return render(request, "support/budget.html", context)


def _asked_back(request: HttpRequest, form: dict[str, object]) -> HttpResponse:
    return render(request, "support/budget.html", form, status=400)


def _corridor(parameters: Mapping[str, str]) -> Corridor | None:
    codes = [parameters.get(name, "").strip() for name in COUNTRIES]
    return selectors.corridor_of("-".join(codes)) if all(map(COUNTRY.fullmatch, codes)) else None


def _countries(request: HttpRequest) -> HttpResponse:
    """The first step: from where to where. It says so where no price is known between the two."""
    given = links.given(request.GET, COUNTRIES)
    origins = places.origins(selectors.offered_corridors())
    context = {
        "origins": origins,
        "destinations": places.destinations(origins),
        "given": {name: code.lower() for name, code in given.items()},
        "is_unknown": len(given) == len(COUNTRIES),
    }
    status = 404 if context["is_unknown"] else 200
    return render(request, "support/budget_countries.html", context, status=status)


class Written(NamedTuple):
    """A field of the form: what was typed into it, and what is wrong with that."""

    value: str
    wrong: str


def _form(
    corridor: Corridor, offers: Collection[Offer], typed: Mapping[str, str], wrong: Mapping[str, str]
) -> dict[str, object]:
    filters = filter_fields(offers, typed, wrong)
    chosen = typed.get("times", str(MONTHLY))
    return {
        "names": places.names_of(corridor),
        "send_currency": corridor.send_currency,
        "receive_currency": corridor.receive_currency,
        "fields": {name: Written(typed.get(name, ""), wrong.get(name, "")) for name in NAMES},
        "wrong": wrong,
        "rhythms": [(str(times), name, str(times) == chosen) for times, name in RHYTHM_NAMES.items()],
        "filters": [filters[name] for name in ("pay_in", "pay_out")],
        "is_taxed": _is_taxed(corridor, offers),
    }


def _is_taxed(corridor: Corridor, offers: Collection[Offer]) -> bool:
    """Whether the sending country taxes a way of paying that some service takes."""
    rules = in_force(tax_rules(), country=corridor.source_id, on=timezone.now().date())
    return any(rule.pay_in.intersection(offer.pay_in) for rule in rules for offer in offers)
