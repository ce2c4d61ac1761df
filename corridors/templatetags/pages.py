"""Tags of the public pages: addresses that keep the reader's language, and the language switch."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from corridors import formats
from corridors.pages.links import KEPT, LANGUAGE, given, query
from remitcompare.language import language_asked

register = template.Library()
# What a reader may have chosen on some page, and keeps in another language.
CHOSEN = (
    *("from", "to", "t", "period", "frequency", "price_point", "sort", "order"),
    *("corridor", "provider", "since", "until", "current", "format", "layout", "still"),
    *KEPT,
)


def _asked_language(context: Mapping[str, Any]) -> str:
    """The language the address asks for, or "" where the browser's choice stands."""
    request: HttpRequest | None = context.get("request")
    return language_asked(request) if request else ""


@register.simple_tag(takes_context=True)
def page_url(context: Mapping[str, Any], name: str, *args: str, **parameters: str) -> str:
    """The address of a page, with parameters that are not empty, in the language asked for."""
    given_ones = {**parameters, LANGUAGE: _asked_language(context)}
    return reverse(f"pages:{name}", args=args) + query({k: v for k, v in given_ones.items() if v})


@register.simple_tag(takes_context=True)
def language_field(context: Mapping[str, Any]) -> SafeString:
    """The hidden field by which a form keeps the language asked for."""
    language = _asked_language(context)
    return (
        format_html('<input type="hidden" name="{}" value="{}">', LANGUAGE, language)
        if language
        else SafeString()
    )


@register.simple_tag(takes_context=True)
def other_languages(context: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The languages this page could be read in instead: code, own name and address."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return []
    parameters = given(request.GET, CHOSEN)
    return [
        (code, name, request.path + query({**parameters, LANGUAGE: code}))
        for code, name in settings.LANGUAGES
        if code != get_language()
    ]


register.filter("sentence", formats.sentence)


@register.filter
def isolated(name: str) -> SafeString:
    """A name for a sentence: its full stop stays at its end where the sentence is read from the right."""
    return format_html("<bdi>{}</bdi>", name)


@register.simple_tag
def own_name() -> str:
    """The name of the language of this page, in itself."""
    return dict(settings.LANGUAGES).get(get_language() or "", "English")
