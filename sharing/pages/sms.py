"""The answer as one text message: /send/ae-ph/sms?amount=1000."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from corridors import selectors
from corridors.asking import AskingError
from corridors.charts.serving import PLAIN_TEXT
from corridors.pages.places import place
from corridors.pages.responses import public_page
from sharing.addresses import short_address
from sharing.answering import answer_page
from sharing.messages import answer_in_a_message, error_in_a_message, unknown_in_a_message


@public_page
def sms(request: HttpRequest, slug: str) -> HttpResponse:
    """One text message, whatever there is to say. Seven queries at most."""
    corridor = selectors.corridor_of(slug)
    if corridor is None:
        source, destination = (place(code) for code in slug.upper().split("-"))
        return _said(unknown_in_a_message(source, destination), status=404)
    try:
        page = answer_page(corridor, request.GET, now=timezone.now())
    except AskingError as error:
        return _said(error_in_a_message(error.fields, request.GET), status=400)
    return _said(answer_in_a_message(page, short_address(request, page)))


def _said(text: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type=PLAIN_TEXT)
