"""Histories for tests, by hand: what a corridor cost, quarter by quarter."""

from datetime import date
from decimal import Decimal

from corridors.charts.corridor import Subject
from corridors.domain.codes import Coverage
from corridors.domain.indices import figures
from corridors.domain.periods import Period
from corridors.domain.units import ServicePrice
from corridors.statistics_history import HistoryPoint, ProviderPoint, ProviderSeries

SUBJECT = Subject(
    source="United Kingdom",
    destination="India",
    price_point=200,
    provider_type=None,
    sources=("A survey",),
    until=date(2013, 9, 30),
    is_sandbox=False,
)


def point(period: Period, *totals: str, undisclosed: int = 0, fee: str | None = None) -> HistoryPoint:
    """A quarter with services of these totals; those of `fee` have the rest as their margin."""
    prices = [
        ServicePrice(
            number,
            "GB",
            "IN",
            True,
            Decimal(total),
            60,
            Coverage.NATIONWIDE,
            None if fee is None else Decimal(fee),
            None if fee is None else Decimal(total) - Decimal(fee),
        )
        for number, total in enumerate(totals)
    ]
    silent = [ServicePrice(-1 - n, "GB", "IN", False, None, None, None) for n in range(undisclosed)]
    return HistoryPoint(period, figures([*prices, *silent]))


def provider(name: str, *costs: tuple[Period, str | None], sandbox: bool = False) -> ProviderSeries:
    points = tuple(
        ProviderPoint(period, None if cost is None else Decimal(cost), int(cost is not None))
        for period, cost in costs
    )
    return ProviderSeries(name.lower().replace(" ", "-"), name, sandbox, points)
