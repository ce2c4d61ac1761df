"""The short address: /s/ae-ph/1000."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from corridors.pages import links
from corridors.pages.responses import public_page


@public_page
def short(request: HttpRequest, slug: str, amount: str = "") -> HttpResponse:
    """Lead to the comparison, which says what is wrong with the question. No query.

    For this time only (302): the address stands on paper for years, and a browser that remembered for good
    where it led once would not see it lead elsewhere.
    """
    asked = links.given(request.GET) | links.given({"amount": amount}, ["amount"])
    return HttpResponseRedirect(reverse("pages:send", args=[slug.lower()]) + links.query(asked))
