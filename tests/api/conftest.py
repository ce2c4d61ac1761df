from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from corridors.domain.codes import Coverage, FeeConvention, PayIn, PayOut, ProviderType
from tests.factories import NOW, SURVEYED_AT, add_rate, price, record, surveyed

SURVEYED_BEFORE = datetime(2013, 5, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_friday_in_2026() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def rates(db: None) -> None:
    """1 dirham is 12 pesos and 1 euro 4 dirhams, on the days that the tests ask about."""
    for day in (SURVEYED_BEFORE, SURVEYED_AT, NOW - timedelta(days=1)):
        for quote, rate in (("AED", "4"), ("PHP", "48"), ("JPY", "160")):
            add_rate("EUR", quote, rate, on=day)


@pytest.fixture
def fresh(rates: None) -> None:
    """ae-ph with prices of today: three that can be ranked, and one for most reasons why not."""
    slow: dict[str, Any] = {"speed_min_minutes": 1440, "speed_max_minutes": 4320}
    record(
        price("Swift Hawk", fee="10", rate="11.9"),
        price(
            "Old Bank",
            fee="0",
            rate="11.5",
            kind=ProviderType.BANK,
            pay_in=(PayIn.BANK_ACCOUNT,),
            pay_out=(PayOut.BANK_ACCOUNT,),
            **slow,
        ),
        price("Round Coin", fee="4", rate="11.99", fee_convention=FeeConvention.INSIDE, **slow),
        price("Silent Bank", rate=None, kind=ProviderType.BANK),
        price("New App", fee="0", rate="12", promotion=True),
        price("Small Change", amount="100", fee="1"),
        price("Dollar House", currencies=("AED", "USD"), rate="0.27"),
    )


@pytest.fixture
def survey(rates: None) -> None:
    """fr-ma known from two surveys only."""
    yen: dict[str, Any] = {
        "corridor": "fr-ma",
        "currencies": ("EUR", "JPY"),
        "amount": "140",
        "coverage": Coverage.NATIONWIDE,
    }
    before: dict[str, Any] = {"period": "2013_2Q", "seen": SURVEYED_BEFORE}
    cheap, dear = {"fee": "1", "rate": "159", **yen}, {"fee": "9", "rate": "158", **yen}
    record(
        surveyed("Cheap", stated_total_percent=Decimal("3.25"), **before, **cheap),
        surveyed("Dear", stated_total_percent=Decimal("8.5"), **before, **dear),
        surveyed("Cheap", stated_total_percent=Decimal("2"), **cheap),
        surveyed("Dear", stated_total_percent=Decimal("7.000000001"), **dear),
        surveyed("Secret", fee="2", rate=None, **yen),
    )


Ask = Callable[..., Any]


@pytest.fixture
def ask(client: Client) -> Ask:
    """What the API answers to a question that it understands."""

    def asked(path: str, **parameters: str) -> Any:
        response = client.get(f"/api/v1/{path}", parameters)
        assert response.status_code == 200, response.content
        return response.json()

    return asked


@pytest.fixture
def refuse(client: Client) -> Ask:
    """The problem that the API answers with."""

    def refused(path: str, parameters: Any = None, **headers: str) -> Any:
        response = client.get(f"/api/v1/{path}", parameters, headers=headers)
        assert response["Content-Type"] == "application/problem+json"
        problem = response.json()
        assert problem["status"] == response.status_code
        return problem

    return refused
