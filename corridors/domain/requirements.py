"""The World Bank's twelve minimum requirements for a remittance price database, measured for one corridor.

Source: World Bank, Remittance Price Comparison Databases: Minimum Requirements and Overall Policy Strategy.
What the World Bank leaves open is decided in docs/methodology.md, section 6. We count; only the World Bank
certifies.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import NamedTuple, TypeAlias

from corridors.domain.codes import CollectionMethod

AMOUNTS = 2
COVERED_PERCENT = Decimal(60)
# How long before the newest prices a price may have been collected to speak for how prices are collected.
COLLECTED_WITHIN = timedelta(days=400)
# Somebody else asked or read. What a provider sends in about itself is not independent.
INDEPENDENT = frozenset(CollectionMethod) - {CollectionMethod.PROVIDER_SUBMISSION}


class Requirement(IntEnum):
    """The requirements, by the World Bank's numbers."""

    TWO_AMOUNTS = 1
    SENDER_FEES = 2
    EXCHANGE_RATE = 3
    TOTAL_COST = 4
    SPEED = 5
    TYPES = 6
    MARKET_COVERAGE = 7
    INDEPENDENCE = 8
    MYSTERY_SHOPPING = 9
    NO_ADVERTISING = 10
    FUNDING = 11
    LINKS = 12


class Verdict(StrEnum):
    """Whether a requirement is met. Unknown is never counted as met."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


# What is known of a corridor


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts:
    """What the standing prices of one service state; a thing is there when each of them states it.

    `amounts` counts different price points, or amounts where a price was seen at no price point;
    `price_points` are in nominal US dollars. `methods` are how its prices were collected lately.
    """

    provider: Hashable
    amounts: int
    price_points: frozenset[int]
    has_fee: bool
    has_rate: bool
    has_total: bool
    has_speed: bool
    has_types: bool
    methods: frozenset[CollectionMethod]


class Share(NamedTuple):
    """A provider's share of what is sent through the corridor in a year, by a named source."""

    provider: Hashable
    name: str
    percent: Decimal
    year: int
    source: str
    source_url: str


class Funding(NamedTuple):
    """Who pays for the service, in a sentence, and where that can be checked."""

    statement: str
    source_url: str
    stated_on: date


class Database(NamedTuple):
    """Another price database that the World Bank approved, and the countries (alpha-2) that it sends from."""

    name: str
    url: str
    countries: tuple[str, ...]
    approval_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorridorFacts:
    """All that the twelve are measured by. `mystery_prices` were asked for as a customer would, lately."""

    services: tuple[ServiceFacts, ...]
    mystery_prices: int
    mystery_latest: date | None
    shares: tuple[Share, ...]
    funding: Funding | None
    databases: tuple[Database, ...]


# What is found


class ServiceCount(NamedTuple):
    """Of how many services a thing is known."""

    known: int
    services: int


class AmountCount(NamedTuple):
    """How many services were seen at two amounts or more, and at which price points any was (nominal USD)."""

    known: int
    services: int
    price_points: tuple[int, ...]


class Coverage(NamedTuple):
    """What the providers with a standing price hold of the market in the latest year with a share.

    `stated_percent` is what all shares of that year add up to; `covering` and `absent` are those shares of
    providers with and without a standing price. None and nothing where no share is known.
    """

    year: int | None
    covered_percent: Decimal
    stated_percent: Decimal
    covering: tuple[Share, ...]
    absent: tuple[Share, ...]


class Collection(NamedTuple):
    """How many services somebody other than their provider collected, and how many each method saw."""

    independent: int
    services: int
    methods: tuple[tuple[CollectionMethod, int], ...]


class MysteryShopping(NamedTuple):
    """How many prices were asked for as a customer would, and the latest day of it."""

    prices: int
    latest: date | None


class BuiltIn(NamedTuple):
    """A property of this software rather than of its data."""


class Paid(NamedTuple):
    """Who pays, where it is stated. That nothing is sold by subscription is a property of this software."""

    funding: Funding | None


class Linked(NamedTuple):
    """The approved databases that are linked."""

    databases: tuple[Database, ...]


