"""The addresses of the API: each reads the request, asks, and says the answer."""

import re
from http import HTTPStatus

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from corridors import directory, provider_selectors, selectors
from corridors.api import answers, operations, parameters
from corridors.api import serializers as shapes
from corridors.api.names import name_of
from corridors.api.operations import operation
from corridors.api.options import options_answer, parallel_market
from corridors.api.serving import ApiView
from corridors.comparison import answer
from corridors.facts import parallel_market_of
from corridors.models import Corridor
from remitcompare.errors import Problem

CORRIDOR_SLUG = re.compile(r"([a-z]{2})-([a-z]{2})", re.ASCII | re.IGNORECASE)
NEAREST = 5

BAD, MISSING = HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND


def known_corridor(slug: str) -> Corridor:
    """The corridor of this slug. One query; two when there is none.

    Raises:
        Problem: there is none; its `nearest` lists those that share a country with it.
    """
    codes = CORRIDOR_SLUG.fullmatch(slug)
    found = selectors.corridor_of(slug) if codes else None
    if found:
        return found
    if codes is None:
        sentence = _("“%(slug)s” is not a corridor. Write it as two country codes: ae-ph.") % {
            "slug": slug[:40]
        }
        near = []
    else:
        source, destination = (code.upper() for code in codes.groups())
        names = {"source": name_of(source), "destination": name_of(destination)}
        sentence = _("We have no prices from %(source)s to %(destination)s.") % names
        near = selectors.corridors_near(source, destination)
    raise Problem(
        status=MISSING,
        kind="unknown-corridor",
        title="Unknown corridor",
        detail=sentence,
        nearest=[corridor.slug for corridor in near[:NEAREST]],
    )


def next_page(request: Request, after: str | None) -> str | None:
    """The address of the page that begins after a slug."""
    if after is None:
        return None
    query = request.GET.copy()
    query["after"] = after
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def absolute(request: Request, name: str, *arguments: str) -> str:
    """The whole address of a view."""
    return request.build_absolute_uri(reverse(name, args=arguments))


class Countries(ApiView):
    """Countries that money is sent from or to."""

    @operation("countries", "Countries that have a corridor", shapes.CountriesSerializer, tag="places")
    def get(self, request: Request) -> Response:
        return Response({"results": [answers.country(listing) for listing in directory.countries()]})


class Corridors(ApiView):
    """Corridors, page by page."""

    @operation(
        "corridors",
        "Corridors with prices",
        shapes.CorridorsSerializer,
        tag="places",
        parameters=operations.CORRIDORS_PARAMETERS,
        problems=[BAD],
    )
    def get(self, request: Request) -> Response:
        asked = parameters.corridors_asked(request.GET)
        page = directory.corridors_page(
            source=asked.source, destination=asked.destination, after=asked.after, limit=asked.limit
        )
        currencies = directory.receive_currencies_of([corridor.id for corridor in page.rows])
        results = [answers.corridor(corridor, currencies[corridor.id]) for corridor in page.rows]
        return Response({"results": results, "next": next_page(request, page.after)})


class CorridorDetail(ApiView):
    """One corridor."""

    @operation(
        "corridor",
        "One corridor",
        shapes.CorridorDetailSerializer,
        tag="places",
        parameters=[operations.CORRIDOR_PATH],
        problems=[MISSING],
    )
    def get(self, request: Request, slug: str) -> Response:
        corridor = known_corridor(slug)
        currencies = directory.receive_currencies_of([corridor.id])
        seen = corridor.latest_observed_at or timezone.now()
        caveat = parallel_market_of(corridor.receive_currency, seen.date())
        return Response(
            {
                **answers.corridor(corridor, currencies[corridor.id]),
                "parallel_market": parallel_market(caveat),
                "options_url": absolute(request, "api:options", corridor.slug),
                "statistics_url": absolute(request, "api:statistics", corridor.slug),
            }
        )


class Options(ApiView):
    """Every service of a corridor at an amount, best first; then those not ranked, each with its reason."""

    @operation(
        "options",
        "Who gets the most of it home",
        shapes.OptionsSerializer,
        tag="comparison",
        parameters=operations.OPTIONS_PARAMETERS,
        problems=[BAD, MISSING],
    )
    def get(self, request: Request, slug: str) -> Response:
        now = timezone.now()
        corridor = known_corridor(slug)
        asked = parameters.options_asked(request.GET, today=now.date())
        links = {
            "method_url": absolute(request, "pages:methodology"),
            "sources_url": absolute(request, "api:sources"),
        }
        return Response(options_answer(answer(corridor, asked, now=now), links))


class Providers(ApiView):
    """Providers, page by page."""

    @operation(
        "providers",
        "Providers",
        shapes.ProvidersSerializer,
        tag="providers",
        parameters=operations.PAGE_PARAMETERS,
        problems=[BAD],
    )
    def get(self, request: Request) -> Response:
        asked = parameters.providers_asked(request.GET)
        page = directory.providers_page(after=asked.after, limit=asked.limit)
        results = [answers.provider(listing) for listing in page.rows]
        return Response({"results": results, "next": next_page(request, page.after)})


class ProviderDetail(ApiView):
    """One provider."""

    @operation(
        "provider",
        "One provider and where it works",
        shapes.ProviderDetailSerializer,
        tag="providers",
        parameters=[operations.PROVIDER_PATH],
        problems=[MISSING],
    )
    def get(self, request: Request, slug: str) -> Response:
        found = provider_selectors.provider_profile(slug) if parameters.SLUG.fullmatch(slug) else None
        if found is None:
            raise Problem(
                status=MISSING,
                kind="unknown-provider",
                title="Unknown provider",
                detail=_("We know no provider “%(slug)s”.") % {"slug": slug[:40]},
            )
        return Response(answers.provider_profile(found))


class Rates(ApiView):
    """Reference rates."""

    @operation(
        "rates",
        "The reference rate of a day",
        shapes.RateSerializer,
        tag="statistics",
        parameters=operations.RATE_PARAMETERS,
        problems=[BAD, MISSING],
    )
    def get(self, request: Request) -> Response:
        asked = parameters.rate_asked(request.GET, today=timezone.now().date())
        cross = selectors.cross_rate(base=asked.base, quote=asked.quote, on=asked.on)
        if cross is None:
            raise Problem(
                status=MISSING,
                kind="no-reference-rate",
                title="No reference rate",
                detail=_("No source has a rate from %(base)s to %(quote)s within 7 days before %(day)s.")
                % {"base": asked.base, "quote": asked.quote, "day": asked.on.isoformat()},
            )
        markets = [parallel_market_of(currency, asked.on) for currency in (asked.quote, asked.base)]
        return Response(answers.rate(cross, asked, next(filter(None, markets), None)))


class Sources(ApiView):
    """Sources, to be named when their prices are shown."""

    @operation("sources", "Whom to name", shapes.SourcesSerializer, tag="statistics")
    def get(self, request: Request) -> Response:
        return Response({"results": [answers.source(source) for source in directory.sources()]})
