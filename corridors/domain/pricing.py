"""What the family gets for what the sender pays, exactly.

Two questions: *pay* (I have this much, everything included) and *receive* (they must get this much).
Both walk the lines of a schedule (tariff.py) and are solved by algebra, not by search.
Source: docs/methodology.md, sections 2 and 3.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from corridors.domain.codes import AmountBasis, FeeConvention
from corridors.domain.tariff import IDENTITY, Affine, Stretch, through, type_of_schedule

HUNDRED = Decimal(100)


class PricingError(ValueError):
    """A number no price can be made of, such as a rate that is not positive."""


def fx_margin_percent(*, rate: Decimal, reference_rate: Decimal) -> Decimal:
    """Share of the converted amount that the provider keeps in its exchange rate, in per cent.

    Args:
        rate: receiving-currency units the provider gives per 1 sending-currency unit.
        reference_rate: the mid-market value of the same ratio at the same time.

    Raises:
        PricingError: either rate is not positive.

    Negative when the provider gives more than mid-market; reported as it is.
    Source: World Bank, Remittance Prices Worldwide; docs/methodology.md, section 2.
    """
    if rate <= 0 or reference_rate <= 0:
        raise PricingError(f"rates must be positive: rate {rate}, reference rate {reference_rate}")
    return HUNDRED * (1 - rate / reference_rate)


def rate_from_margin(*, margin_percent: Decimal, reference_rate: Decimal) -> Decimal:
    """The rate a provider applies when it keeps `margin_percent` of the reference rate.

    Raises:
        PricingError: the reference rate is not positive, or the margin leaves nothing.
    """
    if reference_rate <= 0 or margin_percent >= HUNDRED:
        raise PricingError(f"no rate from margin {margin_percent}% on reference rate {reference_rate}")
    return reference_rate * (1 - margin_percent / HUNDRED)


def fee_percent(*, fee: Decimal, send_amount: Decimal) -> Decimal:
    """The fee in per cent of the principal.

    Raises:
        PricingError: send_amount is not positive.
    """
    if send_amount <= 0:
        raise PricingError(f"send_amount {send_amount} is not positive")
    return HUNDRED * fee / send_amount


def total_percent(*, fee: Decimal, send_amount: Decimal, margin_percent: Decimal) -> Decimal:
    """RPW total cost in per cent: fee % + FX margin %. Negative totals are reported as they are."""
    return fee_percent(fee=fee, send_amount=send_amount) + margin_percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """All that decides a payout, for one service: its schedule and what surrounds it.

    `tax_percent` is of the amount transferred, fees excluded; `recipient_fee` in receiving currency;
    `send_step` and `payout_step` the smallest amounts the two currencies can pay (0.01, 1, …).
    """

    schedule: type_of_schedule
    fee_convention: FeeConvention
    recipient_fee: Decimal
    tax_percent: Decimal
    send_step: Decimal
    payout_step: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One way through a service: sending-currency amounts exact, the payout rounded down once.

    `rate` is the rate the principal's converted part really got; None, like `recipient_gets`, when the
    provider does not disclose it.
    """

    principal: Decimal
    fee: Decimal
    tax: Decimal
    you_pay: Decimal
    recipient_gets: Decimal | None
    rate: Decimal | None
    basis: AmountBasis


@dataclass(frozen=True, slots=True)
class _Line:
    """One stretch with everything written as a line over the principal."""

    stretch: Stretch
    low: Fraction
    paid: Affine
    tax: Affine
    converted: Affine
    value: Affine


def _lines(terms: Terms) -> Iterator[_Line]:
    tax_share, undisclosed = Fraction(terms.tax_percent) / 100, _undisclosed(terms)
    for stretch in terms.schedule:
        low = stretch.low + (Fraction(terms.send_step) if stretch.low_is_open else 0)
        if low > stretch.high:
            continue
        if terms.fee_convention is FeeConvention.INSIDE:
            transferred = IDENTITY.plus(stretch.fee, Fraction(-1))
            tax = transferred.times(tax_share)
            paid, converted = IDENTITY, transferred.plus(tax, Fraction(-1))
        else:
            tax = IDENTITY.times(tax_share)
            paid, converted = IDENTITY.plus(stretch.fee).plus(tax), IDENTITY
        value = _value(stretch, converted, undisclosed)
        yield _Line(stretch, low, paid, tax, converted, value)


def _value(stretch: Stretch, converted: Affine, undisclosed: bool) -> Affine:
    """Receiving-currency value of the converted part; that part itself when any rate is undisclosed.

    Where the rates at the two ends differ, the value (not the rate) runs evenly from one end to the other:
    it is exact at both, has no jump between them, and never falls where the observations rise.
    """
    if undisclosed or stretch.rate_low is None or stretch.rate_high is None:
        return converted
    if stretch.rate_low == stretch.rate_high:
        return converted.times(stretch.rate_low)
    low, high = stretch.low, stretch.high
    return through(low, converted.at(low) * stretch.rate_low, high, converted.at(high) * stretch.rate_high)