Evidence: TypeAlias = (
    ServiceCount | AmountCount | Coverage | Collection | MysteryShopping | BuiltIn | Paid | Linked
)


class Finding(NamedTuple):
    """One requirement, whether it is met, and by what that can be seen."""

    requirement: Requirement
    verdict: Verdict
    evidence: Evidence


def measure(facts: CorridorFacts) -> tuple[Finding, ...]:
    """Every requirement in its order, met or not, with the evidence."""
    of = facts.services
    return (
        _amounts(of),
        _stated(Requirement.SENDER_FEES, [service.has_fee for service in of]),
        _stated(Requirement.EXCHANGE_RATE, [service.has_rate for service in of]),
        _stated(Requirement.TOTAL_COST, [service.has_total for service in of]),
        _stated(Requirement.SPEED, [service.has_speed for service in of]),
        _stated(Requirement.TYPES, [service.has_types for service in of]),
        _coverage(facts),
        _independence(of),
        _mystery_shopping(facts),
        # There is no field for an advertisement, and nothing to subscribe to.
        Finding(Requirement.NO_ADVERTISING, Verdict.MET, BuiltIn()),
        Finding(Requirement.FUNDING, _met(facts.funding is not None), Paid(facts.funding)),
        Finding(Requirement.LINKS, _met(bool(facts.databases)), Linked(facts.databases)),
    )


def count_met(findings: Iterable[Finding]) -> int:
    """How many of the requirements are met."""
    return sum(finding.verdict is Verdict.MET for finding in findings)


def _met(is_met: bool) -> Verdict:
    return Verdict.MET if is_met else Verdict.NOT_MET


def _of_most(known: int, services: int) -> Verdict:
    """Met where more than half of the services state a thing; a single one would show nothing."""
    return _met(2 * known > services) if services else Verdict.UNKNOWN


def _stated(requirement: Requirement, known: Sequence[bool]) -> Finding:
    count = ServiceCount(sum(known), len(known))
    return Finding(requirement, _of_most(*count), count)


def _amounts(services: Sequence[ServiceFacts]) -> Finding:
    known = sum(service.amounts >= AMOUNTS for service in services)
    points = frozenset[int]().union(*(service.price_points for service in services))
    count = AmountCount(known, len(services), tuple(sorted(points)))
    return Finding(Requirement.TWO_AMOUNTS, _of_most(known, len(services)), count)


def of_latest_year(shares: Iterable[Share]) -> tuple[Share, ...]:
    """Those of some shares that are of the latest year among them; none of none."""
    every = tuple(shares)
    latest = max((share.year for share in every), default=None)
    return tuple(share for share in every if share.year == latest)


def _coverage(facts: CorridorFacts) -> Finding:
    requirement = Requirement.MARKET_COVERAGE
    if not facts.shares:
        return Finding(requirement, Verdict.UNKNOWN, Coverage(None, Decimal(0), Decimal(0), (), ()))
    shares = of_latest_year(facts.shares)
    present = {service.provider for service in facts.services}
    covering = tuple(share for share in shares if share.provider in present)
    covered, stated = (sum((share.percent for share in some), Decimal(0)) for some in (covering, shares))
    absent = tuple(share for share in shares if share.provider not in present)
    return Finding(
        requirement,
        _met(covered >= COVERED_PERCENT),
        Coverage(shares[0].year, covered, stated, covering, absent),
    )


def _independence(services: Sequence[ServiceFacts]) -> Finding:
    independent = sum(not INDEPENDENT.isdisjoint(service.methods) for service in services)
    methods = Counter(method for service in services for method in service.methods)
    seen = Collection(independent, len(services), tuple(sorted(methods.items())))
    verdict = _met(independent == len(services)) if services else Verdict.UNKNOWN
    return Finding(Requirement.INDEPENDENCE, verdict, seen)


def _mystery_shopping(facts: CorridorFacts) -> Finding:
    verdict = _met(facts.mystery_prices > 0) if facts.services else Verdict.UNKNOWN
    seen = MysteryShopping(facts.mystery_prices, facts.mystery_latest)
    return Finding(Requirement.MYSTERY_SHOPPING, verdict, seen)
