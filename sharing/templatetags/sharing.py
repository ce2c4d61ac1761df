"""What the head of a page says to those who show a link to it, and how an answer is passed on.

Templates of corridors may use them: they name this library in words, and import nothing.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django import template
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from corridors import formats
from corridors.pages import links
from corridors.pages.answers import AnswerPage, State
from corridors.pages.as_text import why_nothing
from corridors.pages.places import CorridorNames
from sharing.addresses import asked_address, in_language, in_letters, short_address, whole_address
from sharing.messages import answer_in_a_message
from sharing.wording import sentence

register = template.Library()
# The page that loads no more than it must: its manifest comes with the second view.
LIGHT = "pages:send"


@register.inclusion_tag("sharing/_install.html", takes_context=True)
def install(context: Mapping[str, Any]) -> dict[str, Any]:
    """The icon, the manifest and the script by which a page is kept. No query."""
    request: HttpRequest | None = context.get("request")
    match = request.resolver_match if request else None
    kept = in_language(request, {}) if request else {}
    return {
        "icon": _icon(),
        "manifest": reverse("sharing:manifest") + links.query(kept),
        "is_light": match is not None and match.view_name == LIGHT,
    }


@cache
def _icon() -> SafeString:
    """The icon as a data address: one request less on every first visit."""
    path = finders.find("corridors/favicon.svg")
    assert path, "corridors/favicon.svg is one of our own files"
    drawn = Path(path).read_text(encoding="utf-8").strip().replace('"', "'")
    # What is left unquoted ends no attribute.
    return mark_safe("data:image/svg+xml," + quote(drawn, safe=" '=:/.,()-"))


@register.inclusion_tag("sharing/_meta.html", takes_context=True)
def share_meta(
    context: Mapping[str, Any], names: CorridorNames, page: AnswerPage | str = ""
) -> dict[str, Any]:
    """How a link to a comparison is shown elsewhere; with its number in a dated sentence where it has one."""
    request: HttpRequest = context["request"]
    said: dict[str, Any] = {
        "title": _("%(from)s to %(to)s") % {"from": names.source.name, "to": names.destination.name},
        "description": _("What it costs to send money home"),
        "url": whole_address(request, request.path + links.query(in_language(request, {}))),
    }
    if isinstance(page, AnswerPage):
        said["url"] = whole_address(request, asked_address(request, "pages:send", page))
        said["description"] = why_nothing(page) if page.state is not State.RANKED else _dated(page)
        if page.state is State.RANKED:
            said["picture"] = whole_address(request, asked_address(request, "sharing:picture", page))
    return said


def _dated(page: AnswerPage) -> str:
    return sentence(page, page.answer.comparison.options[0].offer.provider.name, money=formats.money)


@register.inclusion_tag("sharing/_share.html", takes_context=True)
def share_links(context: Mapping[str, Any], page: AnswerPage) -> dict[str, Any]:
    """The ways to pass an answer on: a card to print, a text message, the short address. No query."""
    request: HttpRequest = context["request"]
    address = short_address(request, page)
    return {
        "card": asked_address(request, "sharing:card", page),
        "message": quote(answer_in_a_message(page, address), safe=""),
        "address": in_letters(address),
        "made": formats.day(timezone.now().date()),
    }


@register.simple_tag(takes_context=True)
def written_address(context: Mapping[str, Any], query: str) -> str:
    """The address of the page shown, with this query, as it is written on paper. No query to the database."""
    request: HttpRequest = context["request"]
    return in_letters(whole_address(request, request.path + query))
