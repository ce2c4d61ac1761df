"""What each field of a price takes, and the sentence for what it does not."""

import json
from datetime import UTC
from decimal import Decimal
from typing import Any

import pytest

from corridors.domain.codes import (
    Access,
    Coverage,
    FeeConvention,
    PayIn,
    PayOut,
    ProviderType,
    RateFixedAt,
)
from tests.providers.price_records import LEAST, RECEIVED, errors, read

NUMBERS = ("send_amount", "fee", "rate", "recipient_fee", "sender_tax")
NOT_A_NUMBER = "is not a number such as 1234.50"
MONEY_AS_TEXT = 'is not a number; write money as text such as "12.50"'


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("ten", f"'ten' {NOT_A_NUMBER}"),
        ("1,000.50", f"'1,000.50' {NOT_A_NUMBER}"),
        ("1.000,50", f"'1.000,50' {NOT_A_NUMBER}"),
        ("1_000", f"'1_000' {NOT_A_NUMBER}"),
        ("AED 10", f"'AED 10' {NOT_A_NUMBER}"),
        ("NaN", f"'NaN' {NOT_A_NUMBER}"),
        ("sNaN", f"'sNaN' {NOT_A_NUMBER}"),
        ("-Infinity", f"'-Infinity' {NOT_A_NUMBER}"),
        ("1e31", f"'1e31' {NOT_A_NUMBER}"),
        ("1e-31", f"'1e-31' {NOT_A_NUMBER}"),
        (Decimal("1E+400"), f"'1E+400' {NOT_A_NUMBER}"),
        (10.5, f"'10.5' {MONEY_AS_TEXT}"),
        (True, f"'True' {MONEY_AS_TEXT}"),
        (["10"], "\"['10']\" " + MONEY_AS_TEXT),
        ({"amount": 10}, "\"{'amount': 10}\" " + MONEY_AS_TEXT),
    ],
)
def test_a_value_that_is_no_number_is_named(name: str, value: object, sentence: str) -> None:
    assert errors(LEAST | {name: value}) == {name: sentence}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_kept_to_its_last_digit(name: str) -> None:
    for value in ("0.1", "-3", "1e3", "12345678901234.567890123456", Decimal("0.10"), 7):
        assert getattr(read(LEAST | {name: value}), name) == Decimal(str(value))


@pytest.mark.parametrize(
    ("name", "most"),
    [("speed_min_minutes", 525_600), ("speed_max_minutes", 525_600), ("price_point", 32_767)],
)
def test_a_whole_number_within_its_range_is_taken_and_anything_else_named(name: str, most: int) -> None:
    for value in (0, "0", most, str(most), "60.0", Decimal("6E+1")):
        assert getattr(read(LEAST | {name: value}), name) == int(Decimal(value))
    for value in (-1, "-1", "1.5", most + 1, "1e30"):
        assert errors(LEAST | {name: value}) == {name: f"'{value}' is not a whole number from 0 to {most:,}"}
    assert errors(LEAST | {name: "soon"}) == {name: f"'soon' {NOT_A_NUMBER}"}
    assert errors(LEAST | {name: [60]}) == {name: f"'[60]' {MONEY_AS_TEXT}"}


@pytest.mark.parametrize(("name", "most"), [("provider", 200), ("line", 32), ("note", 2_000)])
def test_text_is_taken_up_to_its_length_and_without_what_no_database_keeps(name: str, most: int) -> None:
    read(LEAST | {name: "x" * most})
    assert errors(LEAST | {name: "x" * (most + 1)}) == {
        name: f"is {most + 1:,} characters long; {most:,} are allowed"
    }
    assert errors(LEAST | {name: "a\x00b"}) == {name: "holds a zero byte"}
    assert errors(LEAST | {name: json.loads('"a\\ud800b"')}) == {name: "holds half of a character"}
    for value, shown in ((5, "'5'"), (["a"], "\"['a']\""), (True, "'True'")):
        assert errors(LEAST | {name: value}) == {name: f"{shown} is not text"}


@pytest.mark.parametrize("name", ["from", "to", "send_currency", "receive_currency"])
def test_a_code_is_short_text(name: str) -> None:
    assert errors(LEAST | {name: "Philippines"}) == {name: "is 11 characters long; 8 are allowed"}
    assert errors(LEAST | {name: 608}) == {name: "'608' is not text"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("fee_convention", FeeConvention), ("rate_fixed_at", RateFixedAt), ("coverage", Coverage)],
)
def test_one_code_of_a_vocabulary_is_taken_and_anything_else_named(name: str, kind: Any) -> None:
    for code in kind:
        assert getattr(read(LEAST | {name: code.value}), name) is code
    allowed = ", ".join(kind)
    for value, shown in (("free", "'free'"), (1, "'1'"), ([code.value], f"\"['{code.value}']\"")):
        assert errors(LEAST | {name: value}) == {name: f"{shown} is not known; use one of: {allowed}"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("provider_type", ProviderType), ("pay_in", PayIn), ("access", Access), ("pay_out", PayOut)],
)
def test_a_list_of_codes_is_taken_and_anything_else_named(name: str, kind: Any) -> None:
    first, second = list(kind)[:2]
    for value in ([first, second], f"{first}|{second}", f" {first} , {second},", [first, "", second, first]):
        reading = read(LEAST | {name: value})
        found = reading.provider_types if name == "provider_type" else getattr(reading.service, name)
        assert set(found) == {first, second}
        assert len(found) == 2
    allowed = ", ".join(kind)
    assert errors(LEAST | {name: f"{first},free"}) == {name: f"'free' is not known; use one of: {allowed}"}
    assert errors(LEAST | {name: [None]}) == {name: f"'None' is not known; use one of: {allowed}"}
    assert errors(LEAST | {name: {"code": first}})[name].endswith("is not a list of codes")
    assert errors(LEAST | {name: 5}) == {name: "'5' is not a list of codes"}


@pytest.mark.parametrize("name", ["promotion", "band_end"])
def test_yes_and_no_come_in_several_words(name: str) -> None:
    value: object
    for value in (True, "yes", "Yes", "TRUE", "1", 1):
        assert getattr(read(LEAST | {name: value}), name) is True
    for value in (False, "no", "False", "0", 0):
        assert getattr(read(LEAST | {name: value}), name) is False
    for value, shown in (("maybe", "'maybe'"), (2, "'2'"), (["yes"], "\"['yes']\"")):
        assert errors(LEAST | {name: value}) == {name: f"{shown} is neither yes nor no"}


@pytest.mark.parametrize(
    "value", ["2026-11-24", "2026-11-24T09:30:00", "yesterday", "0001-01-01T00:00:00+14:00", 1_764_000_000]
)
def test_a_time_without_its_offset_or_beyond_the_calendar_is_named(value: object) -> None:
    assert errors(LEAST | {"observed_at": value}) == {
        "observed_at": f"'{value}' is not a time with its offset, such as 2026-11-24T09:30:00Z"
    }


@pytest.mark.parametrize("text", ["2026-11-24T09:30:00Z", "2026-11-24T13:30+04:00", "20261124T093000Z"])
def test_times_are_kept_in_utc(text: str) -> None:
    observed_at = read(LEAST | {"observed_at": text}).statement.observed_at
    assert observed_at == RECEIVED
    assert observed_at.tzinfo is UTC
