"""Tags of the pages of support, and what a corridor's page says around its price.

A template of corridors may use them: it names this library in words, as it names the pages of providers, and
imports nothing.
"""

from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from corridors.pages.links import LANGUAGE, query
from corridors.pages.places import Place
from support import selectors
from support.codes import TextKind
from support.languages import ENGLISH
from support.pages.asked import language_asked, wanted
from support.pages.order import nearest_first
from support.pages.texts import headings

register = template.Library()
NAMED = 3  # organisations on a corridor's page; its own page has all


@register.simple_tag(takes_context=True)
def support_url(context: Mapping[str, Any], name: str, *args: str, **parameters: str) -> str:
    """The address of a page of support, with parameters that are not empty, in the language asked for."""
    request: HttpRequest | None = context.get("request")
    language = language_asked(request) if request else ""
    given = {**parameters, LANGUAGE: parameters.get(LANGUAGE, "") or language}
    return reverse(f"support:{name}", args=args) + query({k: v for k, v in given.items() if v})


@register.inclusion_tag("support/_around.html", takes_context=True)
def around_the_price(context: Mapping[str, Any], source: Place, destination: Place) -> dict[str, Any]:
    """Who helps where the money is sent from, and what to read of where it goes. Two queries."""
    request: HttpRequest | None = context.get("request")
    known = selectors.around(source=source.code.upper(), destination=destination.code.upper())
    language = wanted(request) if request else get_language() or ENGLISH
    first = nearest_first(known.organisations, destination.code.upper())
    of_kind = {
        kind: headings([t for t in known.texts if t.kind == kind], language, today=timezone.localdate())
        for kind in (TextKind.SERVICES, TextKind.PAGE)
    }
    return {
        "request": request,
        "source": source,
        "destination": destination,
        "organisations": first[:NAMED],
        "services": of_kind[TextKind.SERVICES],
        "pages": of_kind[TextKind.PAGE],
    }
