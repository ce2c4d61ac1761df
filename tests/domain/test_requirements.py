from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.domain.codes import CollectionMethod
from corridors.domain.requirements import (
    AmountCount,
    BuiltIn,
    Collection,
    CorridorFacts,
    Coverage,
    Database,
    Finding,
    Funding,
    Linked,
    MysteryShopping,
    Paid,
    Requirement,
    ServiceCount,
    ServiceFacts,
    Share,
    Verdict,
    count_met,
    measure,
)
from tests.domain.markdown_tables import examples
from tests.domain.strategies import law

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN
SURVEY, SENT_IN = CollectionMethod.SURVEY, CollectionMethod.PROVIDER_SUBMISSION
FUNDING = Funding("The Ministry of Labour pays.", "https://ministry.test/", date(2026, 1, 1))
DATABASE = Database("Send Home", "https://home.test/", ("DE",), "https://home.test/approved")
SHOPPED = date(2026, 11, 1)


def a_service(**changes: Any) -> ServiceFacts:
    """A service of which all that is asked for is known."""
    known: dict[str, Any] = {
        "provider": 1,
        "amounts": 2,
        "price_points": frozenset({200, 500}),
        "has_fee": True,
        "has_rate": True,
        "has_total": True,
        "has_speed": True,
        "has_types": True,
        "methods": frozenset({SURVEY}),
    }
    return ServiceFacts(**known | changes)


def a_share(provider: int, percent: str, year: int = 2025) -> Share:
    return Share(provider, f"Provider {provider}", Decimal(percent), year, "A study", "https://study.test/")


def corridor(*services: ServiceFacts, **changes: Any) -> CorridorFacts:
    """A corridor that meets all twelve unless a change says otherwise."""
    known: dict[str, Any] = {
        "services": services,
        "mystery_prices": 3,
        "mystery_latest": SHOPPED,
        "shares": (a_share(1, "60"),),
        "funding": FUNDING,
        "databases": (DATABASE,),
    }
    return CorridorFacts(**known | changes)


def finding(requirement: Requirement, facts: CorridorFacts) -> Finding:
    return measure(facts)[requirement - 1]


def test_the_twelve_come_in_the_world_bank_s_order_and_can_all_be_met():
    found = measure(corridor(a_service()))
    assert [each.requirement for each in found] == list(Requirement)
    assert len(found) == 12
    assert {each.verdict for each in found} == {MET}
    assert count_met(found) == 12


def test_the_methodology_lists_the_same_twelve():
    listed = [row[""] for row in examples("", "requirement", "met where", at_least=12)]
    assert listed == [str(number.value) for number in Requirement]


def test_of_a_corridor_without_prices_only_what_is_built_in_is_known():
    found = measure(corridor(mystery_prices=0, mystery_latest=None))
    unknown = {each.requirement for each in found if each.verdict is UNKNOWN}
    assert unknown == {1, 2, 3, 4, 5, 6, 8, 9}
    assert found[6].verdict is NOT_MET  # a provider with 60% of the market, and no price of it
    assert count_met(found) == 3


@pytest.mark.parametrize(
    ("requirement", "field"),
    [
        (Requirement.SENDER_FEES, "has_fee"),
        (Requirement.EXCHANGE_RATE, "has_rate"),
        (Requirement.TOTAL_COST, "has_total"),
        (Requirement.SPEED, "has_speed"),
        (Requirement.TYPES, "has_types"),
    ],
)
@pytest.mark.parametrize(
    ("known", "services", "verdict"),
    [(1, 1, MET), (0, 1, NOT_MET), (1, 2, NOT_MET), (2, 3, MET), (5, 10, NOT_MET), (6, 10, MET)],
)
def test_a_thing_is_known_where_more_than_half_of_the_services_state_it(
    requirement, field, known, services, verdict
):
    having = [a_service(**{field: number < known}) for number in range(services)]
    assert finding(requirement, corridor(*having)) == (requirement, verdict, ServiceCount(known, services))


@pytest.mark.parametrize(
    ("services", "verdict", "evidence"),
    [
        ([(2, {200, 500})], MET, AmountCount(1, 1, (200, 500))),
        ([(1, {200})], NOT_MET, AmountCount(0, 1, (200,))),
        ([(3, set())], MET, AmountCount(1, 1, ())),
        ([(2, {500}), (1, {200})], NOT_MET, AmountCount(1, 2, (200, 500))),
        ([(2, {200, 500}), (2, {200, 500}), (1, {200})], MET, AmountCount(2, 3, (200, 500))),
    ],
)
def test_two_amounts_are_asked_of_the_services_not_of_the_corridor(services, verdict, evidence):
    facts = corridor(*(a_service(amounts=count, price_points=frozenset(p)) for count, p in services))
    assert finding(Requirement.TWO_AMOUNTS, facts) == (Requirement.TWO_AMOUNTS, verdict, evidence)


