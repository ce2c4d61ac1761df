"""Pictures of the world's progress: what sending costs everywhere, and both ends of the list of corridors."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from corridors import formats
from corridors.charts.corridor import limits, line_of, note, sandbox_warning
from corridors.charts.kinds import Bar, LineChart, RankedChart, Words
from corridors.domain.periods import Period
from corridors.period_wording import BY, period_name

MOST_BARS = 10


class WorldPoint(NamedTuple):
    """The global average of one period, and how many services it is made of."""

    period: Period
    average_percent: Decimal | None
    services: int


class CorridorCost(NamedTuple):
    """A corridor as a reader knows it, and what it costs."""

    name: str
    percent: Decimal
    services: int = 0


class About(NamedTuple):
    """Where the figures of a picture come from, until which day, and at which price point."""

    source: str
    until: date
    price_point: int
    is_sandbox: bool = False


def world_chart(points: Sequence[WorldPoint], *, about: About) -> LineChart:
    """The global average over time against 3%. At least one point has an average."""
    known = [(point.period, point.average_percent) for point in points if point.average_percent is not None]
    (first_period, first), (last_period, last) = known[0], known[-1]
    services = next(point.services for point in points if point.period == last_period)
    values = {
        "first": formats.percent(first),
        "last": formats.percent(last),
        "since": period_name(first_period),
        "until": period_name(last_period),
        "target": formats.short_percent(limits()[0].percent),
    }
    title = _("Sending money home cost %(last)s on average (%(until)s); the target is below %(target)s")
    alt = [_("A line over time. %(until)s: the global average was %(last)s; the target is below %(target)s.")]
    if len(known) > 1:
        alt.append(_("%(since)s: it was %(first)s."))
    counted = _("Services that count: %(count)s.") % {"count": services}
    return LineChart(
        words=Words(
            title=title % values,
            subtitle=_subtitle(about, last_period),
            note=note([about.source] if about.source else [], about.until),
            warning=sandbox_warning(is_sandbox=about.is_sandbox),
            alt=" ".join([*(sentence % values for sentence in alt), counted]),
        ),
        periods=tuple(period for period, _average in known),
        lines=(line_of(_("World"), [average for _period, average in known]),),
        limits=limits()[:1],
    )


def _subtitle(about: About, period: Period) -> str:
    return _(
        "Mean total cost over services, sending %(amount)s or its worth, "
        "in per cent of the amount sent, %(by)s."
    ) % {"amount": formats.whole_money(about.price_point, "USD"), "by": BY[period.frequency]}


def ranked_chart(
    rows: Sequence[CorridorCost], *, period: Period, is_dearest: bool, measure: str, about: About
) -> RankedChart:
    """At most ten corridors in the order given, against 5%; `measure` names the figure. At least one row."""
    shown = rows[:MOST_BARS]
    values = {
        "corridor": shown[0].name,
        "percent": formats.percent(shown[0].percent),
        "period": period_name(period),
        "measure": measure,
        "amount": formats.whole_money(about.price_point, "USD"),
        "last": shown[-1].name,
        "last_percent": formats.percent(shown[-1].percent),
        "count": len(shown),
    }
    title = (
        _("The dearest corridor (%(period)s): %(corridor)s, %(percent)s")
        if is_dearest
        else _("The cheapest corridor (%(period)s): %(corridor)s, %(percent)s")
    )
    alt = (
        _("Bars, the dearest corridor first: %(corridor)s %(percent)s, to %(last)s %(last_percent)s.")
        if is_dearest
        else _("Bars, the cheapest corridor first: %(corridor)s %(percent)s, to %(last)s %(last_percent)s.")
    )
    subtitle = _("%(measure)s, sending %(amount)s or its worth, in per cent of the amount sent.")
    return RankedChart(
        words=Words(
            title=title % values,
            subtitle=subtitle % values,
            note=note([about.source] if about.source else [], about.until),
            warning=sandbox_warning(is_sandbox=about.is_sandbox),
            alt=alt % values,
        ),
        bars=tuple(Bar(row.name, formats.percent(row.percent), row.percent) for row in shown),
        limit=limits()[1],
    )
