"""What each provider of a corridor cost over time: some by name, all others behind them to compare with."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridors import formats
from corridors.charts.axes import lines_scale
from corridors.charts.corridor import Subject, limits, line_of, note, sandbox_warning, subtitle
from corridors.charts.kinds import Line, LineChart, Words
from corridors.charts.looks import STROKES
from corridors.domain.periods import Period
from corridors.period_wording import period_name
from corridors.statistics_history import ProviderSeries

NAMED = len(STROKES)  # as many as can be told apart without colour


def providers_chart(providers: Sequence[ProviderSeries], subject: Subject) -> LineChart | None:
    """Each provider's mean total over time; None where none has a figure."""
    told = by_presence(providers)
    if not told:
        return None
    periods = sorted(
        {point.period for series in told for point in series.points if _known(point.average_percent)}
    )
    named, others = told[:NAMED], told[NAMED:]
    lines = tuple(line_of(name_of(series), _values(series, periods)) for series in named)
    last = {
        name_of(series): value
        for series in told
        for value in (_values(series, periods)[-1],)
        if value is not None
    }
    background = tuple(Line(name="", number="", values=_values(series, periods)) for series in others)
    which = " ".join(filter(None, [_which(len(named), len(told)), _cut(lines, background)]))
    return LineChart(
        words=Words(
            title=_title(last, periods[-1], subject),
            subtitle=" ".join(filter(None, [subtitle(periods[-1], subject), which])),
            note=note(subject.sources, subject.until),
            warning=sandbox_warning(is_sandbox=subject.is_sandbox),
            alt=" ".join(filter(None, [_alt(last, periods[-1]), which])),
        ),
        periods=tuple(periods),
        lines=lines,
        background=background,
        limits=limits()[1:],
    )


def by_presence(providers: Sequence[ProviderSeries]) -> list[ProviderSeries]:
    """Those with a figure: first those known in the newest period, the ones with most periods before others.

    Of two with as many periods the one that is cheaper now comes first.
    """
    newest = max(
        (point.period.starts_on for s in providers for point in s.points if _known(point.average_percent)),
        default=date.min,
    )

    def order(series: ProviderSeries) -> tuple[bool, int, Decimal, str]:
        known = [point for point in series.points if point.average_percent is not None]
        latest = known[-1]
        is_gone = latest.period.starts_on < newest
        return is_gone, -len(known), latest.average_percent or Decimal(0), series.slug

    return sorted((s for s in providers if any(_known(p.average_percent) for p in s.points)), key=order)


def _known(value: Decimal | None) -> bool:
    return value is not None


def name_of(series: ProviderSeries) -> str:
    """The provider's name, marked where it is invented."""
    return _("%(provider)s (sandbox)") % {"provider": series.name} if series.sandbox else series.name


def _values(series: ProviderSeries, periods: Sequence[Period]) -> tuple[Decimal | None, ...]:
    by_period = {point.period: point.average_percent for point in series.points}
    return tuple(by_period.get(period) for period in periods)


def _which(named: int, all_of_them: int) -> str:
    """Which providers have a name in the picture, where not all do."""
    if named == all_of_them:
        return ""
    return ngettext(
        "Named: the %(named)s of %(count)s provider seen most often; the others are grey.",
        "Named: the %(named)s of %(count)s providers seen most often; the others are grey.",
        all_of_them,
    ) % {"named": named, "count": all_of_them}


def _cut(lines: Sequence[Line], background: Sequence[Line]) -> str:
    """That the picture ends below some of the values behind, where it does."""
    high = lines_scale(lines, background).high
    if all(value is None or value <= high for line in background for value in line.values):
        return ""
    return _("Above %(highest)s they are cut off.") % {"highest": formats.short_percent(high)}


def _ends(last: Mapping[str, Decimal]) -> dict[str, str]:
    """The cheapest and the dearest provider of a period, with what they cost."""
    cheapest, dearest = (
        min(last, key=lambda name: (last[name], name)),
        max(last, key=lambda name: (last[name], name)),
    )
    return {
        "cheapest": cheapest,
        "least": formats.percent(last[cheapest]),
        "dearest": dearest,
        "most": formats.percent(last[dearest]),
    }


def _title(last: Mapping[str, Decimal], period: Period, subject: Subject) -> str:
    values = {**subject.corridor, "period": period_name(period), **_ends(last)}
    if len(last) == 1:
        return _("%(source)s to %(destination)s: %(cheapest)s cost %(least)s (%(period)s)") % values
    return _("%(source)s to %(destination)s: providers cost from %(least)s to %(most)s (%(period)s)") % values


def _alt(last: Mapping[str, Decimal], period: Period) -> str:
    values = {"period": period_name(period), "count": len(last), **_ends(last)}
    if len(last) == 1:
        return _("Lines over time, one for each provider. %(period)s: %(cheapest)s cost %(least)s.") % values
    return (
        _(
            "Lines over time, one for each provider. %(period)s: the cheapest of %(count)s was "
            "%(cheapest)s with %(least)s, the dearest %(dearest)s with %(most)s."
        )
        % values
    )
