"""One corridor's history as a person asks for it: which prices, how often, from when to when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from corridors.asking import AskingError, Given, one_of
from corridors.charts.corridor import Subject, cost_chart, split_chart
from corridors.charts.kinds import Chart
from corridors.charts.providers import providers_chart
from corridors.domain.codes import ProviderType
from corridors.domain.periods import Frequency, Period, parse_period
from corridors.domain.statistic_codes import SmartReason
from corridors.domain.validation import EARLIEST_OBSERVATION
from corridors.models import Corridor, CurrentPrice, Price
from corridors.places import country_name
from corridors.statistics_history import (
    CorridorHistory,
    HistoryPoint,
    ServiceName,
    corridor_history,
    service_names,
)

PRICE_POINTS = ("200", "500")
PARAMETERS = ("frequency", "price_point", "provider_type", "from", "to")
# Unless a range is asked for. Quarters and years are few enough to be shown all.
SHOWN_BEFORE_LATEST = {Frequency.DAY: timedelta(days=61), Frequency.MONTH: timedelta(days=5 * 365)}
MOST_DAYS = 184
# After this long a survey's prices say what sending cost then, not what it costs now.
OLD_AFTER = timedelta(days=400)


class ChartKind(StrEnum):
    """What is drawn of a corridor."""

    COST = "cost"
    SPLIT = "split"
    PROVIDERS = "providers"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryQuestion:
    """What is asked of a corridor's history; `since` and `until` are days, None where not said.

    `is_cut` is whether nobody asked for `since`: it keeps long rows of days or months short.
    """

    frequency: Frequency = Frequency.QUARTER
    price_point: int = 200
    provider_type: ProviderType | None = None
    since: date | None = None
    until: date | None = None
    is_cut: bool = False

    def parameters(self) -> dict[str, str]:
        """The question as a query string has it; what is not said stands for itself."""
        said = {
            "frequency": "" if self.frequency is Frequency.QUARTER else str(self.frequency),
            "price_point": "" if self.price_point == 200 else str(self.price_point),
            "provider_type": self.provider_type or "",
            "from": self.since.isoformat() if self.since else "",
            "to": self.until.isoformat() if self.until else "",
        }
        return {name: value for name, value in said.items() if value}


def parse_history(parameters: QueryDict, *, latest: date) -> HistoryQuestion:
    """The question in a query string, its range completed; `latest` is the corridor's newest day.

    Empty values count as not given, parameters of other names are ignored.

    Raises:
        AskingError: naming every parameter that is given twice or cannot be understood.
    """
    given = Given(parameters)
    frequency = given.read("frequency", one_of(Frequency), Frequency.QUARTER)
    price_point = given.read("price_point", _price_point, 200)
    provider_type = given.read("provider_type", lambda text: one_of(ProviderType)(text), None)
    first = given.read("from", _period, None)
    last = given.read("to", _period, None)
    since = first.starts_on if first else None
    until = last.ends_on if last else None
    wrong = given.wrong
    if since and until and since > until:
        wrong["from"] = _("The range ends before it begins.")
    is_cut = since is None and frequency in SHOWN_BEFORE_LATEST
    if is_cut:
        end = min(until or latest, latest)
        since = end - SHOWN_BEFORE_LATEST[frequency]
    if since and frequency is Frequency.DAY and (min(until or latest, latest) - since).days > MOST_DAYS:
        wrong.setdefault("from", _("Ask for at most %(days)s days at once.") % {"days": MOST_DAYS})
    if wrong:
        raise AskingError(wrong)
    return HistoryQuestion(
        frequency=frequency,
        price_point=price_point,
        provider_type=provider_type,
        since=since,
        until=until,
        is_cut=is_cut,
    )


def parse_chart(parameters: Mapping[str, str]) -> ChartKind:
    """Which of a corridor's charts is asked for.

    Raises:
        AskingError: there is no such chart.
    """
    text = parameters.get("chart", "").strip()
    try:
        return one_of(ChartKind)(text) if text else ChartKind.COST
    except ValueError as error:
        raise AskingError({"chart": str(error)}) from error


def _price_point(text: str) -> int:
    if text not in PRICE_POINTS:
        codes = ", ".join(PRICE_POINTS)
        raise ValueError(
            _("“%(text)s” is not known. Use one of: %(codes)s.") % {"text": text[:40], "codes": codes}
        )
    return int(text)


def _period(text: str) -> Period | None:
    try:
        period = parse_period(text)
    except ValueError:
        raise ValueError(
            _("“%(text)s” is not a period. Write it like 2013, 2013-Q3, 2013-07 or 2013-07-31.")
            % {"text": text[:40]}
        ) from None
    if period.ends_on < EARLIEST_OBSERVATION.date():
        raise ValueError(_("%(day)s is before any price was recorded.") % {"day": text})
    return period


@dataclass(frozen=True)
class History:
    """A corridor's history with what is to be said of it: its sources, and whether a survey alone saw it."""

    corridor: Corridor
    question: HistoryQuestion
    figures: CorridorHistory
    sources: tuple[str, ...]
    last_seen: datetime | None
    is_survey_only: bool

    @property
    def is_sandbox(self) -> bool:
        """Whether some of the prices are invented."""
        return _is_invented(self.figures)

    @property
    def seen_until(self) -> date:
        """The last day that the prices shown can be of."""
        seen = self.last_seen
        last = self.figures.points[-1].period.ends_on if self.figures.points else date.max
        return min(seen.date(), last) if seen else last

    def is_old(self, today: date) -> bool:
        """Whether a survey alone saw these prices, and long ago."""
        return self.is_survey_only and today - self.seen_until > OLD_AFTER

    def subject(self, language: str) -> Subject:
        """What its pictures are of."""
        return Subject(
            source=country_name(self.corridor.source_id, language),
            destination=country_name(self.corridor.destination_id, language),
            price_point=self.question.price_point,
            provider_type=self.question.provider_type,
            sources=self.sources,
            until=self.seen_until,
            is_sandbox=self.is_sandbox,
        )

    def chart(self, kind: ChartKind, language: str) -> Chart | None:
        """One of its charts; None where there is nothing to draw."""
        subject = self.subject(language)
        if kind is ChartKind.COST:
            return cost_chart(self.figures.points, subject)
        if kind is ChartKind.SPLIT:
            return split_chart(self.figures.points, subject)
        return providers_chart(self.figures.providers, subject)


