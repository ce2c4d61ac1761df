"""What a corridor's history shows, as charts that say what they found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from corridors import formats
from corridors.charts.kinds import Limit, Line, LineChart, StackedChart, Words
from corridors.domain.codes import ProviderType
from corridors.domain.indices import METHOD_VERSION, Figures
from corridors.domain.periods import Period
from corridors.domain.targets import SDG_CORRIDOR_LIMIT_PERCENT, SDG_GLOBAL_TARGET_PERCENT
from corridors.period_wording import BY, period_name
from corridors.statistics_history import HistoryPoint
from corridors.wording import PROVIDER_TYPES

LEAST_DIFFERENCE = Decimal("0.05")  # less than this is no difference to the one decimal that is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a picture is of: from where to where, which prices of which sources, and until which day."""

    source: str
    destination: str
    price_point: int
    provider_type: ProviderType | None
    sources: tuple[str, ...]
    until: date
    is_sandbox: bool

    @property
    def corridor(self) -> dict[str, str]:
        return {"source": self.source, "destination": self.destination}


def limits() -> tuple[Limit, Limit]:
    """The two lines of Sustainable Development Goal 10.c."""
    return (
        _limit(SDG_GLOBAL_TARGET_PERCENT, _("%(percent)s: target for the world")),
        _limit(SDG_CORRIDOR_LIMIT_PERCENT, _("%(percent)s: limit for a corridor")),
    )


def _limit(percent: Decimal, label: str) -> Limit:
    return Limit(percent, label % {"percent": formats.short_percent(percent)})


def note(sources: Sequence[str], until: date) -> str:
    """Who saw the prices, until when, and by which method they were put together."""
    values = {"sources": "; ".join(sources), "day": formats.day(until), "version": METHOD_VERSION}
    said = (
        _("Source: %(sources)s. Prices up to %(day)s. RemitCompare, method %(version)s.")
        if sources
        else _("Prices up to %(day)s. RemitCompare, method %(version)s.")
    )
    # A line never begins with the bare number.
    return (said % values).replace(f" {METHOD_VERSION}", f"{formats.NO_BREAK_SPACE}{METHOD_VERSION}")


def sandbox_warning(*, is_sandbox: bool) -> str:
    """What a picture of invented prices says before all else; "" where prices are real."""
    return _("Invented prices (sandbox)") if is_sandbox else ""


def cost_chart(points: Sequence[HistoryPoint], subject: Subject) -> LineChart | None:
    """Average, median, cheapest and SmaRT-style total over time; None where nothing counts."""
    counted = [point for point in points if point.figures.average_percent is not None]
    if not counted:
        return None
    told: tuple[tuple[str, Callable[[Figures], Decimal | None]], ...] = (
        (_("Average"), lambda figures: figures.average_percent),
        (_("Median"), lambda figures: figures.median_percent),
        (_("Cheapest"), lambda figures: figures.cheapest_percent),
        (_("SmaRT-style"), lambda figures: figures.smart_style_percent),
    )
    lines = [line_of(name, [read(point.figures) for point in counted]) for name, read in told]
    last = counted[-1]
    return LineChart(
        words=Words(
            title=_cost_title(counted, subject),
            subtitle=subtitle(last.period, subject),
            note=note(subject.sources, subject.until),
            warning=sandbox_warning(is_sandbox=subject.is_sandbox),
            alt=_cost_alt(counted, lines),
        ),
        periods=tuple(point.period for point in counted),
        lines=tuple(line for line in lines if line.number),
        limits=limits(),
    )


def line_of(name: str, values: Sequence[Decimal | None]) -> Line:
    """A line with its last value as its number; "" where it has no value at all."""
    known = [value for value in values if value is not None]
    return Line(name=name, number=formats.percent(known[-1]) if known else "", values=tuple(values))


def subtitle(period: Period, subject: Subject) -> str:
    """What is drawn, in which unit, how often, and of which kind of company alone."""
    said = _("Total cost of sending %(amount)s or its worth, in per cent of the amount sent, %(by)s.")
    return _about(said, period, subject)


def _about(said: str, period: Period, subject: Subject) -> str:
    """A subtitle's sentence with its amount and frequency, then the only kind of company, if there is one."""
    values = {
        "amount": formats.whole_money(subject.price_point, "USD"),
        "by": BY[period.frequency],
    }
    whole = said % values
    return f"{whole} {only}" if (only := _only(subject)) else whole


