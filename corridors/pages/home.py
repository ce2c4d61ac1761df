"""From, to, amount: where every comparison starts."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from corridors import selectors
from corridors.pages import links, places
from corridors.pages.responses import public_page

COUNTRY = re.compile(r"[a-z]{2}", re.IGNORECASE)
PARAMETERS = ("from", "to", "amount", links.LANGUAGE)


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The form. Once a country to send from is chosen, the places it leads to. One query."""
    origins = places.origins(selectors.offered_corridors())
    chosen = next((o for o in origins if o.place.code == request.GET.get("from", "").lower()), None)
    context = {
        "origins": origins,
        "chosen": chosen,
        "destinations": places.destinations(origins),
        "to": request.GET.get("to", "").lower(),
        "amount": links.given(request.GET).get("amount", ""),
        "corridors": sum(len(origin.corridors) for origin in origins),
    }
    return render(request, "corridors/home.html", context)


@public_page
def go(request: HttpRequest) -> HttpResponse:
    """From the form to the page it asks for; back to the form while a country is missing. No query."""
    given = links.given(request.GET, PARAMETERS)
    source, destination = given.get("from", ""), given.get("to", "")
    if COUNTRY.fullmatch(source) and COUNTRY.fullmatch(destination):
        address = reverse("pages:send", args=[f"{source}-{destination}".lower()])
        kept = {name: given[name] for name in ("amount", links.LANGUAGE) if name in given}
        return HttpResponseRedirect(address + links.query(kept))
    return HttpResponseRedirect(reverse("pages:home") + links.query(given))
