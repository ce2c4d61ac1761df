"""What a comparison says in figures: a cost whose rounded parts add up, and what the choice is worth.

Rounding is the last step: everything here is in steps of what the currency pays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from statistics import median

from corridors.domain.codes import FeeConvention, Mode
from corridors.domain.pricing import Cost, Payment
from corridors.domain.ranking import Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A payment's cost in sending currency, each line rounded, the lines adding up to `total`.

    `lost_in_rate` takes the rounding of the other lines; it is negative when the rate beats mid-market.
    """

    you_pay: Decimal
    fee: Decimal
    tax: Decimal
    recipient_fee: Decimal
    lost_in_rate: Decimal
    total: Decimal
    total_percent: Decimal


def receipt_of(payment: Payment, cost: Cost, *, step: Decimal) -> Receipt:
    """The receipt of a payment, in steps of what the sending currency pays (0.01, 1, …)."""
    fee, tax, recipient_fee = (_nearest(part, step) for part in (cost.fee, cost.tax, cost.recipient_fee))
    total = _nearest(cost.total, step)
    return Receipt(
        you_pay=amount_to_pay(payment, step=step),
        fee=fee,
        tax=tax,
        recipient_fee=recipient_fee,
        lost_in_rate=total - fee - tax - recipient_fee,
        total=total,
        total_percent=cost.total_percent,
    )


def amount_to_pay(payment: Payment, *, step: Decimal) -> Decimal:
    """What the sender hands over: never less than the price, so rounded up to the currency's step."""
    return payment.you_pay.quantize(step, rounding=ROUND_CEILING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A payment's sending-currency amounts as they are handed over, in steps of what the currency pays.

    They add up: with the fee inside, `principal` is all of `you_pay`; else you_pay = principal + fee + tax,
    so that `principal` takes the rounding of the others, at most two steps.
    """

    you_pay: Decimal
    principal: Decimal
    fee: Decimal
    tax: Decimal


def paid_of(payment: Payment, *, fee_convention: FeeConvention, step: Decimal) -> Paid:
    """What is handed over in a payment, in steps of what the sending currency pays (0.01, 1, …)."""
    you_pay = amount_to_pay(payment, step=step)
    fee, tax = _nearest(payment.fee, step), _nearest(payment.tax, step)
    principal = you_pay if fee_convention is FeeConvention.INSIDE else you_pay - fee - tax
    return Paid(you_pay=you_pay, principal=principal, fee=fee, tax=tax)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """By how much the best option beats the worst and the middle one.

    In receiving currency when paying, in sending currency when the family must get an amount; never negative.
    """

    to_worst: Decimal
    to_middle: Decimal


def spread_of(
    options: Sequence[Option], *, mode: Mode, send_step: Decimal, payout_step: Decimal
) -> Spread | None:
    """What choosing the best of some ranked options is worth; None when there is no choice."""
    if len(options) < 2:
        return None
    if mode is Mode.PAY:
        amounts, step = [option.payment.recipient_gets or Decimal(0) for option in options], payout_step
    else:
        amounts, step = [amount_to_pay(option.payment, step=send_step) for option in options], send_step
    best, worst, middle = amounts[0], amounts[-1], median(amounts)
    return Spread(
        to_worst=abs(best - worst).quantize(step, rounding=ROUND_FLOOR),
        to_middle=abs(best - middle).quantize(step, rounding=ROUND_FLOOR),
    )


def behind_best(
    option: Option, best: Option, *, mode: Mode, send_step: Decimal, payout_step: Decimal
) -> Decimal:
    """By how much an option is worse than the best: less that arrives or, in receive mode, more to pay."""
    spread = spread_of([best, option], mode=mode, send_step=send_step, payout_step=payout_step)
    return spread.to_worst if spread else Decimal(0)


def _nearest(amount: Decimal, step: Decimal) -> Decimal:
    return amount.quantize(step, rounding=ROUND_HALF_UP)