def _only(subject: Subject) -> str:
    """The only kind of company, in a sentence of its own; "" for every kind."""
    if not subject.provider_type:
        return ""
    return _("Only this kind of company: %(kind)s.") % {"kind": PROVIDER_TYPES[subject.provider_type]}


def _cost_title(points: Sequence[HistoryPoint], subject: Subject) -> str:
    first, last = points[0].figures.average_percent, points[-1].figures.average_percent
    if first is None or last is None:
        raise ValueError("only periods with an average have a title")
    values = {
        **subject.corridor,
        "first": formats.percent(first),
        "last": formats.percent(last),
        "since": period_name(points[0].period),
        "until": period_name(points[-1].period),
    }
    if len(points) == 1:
        return _("%(source)s to %(destination)s: %(last)s on average (%(until)s)") % values
    if abs(last - first) < LEAST_DIFFERENCE:
        return _("%(source)s to %(destination)s: %(last)s on average (%(until)s), as in %(since)s") % values
    if last < first:
        fell = _(
            "%(source)s to %(destination)s: the average cost fell from %(first)s (%(since)s) "
            "to %(last)s (%(until)s)"
        )
        return fell % values
    rose = _(
        "%(source)s to %(destination)s: the average cost rose from %(first)s (%(since)s) "
        "to %(last)s (%(until)s)"
    )
    return rose % values


def _cost_alt(points: Sequence[HistoryPoint], lines: Sequence[Line]) -> str:
    """The last period's figures, then the first's average, then what counted."""
    first, last = points[0], points[-1]
    named = {
        key: formats.percent(line.values[-1]) if line.values[-1] is not None else _("not known")
        for key, line in zip(("average", "median", "cheapest", "smart"), lines, strict=True)
    }
    sentences = [
        _("Lines over time.") if len(points) > 1 else _("Points of a single period."),
        _("%(period)s: average %(average)s, median %(median)s, cheapest %(cheapest)s, SmaRT-style %(smart)s.")
        % {"period": period_name(last.period), **named},
    ]
    if len(points) > 1 and first.figures.average_percent is not None:
        sentences.append(
            _("%(period)s: average %(average)s.")
            % {"period": period_name(first.period), "average": formats.percent(first.figures.average_percent)}
        )
    counted = _("Services that count in %(period)s: %(count)s; left out: %(number)s.") % {
        "period": period_name(last.period),
        "count": last.figures.services,
        "number": last.figures.services_left_out,
    }
    return " ".join([*sentences, counted])


def split_chart(points: Sequence[HistoryPoint], subject: Subject) -> StackedChart | None:
    """Fee against exchange-rate margin, period by period; None where neither is known of any service."""
    known = [
        (point.period, split.fee_percent, split.margin_percent)
        for point in points
        for split in (point.figures.split,)
        if split.fee_percent is not None and split.margin_percent is not None
    ]
    if not known:
        return None
    periods, fees, margins = (tuple(column) for column in zip(*known, strict=True))
    values = {
        **subject.corridor,
        "fee": formats.percent(fees[-1]),
        "margin": formats.percent(margins[-1]),
        "period": period_name(periods[-1]),
        "first_fee": formats.percent(fees[0]),
        "first_margin": formats.percent(margins[0]),
        "first_period": period_name(periods[0]),
    }
    title = _(
        "%(source)s to %(destination)s: the fee took %(fee)s, the exchange rate %(margin)s (%(period)s)"
    )
    alt = _("Stacked bars. %(period)s: fee %(fee)s, exchange-rate margin %(margin)s on average.")
    before = _("%(first_period)s: fee %(first_fee)s, exchange-rate margin %(first_margin)s.")
    sentences = [alt] if len(periods) == 1 else [alt, before]
    drawn = _(
        "Fee and exchange-rate margin of sending %(amount)s or its worth, "
        "in per cent of the amount sent, %(by)s."
    )
    return StackedChart(
        words=Words(
            title=title % values,
            subtitle=_about(drawn, periods[-1], subject),
            note=note(subject.sources, subject.until),
            warning=sandbox_warning(is_sandbox=subject.is_sandbox),
            alt=" ".join(sentence % values for sentence in sentences),
        ),
        periods=periods,
        parts=(line_of(_("Fee"), fees), line_of(_("Exchange rate"), margins)),
    )
