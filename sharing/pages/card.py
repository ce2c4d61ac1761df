"""The card to print for a notice board: /send/ae-ph/card?amount=1000."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone

from corridors import formats, selectors
from corridors.asking import AskingError
from corridors.pages import links
from corridors.pages.answers import AnswerPage, State
from corridors.pages.as_text import why_nothing
from corridors.pages.places import names_of
from corridors.pages.responses import public_page
from corridors.pages.unknown import unknown_corridor
from sharing.addresses import asked_address, in_language, in_letters, short_address
from sharing.answering import answer_page
from sharing.codes import qr_code
from sharing.wording import SHOWN, pays, seen_on


@public_page
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """Who gets the most now, on paper. Seven queries at most."""
    if slug != slug.lower():
        return HttpResponsePermanentRedirect(request.get_full_path().replace(slug, slug.lower(), 1))
    corridor = selectors.corridor_of(slug)
    if corridor is None:
        return unknown_corridor(request, slug)
    now = timezone.now()
    context: dict[str, object] = {"names": names_of(corridor)}
    try:
        page = answer_page(corridor, request.GET, now=now)
    except AskingError as error:
        given = in_language(request, {})
        context |= {"wrong": error.fields.values(), "back": links.query(given)}
        return render(request, "sharing/card.html", context, status=400)
    address = short_address(request, page)
    context |= {
        "page": page,
        "back": asked_address(request, "pages:send", page),
        "made": formats.day(now.date()),
        "address": in_letters(address),
        "qr": qr_code(address),
        "filters": _filters(page),
    }
    if page.state is State.RANKED:
        context |= {"pays": pays(page, formats.money), "seen": seen_on(page), "best": page.rows[:SHOWN]}
    else:
        context["nothing"] = why_nothing(page)
    return render(request, "sharing/card.html", context)


def _filters(page: AnswerPage) -> str:
    """What the ways on the card were chosen by: "They get it as: cash and I have no bank account"; or ""."""
    return formats.both(field.says for field in page.filters.values() if field.chosen)
