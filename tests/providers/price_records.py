"""Prices as partners write them, in JSON's types and as the text of cells."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from corridors.domain.codes import (
    CollectionMethod,
)
from corridors.domain.readings import PriceReading
from providers.contract import FieldErrors, Origin, read_price

RECEIVED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ORIGIN = Origin(
    source="submissions",
    collection_method=CollectionMethod.PROVIDER_SUBMISSION,
    locator="0123456789abcdef row 1",
    received_at=RECEIVED,
)
LEAST = {
    "provider": "Swift Hawk",
    "from": "AE",
    "to": "PH",
    "send_currency": "AED",
    "receive_currency": "PHP",
    "send_amount": "1000",
    "fee": "10.50",
}
# Every field, as JSON and as the text of a cell.
JSON_RECORD: dict[str, Any] = LEAST | {
    "send_amount": 1000,
    "provider_type": ["money_transfer_operator", "bank"],
    "pay_in": ["cash", "card"],
    "access": ["branch"],
    "pay_out": ["mobile_money", "cash"],
    "rate": Decimal("15.25"),
    "fee_convention": "on_top",
    "recipient_fee": "2",
    "sender_tax": 1,
    "rate_fixed_at": "payout",
    "promotion": True,
    "speed_min_minutes": 0,
    "speed_max_minutes": 60,
    "coverage": "nationwide",
    "price_point": 200,
    "observed_at": "2026-11-24T10:00:00+04:00",
    "line": "weekend",
    "note": "first transfer",
    "band_end": False,
}
TEXT_RECORD = {
    **LEAST,
    "provider_type": "money_transfer_operator|bank",
    "pay_in": "cash, card",
    "access": "branch",
    "pay_out": "mobile_money | cash",
    "rate": "15.250",
    "fee_convention": "on_top",
    "recipient_fee": "2.00",
    "sender_tax": "1",
    "rate_fixed_at": "payout",
    "promotion": "yes",
    "speed_min_minutes": "0",
    "speed_max_minutes": "60",
    "coverage": "nationwide",
    "price_point": "200",
    "observed_at": "2026-11-24T06:00:00Z",
    "line": "weekend",
    "note": "first transfer",
    "band_end": "no",
}


def read(record: Mapping[str, Any]) -> PriceReading:
    return read_price(record, ORIGIN)


def errors(record: Mapping[str, Any]) -> dict[str, str]:
    with pytest.raises(FieldErrors) as refused:
        read(record)
    return refused.value.fields
