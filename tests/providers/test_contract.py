"""The form in which anyone may hand us a price: what it says, and that nothing else gets through."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
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
from providers.contract import FIELDS, REQUIRED, FieldErrors
from tests.providers.price_records import JSON_RECORD, LEAST, RECEIVED, TEXT_RECORD, errors, read

# What a cell and a JSON value may be, as a hostile or careless sender fills them.
garbage = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals()
    | st.floats()
    | st.text(st.characters(), max_size=50)
    | st.sampled_from(
        ["", " ", "1e400", "-0", "٣", "\x00", "\ud800", "cash|cash", "NaN", "2026-11-24", "AED"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def test_every_field_arrives_in_its_place() -> None:
    assert read(JSON_RECORD) == PriceReading(
        service=ServiceKey(
            provider="swift hawk",
            source="AE",
            destination="PH",
            pay_in=(PayIn.CARD, PayIn.CASH),
            access=(Access.BRANCH,),
            pay_out=(PayOut.CASH, PayOut.MOBILE_MONEY),
            send_currency="AED",
            receive_currency="PHP",
        ),
        provider_name="Swift Hawk",
        provider_types=(ProviderType.MONEY_TRANSFER_OPERATOR, ProviderType.BANK),
        statement=Statement(
            source="submissions",
            collection_method=CollectionMethod.PROVIDER_SUBMISSION,
            period="",
            observed_at=datetime(2026, 11, 24, 6, tzinfo=UTC),
            locator="0123456789abcdef row 1",
            line="weekend",
            source_line="",
            note="first transfer",
        ),
        send_amount=Decimal(1000),
        price_point=200,
        fee=Decimal("10.50"),
        transparent=True,
        fee_convention=FeeConvention.ON_TOP,
        rate=Decimal("15.25"),
        rate_basis=RateBasis.STATED,
        recipient_fee=Decimal(2),
        sender_tax=Decimal(1),
        rate_fixed_at=RateFixedAt.PAYOUT,
        promotion=True,
        speed_min_minutes=0,
        speed_max_minutes=60,
        coverage=Coverage.NATIONWIDE,
    )


def test_the_examples_here_have_every_field() -> None:
    assert set(JSON_RECORD) == set(TEXT_RECORD) == set(FIELDS)
    assert set(LEAST) == set(REQUIRED)


def test_json_types_and_the_text_of_cells_say_the_same() -> None:
    from_json, from_text = read(JSON_RECORD), read(TEXT_RECORD)
    assert from_json == from_text
    assert fingerprint(from_json, occurrence=0) == fingerprint(from_text, occurrence=0)


@pytest.mark.parametrize("name", FIELDS)
def test_each_field_alone_says_the_same_as_json_and_as_text(name: str) -> None:
    assert read(LEAST | {name: JSON_RECORD[name]}) == read(LEAST | {name: TEXT_RECORD[name]})


def test_a_line_of_csv_and_a_line_of_ndjson_say_the_same() -> None:
    table = io.StringIO()
    writer = csv.DictWriter(table, TEXT_RECORD)
    writer.writeheader()
    writer.writerow(TEXT_RECORD)
    (row,) = csv.DictReader(io.StringIO(table.getvalue()))
    line = json.dumps(JSON_RECORD, default=str)
    assert read(row) == read(json.loads(line, parse_float=Decimal))


def test_what_is_not_stated_is_unknown_and_never_zero() -> None:
    reading = read(LEAST)
    assert (reading.rate, reading.rate_basis, reading.transparent) == (None, RateBasis.UNDISCLOSED, False)
    assert (reading.recipient_fee, reading.sender_tax, reading.coverage) == (None, None, None)
    assert (reading.speed_min_minutes, reading.speed_max_minutes, reading.price_point) == (None, None, None)
    assert (reading.fee_convention, reading.rate_fixed_at) == (FeeConvention.UNKNOWN, RateFixedAt.SEND)
    assert (reading.promotion, reading.band_end, reading.provider_types) == (False, False, ())
    assert (reading.service.pay_in, reading.service.access, reading.service.pay_out) == ((), (), ())
    assert reading.statement.observed_at == RECEIVED


@pytest.mark.parametrize("name", [name for name in FIELDS if name not in REQUIRED])
@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_an_empty_optional_value_is_a_missing_one(name: str, nothing: object) -> None:
    assert read(LEAST | {name: nothing}) == read(LEAST)


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("nothing", [None, "", "  ", "absent"])
def test_a_required_field_that_is_empty_or_absent_is_missing(name: str, nothing: object) -> None:
    record = LEAST | {name: nothing}
    if nothing == "absent":
        del record[name]
    assert errors(record) == {name: "is missing"}


def test_every_error_is_named_at_once() -> None:
    record = LEAST | {"fee": "ten", "rate": True, "coverage": "all", "price": "1"}
    del record["to"]
    assert errors(record) == {
        "price": "is not a field of a price",
        "to": "is missing",
        "fee": "'ten' is not a number such as 1234.50",
        "rate": "'True' is not a number; write money as text such as \"12.50\"",
        "coverage": f"'all' is not known; use one of: {', '.join(Coverage)}",
    }
    assert str(FieldErrors({"a": "is missing", "b": "is not text"})) == "a: is missing; b: is not text"


def test_country_and_currency_codes_come_in_any_case() -> None:
    lower = {name: LEAST[name].lower() for name in ("from", "to", "send_currency", "receive_currency")}
    assert read(LEAST | lower) == read(LEAST)


def test_spellings_of_a_provider_that_differ_by_case_or_space_are_one() -> None:
    reading = read(LEAST | {"provider": "  SWIFT\u00a0 hawk "})
    assert (reading.service.provider, reading.provider_name) == ("swift hawk", "SWIFT hawk")


def test_a_rate_of_zero_is_a_stated_rate() -> None:
    """The rules refuse it; here it must not turn into "not disclosed"."""
    reading = read(LEAST | {"rate": "0"})
    assert (reading.rate, reading.rate_basis) == (Decimal(0), RateBasis.STATED)


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5) | st.none(), garbage))
def test_whatever_is_sent_gives_a_reading_or_names_its_fields(record: dict[Any, Any]) -> None:
    for sent in (record, LEAST | record):
        try:
            reading = read(sent)
        except FieldErrors as refused:
            wrong = refused.fields
        else:
            # What was read can be told apart and kept, whatever it holds.
            assert len(fingerprint(reading, occurrence=0)) == 32
            continue
        assert wrong
        assert all(sentence and "\n" not in sentence for sentence in wrong.values())
        assert set(wrong) <= {str(name) for name in sent} | set(REQUIRED)