@pytest.mark.parametrize(
    ("shares", "verdict", "year", "covered", "stated"),
    [
        ([], UNKNOWN, None, "0", "0"),
        ([a_share(1, "60")], MET, 2025, "60", "60"),
        ([a_share(1, "59.999")], NOT_MET, 2025, "59.999", "59.999"),
        ([a_share(1, "30"), a_share(2, "30")], MET, 2025, "60", "60"),
        ([a_share(1, "30"), a_share(3, "70")], NOT_MET, 2025, "30", "100"),
        ([a_share(3, "100")], NOT_MET, 2025, "0", "100"),
        # An old year says nothing once a newer one is known.
        ([a_share(1, "90", 2019), a_share(1, "50", 2024)], NOT_MET, 2024, "50", "50"),
        ([a_share(1, "40", 2024), a_share(2, "40", 2023)], NOT_MET, 2024, "40", "40"),
    ],
)
def test_the_market_is_covered_by_the_shares_of_providers_with_a_price(
    shares, verdict, year, covered, stated
):
    facts = corridor(a_service(provider=1), a_service(provider=2), shares=tuple(shares))
    found = finding(Requirement.MARKET_COVERAGE, facts)
    assert isinstance(found.evidence, Coverage)
    assert found.verdict is verdict
    assert found.evidence.year == year
    assert (found.evidence.covered_percent, found.evidence.stated_percent) == (
        Decimal(covered),
        Decimal(stated),
    )


def test_the_shares_that_cover_are_told_from_those_of_absent_providers():
    facts = corridor(a_service(provider=1), shares=(a_share(1, "30"), a_share(3, "20")))
    evidence = finding(Requirement.MARKET_COVERAGE, facts).evidence
    assert isinstance(evidence, Coverage)
    assert [[share.provider for share in some] for some in (evidence.covering, evidence.absent)] == [[1], [3]]


@pytest.mark.parametrize(
    ("methods", "verdict", "independent"),
    [
        ([{SURVEY}], MET, 1),
        ([{SENT_IN}], NOT_MET, 0),
        ([{SENT_IN, CollectionMethod.MYSTERY_SHOPPING}], MET, 1),
        ([{SURVEY}, {SENT_IN}], NOT_MET, 1),
        ([{CollectionMethod.PROVIDER_API}, {CollectionMethod.PUBLISHED_TARIFF}], MET, 2),
        ([set()], NOT_MET, 0),
    ],
)
def test_collection_is_independent_when_somebody_other_than_its_provider_saw_every_service(
    methods, verdict, independent
):
    facts = corridor(*(a_service(methods=frozenset(some)) for some in methods))
    found = finding(Requirement.INDEPENDENCE, facts)
    assert isinstance(found.evidence, Collection)
    assert (found.verdict, found.evidence.independent) == (verdict, independent)
    assert found.evidence.services == len(methods)


def test_the_methods_are_counted_by_service():
    facts = corridor(a_service(methods=frozenset({SURVEY, SENT_IN})), a_service())
    evidence = finding(Requirement.INDEPENDENCE, facts).evidence
    assert evidence == Collection(2, 2, ((SENT_IN, 1), (SURVEY, 2)))


def test_one_mystery_shopped_price_validates_and_none_does_not():
    assert finding(Requirement.MYSTERY_SHOPPING, corridor(a_service())) == (
        Requirement.MYSTERY_SHOPPING,
        MET,
        MysteryShopping(3, SHOPPED),
    )
    without = corridor(a_service(), mystery_prices=0, mystery_latest=None)
    assert finding(Requirement.MYSTERY_SHOPPING, without).verdict is NOT_MET


def test_no_advertising_is_built_in_and_funding_and_links_are_shown():
    found = measure(corridor(a_service()))[9:]
    assert [each.evidence for each in found] == [BuiltIn(), Paid(FUNDING), Linked((DATABASE,))]


def test_funding_that_is_not_stated_is_not_met_and_neither_are_links_without_a_database():
    found = measure(corridor(a_service(), funding=None, databases=()))
    assert [each.verdict for each in found[9:]] == [MET, NOT_MET, NOT_MET]


# Laws

methods = st.frozensets(st.sampled_from(CollectionMethod))
services = st.builds(
    ServiceFacts,
    provider=st.integers(1, 4),
    amounts=st.integers(1, 3),
    price_points=st.frozensets(st.sampled_from([200, 500])),
    has_fee=st.booleans(),
    has_rate=st.booleans(),
    has_total=st.booleans(),
    has_speed=st.booleans(),
    has_types=st.booleans(),
    methods=methods,
)
shares = st.builds(
    a_share, st.integers(1, 6), st.decimals(0, 50, places=3).map(str), st.sampled_from([2023, 2025])
)


@law
@given(
    some=st.lists(services, max_size=6),
    known=st.lists(shares, max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_the_order_in_which_things_are_learned_plays_no_part(some, known, order):
    shuffled, known_too = list(some), list(known)
    order.shuffle(shuffled)
    order.shuffle(known_too)
    one, other = (
        measure(corridor(*each, shares=tuple(stated)))
        for each, stated in ((some, known), (shuffled, known_too))
    )
    assert [found.verdict for found in one] == [found.verdict for found in other]


@law
@given(some=st.lists(services, min_size=1, max_size=6), known=st.lists(shares, min_size=1, max_size=4))
def test_one_more_share_of_the_same_year_never_takes_coverage_away(some, known):
    latest = max(share.year for share in known)
    before = finding(Requirement.MARKET_COVERAGE, corridor(*some, shares=tuple(known)))
    more = (*known, a_share(1, "10", latest))
    after = finding(Requirement.MARKET_COVERAGE, corridor(*some, shares=more))
    assert (before.verdict, after.verdict) != (MET, NOT_MET)


@law
@given(some=st.lists(services, max_size=6))
def test_what_is_unknown_is_never_counted_as_met(some):
    found = measure(corridor(*some, shares=()))
    assert count_met(found) == 12 - sum(each.verdict is not MET for each in found)
    assert finding(Requirement.MARKET_COVERAGE, corridor(*some, shares=())).verdict is UNKNOWN
