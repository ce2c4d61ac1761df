"""What a held price is judged by: the service's own prices, and what others of its corridor charge."""

from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from django.db.models import QuerySet

from corridors.comparables import (
    COMPARED_WITHIN,
    NEAR_AMOUNT,
    comparable_prices,
    costs_of,
    current_comparables,
    is_invented,
)
from corridors.domain.readings import PriceReading
from corridors.domain.readings_json import from_json
from corridors.models import Price
from corridors.places import corridor_name
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

    @property
    def leads(self) -> str:
        """From where to where, in English."""
        return corridor_name(self.reading.service.source, self.reading.service.destination)

    @property
    def days_before(self) -> int:
        """From how many days before the price on `earlier` was looked for."""
        return LONG.days


def evidence_for(held: HeldReading) -> Evidence:
    """Everything to judge a held price by. Four queries.

    Prices of surveys are left out, as they were when the price was held; and so is what a sandbox invented,
    connected or not, unless the price itself is invented: that one is judged by its own kind alone.
    """
    reading = from_json(held.reading)
    said = reading.service
    cross = cross_rate(base=said.send_currency, quote=said.receive_currency, on=held.observed_at.date())
    figures = figures_of(reading, cross)
    costs = costs_of(reading, figures)
    return Evidence(
        reading=reading,
        suspicions=tuple(held.reasons.split("; ")),
        reference_rate=cross.rate if cross else None,
        fee_percent=costs.fee_percent,
        margin_percent=figures.margin,
        total_percent=costs.total_percent,
        earlier=_of_service(reading, since=held.observed_at - LONG),
        others=_others(reading, since=held.observed_at - COMPARED_WITHIN),
    )


def _in_corridor(prices: QuerySet[Price], reading: PriceReading) -> QuerySet[Price]:
    said = reading.service
    return prices.filter(
        service__provider__sandbox=is_invented(reading),
        corridor__slug=f"{said.source}-{said.destination}".lower(),
        service__send_currency=said.send_currency,
        service__receive_currency=said.receive_currency,
    )


def _of_service(reading: PriceReading, *, since: datetime) -> tuple[Seen, ...]:
    """The last accepted prices of the same service, the newest first.

    Its company is known by the key of its name, as it is when a price comes in; another spelling that
    somebody noted leads nowhere there, and so not here.
    """
    said = reading.service
    prices = _in_corridor(comparable_prices(), reading).filter(
        observed_at__gte=since,
        service__provider__name_key=said.provider,
        service__pay_in=",".join(said.pay_in),
        service__access=",".join(said.access),
        service__pay_out=",".join(said.pay_out),
    )
    rows = prices.order_by("-observed_at", "-pk").values_list(*Seen._fields)
    return tuple(Seen(*row) for row in rows[:EARLIER])


def _others(reading: PriceReading, *, since: datetime) -> Others:
    """What other companies charge now for amounts between half and twice of this one."""
    prices = _in_corridor(current_comparables(since=since), reading).filter(
        send_amount__gte=reading.send_amount / NEAR_AMOUNT,
        send_amount__lte=reading.send_amount * NEAR_AMOUNT,
        total_percent__isnull=False,
    )
    others = prices.exclude(service__provider__name_key=reading.service.provider)
    totals = [total for total in others.values_list("total_percent", flat=True) if total is not None]
    if not totals:
        return Others(0, None, None, None)
    return Others(len(totals), min(totals), median(totals), max(totals))
