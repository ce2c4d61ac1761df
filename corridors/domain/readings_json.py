"""A reading as JSON and back, nothing lost: how one that waits for review is kept."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

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
from corridors.domain.readings import PriceReading, ServiceKey, Statement

_MONEY = (
    *("send_amount", "fee", "rate", "recipient_fee", "sender_tax", "stated_denomination", "stated_rate"),
    *("stated_reference_rate", "stated_fx_margin_percent", "stated_total_percent"),
)
_CODES = {"fee_convention": FeeConvention, "rate_basis": RateBasis, "rate_fixed_at": RateFixedAt}
_WAYS = {"pay_in": PayIn, "access": Access, "pay_out": PayOut}


def to_json(reading: PriceReading) -> dict[str, Any]:
    """Every field of a reading in JSON's types: decimals as plain text, times as ISO 8601."""
    said = reading._asdict()
    said["service"] = reading.service._asdict()
    said["statement"] = reading.statement._asdict() | {
        "observed_at": reading.statement.observed_at.isoformat()
    }
    return said | {name: None if said[name] is None else f"{said[name]:f}" for name in _MONEY}


def from_json(said: Mapping[str, Any]) -> PriceReading:
    """The reading that to_json() wrote.

    Raises:
        ValueError, KeyError, TypeError, ArithmeticError: it was not written by to_json().
    """
    fields = dict(said)
    service, statement = dict(said["service"]), dict(said["statement"])
    ways = {name: tuple(kind(code) for code in service[name]) for name, kind in _WAYS.items()}
    when = datetime.fromisoformat(statement["observed_at"])
    method = CollectionMethod(statement["collection_method"])
    fields |= {name: None if said[name] is None else Decimal(said[name]) for name in _MONEY}
    fields |= {name: kind(said[name]) for name, kind in _CODES.items()}
    return PriceReading(
        **fields
        | {
            "service": ServiceKey(**service | ways),
            "statement": Statement(**statement | {"observed_at": when, "collection_method": method}),
            "provider_types": tuple(ProviderType(code) for code in said["provider_types"]),
            "coverage": None if said["coverage"] is None else Coverage(said["coverage"]),
        }
    )
