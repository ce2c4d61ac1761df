"""Prices for statistics, by their total cost: recorded as a survey's or as read continuously."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from corridors.domain.codes import Coverage, PayIn, ProviderType
from corridors.domain.readings import PriceReading
from tests.factories import NOW, price, record, surveyed

BEFORE = {"period": "2013_2Q", "seen": datetime(2013, 5, 18, tzinfo=UTC)}
YEN = {"currencies": ("EUR", "JPY"), "corridor": "fr-ma"}
TO_TAJIKISTAN = {"currencies": ("RUB", "USD"), "corridor": "ru-tj"}


def seen_in_survey(total: str | None, provider: str = "Swift Hawk", **changes: Any) -> PriceReading:
    """What the survey of the third quarter of 2013 says a service costs in all; None when it does not say."""
    return surveyed(provider, **_costs(total) | changes)


def read_on(day: datetime, total: str | None, provider: str = "Swift Hawk", **changes: Any) -> PriceReading:
    """What a feed says a service costs in all on a day."""
    return price(provider, **{"seen": day, "price_point": 200, **_costs(total)} | changes)


def _costs(total: str | None) -> dict[str, Any]:
    return {
        "stated_total_percent": None if total is None else Decimal(total),
        "rate": None,
        "transparent": True,
        "coverage": Coverage.NATIONWIDE,
    }


def days_ago(days: int) -> datetime:
    """A day before the tests' own."""
    return NOW - timedelta(days=days)


def record_small_survey() -> None:
    """Three corridors in 2013_3Q, one of them also in 2013_2Q."""
    record(
        seen_in_survey("2", "Cheap"),
        seen_in_survey("6", "Dear", pay_in=(PayIn.CARD, PayIn.CASH), kind=ProviderType.BANK),
        seen_in_survey(None, "Silent"),
        seen_in_survey("1", "Hidden", transparent=False),
        seen_in_survey("10", "Cheap", **YEN, pay_in=(PayIn.BANK_ACCOUNT,), access=(), pay_out=()),
        seen_in_survey("1", "Cheap", **TO_TAJIKISTAN),
        seen_in_survey("4", "Cheap", **BEFORE),
    )
