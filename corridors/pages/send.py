"""The comparison page: /send/ae-ph/?amount=1000."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from corridors import comparison, directory, selectors
from corridors.asking import AskingError, parse_question
from corridors.domain.codes import Mode
from corridors.formats import money, month
from corridors.models import Corridor
from corridors.pages import links
from corridors.pages.answers import AnswerPage, State, WayOn
from corridors.pages.filters import FILTERS, filter_fields
from corridors.pages.places import names_of
from corridors.pages.responses import public_page
from corridors.pages.unknown import unknown_corridor
from remitcompare.money import plain


@public_page
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Who gets the most of the money there. Nine queries at most, ten where a sandbox invents prices."""
    if slug != slug.lower():
        return HttpResponsePermanentRedirect(request.get_full_path().replace(slug, slug.lower(), 1))
    corridor = selectors.corridor_of(slug)
    if corridor is None:
        return unknown_corridor(request, slug)
    parameters, suggested = links.given(request.GET), False
    if "amount" not in parameters and parameters.get("mode") != Mode.RECEIVE:
        parameters |= suggested_amount(corridor)
        suggested = "amount" in parameters
    now = timezone.now()
    try:
        asked = parse_question(parameters, today=now.date())
    except AskingError as error:
        return _wrong(request, corridor, parameters, error.fields)
    answered = comparison.answer(corridor, asked, now=now)
    page = AnswerPage(answered, parameters, {source.key: source.name for source in directory.sources()})
    context = {
        "names": names_of(corridor),
        "page": page,
        "ask": _ask(parameters, page.currency, is_receive=page.is_receive),
        "suggested": suggested,
        "filters": page.filters.values(),
        "filters_set": sum(bool(field.chosen) for field in page.filters.values()),
        "chips": page.chips,
        "survey": _survey(corridor, parameters) if page.is_sandbox else None,
        "usual": _usual_ways(corridor, parameters) if page.state is State.OUT_OF_RANGE else [],
    }
    return render(request, "corridors/send.html", context)


def suggested_amount(corridor: Corridor) -> dict[str, str]:
    """An amount to begin with: the smaller of the two that most prices were seen at, if any was.

    Near it only: prices are seen at the money sent, and what is asked here has the fee in it.
    """
    usual = selectors.usual_amounts(corridor)
    return {"amount": plain(usual[0])} if usual else {}


def _survey(corridor: Corridor, parameters: Mapping[str, str]) -> WayOn | None:
    """The way from invented prices to the real ones that a survey last saw, where there are any."""
    day = selectors.latest_survey_day(corridor)
    if day is None:
        return None
    label = _("See what a survey really saw in %(month)s") % {"month": month(day)}
    return WayOn(label, links.changed(parameters, as_of=day.isoformat()))


def _ask(parameters: Mapping[str, str], currency: str, *, is_receive: bool) -> dict[str, object]:
    """What the two forms of the page need."""
    return {
        "amount": parameters.get("amount", ""),
        "as_of": parameters.get("as_of", ""),
        "currency": currency,
        "is_receive": is_receive,
        "kept": links.kept_beside(parameters, ["amount", links.LANGUAGE]),
        "kept_by_filters": links.kept_beside(parameters, [*FILTERS, "as_of", links.LANGUAGE]),
    }


def _wrong(
    request: HttpRequest, corridor: Corridor, parameters: Mapping[str, str], fields: Mapping[str, str]
) -> HttpResponse:
    """The form again with what was typed, and a sentence at each field at fault."""
    is_receive = parameters.get("mode") == Mode.RECEIVE
    currency = corridor.receive_currency if is_receive else corridor.send_currency
    context = {
        "names": names_of(corridor),
        "ask": _ask(parameters, currency, is_receive=is_receive),
        "wrong": fields,
        "filters": filter_fields(selectors.offers(corridor), parameters, fields).values(),
        "filters_open": any(name != "amount" for name in fields),
        "usual": _usual_ways(corridor, parameters),
        "without_the_rest": links.changed({}, amount=parameters.get("amount"), lang=parameters.get("lang")),
    }
    return render(request, "corridors/send.html", context, status=400)


def _usual_ways(corridor: Corridor, parameters: Mapping[str, str]) -> list[WayOn]:
    """Links to the amounts that prices were seen at."""
    return [
        WayOn(
            label=money(amount, corridor.send_currency),
            link=links.changed(parameters, amount=plain(amount), mode=None),
        )
        for amount in selectors.usual_amounts(corridor)
    ]
