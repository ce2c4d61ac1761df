"""Whom a round of mystery shopping asks, at which amounts, and on which day.

As the World Bank samples for its survey: companies that hold at least 80 per cent of the market together,
both amounts of a service on one day, and the days spread over the round.
Source: World Bank, Remittance Prices Worldwide, methodology; docs/methodology.md, section 6.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, zip_longest
from typing import NamedTuple

ENOUGH_PERCENT = Decimal(80)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company of the corridor: its share of the market in per cent (None: unknown), and its services.

    `key` and `services` are ids. The services stand in the order in which they are worth asking about: the
    first one is asked first.
    """

    key: int
    name: str
    share_percent: Decimal | None
    services: tuple[int, ...]


class Asked(NamedTuple):
    """One service to be asked about at one amount on a day."""

    company: int
    service: int
    amount: Decimal
    day: date


class Plan(NamedTuple):
    """The visits in the order of their days, and the share of the market they reach.

    It is None where no share is known.
    """

    visits: tuple[Asked, ...]
    covered_percent: Decimal | None


def plan(
    companies: Iterable[Company],
    *,
    amounts: Sequence[Decimal],
    first: date,
    last: date,
    most_visits: int,
    rotation: int = 0,
) -> Plan:
    """The visits of one round.

    Args:
        companies: every company with a service in the corridor; one without a service cannot be asked.
        amounts: what to ask about, in sending currency, without repetition.
        first: the first day of the round.
        last: its last day, included.
        most_visits: how many visits there may be; a service is asked about at all amounts or not at all.
        rotation: another number begins on another day, so that a company is not always asked on the same.

    Each company that is chosen is asked about one service first; what is left of `most_visits` goes to their
    further services in turn.
    """
    chosen = choose([company for company in companies if company.services])
    rounds = zip_longest(*([(company, service) for service in company.services] for company in chosen))
    wanted = [pair for pair in chain.from_iterable(rounds) if pair is not None]
    asked = wanted[: most_visits // len(amounts)] if amounts else []
    days = spread(len(asked), first=first, last=last, rotation=rotation)
    visits = [
        Asked(company.key, service, amount, day)
        for (company, service), day in zip(asked, days, strict=True)
        for amount in amounts
    ]
    reached = {company.key: company.share_percent for company, _ in asked}
    return Plan(
        tuple(sorted(visits, key=lambda visit: visit.day)),
        None if all(company.share_percent is None for company in chosen) else covered(reached.values()),
    )


def choose(companies: Iterable[Company]) -> list[Company]:
    """The largest companies that hold 80 per cent together; failing that all, those of known share first.

    Companies without a known share follow by their number of services, then by name.
    """
    ordered = sorted(
        companies,
        key=lambda company: (
            company.share_percent is None,
            -(company.share_percent or Decimal(0)),
            -len(company.services),
            company.name,
        ),
    )
    held = Decimal(0)
    for number, company in enumerate(ordered, start=1):
        held += company.share_percent or Decimal(0)
        if held >= ENOUGH_PERCENT:
            return ordered[:number]
    return ordered


def spread(number: int, *, first: date, last: date, rotation: int = 0) -> list[date]:
    """As many days as asked for, as evenly as the days allow, beginning `rotation` days into the round."""
    length = (last - first).days + 1
    return [first + timedelta(days=(index * length // number + rotation) % length) for index in range(number)]


def covered(shares: Iterable[Decimal | None]) -> Decimal:
    """The sum of the shares that are known, in per cent."""
    return sum((share for share in shares if share is not None), Decimal(0))
