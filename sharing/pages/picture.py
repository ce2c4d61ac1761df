"""The picture that a link to a comparison is shown with: /send/ae-ph/card.png?amount=1000."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from corridors import selectors
from corridors.asking import AskingError
from corridors.charts.serving import kept_picture, wrong_picture
from corridors.pages.as_text import why_nothing
from corridors.pages.unknown import unknown_corridor
from sharing.answering import answer_page
from sharing.pictures import LOOK, drawn, words_of


@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The one number as a picture of 1200 by 630. Seven queries at most.

    It is kept by what it says. That changes with the corridor's version, and also without it: a price that
    grew too old must not be shown as one of today from a cache.
    """
    corridor = selectors.corridor_of(slug)
    if corridor is None:
        return unknown_corridor(request, slug)
    try:
        page = answer_page(corridor, request.GET, now=timezone.now())
    except AskingError as error:
        return wrong_picture(error)
    words = words_of(page)
    return kept_picture(
        request,
        suffix="png",
        stamp=repr((LOOK, words)),
        drawn=lambda: drawn(words) if words else None,
        language=words.language if words else "",
        name=f"remitcompare_{corridor.slug}",
        empty=why_nothing(page),
    )