def pay(terms: Terms, *, amount: Decimal) -> Payment | None:
    """The most the recipient can get when the sender pays at most `amount`, everything included.

    Never falls as `amount` rises: where a tariff's next band would deliver less, the sender pays the best
    smaller sum and keeps the rest. None when `amount` lies outside the range of the service's prices.
    """
    budget, best = Fraction(amount), None
    within_range = False
    for line in _lines(terms):
        span = _where_at_most(line.paid, budget, line.low, line.stretch.high)
        within_range = within_range or budget <= max(line.paid.at(line.low), line.paid.at(line.stretch.high))
        for principal in span:
            candidate = (line.value.at(principal), -line.paid.at(principal), principal, line)
            if best is None or candidate[:2] > best[:2]:
                best = candidate
    if best is None or not within_range:
        return None
    return _payment(best[3], best[2], terms)


def receive(terms: Terms, *, amount: Decimal) -> Payment | None:
    """The least the sender must pay so that the recipient gets at least `amount` (receiving currency).

    None when no principal in the range of the service's prices delivers it, when even the smallest
    delivers more, or when the rate is not disclosed.
    """
    if _undisclosed(terms):
        return None
    step, best = Fraction(terms.payout_step), None
    payout = ceil(Fraction(amount) / step) * step
    target, within_range = payout + Fraction(terms.recipient_fee), False
    for line in _lines(terms):
        down = Affine(-line.value.intercept, -line.value.slope)
        smallest = min(line.value.at(line.low), line.value.at(line.stretch.high))
        within_range = within_range or payout >= _payout(smallest, terms)
        for principal in _where_at_most(down, -target, line.low, line.stretch.high):
            candidate = (-line.paid.at(principal), line.value.at(principal), principal, line)
            if best is None or candidate[:2] > best[:2]:
                best = candidate
    if best is None or not within_range:
        return None
    return _payment(best[3], best[2], terms)


def _undisclosed(terms: Terms) -> bool:
    return any(stretch.rate_low is None or stretch.rate_high is None for stretch in terms.schedule)


def _payout(value: Fraction, terms: Terms) -> Fraction:
    """What is left of the value at pay-out, rounded down to what the currency can pay."""
    step = Fraction(terms.payout_step)
    return floor((value - Fraction(terms.recipient_fee)) / step) * step


def _where_at_most(line: Affine, limit: Fraction, low: Fraction, high: Fraction) -> Iterable[Fraction]:
    """The ends of the part of [low, high] on which the line is at most `limit`; empty when nowhere."""
    at_low, at_high = line.at(low) <= limit, line.at(high) <= limit
    if at_low and at_high:
        return low, high
    if not at_low and not at_high:
        return ()
    crossing = (limit - line.intercept) / line.slope
    return (low, crossing) if at_low else (crossing, high)


def _payment(line: _Line, principal: Fraction, terms: Terms) -> Payment | None:
    gets = rate = None
    if not _undisclosed(terms):
        value, converted = line.value.at(principal), line.converted.at(principal)
        payout = _payout(value, terms)
        if payout <= 0:
            return None
        gets, rate = _decimal(payout), _decimal(value / converted)
    return Payment(
        principal=_decimal(principal),
        fee=_decimal(line.stretch.fee.at(principal)),
        tax=_decimal(line.tax.at(principal)),
        you_pay=_decimal(line.paid.at(principal)),
        recipient_gets=gets,
        rate=rate,
        basis=_basis(line.stretch, principal),
    )


def _basis(stretch: Stretch, principal: Fraction) -> AmountBasis:
    """`observed` at an observed amount: the inner end of an outer stretch, or either end of an inner one."""
    if stretch.basis is AmountBasis.TARIFF:
        return AmountBasis.TARIFF
    return AmountBasis.OBSERVED if principal in stretch.observed_at else stretch.basis


def _decimal(number: Fraction) -> Decimal:
    """To 28 significant digits, more than any column or page shows."""
    return Decimal(number.numerator) / Decimal(number.denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Where the money goes, in sending currency; the parts add up to `total`.

    `lost_in_rate` holds the exchange-rate loss and the fraction of a minor unit lost in rounding down.
    """

    total: Decimal
    total_percent: Decimal
    fee: Decimal
    tax: Decimal
    recipient_fee: Decimal
    lost_in_rate: Decimal
    margin_percent: Decimal
    rpw_total_percent: Decimal


def cost_of(payment: Payment, *, recipient_fee: Decimal, reference_rate: Decimal) -> Cost:
    """The cost of a payment against the reference rate (receiving units per sending unit).

    total = you_pay − recipient_gets / reference_rate, and as a share of you_pay.

    Raises:
        PricingError: the payment has no disclosed rate, or the reference rate is not positive.
    """
    if payment.recipient_gets is None or payment.rate is None:
        raise PricingError("a payment without a disclosed rate has no known cost")
    margin = fx_margin_percent(rate=payment.rate, reference_rate=reference_rate)
    total = payment.you_pay - payment.recipient_gets / reference_rate
    taken_at_payout = recipient_fee / reference_rate
    return Cost(
        total=total,
        total_percent=HUNDRED * total / payment.you_pay,
        fee=payment.fee,
        tax=payment.tax,
        recipient_fee=taken_at_payout,
        lost_in_rate=total - payment.fee - payment.tax - taken_at_payout,
        margin_percent=margin,
        rpw_total_percent=total_percent(
            fee=payment.fee, send_amount=payment.principal, margin_percent=margin
        ),
    )
