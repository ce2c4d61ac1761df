"""Lists to look things up in: every corridor, and one provider."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from corridors import formats, selectors, wording
from corridors.pages.places import Place, origins, place
from corridors.pages.responses import public_page
from corridors.provider_selectors import ProviderCorridor, provider_profile


@public_page
def corridors(request: HttpRequest) -> HttpResponse:
    """Every corridor that this site offers, by sending country. One query."""
    return render(request, "corridors/corridors.html", {"origins": origins(selectors.offered_corridors())})


class ProviderRow(NamedTuple):
    """What a provider does in one corridor, in words."""

    slug: str
    source: Place
    destination: Place
    services: int
    cost: str
    ways: str
    seen: str


@public_page
def provider(request: HttpRequest, slug: str) -> HttpResponse:
    """One provider: its spellings, its corridors and the latest prices seen. Three queries."""
    profile = provider_profile(slug)
    if profile is None:
        raise Http404
    rows = sorted(
        (_row(corridor) for corridor in profile.corridors),
        key=lambda row: (formats.in_alphabet(row.source.name), formats.in_alphabet(row.destination.name)),
    )
    context = {
        "profile": profile,
        "kind": wording.PROVIDER_TYPES[profile.type] if profile.type else "",
        "ended_on": formats.day(profile.ended_on) if profile.ended_on else "",
        "rows": rows,
    }
    return render(request, "corridors/provider.html", context)


def _row(corridor: ProviderCorridor) -> ProviderRow:
    return ProviderRow(
        slug=corridor.slug,
        source=place(corridor.source),
        destination=place(corridor.destination),
        services=corridor.services,
        cost=_cost(corridor),
        ways=formats.either(wording.PAY_OUT[way] for way in corridor.pay_out),
        seen=formats.day(corridor.observed_at.date()),
    )


def _cost(corridor: ProviderCorridor) -> str:
    if corridor.lowest_percent is None or corridor.highest_percent is None:
        return _("not disclosed")
    lowest, highest = formats.percent(corridor.lowest_percent), formats.percent(corridor.highest_percent)
    if lowest == highest:
        return lowest
    return _("%(lowest)s to %(highest)s") % {"lowest": lowest, "highest": highest}
