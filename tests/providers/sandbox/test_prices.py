"""The laws of invented prices: one minute has one price, it moves a little, and its sum comes out."""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.sandbox.prices import (
    Shape,
    cost_percent,
    in_currency,
    margin_at,
    minute_of,
    moved_by,
    quote_receiving,
    quote_sending,
    rate_at,
    shape_through,
)
from remitcompare.money import payable_step
from tests.providers.sandbox.markets import NOW, terms

MOMENTS = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2040, 1, 1),  # noqa: DTZ001
    timezones=st.timezones(),
)
MONEY = st.decimals("0.01", 10_000, places=2)
FEES = st.decimals(0, 100, places=2)
PERCENTS = st.decimals(0, 20, places=3)
MARGINS = st.decimals(0, 10, places=3)
SENT = st.decimals(1, 100_000, places=2)
NAMES = st.text(min_size=1, max_size=20)


def some_terms(fixed: Decimal, percent: Decimal, margin: Decimal, receiving: str = "PHP"):
    return terms(str(fixed), str(percent), str(margin), currencies=("AED", receiving))


@given(service=NAMES, corridor=NAMES, now=MOMENTS)
def test_a_margin_moves_by_a_tenth_of_a_point_at_most(service: str, corridor: str, now: datetime) -> None:
    assert abs(moved_by(service=service, corridor=corridor, now=now)) <= Decimal("0.1")


@given(now=MOMENTS, seconds=st.integers(0, 59))
def test_a_minute_has_one_price_in_every_time_zone(now: datetime, seconds: int) -> None:
    minute = minute_of(now)
    within = (minute + timedelta(seconds=seconds)).astimezone(now.tzinfo)
    assert rate_at(terms(), now) == rate_at(terms(), within) == rate_at(terms(), minute)


def test_the_price_moves_from_minute_to_minute() -> None:
    rates = {rate_at(terms(), NOW + timedelta(minutes=minute)) for minute in range(60)}
    assert len(rates) > 50


def test_two_services_do_not_move_together() -> None:
    one, other = (
        [margin_at(terms(service=name), NOW + timedelta(minutes=minute)) for minute in range(30)]
        for name in ("Sandbox Heron Transfer", "Sandbox Tapir Remit")
    )
    assert one != other


def test_the_movement_goes_both_ways() -> None:
    moves = [moved_by(service="a", corridor="b", now=NOW + timedelta(minutes=n)) for n in range(500)]
    assert min(moves) < Decimal("-0.09")
    assert max(moves) > Decimal("0.09")


@given(FEES, PERCENTS, MARGINS, SENT, MOMENTS, st.sampled_from(["PHP", "VND", "KRW"]))
def test_what_arrives_is_the_amount_less_the_fee_at_the_rate(
    fixed: Decimal, percent: Decimal, margin: Decimal, amount: Decimal, now: datetime, receiving: str
) -> None:
    quote = quote_sending(some_terms(fixed, percent, margin, receiving), send_amount=amount, now=now)
    if quote is None:
        assert fixed + amount * percent / 100 >= amount - Decimal("0.005")
        return
    exact = (amount - quote.fee) * quote.rate
    assert quote.received == exact.quantize(payable_step(receiving), ROUND_HALF_UP)
    assert 0 <= quote.fee < amount
    assert quote.rate > 0


@given(FEES, PERCENTS, MARGINS, MOMENTS)
def test_a_margin_stays_within_a_tenth_of_a_point_of_the_surveyed_one(
    fixed: Decimal, percent: Decimal, margin: Decimal, now: datetime
) -> None:
    quote = quote_sending(some_terms(fixed, percent, margin), send_amount=Decimal(1000), now=now)
    assert quote is not None
    # The rate has six decimals: a millionth of 17.5 is less than a ten-thousandth of a point.
    assert abs(quote.margin_percent - margin) <= Decimal("0.1001")


@given(FEES, PERCENTS, MARGINS, st.decimals(1, 1_000_000, places=2), MOMENTS)
def test_what_is_asked_to_arrive_arrives_and_no_more_than_the_rounding_costs(
    fixed: Decimal, percent: Decimal, margin: Decimal, received: Decimal, now: datetime
) -> None:
    quote = quote_receiving(some_terms(fixed, percent, margin), received=received, now=now)
    assert quote is not None
    assert received <= quote.received <= received + 3 * Decimal("0.01") * quote.rate


def test_a_quote_by_hand() -> None:
    quote = quote_sending(terms("5", "0.5", "1"), send_amount=Decimal(1000), now=NOW)
    moved = moved_by(service="Sandbox Heron Transfer", corridor="ae-ph", now=NOW)
    assert quote is not None
    assert quote.fee == Decimal(10)
    assert quote.rate == (Decimal("17.5") * (99 - moved) / 100).quantize(Decimal("0.000001"))
    assert quote.observed_at == NOW.replace(second=0)


def test_an_amount_that_the_fee_would_eat_has_no_quote() -> None:
    assert quote_sending(terms("5", "0"), send_amount=Decimal(5), now=NOW) is None
    assert quote_sending(terms("5", "0"), send_amount=Decimal("5.01"), now=NOW) is not None


@pytest.mark.parametrize(
    ("points", "shape"),
    [
        # 12 at 200 and 15 at 500: 3 more for 300 more is 1%, and 10 is left of the 12.
        ([("200", "12"), ("500", "15")], ("10", "1")),
        ([("200", "12")], ("12", "0")),
        # A fee that falls with the amount is constant here, at what the smaller amount costs.
        ([("200", "12"), ("500", "6")], ("12", "0")),
        # 2 at 200 is 1%; 8 at 500 rises by 2%, which would make small amounts pay less than nothing.
        ([("500", "8"), ("200", "2")], ("0", "1")),
        ([("200", "0"), ("500", "0")], ("0", "0")),
    ],
)
def test_a_surveyed_fee_becomes_a_fixed_part_and_a_percentage(
    points: list[tuple[str, str]], shape: tuple[str, str]
) -> None:
    made = shape_through(
        [(Decimal(amount), Decimal(fee)) for amount, fee in points], margin_percent=Decimal(2)
    )
    assert made == Shape(Decimal(shape[0]), Decimal(shape[1]), Decimal(2))


@given(st.lists(st.tuples(MONEY, FEES), min_size=1, max_size=4))
def test_no_fee_is_ever_below_zero(points: list[tuple[Decimal, Decimal]]) -> None:
    shape = shape_through(points, margin_percent=Decimal(1))
    assert shape.fixed >= 0
    assert 0 <= shape.percent <= 20


def test_a_cost_is_fee_and_margin_of_the_amount() -> None:
    assert cost_percent(Shape(Decimal(4), Decimal(1), Decimal(2)), amount=Decimal(200)) == Decimal(5)


def test_in_another_currency_only_the_fixed_fee_changes() -> None:
    shape = in_currency(Shape(Decimal(4), Decimal(1), Decimal(2)), rate=Decimal(8))
    assert shape == Shape(Decimal(32), Decimal(1), Decimal(2))