def history_of(corridor: Corridor, question: HistoryQuestion) -> History:
    """A corridor's history, drawn from the rollup. Three queries."""
    figures = corridor_history(
        corridor,
        frequency=question.frequency,
        price_point=question.price_point,
        provider_type=question.provider_type,
        since=question.since,
        until=question.until,
    )
    standing = _standing(corridor, with_sandbox=_is_invented(figures))
    return History(
        corridor=corridor,
        question=question,
        figures=figures,
        sources=standing.sources,
        last_seen=standing.last_seen,
        is_survey_only=standing.is_survey_only,
    )


class SmartService(NamedTuple):
    """One service of a period, in the SmaRT-style figure (`reason` None) or out of it."""

    name: ServiceName
    total_percent: Decimal | None
    reason: SmartReason | None


def smart_style_services(point: HistoryPoint) -> list[SmartService]:
    """Who makes a period's SmaRT-style figure, then who does not and why. One query."""
    verdicts = point.figures.smart_style_verdicts
    names = service_names(verdict.price.service for verdict in verdicts)
    return [
        SmartService(names[verdict.price.service], verdict.price.total_percent, verdict.reason)
        for verdict in verdicts
    ]


class _Standing(NamedTuple):
    """Who saw the prices that stand, when the last of them, and whether surveys alone did."""

    sources: tuple[str, ...]
    last_seen: datetime | None
    is_survey_only: bool


def _is_invented(figures: CorridorHistory) -> bool:
    return any(series.sandbox for series in figures.providers)


def _standing(corridor: Corridor, *, with_sandbox: bool) -> _Standing:
    """Whose prices stand in a corridor, those that a sandbox invented only where some are shown. Two queries.

    The latest price of each service stands however old it is, so no source is missing that alone saw one.
    """
    standing = CurrentPrice.objects.filter(corridor=corridor)
    if not with_sandbox:
        standing = standing.filter(service__provider__sandbox=False)
    rows = list(standing.order_by().values_list("price_id", "observed_at", "period"))
    # Naming the moments lets PostgreSQL look into their months alone, and not plan for all there are.
    seen = Price.objects.filter(id__in={row[0] for row in rows}, observed_at__in={row[1] for row in rows})
    sources = seen.order_by().values_list("source__name", flat=True).distinct()
    return _Standing(
        tuple(sorted(sources)),
        max((observed_at for _price, observed_at, _period in rows), default=None),
        bool(rows) and all(period for *_moment, period in rows),
    )


def stamp_of(corridor: Corridor, question: HistoryQuestion, kind: ChartKind) -> str:
    """All that decides a picture of a corridor, but for its look and its language."""
    asked = sorted(question.parameters().items())
    return repr((corridor.slug, corridor.version, kind.value, asked, bool(settings.SANDBOX_URL)))
