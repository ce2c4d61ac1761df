"""For which amounts a service has a price."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from corridors.domain.codes import FeeConvention, Mode
from corridors.domain.pricing import Payment, Terms, pay, receive


def payable_ends(terms: Terms, mode: Mode) -> tuple[Decimal, Decimal] | tuple[()]:
    """The smallest and the largest amount that pay() or, in receive mode, receive() answers for.

    Sending currency in pay mode, receiving currency in receive mode. Empty when the rate is not disclosed or
    nothing would be paid out.
    """
    if any(stretch.rate_low is None or stretch.rate_high is None for stretch in terms.schedule):
        return ()
    paid = list(_paid(terms))
    step = Fraction(terms.send_step)
    least, most = (_decimal(ceil(min(paid) / step) * step), _decimal(floor(max(paid) / step) * step))
    at_least, at_most = _smallest(terms, least), pay(terms, amount=most)
    if at_least is None or at_most is None:
        return ()
    if mode is Mode.PAY:
        return max(least, _decimal(ceil(Fraction(at_least.you_pay) / step) * step)), most
    return at_least.recipient_gets or Decimal(0), at_most.recipient_gets or Decimal(0)


def _paid(terms: Terms) -> Iterator[Fraction]:
    """What the sender pays at both ends of every stretch."""
    for stretch in terms.schedule:
        low = stretch.low + (Fraction(terms.send_step) if stretch.low_is_open else 0)
        for principal in (low, stretch.high):
            tax = principal * Fraction(terms.tax_percent) / 100
            inside = terms.fee_convention is FeeConvention.INSIDE
            yield principal if inside else principal + stretch.fee.at(principal) + tax


def _smallest(terms: Terms, least: Decimal) -> Payment | None:
    """The payment at the low end, or the smallest that pays out where fees eat the low end."""
    return pay(terms, amount=least) or receive(terms, amount=terms.payout_step)


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
