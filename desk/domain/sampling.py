"""Whom a round of mystery shopping asks, at which amounts, and on which day.

As the World Bank samples for its survey: companies that hold at least 80 per cent of the market together,
both amounts of a service on one day, and the days spread over the round.
Source: World Bank, Remittance Prices Worldwide, methodology; docs/methodology.md, section 6.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate, chain, zip_longest
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


def plan(
    companies: Iterable[Company],
    *,
    amounts: Sequence[Decimal],
    first: date,
    last: date,
    most_visits: int,
    rotation: int = 0,
    kept: Collection[Asked] = (),
) -> tuple[Asked, ...]:
    """The visits of one round that are to be made besides those it keeps, in the order of their days.

    Args:
        companies: every company with a service in the corridor; one without a service cannot be asked.
        amounts: what to ask about, in sending currency, without repetition.
        first: the first day that is left of the round.
        last: its last day, included; where it is before `first` nothing is planned.
        most_visits: how many visits there may be, those that are kept included; a service is asked about at
            all amounts or not at all.
        rotation: another number begins on another day, so that a company is not always asked on the same.
        kept: visits that stay as they are. What is lacking of a service that is kept comes before all else,
            and on its day where that is still ahead.

    Each company that is chosen is asked about one service first, by what is kept or anew; what is left of
    `most_visits` goes to their further services in turn.
    """
    if last < first:
        return ()
    asked = _within(most_visits - len(kept), _by_turns(companies, kept), amounts=amounts, kept=kept)
    day_of = {visit.service: visit.day for visit in kept if first <= visit.day <= last}
    new = [service for _, service, _ in asked if service not in day_of]
    day_of |= zip(new, spread(len(new), first=first, last=last, rotation=rotation), strict=True)
    visits = [
        Asked(company, service, amount, day_of[service])
        for company, service, lacking in asked
        for amount in lacking
    ]
    return tuple(sorted(visits, key=lambda visit: visit.day))


def _by_turns(companies: Iterable[Company], kept: Iterable[Asked]) -> Iterator[tuple[int, int]]:
    """Services of the chosen companies: one of each, then a second of each; what is kept counts first."""
    is_kept = {visit.service for visit in kept}
    in_turn = [
        [(company.key, service) for service in sorted(company.services, key=lambda each: each not in is_kept)]
        for company in choose([company for company in companies if company.services])
    ]
    return (pair for pair in chain.from_iterable(zip_longest(*in_turn)) if pair is not None)


def _within(
    most: int, pairs: Iterable[tuple[int, int]], *, amounts: Sequence[Decimal], kept: Iterable[Asked]
) -> list[tuple[int, int, list[Decimal]]]:
    """Companies, services and the amounts that are lacking of each, as far as `most` visits reach."""
    known = {(visit.service, visit.amount) for visit in kept}
    lacking = [
        (company, service, [amount for amount in amounts if (service, amount) not in known])
        for company, service in pairs
    ]
    lacking.sort(key=lambda each: len(each[2]) == len(amounts))  # a service that is kept in part comes first
    reached = accumulate(len(missing) for *_, missing in lacking)
    return [each for each, visits in zip(lacking, reached, strict=True) if visits <= most and each[2]]


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


def together(asked: Iterable[int], shares: Mapping[int, Decimal | None]) -> Decimal | None:
    """The share of the market that some companies hold together, in per cent; None where no share is known.

    `asked` are keys of companies, `shares` what each company holds; one that is asked twice counts once.
    """
    known = {company: share for company, share in shares.items() if share is not None}
    return sum((known.get(company, Decimal(0)) for company in set(asked)), Decimal(0)) if known else None
