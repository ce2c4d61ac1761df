"""What people, partners and terminals ask, understood or refused by field."""

from datetime import date
from decimal import Decimal

import pytest

from corridors.asking import Asked, AskingError, parse_amount, parse_question, parse_speed
from corridors.domain.codes import Mode, PayIn, PayOut, ProviderType

TODAY = date(2026, 11, 23)


def asked(**parameters: str) -> Asked:
    return parse_question({"amount": "1000"} | parameters, today=TODAY)


def wrong_field(**parameters: str) -> dict[str, str]:
    with pytest.raises(AskingError) as refused:
        asked(**parameters)
    return refused.value.fields


def test_an_amount_alone_is_a_question() -> None:
    question = asked()
    assert (question.amount, question.mode, question.as_of) == (Decimal(1000), Mode.PAY, None)
    assert question.filters.active() == ()


def test_every_filter_is_read() -> None:
    question = asked(
        mode="receive", pay_in="cash", pay_out="mobile_money", max_speed="same_day", provider_type="bank",
        as_of="2013-07-31", send_currency="aed", receive_currency="PHP",
    )  # fmt: skip
    assert question.mode is Mode.RECEIVE
    assert (question.filters.pay_in, question.filters.pay_out) == (PayIn.CASH, PayOut.MOBILE_MONEY)
    assert question.filters.provider_type is ProviderType.BANK
    assert question.filters.max_speed_minutes == 24 * 60 - 1
    assert question.as_of == date(2013, 7, 31)
    assert (question.send_currency, question.receive_currency) == ("AED", "PHP")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1000", "1000"),
        ("1,000", "1000"),
        ("1,234,567.89", "1234567.89"),
        ("1 000.50", "1000.50"),
        ("1\u202f000", "1000"),
        ("0.01", "0.01"),
        ("1.000,50", "1000.50"),
        ("12.345.678,9", "12345678.9"),
        ("1000,50", "1000.50"),
        ("1,00,000.50", "100000.50"),
        ("١٬٠٠٠٫٥", "1000.5"),
        ("१०००", "1000"),
        ("၁၀၀၀", "1000"),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: str) -> None:
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lots",
        "-5",
        "0",
        "1e5",
        "NaN",
        "Infinity",
        "1,5",
        "1.000",
        "12.500",
        "1,2,3",
        "12,34",
        "1.00,50",
        "1,000,50",
        "१.०००",
        "9" * 30,
        "1000000000",
        "1\x000",
    ],
)
def test_what_is_no_amount_is_refused_and_never_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        parse_amount(text)


@pytest.mark.parametrize(
    ("text", "minutes"), [("one_hour", 60), ("PT1H", 60), ("P3D", 4320), ("five_days", 7200), ("PT0S", 0)]
)
def test_speeds_are_words_or_iso_8601(text: str, minutes: int) -> None:
    assert parse_speed(text) == minutes


@pytest.mark.parametrize(
    ("parameters", "field", "words"),
    [
        ({"amount": ""}, "amount", "Say how much money"),
        ({"mode": "guess"}, "mode", "Use one of: pay, receive"),
        ({"pay_in": "shells"}, "pay_in", "“shells” is not known"),
        ({"max_speed": "soon"}, "max_speed", "is not a speed"),
        ({"max_speed": "P-1D"}, "max_speed", "is not a speed"),
        ({"max_speed": "P99999999999D"}, "max_speed", "is not a speed"),
        ({"as_of": "0001-01-01"}, "as_of", "is before any price was recorded"),
        ({"as_of": "31/07/2013"}, "as_of", "is not a date"),
        ({"as_of": "2030-01-01"}, "as_of", "is in the future"),
        ({"receive_currency": "ABC"}, "receive_currency", "is not an ISO 4217 currency code"),
    ],
)
def test_each_wrong_field_is_named_with_a_sentence(
    parameters: dict[str, str], field: str, words: str
) -> None:
    fields = wrong_field(**parameters)
    assert list(fields) == [field]
    assert words in fields[field]


def test_every_wrong_field_is_named_at_once() -> None:
    assert set(wrong_field(amount="x", mode="y", as_of="z")) == {"amount", "mode", "as_of"}


def test_what_was_typed_is_quoted_back_shortened() -> None:
    assert len(wrong_field(amount="x" * 5000)["amount"]) < 120
