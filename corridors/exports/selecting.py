"""Reading what an export is of; each function states its query count."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum

from corridors.domain.indices import METHOD_VERSION
from corridors.domain.periods import Frequency, parse_period
from corridors.exports.asking import ExportAsked
from corridors.models import Corridor, Price, Service, Source


def chosen(asked: ExportAsked) -> QuerySet[Price]:
    """The prices asked for, in no order. Lazy. Invented ones are left out unless the site tries a sandbox."""
    prices = Price.objects.order_by().filter(**_exactly(asked))
    if asked.current:
        # Naming the moment lets PostgreSQL look into one month's partition instead of all.
        prices = prices.filter(current__isnull=False, observed_at=F("current__observed_at"))
    if asked.period:
        prices = prices.filter(_in_period(asked.period))
    for field, code in (("service__pay_in", asked.pay_in), ("service__pay_out", asked.pay_out)):
        if code:
            prices = prices.filter(_among(field, code))
    if not settings.SANDBOX_URL:
        prices = prices.exclude(service__in=Service.objects.filter(provider__sandbox=True))
    return prices


def _exactly(asked: ExportAsked) -> dict[str, object]:
    values = {
        "corridor__slug": asked.corridor,
        "corridor__source": asked.source,
        "corridor__destination": asked.destination,
        "service__provider__slug": asked.provider,
        "observed_at__gte": asked.since and _first_moment(asked.since),
        "observed_at__lte": asked.until and _last_moment(asked.until),
        "price_point": asked.price_point,
    }
    return {name: value for name, value in values.items() if value}


def _first_moment(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _last_moment(day: date) -> datetime:
    return datetime.combine(day, time.max, UTC)


def _in_period(label: str) -> Q:
    """Prices of the surveys that a period holds, and those read continuously in its days."""
    period = parse_period(label)
    seen = Q(observed_at__gte=_first_moment(period.starts_on), observed_at__lte=_last_moment(period.ends_on))
    if period.frequency is Frequency.QUARTER:
        return Q(period=period.label) | Q(seen, period="")
    if period.frequency is Frequency.YEAR:
        return Q(period__startswith=f"{period.label}_") | Q(seen, period="")
    return seen


def _among(field: str, code: str) -> Q:
    """Among codes that are joined by commas."""
    return (
        Q(**{field: code})
        | Q(**{f"{field}__startswith": f"{code},"})
        | Q(**{f"{field}__endswith": f",{code}"})
        | Q(**{f"{field}__contains": f",{code},"})
    )


class Days(NamedTuple):
    """The first and the last day (UTC) of some prices; None without prices."""

    first_day: date | None
    last_day: date | None


def days_of(asked: ExportAsked) -> Days:
    """From when to when the prices asked for were seen. One query."""
    ends = chosen(asked).aggregate(first=Min("observed_at"), last=Max("observed_at"))
    if ends["first"] is None:
        return Days(None, None)
    return Days(_day_of(ends["first"]), _day_of(ends["last"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetFacts:
    """What is known of the prices asked for before they are written. Days are in UTC, None without prices."""

    rows: int
    first_day: date | None
    last_day: date | None
    last_id: int
    sources: tuple[Source, ...]


def facts_of(asked: ExportAsked) -> DatasetFacts:
    """The facts of an export in our own layout. Two queries."""
    found = list(
        chosen(asked)
        .values("source_id")
        .annotate(rows=Count("id"), first=Min("observed_at"), last=Max("observed_at"), last_id=Max("id"))
    )
    keys = [row["source_id"] for row in found]
    return DatasetFacts(
        rows=sum(row["rows"] for row in found),
        first_day=min((_day_of(row["first"]) for row in found), default=None),
        last_day=max((_day_of(row["last"]) for row in found), default=None),
        last_id=max((row["last_id"] for row in found), default=0),
        sources=tuple(Source.objects.filter(key__in=keys).order_by("key")),
    )


def _day_of(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def stamp_of(asked: ExportAsked) -> str:
    """Changes with whatever an export of this question says, prices and names alike. Three queries.

    A corridor's version rises with every change to its prices, in the same transaction.
    """
    wanted = {"slug": asked.corridor, "source": asked.source, "destination": asked.destination}
    corridors = Corridor.objects.order_by().filter(**{name: value for name, value in wanted.items() if value})
    versions = corridors.aggregate(versions=Sum("version"), corridors=Count("id"))
    told = [f"service_set__provider__{name}" for name in ("slug", "name", "type", "sandbox")]
    providers = sorted(corridors.values_list(*told).distinct(), key=repr)
    sources = list(Source.objects.order_by("key").values_list("key", "name", "url", "licence"))
    said = (asked, versions, providers, sources, METHOD_VERSION, settings.SANDBOX_URL)
    return sha256(repr(said).encode()).hexdigest()
