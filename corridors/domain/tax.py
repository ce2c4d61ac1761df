"""Taxes a sending country takes on remittances, by the day and the way of paying in."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from corridors.domain.codes import PayIn


class TaxRule(NamedTuple):
    """A share of the amount transferred, fees excluded, for some ways of paying in, from one day on."""

    country: str
    percent: Decimal
    pay_in: frozenset[PayIn]
    since: date
    source: str
    until: date | None = None


def in_force(rules: Iterable[TaxRule], *, country: str, on: date) -> list[TaxRule]:
    """The taxes that a country takes on a day, whatever way of paying."""
    return [
        rule
        for rule in rules
        if rule.country == country and rule.since <= on and (rule.until is None or on <= rule.until)
    ]


def avoided(
    rules: Iterable[TaxRule], *, country: str, pay_in: Collection[PayIn], on: date
) -> list[tuple[TaxRule, frozenset[PayIn]]]:
    """The taxes that some ways of paying bear and others do not, each with the ways that bear it.

    sender_tax_percent leaves them out; who pays in one of those ways pays them all the same.
    """
    ways = frozenset(pay_in)
    return [
        (rule, taxed)
        for rule in in_force(rules, country=country, on=on)
        if (taxed := ways & rule.pay_in) and taxed != ways
    ]


def sender_tax_percent(
    rules: Iterable[TaxRule], *, country: str, pay_in: Collection[PayIn], on: date
) -> Decimal:
    """The tax in per cent of the amount transferred; 0 where no rule applies.

    A service that also takes an untaxed way of paying in is priced without the tax: the sender can avoid
    it. Ask with the one way chosen to see the tax of that way. Ways not stated are not taxed.
    """
    ways = frozenset(pay_in)
    return sum(
        (rule.percent for rule in in_force(rules, country=country, on=on) if ways and ways <= rule.pay_in),
        Decimal(0),
    )
