"""What a held price is judged by: the service's earlier prices, and what others of its corridor charge."""

from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from corridors.comparables import COMPARED_WITHIN, NEAR_AMOUNT
from corridors.domain.pricing import fee_percent
from corridors.domain.readings import PriceReading
from corridors.domain.readings_json import from_json
from corridors.models import Price
from corridors.rows import figures_of
from corridors.selectors import cross_rate
from providers.models import HeldReading

EARLIER = 8
LONG = timedelta(days=400)


class Seen(NamedTuple):
    """An accepted price; percentages are of the amount sent, None where something is not disclosed."""

    pk: int
    observed_at: datetime
    send_amount: Decimal
    fee: Decimal | None
    rate: Decimal | None
    total_percent: Decimal | None


class Others(NamedTuple):
    """The total costs, in per cent, of a corridor's current prices at amounts like this one."""

    prices: int
    lowest: Decimal | None
    median: Decimal | None
    highest: Decimal | None


class Evidence(NamedTuple):
    """A held price with all that it can be compared with."""

    reading: PriceReading
    suspicions: tuple[str, ...]
    reference_rate: Decimal | None
    fee_percent: Decimal | None
    margin_percent: Decimal | None
    total_percent: Decimal | None
    earlier: tuple[Seen, ...]
    others: Others


def evidence_for(held: HeldReading) -> Evidence:
    """Everything to judge a held price by. Four queries."""
    reading = from_json(held.reading)
    said = reading.service
    cross = cross_rate(base=said.send_currency, quote=said.receive_currency, on=held.observed_at.date())
    figures = figures_of(reading, cross)
    share = None if reading.fee is None else fee_percent(fee=reading.fee, send_amount=reading.send_amount)
    return Evidence(
        reading=reading,
        suspicions=tuple(held.reasons.split("; ")),
        reference_rate=cross.rate if cross else None,
        fee_percent=share,
        margin_percent=figures.margin,
        total_percent=figures.total,
        earlier=_earlier(reading, before=held.observed_at),
        others=_others(reading, since=held.observed_at - COMPARED_WITHIN),
    )


def _of_corridor(reading: PriceReading) -> QuerySet[Price]:
    said = reading.service
    return Price.objects.filter(
        corridor__slug=f"{said.source}-{said.destination}".lower(),
        service__send_currency=said.send_currency,
        service__receive_currency=said.receive_currency,
    )


def _earlier(reading: PriceReading, *, before: datetime) -> tuple[Seen, ...]:
    """The last accepted prices of the same service, the newest first."""
    said = reading.service
    same_service = Q(
        service__pay_in=",".join(said.pay_in),
        service__access=",".join(said.access),
        service__pay_out=",".join(said.pay_out),
    )
    same_provider = Q(service__provider__name_key=said.provider) | Q(
        service__provider__aliases__name=reading.provider_name
    )
    prices = _of_corridor(reading).filter(same_service, same_provider, observed_at__gte=before - LONG)
    rows = prices.order_by("-observed_at", "-pk").values_list(*Seen._fields).distinct()
    return tuple(Seen(*row) for row in rows[:EARLIER])


def _others(reading: PriceReading, *, since: datetime) -> Others:
    """What other companies charge now for amounts between half and twice of this one."""
    prices = _of_corridor(reading).filter(
        current__isnull=False,
        observed_at=F("current__observed_at"),
        observed_at__gte=since,
        send_amount__gte=reading.send_amount / NEAR_AMOUNT,
        send_amount__lte=reading.send_amount * NEAR_AMOUNT,
        total_percent__isnull=False,
    )
    others = prices.exclude(service__provider__name_key=reading.service.provider)
    totals = [total for total in others.values_list("total_percent", flat=True) if total is not None]
    if not totals:
        return Others(0, None, None, None)
    return Others(len(totals), min(totals), median(totals), max(totals))
