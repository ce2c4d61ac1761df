"""What a corridor has cost over time: /corridors/ae-ph/history/ and its pictures."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corridors import formats, wording
from corridors.asking import AskingError
from corridors.charts.looks import parse_look
from corridors.charts.serving import picture, wrong_picture
from corridors.domain.codes import ProviderType
from corridors.domain.periods import Frequency, period_of
from corridors.history import (
    PARAMETERS,
    PRICE_POINTS,
    ChartKind,
    History,
    HistoryQuestion,
    history_of,
    parse_chart,
    parse_history,
    smart_style_services,
    stamp_of,
)
from corridors.models import Corridor
from corridors.pages import links
from corridors.pages.figures import ChartFigure, figure_of
from corridors.pages.filters import Field
from corridors.pages.history_tables import Table, cost_table, providers_table, smart_rows, split_table
from corridors.pages.places import names_of
from corridors.pages.responses import public_page
from corridors.pages.unknown import unknown_corridor
from corridors.period_wording import NAMES, period_name
from corridors.selectors import corridor_of

FILE_FORMATS = ("csv", "jsonl", "parquet", "xlsx")
TABLES = {ChartKind.COST: cost_table, ChartKind.SPLIT: split_table, ChartKind.PROVIDERS: providers_table}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One chart with its table; `figure` is None where there is nothing to draw."""

    name: str
    figure: ChartFigure | None
    table: Table


@public_page
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """What a corridor has cost over time. Five queries."""
    if slug != slug.lower():
        return HttpResponsePermanentRedirect(request.get_full_path().replace(slug, slug.lower(), 1))
    corridor = corridor_of(slug)
    if corridor is None:
        return unknown_corridor(request, slug)
    typed = links.given(request.GET, PARAMETERS)
    context: dict[str, object] = {"names": names_of(corridor)}
    try:
        question = parse_history(request.GET, latest=_latest(corridor))
    except AskingError as error:
        context |= {"wrong": error.fields, "fields": _fields(typed, (), error.fields), "typed": typed}
        return render(request, "corridors/history.html", context, status=400)
    found = history_of(corridor, question)
    context |= {
        "fields": _fields(typed, found.figures.provider_types, {}),
        "typed": typed,
        "found": found,
        "parts": _parts(found) if found.figures.points else (),
        **_smart_style(found),
        "is_old": found.is_old(timezone.now().date()),
        "seen_month": formats.month(found.seen_until) if found.figures.points else "",
        "amount": formats.whole_money(question.price_point, "USD"),
        "other_amounts": _other_amounts(question),
        "has_range": "from" in typed or "to" in typed,
        "cut": _cut(question),
        "files": FILE_FORMATS,
        "files_question": _files_question(question),
        "statistics_question": _statistics_question(found),
    }
    return render(request, "corridors/history.html", context)


@require_safe
def history_picture(request: HttpRequest, slug: str, suffix: str) -> HttpResponse:
    """One chart of a corridor as SVG or PNG. One query where the picture was drawn before, else four."""
    corridor = corridor_of(slug)
    if corridor is None:
        return unknown_corridor(request, slug)
    try:
        question = parse_history(request.GET, latest=_latest(corridor))
        kind, look = parse_chart(request.GET), parse_look(request.GET)
    except AskingError as error:
        return wrong_picture(error)
    return picture(
        request,
        suffix=suffix,
        look=look,
        stamp=stamp_of(corridor, question, kind),
        draw=lambda: history_of(corridor, question).chart(kind, get_language() or "en"),
        name=f"remitcompare_{corridor.slug}_{kind}",
        empty=_("No cost is known here at about %(amount)s in this range.")
        % {"amount": formats.whole_money(question.price_point, "USD")},
    )


def _smart_style(found: History) -> dict[str, object]:
    """The newest period, and who is in its SmaRT-style figure."""
    if not found.figures.points:
        return {}
    newest = found.figures.points[-1]
    return {"newest": period_name(newest.period), "smart": smart_rows(smart_style_services(newest))}


def _latest(corridor: Corridor) -> date:
    seen = corridor.latest_observed_at or timezone.now()
    return seen.date()


def _parts(found: History) -> tuple[Part, ...]:
    address = reverse("pages:history-picture", args=[found.corridor.slug, "svg"])
    asked = found.question.parameters()
    parts = []
    for kind, table in TABLES.items():
        chart = found.chart(kind, get_language() or "en")
        parameters = {"chart": str(kind), **asked}
        figure = figure_of(chart, address=address, parameters=parameters) if chart else None
        parts.append(Part(name=str(kind), figure=figure, table=table(found)))
    return tuple(parts)


def _fields(
    typed: Mapping[str, str], met: Collection[ProviderType], wrong: Mapping[str, str]
) -> dict[str, Field]:
    """The choices of the form, with what was chosen."""
    types = {str(code): str(words) for code, words in wording.PROVIDER_TYPES.items()}
    chosen_type = typed.get("provider_type", "")
    choices = {
        "frequency": (_("Period"), tuple((str(each), str(NAMES[each])) for each in Frequency)),
        "price_point": (
            _("Amount sent"),
            tuple((point, formats.whole_money(int(point), "USD")) for point in PRICE_POINTS),
        ),
        "provider_type": (
            _("Kind of company"),
            tuple((code, label) for code, label in types.items() if code in met or code == chosen_type),
        ),
    }
    defaults = {"frequency": str(Frequency.QUARTER), "price_point": PRICE_POINTS[0]}
    return {
        name: Field(name, label, values, typed.get(name, defaults.get(name, "")), wrong.get(name, ""))
        for name, (label, values) in choices.items()
    }


def _other_amounts(question: HistoryQuestion) -> list[tuple[str, str]]:
    """The other price points, each with its amount in words."""
    return [
        (point, formats.whole_money(int(point), "USD"))
        for point in PRICE_POINTS
        if int(point) != question.price_point
    ]


def _cut(question: HistoryQuestion) -> str:
    """That earlier periods are left out though nobody asked for that; "" where they are not."""
    if not question.is_cut or question.since is None:
        return ""
    first = period_name(period_of(question.since, question.frequency))
    return _("Only prices from %(first)s on are shown. For earlier ones choose a range.") % {"first": first}


def _statistics_question(found: History) -> str:
    """The figures of the page as the API is asked for them; it names a range by its first and last period."""
    question, points = found.question, found.figures.points
    asked = {
        "frequency": str(question.frequency),
        "price_point": str(question.price_point),
        "provider_type": question.provider_type or "",
    }
    if points and (question.since or question.until):
        asked["period"] = f"{points[0].period.label}..{points[-1].period.label}"
    return links.query({name: value for name, value in asked.items() if value})


def _files_question(question: HistoryQuestion) -> str:
    """The same range and price point as the exports ask for them."""
    asked = {
        "since": question.since.isoformat() if question.since else "",
        "until": question.until.isoformat() if question.until else "",
        "price_point": str(question.price_point),
    }
    return links.query({name: value for name, value in asked.items() if value})
