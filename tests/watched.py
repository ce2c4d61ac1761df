"""Two quarters of a small world: five corridors in three regions, and Russia as a sender."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from corridors.domain.codes import Coverage
from corridors.domain.rates import PublishedRate
from corridors.services import record_rates
from tests.factories import SURVEYED_AT, make_source, record, surveyed

EARLIER: dict[str, Any] = {"period": "2013_2Q", "seen": SURVEYED_AT - timedelta(days=80)}
EVERYWHERE: dict[str, Any] = {"coverage": Coverage.NATIONWIDE, "amount": "1000", "rate": "12"}


def of(corridor: str, currencies: tuple[str, str], fee: str, **more: Any) -> Any:
    """A price of a corridor whose total is its fee in per mille: 1 is 12 in every pair of currencies here."""
    said = {**EVERYWHERE, "corridor": corridor, "currencies": currencies, "fee": fee}
    return surveyed(**said | more)


def two_quarters() -> None:
    """Totals in per cent, then and in the third quarter of 2013.

    ae-ph 4 → 6, gb-in 9 → 8, gb-ng nothing → 2, us-mx 3 → 3, ru-tj 1 → 1. The Silent Bank of ae-ph discloses
    nothing; gb-in takes 3 days; us-mx is not said to reach the whole country.
    """
    make_source()
    days_of_rates = (SURVEYED_AT.date(), EARLIER["seen"].date())
    rates = [("AED", "2"), ("GBP", "2"), ("USD", "2"), ("RUB", "2")]
    rates += [("PHP", "24"), ("INR", "24"), ("NGN", "24"), ("MXN", "24"), ("TJS", "24")]
    record_rates(
        [
            PublishedRate("ecb", "EUR", code, Decimal(rate), day)
            for code, rate in rates
            for day in days_of_rates
        ],
        now=SURVEYED_AT,
    )
    days: dict[str, Any] = {"speed_min_minutes": 1440, "speed_max_minutes": 4320}
    for then, ae, gb in ((EARLIER, "40", "90"), ({}, "60", "80")):
        record(
            of("ae-ph", ("AED", "PHP"), ae, **then),
            of("ae-ph", ("AED", "PHP"), "10", provider="Silent Bank", rate=None, **then),
            of("gb-in", ("GBP", "INR"), gb, **days, **then),
            of("us-mx", ("USD", "MXN"), "30", coverage=None, **then),
            of("ru-tj", ("RUB", "TJS"), "10", **then),
        )
    record(of("gb-ng", ("GBP", "NGN"), "20", speed_max_minutes=None))
