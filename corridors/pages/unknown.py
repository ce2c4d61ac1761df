"""A pair of countries that nobody has a price for, on any page about a corridor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridors import selectors
from corridors.pages import links
from corridors.pages.places import CorridorNames, names_of, place


def unknown_corridor(request: HttpRequest, slug: str) -> HttpResponse:
    """No such corridor (404): the nearest ones that there are. One query."""
    source, destination = slug.upper().split("-")
    near = [(corridor, names_of(corridor)) for corridor in selectors.corridors_near(source, destination)]
    from_here = [names for corridor, names in near if corridor.source_id == source]
    context = {
        "source": place(source),
        "destination": place(destination),
        "to_there": [names for corridor, names in near if corridor.destination_id == destination],
        "from_here": sorted(from_here, key=CorridorNames.by_destination),
        "amount": links.given(request.GET).get("amount", ""),
    }
    return render(request, "corridors/unknown_corridor.html", context, status=404)
