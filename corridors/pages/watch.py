"""The watch: what sending money costs the world, against Sustainable Development Goal 10.c."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corridors import formats
from corridors.asking import AskingError
from corridors.charts.kinds import Chart
from corridors.charts.looks import parse_look
from corridors.charts.serving import picture, wrong_picture
from corridors.charts.world import About, CorridorCost, WorldPoint, ranked_chart, world_chart
from corridors.domain.indices import METHOD_VERSION
from corridors.domain.periods import Period
from corridors.flows import FLOWS_YEAR
from corridors.pages import links
from corridors.pages.figures import ChartFigure, figure_of
from corridors.pages.filters import Field
from corridors.pages.responses import public_page
from corridors.pages.watch_rows import corridor_name, heads_of, movers_of, region_rows, table_rows
from corridors.period_wording import period_name
from corridors.watch import CorridorLine, Watch, known_periods, watch
from corridors.watch_asking import PARAMETERS, PRICE_POINTS, WatchQuestion, parse_watch

ENDS = 10
MOVERS = 5


@public_page
def world(request: HttpRequest) -> HttpResponse:
    """The world in one quarter. No query where it was asked for lately, else ten at most."""
    typed = links.given(request.GET, PARAMETERS)
    try:
        question = parse_watch(request.GET)
        found = watch(price_point=question.price_point, period=question.period)
        if found is None and question.period is not None:
            sentence = _("No price is known of %(period)s.") % {"period": period_name(question.period)}
            raise AskingError({"period": sentence})
    except AskingError as error:
        fields = _fields(typed, known_periods(PRICE_POINTS[0]), error.fields)
        refused = {"wrong": error.fields, "fields": fields}
        return render(request, "corridors/watch.html", refused, status=400)
    if found is None:
        return render(request, "corridors/watch.html", {})
    chosen = {"period": found.period.label, "price_point": str(found.price_point)}
    context: dict[str, object] = {
        "fields": _fields(chosen, found.periods, {}),
        **_said(found),
        **_drawn(request, found, question),
        **_listed(found, question),
    }
    return render(request, "corridors/watch.html", context)


@require_safe
def watch_picture(request: HttpRequest, name: str, suffix: str) -> HttpResponse:
    """One of the watch's pictures as SVG or PNG, at an address that stays. Queries as the page's."""
    try:
        question, look = parse_watch(request.GET), parse_look(request.GET)
    except AskingError as error:
        return wrong_picture(error)
    found = watch(price_point=question.price_point, period=question.period)
    return picture(
        request,
        suffix=suffix,
        look=look,
        stamp=repr((found.stamp, found.period.label, found.price_point, name)) if found else "",
        draw=lambda: _charts(found)[name] if found else None,
        name=f"remitcompare_watch_{name}",
        empty=_("No price is known that could be drawn."),
    )


def _said(found: Watch) -> dict[str, object]:
    """The figures of the top of the page, in words."""
    average, change, targets = found.world.average, found.world_change, found.targets
    return {
        "found": found,
        "period": period_name(found.period),
        "before": period_name(found.before) if found.before else "",
        "is_old": found.is_old(timezone.now().date()),
        "age": formats.age(found.until, on=timezone.now().date()),
        "amount": formats.whole_money(found.price_point, "USD"),
        "average": formats.percent(average) if average is not None else "",
        "change": formats.points(change) if change is not None else "",
        "is_met": targets.global_average_below_3,
        "weighted": formats.percent(found.weighted.percent) if found.weighted.percent is not None else "",
        "flows_year": FLOWS_YEAR,
        "services": formats.whole(found.world.services),
        "left_out": formats.whole(found.services_left_out),
        "sources": dict.fromkeys((source.name, source.licence) for source in found.sources),
        "method_version": METHOD_VERSION,
    }


def _charts(found: Watch) -> Mapping[str, Chart | None]:
    about = About(
        source="; ".join(dict.fromkeys(source.name for source in found.sources)),
        until=found.until,
        price_point=found.price_point,
        is_sandbox=found.is_sandbox,
    )
    points = [WorldPoint(*point) for point in found.series]
    return {
        "global": world_chart(points, about=about) if _has_average(points) else None,
        "dearest": _ends(found, found.dearest(), about, is_dearest=True),
        "cheapest": _ends(found, found.cheapest(), about, is_dearest=False),
    }


def _has_average(points: Sequence[WorldPoint]) -> bool:
    return any(point.average_percent is not None for point in points)


def _ends(found: Watch, lines: Sequence[CorridorLine], about: About, *, is_dearest: bool) -> Chart | None:
    rows = [
        CorridorCost(corridor_name(line), line.average, line.services)
        for line in lines[:ENDS]
        if line.average is not None
    ]
    if not rows:
        return None
    return ranked_chart(
        rows, period=found.period, is_dearest=is_dearest, measure=_("Average total cost"), about=about
    )


def _drawn(request: HttpRequest, found: Watch, question: WatchQuestion) -> dict[str, object]:
    """The pictures of the page, and where anyone may show them from."""
    asked = WatchQuestion(period=question.period, price_point=question.price_point).parameters()
    figures: dict[str, ChartFigure] = {}
    for name, chart in _charts(found).items():
        if chart is not None:
            address = reverse("pages:watch-picture", args=[name, "svg"])
            figures[name] = figure_of(chart, address=address, parameters=asked)
    stable = reverse("pages:watch-picture", args=["global", "svg"])
    return {"figures": figures, "embed": request.build_absolute_uri(stable + links.query(asked))}


def _listed(found: Watch, question: WatchQuestion) -> dict[str, object]:
    """The tables and lists of the page, and where a program finds the same figures."""
    asked = {"period": found.period.label, "price_point": str(found.price_point)}
    return {
        "dearest": table_rows(found.dearest()[:ENDS]),
        "cheapest": table_rows(found.cheapest()[:ENDS]),
        "risen": movers_of(found.risen()[:MOVERS]),
        "fallen": movers_of(found.fallen()[:MOVERS]),
        "regions": region_rows(found),
        "heads": heads_of(question),
        "rows": table_rows(found.corridors, question),
        "corridor_data": links.query({"group_by": "corridor", **asked}),
        "world_data": links.query({"group_by": "world", "exclude_from": "ru", **asked}),
        "region_data": links.query({"group_by": "region", **asked}),
    }


def _fields(chosen: Mapping[str, str], known: Sequence[Period], wrong: Mapping[str, str]) -> list[Field]:
    periods = tuple((period.label, period_name(period)) for period in known)
    amounts = tuple((str(point), formats.whole_money(point, "USD")) for point in PRICE_POINTS)
    return [
        Field("period", _("Quarter"), periods, chosen.get("period", ""), wrong.get("period", "")),
        Field(
            "price_point",
            _("Amount sent"),
            amounts,
            chosen.get("price_point", ""),
            wrong.get("price_point", ""),
        ),
    ]
