"""Who helps: the countries, and the organisations of one."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from corridors.pages import links
from corridors.pages.places import place
from corridors.pages.responses import public_page
from corridors.places import known_countries
from support import selectors
from support.contact import report_link
from support.pages.asked import language_asked
from support.pages.cards import grouped
from support.pages.choices import CHOICES, narrow
from support.pages.listing import by_name


@public_page
def countries(request: HttpRequest) -> HttpResponse:
    """The countries in which we know organisations. One query."""
    counted = selectors.countries_with_organisations()
    rows = [(country, counted[country.code.upper()]) for country in by_name(counted)]
    return render(request, "support/countries.html", {"rows": rows})


@public_page
def organisations(request: HttpRequest, country: str) -> HttpResponse:
    """The organisations of one country, narrowed to what a reader needs. One query."""
    if country != country.lower():
        return HttpResponsePermanentRedirect(request.get_full_path().replace(country, country.lower(), 1))
    if country.upper() not in known_countries():
        raise Http404
    known = selectors.organisations_in(country)
    narrowed = narrow(known, links.given(request.GET, CHOICES))
    where = place(country.upper())
    context = {
        "place": where,
        "known": len(known),
        "shown": len(narrowed.organisations),
        "groups": grouped(narrowed.organisations),
        "narrowed": narrowed,
        "report": report_link(_("Support: %(country)s") % {"country": where.name}),
        "language_asked": language_asked(request),
    }
    status = 404 if not known else 400 if narrowed.is_wrong else 200
    return render(request, "support/organisations.html", context, status=status)
