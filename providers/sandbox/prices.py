"""Prices that nobody charges, shaped like the survey's and moving a little each minute.

No clock and nothing read: the minute is part of `now`, an argument, so that one minute has one price.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from hashlib import blake2b
from typing import NamedTuple

from remitcompare.money import payable_step

# Percentage points of the converted amount, either way: seen on a page, and far from what validation holds.
MOST_MOVED = Decimal("0.1")
STEPS = 1_000
HUNDRED = Decimal(100)
RATE_STEP = Decimal("0.000001")
PERCENT_STEP = Decimal("0.001")
# A fee inside the amount must leave something of it.
MOST_PERCENT = Decimal(20)


class Shape(NamedTuple):
    """What a service charges: a fee of `fixed` (sending currency) and `percent` of the amount, and
    `margin_percent` of the converted amount in its exchange rate.
    """

    fixed: Decimal
    percent: Decimal
    margin_percent: Decimal


class Quote(NamedTuple):
    """One price at one moment, its fee inside: received = (send_amount − fee) × rate.

    `send_amount` and `fee` in sending currency, `rate` receiving units per sending unit, `received` in
    receiving currency and rounded to what it pays out, `margin_percent` against the reference rate.
    """

    send_amount: Decimal
    fee: Decimal
    rate: Decimal
    received: Decimal
    margin_percent: Decimal
    observed_at: datetime


class Terms(NamedTuple):
    """What an invented service charges in one corridor; `reference_rate` is receiving per sending unit."""

    service: str
    corridor: str
    send_currency: str
    receive_currency: str
    shape: Shape
    reference_rate: Decimal


def shape_through(points: Sequence[tuple[Decimal, Decimal]], *, margin_percent: Decimal) -> Shape:
    """The shape through the (amount, fee) points of one surveyed service, both in sending currency.

    The lowest and the highest amount decide; a fee that falls as the amount rises counts as constant, and one
    that rises faster than the amount as a percentage alone, so that no amount has a fee below 0.
    """
    (low, fee), (high, fee_high) = min(points), max(points)
    rise = (fee_high - fee) / (high - low) if high > low else Decimal(0)
    share = min(max(rise, Decimal(0)), fee / low, MOST_PERCENT / HUNDRED)
    percent = (HUNDRED * share).quantize(PERCENT_STEP)
    return Shape(max(fee - percent * low / HUNDRED, Decimal(0)), percent, margin_percent)


def in_currency(shape: Shape, *, rate: Decimal) -> Shape:
    """The same shape for senders in another currency; `rate` is its units per unit of the shape's own."""
    return shape._replace(fixed=shape.fixed * rate)


def cost_percent(shape: Shape, *, amount: Decimal) -> Decimal:
    """Fee and margin as a share of an amount in sending currency."""
    return shape.percent + HUNDRED * shape.fixed / amount + shape.margin_percent


def minute_of(now: datetime) -> datetime:
    """The minute, in UTC, whose price holds at a moment."""
    return now.astimezone(UTC).replace(second=0, microsecond=0)


def moved_by(*, service: str, corridor: str, now: datetime) -> Decimal:
    """How far a service's margin lies off its usual one in this minute: at most MOST_MOVED points."""
    words = f"{service}|{corridor}|{minute_of(now).isoformat()}"
    number = int.from_bytes(blake2b(words.encode(), digest_size=8).digest())
    return MOST_MOVED * (number % (2 * STEPS + 1) - STEPS) / STEPS


def margin_at(terms: Terms, now: datetime) -> Decimal:
    """The margin in percent that a service takes in this minute."""
    return terms.shape.margin_percent + moved_by(service=terms.service, corridor=terms.corridor, now=now)


def rate_at(terms: Terms, now: datetime) -> Decimal:
    """The exchange rate that a service gives in this minute."""
    return (terms.reference_rate * (1 - margin_at(terms, now) / HUNDRED)).quantize(RATE_STEP)


def fixed_fee(terms: Terms) -> Decimal:
    """The fixed part of the fee, in what the sending currency pays."""
    return _payable(terms.shape.fixed, terms.send_currency)


def quote_sending(terms: Terms, *, send_amount: Decimal, now: datetime) -> Quote | None:
    """What comes of an amount that the sender hands over; None when the fee would take all of it."""
    fee = _payable(fixed_fee(terms) + send_amount * terms.shape.percent / HUNDRED, terms.send_currency)
    if fee >= send_amount:
        return None
    rate = rate_at(terms, now)
    return Quote(
        send_amount=send_amount,
        fee=fee,
        rate=rate,
        received=_payable((send_amount - fee) * rate, terms.receive_currency),
        margin_percent=HUNDRED * (1 - rate / terms.reference_rate),
        observed_at=minute_of(now),
    )


def quote_receiving(terms: Terms, *, received: Decimal, now: datetime) -> Quote | None:
    """What the sender must hand over for an amount to arrive, rounded up to what the currency pays.

    What arrives is the amount asked for or, by that rounding, a little more.
    """
    converted = received / rate_at(terms, now)
    needed = (converted + fixed_fee(terms)) / (1 - terms.shape.percent / HUNDRED)
    step = payable_step(terms.send_currency)
    # One step more pays for the rounding of the fee itself.
    return quote_sending(terms, send_amount=needed.quantize(step, ROUND_CEILING) + step, now=now)


def _payable(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(payable_step(currency), ROUND_HALF_UP)
