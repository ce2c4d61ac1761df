"""A reading that waits for review comes back as its source stated it."""

import json
from datetime import timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from corridors.domain.readings import PriceReading, ServiceKey, Statement, fingerprint
from corridors.domain.readings_json import from_json, to_json
from tests.domain.builders import NOON, a_reading, a_service, a_statement
from tests.domain.strategies import decimals, law

text = st.text(max_size=20)
money = st.none() | decimals("-50", "20000", places=6) | st.sampled_from([Decimal("1E+3"), Decimal("0.10")])
minutes = st.none() | st.integers(0, 10_000)
moments = st.builds(
    lambda seconds, hours: (NOON + timedelta(seconds=seconds)).astimezone(timezone(timedelta(hours=hours))),
    st.integers(-(10**8), 10**8) | st.decimals(0, 1, places=6).map(float),
    st.integers(-12, 14),
)


def codes(kind: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(list(kind)), unique=True, max_size=3).map(tuple)


keys = st.builds(ServiceKey, text, text, text, codes(PayIn), codes(Access), codes(PayOut), text, text)
statements = st.builds(
    Statement, text, st.sampled_from(list(CollectionMethod)), text, moments, text, text, text, text
)
readings = st.builds(
    PriceReading,
    service=keys,
    provider_name=text,
    provider_types=codes(ProviderType),
    statement=statements,
    send_amount=decimals("0.01", "20000"),
    price_point=st.none() | st.integers(0, 1000),
    fee=money,
    transparent=st.booleans(),
    fee_convention=st.sampled_from(list(FeeConvention)),
    rate=money,
    rate_basis=st.sampled_from(list(RateBasis)),
    recipient_fee=money,
    sender_tax=money,
    rate_fixed_at=st.sampled_from(list(RateFixedAt)),
    promotion=st.booleans(),
    speed_min_minutes=minutes,
    speed_max_minutes=minutes,
    coverage=st.none() | st.sampled_from(list(Coverage)),
    stated_denomination=money,
    stated_rate=money,
    stated_reference_rate=money,
    stated_fx_margin_percent=money,
    stated_total_percent=money,
    band_end=st.booleans(),
)


def through_json(reading: PriceReading) -> PriceReading:
    return from_json(json.loads(json.dumps(to_json(reading))))


@law
@given(readings)
def test_what_was_written_is_read_again_whole(reading: PriceReading):
    back = through_json(reading)
    assert back == reading
    # Enums equal their text; what was a code must be one again, or the next look-up by type fails.
    assert [type(value) for value in back] == [type(value) for value in reading]
    assert repr(back.service) == repr(reading.service)
    assert type(back.statement.collection_method) is CollectionMethod


@law
@given(readings)
def test_a_reading_keeps_its_fingerprint(reading: PriceReading):
    assert fingerprint(through_json(reading), occurrence=0) == fingerprint(reading, occurrence=0)


def test_numbers_are_plain_text_and_times_have_their_offset():
    said = to_json(a_reading(fee=Decimal("1E+1"), rate=Decimal("0.0000001"), send_amount=Decimal("200.00")))
    assert (said["fee"], said["rate"], said["send_amount"]) == ("10", "0.0000001", "200.00")
    assert said["statement"]["observed_at"] == "2026-11-20T12:00:00+00:00"
    assert said["coverage"] is None


def test_every_field_of_a_reading_is_written():
    said = to_json(a_reading())
    assert tuple(said) == PriceReading._fields
    assert tuple(said["service"]) == a_service()._fields
    assert tuple(said["statement"]) == a_statement()._fields


@pytest.mark.parametrize(
    "changes",
    [
        {"send_amount": "twelve"},
        {"send_amount": None, "surprise": 1},
        {"fee_convention": "on the side"},
        {"coverage": "everywhere"},
        {"provider_types": ["shop"]},
        {"service": {}},
        {"service": "swift money"},
        {"statement": {"observed_at": "noon"}},
        {"statement": {"observed_at": 12}},
    ],
)
def test_what_was_not_written_so_is_refused(changes: dict[str, Any]):
    said = json.loads(json.dumps(to_json(a_reading())))
    with pytest.raises((ValueError, KeyError, TypeError, ArithmeticError)):
        from_json(said | changes)
