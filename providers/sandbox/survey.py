"""What the sandbox derives its prices from: the latest survey and the last bundled reference rates."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, Max

from corridors.domain.rates import PublishedRate, RateBook, RatePreference
from corridors.facts import rate_breaks
from corridors.models import Price, ReferenceRate
from providers.sandbox.cast import ROUTES
from providers.sandbox.market import PIVOT, Market, Surveyed, open_market
from providers.sandbox.prices import shape_through

# The sources whose history is bundled, first choice first, and the currency each publishes against.
BUNDLED = {"ecb": PIVOT, "nbp": "PLN"}
# The bundled histories end on different days, and the less traded currencies appear once a week.
LOOKED_BACK = timedelta(days=31)
# Beyond this a survey's margin is a mistake or a curiosity, and no example.
MOST_MARGIN = Decimal(10)
RATE_PLACES = 6


class _Row(NamedTuple):
    corridor: str
    period: str
    service: int
    line: str
    send_currency: str
    receive_currency: str
    send_amount: Decimal
    fee: Decimal
    margin_percent: Decimal


def read_market() -> Market:
    """The market of what is stored. Three queries.

    Raises:
        SandboxError: there is no survey with reference rates.
    """
    return open_market(surveyed=surveyed_corridors(), rates=last_rates())


def surveyed_corridors() -> dict[str, Surveyed]:
    """What each corridor's latest survey saw, of the corridors that the sandbox derives prices from, by slug.

    Services with fee and margin disclosed, in the currency that the route is sent in. One query.
    """
    currencies = {route.slug: route.send_currency for route in ROUTES}
    rows = Price.objects.filter(
        observed_at=F("current__observed_at"),
        corridor__slug__in={route.like for route in ROUTES},
        transparent=True,
        promotion=False,
        fee__gte=0,
        fx_margin_percent__range=(0, MOST_MARGIN),
    ).exclude(period="")
    columns = (
        *("corridor__slug", "period", "service_id", "line", "service__send_currency"),
        *("service__receive_currency", "send_amount", "fee", "fx_margin_percent"),
    )
    by_corridor: dict[str, list[_Row]] = defaultdict(list)
    for row in map(_Row._make, rows.order_by("id").values_list(*columns)):
        if row.send_currency == currencies[row.corridor] and row.receive_currency != row.send_currency:
            by_corridor[row.corridor].append(row)
    return {slug: _surveyed(seen) for slug, seen in by_corridor.items()}


def _surveyed(rows: Iterable[_Row]) -> Surveyed:
    rows = list(rows)
    latest = max(row.period for row in rows)
    lines: dict[tuple[int, str], list[_Row]] = defaultdict(list)
    for row in rows:
        if row.period == latest:
            lines[row.service, row.line].append(row)
    smallest = [min(line, key=lambda row: row.send_amount) for line in lines.values()]
    return Surveyed(
        send_currency=rows[0].send_currency,
        amount=min(row.send_amount for row in smallest),
        shapes=[
            shape_through(
                [(row.send_amount, row.fee) for row in line], margin_percent=line_start.margin_percent
            )
            for line, line_start in zip(lines.values(), smallest, strict=True)
        ],
    )


def last_rates() -> Mapping[str, Decimal]:
    """Units per euro of every currency of the routes, as last published by a bundled source. Two queries.

    Each currency has its own last day: the ECB's where the ECB quotes it, else a cross by way of the zloty.
    """
    wanted = {currency for route in ROUTES for currency in (route.send_currency, route.receive_currency)}
    stored = ReferenceRate.objects.filter(source__in=BUNDLED)
    newest: date | None = stored.aggregate(newest=Max("observed_on"))["newest"]
    if newest is None:
        return {}
    recent = stored.filter(
        observed_on__gt=newest - LOOKED_BACK,
        base__in=wanted | set(BUNDLED.values()),
        quote__in=wanted | set(BUNDLED.values()),
    )
    columns = ("source_id", "base", "quote", "rate", "observed_on")
    published = [PublishedRate(*row) for row in recent.order_by().values_list(*columns)]
    book = RateBook(
        published, pivots=BUNDLED, preference=RatePreference(tuple(BUNDLED)), breaks=rate_breaks()
    )
    days = {
        currency: max(
            (entry.observed_on for entry in published if currency in (entry.base, entry.quote)),
            default=newest,
        )
        for currency in wanted
    }
    crosses = {
        currency: book.cross(base=PIVOT, quote=currency, on=days[currency]) for currency in sorted(wanted)
    }
    return {
        currency: round(cross.rate, RATE_PLACES) for currency, cross in crosses.items() if cross is not None
    }
