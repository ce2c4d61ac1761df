import os
import subprocess
import sys
from datetime import timedelta, timezone
from decimal import Decimal
from pathlib import Path
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
from corridors.domain.readings import PriceReading, ServiceKey, Statement, fingerprint, plain
from tests.domain.builders import NOON, a_reading, a_service, a_statement
from tests.domain.strategies import law

PROJECT = Path(__file__).resolve().parents[2]
A_NUMBER = Decimal("7.25")
NUMBERS = (
    "send_amount", "fee", "rate", "recipient_fee", "sender_tax", "stated_denomination", "stated_rate",
    "stated_reference_rate", "stated_fx_margin_percent", "stated_total_percent",
)  # fmt: skip
OTHER_FIELDS: dict[str, Any] = {
    "provider_types": (ProviderType.BANK,),
    "price_point": 500,
    "transparent": False,
    "fee_convention": FeeConvention.INSIDE,
    "rate_basis": RateBasis.STATED,
    "rate_fixed_at": RateFixedAt.PAYOUT,
    "promotion": True,
    "speed_min_minutes": 10,
    "speed_max_minutes": 10,
    "coverage": Coverage.NATIONWIDE,
    "band_end": True,
}
SERVICE_FIELDS: dict[str, Any] = {
    "provider": "other money",
    "source": "CA",
    "destination": "GT",
    "pay_in": (PayIn.CASH,),
    "access": (Access.AGENT,),
    "pay_out": (PayOut.BANK_ACCOUNT,),
    "send_currency": "CAD",
    "receive_currency": "GTQ",
}
STATEMENT_FIELDS: dict[str, Any] = {
    "source": "profeco",
    "collection_method": CollectionMethod.PROVIDER_API,
    "period": "2026_4Q",
    "observed_at": NOON + timedelta(microseconds=1),
    "line": "2",
    "note": "pays out US dollars",
}
NOT_PART_OF_IT = {"locator", "source_line"}


@pytest.mark.parametrize(
    "writings",
    [
        ("5", "5.0", "5.00", "0.5E+1"),
        ("0.5", "0.50", "5E-1"),
        ("100", "1E+2", "100.000"),
        ("0.0000001", "1E-7"),
        ("0", "0.00", "-0.0", "0E+3"),
        ("-1.5", "-1.50"),
    ],
    ids=str,
)
def test_a_number_is_written_in_one_way_however_it_came(writings: tuple[str, ...]):
    (text,) = {plain(Decimal(writing)) for writing in writings}
    assert Decimal(text) == Decimal(writings[0])


def test_a_number_that_is_not_stated_is_written_as_nothing():
    assert plain(None) == ""


@law
@given(digits=st.integers(-(10**15), 10**15), places=st.integers(0, 9), zeros=st.integers(1, 6))
def test_zeros_at_the_end_do_not_change_how_a_number_is_written(digits: int, places: int, zeros: int):
    number = Decimal(digits).scaleb(-places)
    longer = Decimal(digits * 10**zeros).scaleb(-places - zeros)
    assert number == longer
    assert plain(longer) == plain(number)
    assert Decimal(plain(number)) == number


def test_a_fingerprint_is_32_hexadecimal_digits():
    digest = fingerprint(a_reading(), occurrence=0)
    assert len(digest) == 32
    assert set(digest) <= set("0123456789abcdef")


@pytest.mark.parametrize("field", NUMBERS)
@pytest.mark.parametrize("written", ["7.2500", "7.250", "725E-2"])
def test_a_fingerprint_does_not_depend_on_how_a_decimal_is_written(field: str, written: str):
    one = fingerprint(a_reading(**{field: A_NUMBER}), occurrence=0)
    other = fingerprint(a_reading(**{field: Decimal(written)}), occurrence=0)
    assert one == other


def test_5_and_5_0_and_5_00_are_one_reading():
    digests = {fingerprint(a_reading(fee=Decimal(fee)), occurrence=0) for fee in ("5", "5.0", "5.00")}
    assert len(digests) == 1


CHANGES = [
    *((name, a_reading(**{name: A_NUMBER})) for name in NUMBERS),
    *((name, a_reading(**{name: value})) for name, value in OTHER_FIELDS.items()),
    *((name, a_reading(service=a_service(**{name: value}))) for name, value in SERVICE_FIELDS.items()),
    *((name, a_reading(statement=a_statement(**{name: value}))) for name, value in STATEMENT_FIELDS.items()),
]


@pytest.mark.parametrize(("field", "changed"), CHANGES, ids=[name for name, _ in CHANGES])
def test_a_fingerprint_differs_when_the_field_differs(field: str, changed: PriceReading):
    assert fingerprint(changed, occurrence=0) != fingerprint(a_reading(), occurrence=0)


def test_every_field_of_a_reading_is_either_in_the_fingerprint_or_named_as_left_out():
    of_reading = set(PriceReading._fields) - {"service", "statement", "provider_name"}
    assert of_reading == set(NUMBERS) | set(OTHER_FIELDS)
    assert set(ServiceKey._fields) == set(SERVICE_FIELDS)
    assert set(Statement._fields) == set(STATEMENT_FIELDS) | NOT_PART_OF_IT


def test_no_two_changes_share_a_fingerprint():
    digests = [fingerprint(changed, occurrence=0) for _, changed in CHANGES]
    assert len(set(digests)) == len(digests)


@pytest.mark.parametrize("field", NUMBERS[1:])
def test_not_stated_and_zero_are_two_readings(field: str):
    unstated = fingerprint(a_reading(**{field: None}), occurrence=0)
    assert unstated != fingerprint(a_reading(**{field: Decimal(0)}), occurrence=0)


def test_the_row_number_the_place_and_the_spelling_of_the_provider_are_left_out():
    renumbered = a_reading(
        provider_name="SWIFT MONEY", statement=a_statement(source_line="99", locator="rpw-2.csv:7")
    )
    assert fingerprint(renumbered, occurrence=0) == fingerprint(a_reading(), occurrence=0)


def test_a_moment_is_the_same_however_its_zone_is_written():
    elsewhere = NOON.astimezone(timezone(timedelta(hours=8)))
    digest = fingerprint(a_reading(statement=a_statement(observed_at=elsewhere)), occurrence=0)
    assert digest == fingerprint(a_reading(), occurrence=0)


def test_equal_rows_are_told_apart_by_their_occurrence():
    digests = {fingerprint(a_reading(), occurrence=occurrence) for occurrence in range(3)}
    assert len(digests) == 3


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_fingerprint_is_the_same_in_every_run(seed: str):
    """It is stored. Python's own hash() would differ from one process to the next."""
    program = (
        "from corridors.domain.readings import fingerprint; from tests.domain.builders import a_reading; "
        "print(fingerprint(a_reading(), occurrence=0))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    elsewhere = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert elsewhere.stdout.strip() == fingerprint(a_reading(), occurrence=0)


def test_a_reading_cannot_be_changed():
    with pytest.raises(AttributeError):
        a_reading().fee = Decimal(1)  # type: ignore[misc]
