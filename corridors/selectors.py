"""The only readers of what is stored; each states its query count."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import TypeVar

from django.conf import settings
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import FirstValue, RowNumber

from corridors.domain.codes import (
    Access,
    CollectionMethod,
    Coverage,
    FeeConvention,
    PayIn,
    PayOut,
    ProviderType,
    RateBasis,
    RateFixedAt,
)
from corridors.domain.indices import ServicePrice
from corridors.domain.offers import KnownPrice, Offer, ProviderFacts, SeenPrice, schedule_of
from corridors.domain.rates import MAX_CARRIED, CrossRate, PublishedRate, RateBook
from corridors.facts import rate_breaks, rate_preference
from corridors.models import Corridor, CurrentPrice, Price, ReferenceRate, Source
from corridors.scope import in_scope

Code = TypeVar("Code", PayIn, Access, PayOut, ProviderType)

# A service unseen for longer than this before the corridor's newest price is history, not an offer.
SEEN_WITHIN = timedelta(days=400)


def corridors() -> QuerySet[Corridor]:
    """Every corridor with a price. One query."""
    return Corridor.objects.filter(latest_observed_at__isnull=False).select_related("source", "destination")


def offered_corridors() -> QuerySet[Corridor]:
    """Every corridor with a price that this site offers. One query."""
    return in_scope(corridors())


def corridor_of(slug: str) -> Corridor | None:
    """One corridor by its slug, such as "ae-ph". One query."""
    return corridors().filter(slug=slug.lower()).first()


def corridors_near(source: str, destination: str) -> list[Corridor]:
    """Corridors with the same receiving or the same sending country, the former first. One query.

    Only such as this site offers: it sends nobody where it does not want to lead.
    """
    near = [c for c in offered_corridors() if source == c.source_id or destination == c.destination_id]
    return sorted(near, key=lambda c: (c.destination_id != destination, -c.services, c.slug))


def standing_prices(until: datetime | None = None) -> QuerySet[Price]:
    """The prices that stand for each service at a moment (now when None): one an amount and line.

    Of a service whose newest price belongs to a survey period, only that period's. Corrected prices are
    left out when their correction was observed by then. Lazy.
    """
    corrections = Price.objects.filter(corrects__isnull=False)
    seen = Price.objects.all()
    if until is not None:
        seen, corrections = seen.filter(observed_at__lte=until), corrections.filter(observed_at__lte=until)
    seen = seen.exclude(id__in=corrections.values("corrects_id"))
    newest_first = [F("observed_at").desc(), F("recorded_at").desc(), F("id").desc()]
    return seen.annotate(
        newest_period=Window(FirstValue("period"), partition_by=["service_id"], order_by=newest_first),
        place=Window(RowNumber(), partition_by=["service_id", "line", "send_amount"], order_by=newest_first),
    ).filter(place=1, period=F("newest_period"))


def offers(corridor: Corridor, *, at: datetime | None = None) -> tuple[Offer, ...]:
    """The corridor's services with the prices that stand now, or stood at a past moment.

    Two queries, three where a price was recorded before its day's reference rate was.
    """
    if at is None:
        # Naming the day lets PostgreSQL look into one month's partition instead of all.
        chosen = Price.objects.filter(current__corridor=corridor, observed_at=F("current__observed_at"))
    else:
        chosen = standing_prices(at).filter(corridor=corridor)
    if not settings.SANDBOX_URL:
        chosen = chosen.filter(service__provider__sandbox=False)
    prices = list(
        chosen.select_related("service__provider", "source").order_by("service_id", "line", "send_amount")
    )
    if not prices:
        return ()
    horizon = max(price.observed_at for price in prices) - SEEN_WITHIN
    recent = [price for price in prices if price.observed_at >= horizon]
    return tuple(_offers(recent, _missing_references(recent)))


def _missing_references(prices: Iterable[Price]) -> RateBook | None:
    asked = {_asked(price) for price in prices if price.reference_rate is None}
    return rate_book(asked) if asked else None


def _asked(price: Price) -> tuple[str, str, date]:
    return price.service.send_currency, price.service.receive_currency, price.observed_at.date()


def _offers(prices: Iterable[Price], late: RateBook | None) -> Iterator[Offer]:
    for _, group in groupby(prices, key=lambda price: (price.service_id, price.line)):
        lines = _seen_together(list(group))
        references = [_reference_of(price, late) for price in lines]
        known = [_known(price, reference) for price, reference in zip(lines, references, strict=True)]
        schedule, unpriced = schedule_of(known)
        yield _offer(lines, schedule=schedule, unpriced=unpriced, reference_rate=references[0])


def _seen_together(lines: list[Price]) -> list[Price]:
    """Without the amounts that a source stopped asking for while it went on with others.

    Of a published tariff only what was read at once: ends of bands from two readings make no tariff.
    """
    newest = max(price.observed_at for price in lines)
    if all(price.band_end for price in lines):
        return [price for price in lines if price.observed_at == newest]
    return [
        price
        for price in lines
        if newest - price.observed_at <= timedelta(minutes=price.source.stale_after_minutes)
    ]


def _reference_of(price: Price, late: RateBook | None) -> Decimal | None:
    if price.reference_rate is not None or late is None:
        return price.reference_rate
    base, quote, on = _asked(price)
    cross = late.cross(base=base, quote=quote, on=on)
    return cross.rate if cross else None


def _known(price: Price, reference: Decimal | None) -> KnownPrice:
    return KnownPrice(
        send_amount=price.send_amount,
        fee=price.fee,
        rate=price.rate,
        rate_basis=RateBasis(price.rate_basis),
        margin_percent=price.fx_margin_percent,
        reference_rate=reference,
        band_end=price.band_end,
    )


def _offer(lines: list[Price], **priced: object) -> Offer:
    price = max(lines, key=lambda line: line.observed_at)
    service, provider = price.service, price.service.provider
    types = _codes(ProviderType, price.provider_types or provider.type)
    return Offer(
        service_id=service.id,
        service_key=f"{service.pay_in}|{service.access}|{service.pay_out}",
        line=price.line,
        provider=ProviderFacts(
            slug=provider.slug,
            name=provider.name,
            type=types[0] if types else None,
            also_types=types[1:],
            sandbox=provider.sandbox,
            ended_on=provider.ended_on,
        ),
        pay_in=_codes(PayIn, service.pay_in),
        access=_codes(Access, service.access),
        pay_out=_codes(PayOut, service.pay_out),
        send_currency=service.send_currency,
        receive_currency=service.receive_currency,
        fee_convention=FeeConvention(price.fee_convention),
        recipient_fee=price.recipient_fee or Decimal(0),
        rate_basis=RateBasis(price.rate_basis),
        rate_fixed_at=RateFixedAt(price.rate_fixed_at),
        promotion=any(line.promotion for line in lines),
        ended_on=min(filter(None, (service.ended_on, price.source.ended_on)), default=None),
        speed_min_minutes=price.speed_min_minutes,
        speed_max_minutes=price.speed_max_minutes,
        coverage=Coverage(price.coverage) if price.coverage else None,
        observed_at=min(line.observed_at for line in lines),
        recorded_at=price.recorded_at,
        stale_after=timedelta(minutes=price.source.stale_after_minutes),
        period=price.period,
        source=price.source_id,
        collection_method=CollectionMethod(price.collection_method),
        note=price.note,
        seen=tuple(SeenPrice(line.send_amount, line.id) for line in lines),
        **priced,  # type: ignore[arg-type]
    )


def _codes(kind: type[Code], joined: str) -> tuple[Code, ...]:
    return tuple(kind(code) for code in joined.split(",") if code)


def rate_book(asked: Collection[tuple[str, str, date]]) -> RateBook:
    """Every published rate needed to answer cross rates for these (base, quote, day). Two queries."""
    wanted = {code for base, quote, _ in asked if base != quote for code in (base, quote)}
    days = {on - timedelta(days=back) for _, _, on in asked for back in range(MAX_CARRIED.days + 1)}
    sources = Source.objects.exclude(pivot="")
    if not settings.SANDBOX_URL:
        sources = sources.filter(sandbox=False)
    pivots = dict(sources.values_list("key", "pivot"))
    # In the order in which they were recorded: of two rates of one day the later is the source's correction.
    published = ReferenceRate.objects.order_by("recorded_at", "id").filter(observed_on__in=days)
    published = published.filter(
        base__in=wanted | set(pivots.values()), quote__in=wanted | set(pivots.values())
    )
    published = published.filter(source_id__in=pivots)
    rows = published.values_list("source_id", "base", "quote", "rate", "observed_on") if wanted else ()
    return RateBook(
        (PublishedRate(*row) for row in rows),
        pivots=pivots,
        preference=rate_preference(),
        breaks=rate_breaks(),
    )


def cross_rate(*, base: str, quote: str, on: date) -> CrossRate | None:
    """Units of `quote` per 1 `base` on a day, with source, date and age; None when unknown. Two queries."""
    return rate_book([(base, quote, on)]).cross(base=base, quote=quote, on=on)


@dataclass(frozen=True, slots=True)
class StatisticRow:
    """A price as statistics see it, with the corridor and period it counts towards."""

    period: str
    corridor: str
    price: ServicePrice


def statistic_rows(
    *,
    price_point: int = 200,
    period: str | None = None,
    source: str | None = None,
    destination: str | None = None,
) -> Iterator[StatisticRow]:
    """Every survey price at a price point, stated total first, corrected prices left out, in period order.

    One query.
    """
    prices = Price.objects.filter(price_point=price_point).exclude(period="")
    prices = prices.exclude(id__in=Price.objects.filter(corrects__isnull=False).values("corrects_id"))
    if period:
        prices = prices.filter(period=period)
    if source:
        prices = prices.filter(corridor__source=source)
    if destination:
        prices = prices.filter(corridor__destination=destination)
    rows = prices.order_by("period", "corridor__slug", "id").values_list(
        "period",
        "corridor__slug",
        "service_id",
        "corridor__source_id",
        "corridor__destination_id",
        "transparent",
        "stated_total_percent",
        "total_percent",
        "speed_max_minutes",
        "coverage",
    )
    for row in rows.iterator(chunk_size=5_000):
        stated, computed = row[6:8]
        yield StatisticRow(
            period=row[0],
            corridor=row[1],
            price=ServicePrice(
                service=row[2],
                source=row[3],
                destination=row[4],
                transparent=row[5],
                total_percent=computed if stated is None else stated,
                speed_max_minutes=row[8],
                coverage=Coverage(row[9]) if row[9] else None,
            ),
        )


def latest_survey_day(corridor: Corridor) -> date | None:
    """The day of the newest price that a survey saw in a corridor; None when none did. One query."""
    surveyed = Price.objects.filter(corridor=corridor).exclude(period="")
    newest = surveyed.order_by("-observed_at").values_list("observed_at", flat=True).first()
    return newest.date() if newest else None


def usual_amounts(corridor: Corridor) -> list[Decimal]:
    """The two amounts (sending currency) that most current prices were seen at, smaller first. One query."""
    seen = CurrentPrice.objects.filter(corridor=corridor, service__send_currency=corridor.send_currency)
    counted = seen.order_by().values_list("price__send_amount").annotate(prices=Count("id"))
    return sorted(amount for amount, _ in counted.order_by("-prices", "price__send_amount")[:2])
