"""Numbers as they are sent: text, never a float, never with an exponent. What is not known is null."""

from decimal import Decimal

from remitcompare.money import payable_step, plain

RATE_PLACES = 12


def exactly(number: Decimal | None) -> str | None:
    """Every digit there is, without trailing zeros."""
    if number is None:
        return None
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(number: Decimal | None) -> str | None:
    """Money or a percentage, to 6 decimals."""
    return None if number is None else plain(number)


def rate(number: Decimal | None) -> str | None:
    """An exchange rate, to 12 decimals: one đồng is a small part of a dinar."""
    return None if number is None else plain(number, RATE_PLACES)


def payable(number: Decimal | None, currency: str) -> str | None:
    """Money with the decimals that its currency pays: "3822.00", "29974"."""
    return None if number is None else f"{number.quantize(payable_step(currency)):f}"
