from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from corridors.domain.readings import PriceReading
from corridors.domain.validation import RULES, Context, implausible_margin, reasons_to_refuse
from tests.domain.builders import NOON, a_reading, a_service, a_statement

CONTEXT = Context(now=NOON, countries=frozenset({"US", "MX"}), currencies=frozenset({"USD", "MXN"}))
NOT_A_NUMBER = Decimal("NaN")


def reading_of(**changes: Any) -> PriceReading:
    """A valid reading with changes to it, to its service or to its statement."""
    service, statement = a_service(), a_statement()
    of_service = {name: changes.pop(name) for name in service._fields if name in changes}
    of_statement = {name: changes.pop(name) for name in ("observed_at",) if name in changes}
    return a_reading(
        service=service._replace(**of_service), statement=statement._replace(**of_statement), **changes
    )


def test_a_plain_reading_is_recorded():
    assert reasons_to_refuse(a_reading(), CONTEXT) == ()


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"provider": ""}, "the provider has no name"),
    ({"source": "QQ"}, "sending country 'QQ' is not an ISO 3166 country"),
    ({"destination": "MEX"}, "receiving country 'MEX' is not an ISO 3166 country"),
    ({"destination": "US"}, "sending and receiving country are both US"),
    ({"send_currency": "US$"}, "sending currency 'US$' is not an ISO 4217 currency"),
    ({"receive_currency": "CFA"}, "receiving currency 'CFA' is not an ISO 4217 currency"),
    ({"send_amount": Decimal(0), "fee": Decimal(0)}, "send_amount 0 is not between 0 and 1000000000"),
    ({"send_amount": Decimal("1E+9")}, "send_amount 1E+9 is not between 0 and 1000000000"),
    ({"stated_denomination": Decimal("1E+9")}, "stated_denomination 1E+9 is not between 0 and 1000000000"),
    ({"send_amount": Decimal("Infinity")}, "send_amount Infinity is not between 0 and 1000000000"),
    ({"fee": None}, "neither a fee nor a total cost is stated"),
    ({"fee": Decimal("-0.01")}, "fee -0.01 is not between 0 and the amount sent, 200"),
    ({"fee": Decimal(200)}, "fee 200 is not between 0 and the amount sent, 200"),
    ({"fee": NOT_A_NUMBER}, "fee NaN is not between 0 and the amount sent, 200"),
    ({"sender_tax": Decimal(-1)}, "sender_tax -1 is not between 0 and the amount sent, 200"),
    ({"recipient_fee": Decimal(-1)}, "recipient_fee -1 is not between 0 and 1000000000"),
    ({"recipient_fee": Decimal(10**9)}, "recipient_fee 1000000000 is not between 0 and 1000000000"),
    ({"recipient_fee": NOT_A_NUMBER}, "recipient_fee NaN is not between 0 and 1000000000"),
    ({"rate": Decimal(0)}, "rate 0 is not between 0 and 1000000"),
    ({"stated_rate": Decimal("sNaN")}, "stated_rate sNaN is not between 0 and 1000000"),
    ({"rate": NOT_A_NUMBER}, "rate NaN is not between 0 and 1000000"),
    ({"stated_rate": Decimal(-3)}, "stated_rate -3 is not between 0 and 1000000"),
    ({"stated_reference_rate": Decimal(10**6)}, "stated_reference_rate 1000000 is not between 0 and 1000000"),
    ({"stated_fx_margin_percent": Decimal(100)}, "stated_fx_margin_percent 100 is not between -100 and 100"),
    ({"stated_total_percent": Decimal(-100)}, "stated_total_percent -100 is not between -100 and 100"),
    ({"speed_min_minutes": -1}, "the fastest time, -1 minutes, is below zero"),
    ({"speed_max_minutes": -5}, "the slowest time, -5 minutes, is below zero"),
    (
        {"speed_min_minutes": 90, "speed_max_minutes": 60},
        "the fastest time, 90 minutes, is slower than the slowest, 60 minutes",
    ),
    (
        {"observed_at": NOON + timedelta(minutes=10, seconds=1)},
        "observed_at 2026-11-20T12:10:01+00:00 is in the future",
    ),
    (
        {"observed_at": datetime(1989, 12, 31, 23, 59, tzinfo=UTC)},
        "observed_at 1989-12-31T23:59:00+00:00 is before 1990-01-01",
    ),
]


@pytest.mark.parametrize(("changes", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_a_broken_rule_says_what_is_wrong_and_the_value(changes: dict[str, Any], sentence: str):
    assert reasons_to_refuse(reading_of(**changes), CONTEXT) == (sentence,)


ALLOWED: list[dict[str, Any]] = [
    {"send_amount": Decimal("999999999.99")},
    {"fee": Decimal(0)},
    {"fee": Decimal("199.99")},
    {"fee": None, "stated_total_percent": Decimal("4.5")},
    {"sender_tax": Decimal(0), "recipient_fee": Decimal(0)},
    {"recipient_fee": Decimal("999999999")},
    {"rate": Decimal("0.000001"), "stated_rate": Decimal("999999.9")},
    {"stated_fx_margin_percent": Decimal("-99.99"), "stated_total_percent": Decimal("99.99")},
    {"speed_min_minutes": 60, "speed_max_minutes": 60},
    {"speed_min_minutes": 0},
    {"speed_max_minutes": 0},
    {"observed_at": NOON + timedelta(minutes=10)},
    {"observed_at": datetime(1990, 1, 1, tzinfo=UTC)},
]


@pytest.mark.parametrize("changes", ALLOWED, ids=str)
def test_the_last_value_within_a_limit_is_recorded(changes: dict[str, Any]):
    assert reasons_to_refuse(reading_of(**changes), CONTEXT) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_refuses_something(rule: Callable[[PriceReading, Context], str | None]):
    assert any(rule(reading_of(**changes), CONTEXT) for changes, _ in REFUSED)


def test_every_broken_rule_is_told_in_the_order_of_the_rules():
    reading = reading_of(provider="", send_currency="XXX", fee=None, rate=Decimal(-1))
    assert reasons_to_refuse(reading, CONTEXT) == (
        "the provider has no name",
        "sending currency 'XXX' is not an ISO 4217 currency",
        "neither a fee nor a total cost is stated",
        "rate -1 is not between 0 and 1000000",
    )


def test_an_amount_that_is_no_number_is_refused_like_any_other():
    sentences = reasons_to_refuse(a_reading(send_amount=NOT_A_NUMBER), CONTEXT)
    assert sentences[0] == "send_amount NaN is not between 0 and 1000000000"


@pytest.mark.parametrize(
    ("margin", "sentence"),
    [
        (None, None),
        (Decimal("99.99"), None),
        (Decimal("-99.99"), None),
        (Decimal("-150"), "the rate is -150.00% away from the reference rate: direction or unit is wrong"),
        (Decimal("100"), "the rate is 100.00% away from the reference rate: direction or unit is wrong"),
    ],
)
def test_a_rate_as_far_from_the_reference_as_the_reference_itself_is_implausible(
    margin: Decimal | None, sentence: str | None
):
    assert implausible_margin(margin) == sentence
