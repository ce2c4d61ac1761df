"""The plan of a round: enough of the market, both amounts of a service on one day, days spread evenly."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from desk.domain.sampling import ENOUGH_PERCENT, Asked, Company, choose, plan, together

FIRST = date(2026, 11, 23)
KEYS = {"Hawk": 100, "Lotus": 200, "Tiger": 300, "Fox": 400, "Wide": 500, "Small": 600}
AMOUNTS = (Decimal(735), Decimal(1840))
SHARES = st.none() | st.decimals(0, 100, places=1)


@st.composite
def markets(draw) -> list[Company]:
    count = draw(st.integers(0, 8))
    return [
        Company(
            key=number,
            name=f"Company {number}",
            share_percent=draw(SHARES),
            services=tuple(10 * number + way for way in range(draw(st.integers(0, 4)))),
        )
        for number in range(count)
    ]


def company(name: str, share: str | None, services: int = 1) -> Company:
    return Company(
        key=KEYS[name],
        name=name,
        share_percent=None if share is None else Decimal(share),
        services=tuple(KEYS[name] + number for number in range(services)),
    )


def planned(companies, *, most_visits=40, days=14, amounts=AMOUNTS, **more):
    last = FIRST + timedelta(days=days - 1)
    return plan(companies, amounts=amounts, first=FIRST, last=last, most_visits=most_visits, **more)


def percent(companies, visits):
    """The share of the market that visits reach."""
    shares = {company.key: company.share_percent for company in companies}
    return together((visit.company for visit in visits), shares)


def test_the_largest_that_hold_80_per_cent_are_asked_and_no_others():
    market = [company("Hawk", "45"), company("Lotus", "20"), company("Tiger", "25"), company("Fox", "10")]
    assert [each.name for each in choose(market)] == ["Hawk", "Tiger", "Lotus"]
    assert percent(market, planned(market)) == Decimal(90)


def test_where_too_little_is_known_of_the_market_everybody_is_asked_the_known_first():
    market = [company("Small", None), company("Wide", None, services=3), company("Hawk", "30")]
    assert [each.name for each in choose(market)] == ["Hawk", "Wide", "Small"]
    assert percent(market, planned(market)) == Decimal(30)
    assert percent(market[:2], planned(market[:2])) is None


def test_every_company_is_asked_once_before_any_is_asked_twice():
    market = [company("Hawk", "60", services=3), company("Lotus", "30", services=2)]
    asked = [visit.service for visit in planned(market, most_visits=6, amounts=AMOUNTS[:1], days=6)]
    assert asked == [100, 200, 101, 201, 102]


def test_another_round_begins_on_another_day():
    market = [company("Hawk", "60"), company("Lotus", "30")]
    days = [next(visit.day for visit in planned(market, rotation=n) if visit.company == 100) for n in (0, 1)]
    assert days == [FIRST, FIRST + timedelta(days=1)]


def test_nobody_to_ask_and_no_amount_leave_nothing_to_do():
    assert planned([]) == ()
    assert planned([company("Hawk", "60", services=0)]) == ()
    assert planned([company("Hawk", "60")], amounts=()) == ()


def test_a_round_without_a_day_left_plans_nothing():
    assert planned([company("Hawk", "60")], days=0) == ()
    assert len(planned([company("Hawk", "60")], days=1)) == 2


def test_what_is_kept_leaves_as_many_visits_less_and_is_not_planned_again():
    market = [company("Hawk", "60", services=2), company("Lotus", "30")]
    kept = [Asked(KEYS["Hawk"], 101, amount, FIRST) for amount in AMOUNTS]
    made = planned(market, most_visits=4, kept=kept)
    assert [(visit.service, visit.amount) for visit in made] == [(200, amount) for amount in AMOUNTS]
    assert planned(market, most_visits=3, kept=kept) == ()
    assert planned(market, most_visits=1, kept=kept) == ()


def test_the_other_amount_of_what_is_kept_comes_first_and_on_its_day():
    market = [company("Hawk", "60"), company("Lotus", "30")]
    kept = [Asked(KEYS["Lotus"], 200, AMOUNTS[1], FIRST + timedelta(days=9))]
    other = Asked(KEYS["Lotus"], 200, AMOUNTS[0], FIRST + timedelta(days=9))
    assert planned(market, most_visits=3, kept=kept) == (other,)
    (late,) = planned(market, most_visits=2, kept=[kept[0]._replace(day=FIRST - timedelta(days=1))])
    assert late == other._replace(day=FIRST)


def test_a_company_that_is_kept_is_asked_no_further_once_others_hold_enough():
    market = [company("Hawk", "85"), company("Lotus", "5")]
    kept = [Asked(KEYS["Lotus"], 200, AMOUNTS[0], FIRST)]
    assert {visit.company for visit in planned(market, kept=kept)} == {KEYS["Hawk"]}


def test_shares_add_up_once_a_company_and_only_where_one_is_known():
    shares = {1: Decimal(50), 2: None, 3: Decimal(20)}
    assert together([1, 1, 2, 9], shares) == Decimal(50)
    assert together([], shares) == Decimal(0)
    assert together([2], {2: None}) is None


@settings(max_examples=40)
@given(
    market=markets(),
    most=st.integers(1, 60),
    days=st.integers(1, 40),
    rotation=st.integers(0, 1000),
    both=st.booleans(),
)
def test_laws_of_a_plan(market, most, days, rotation, both):
    amounts = AMOUNTS if both else AMOUNTS[:1]
    made = planned(market, most_visits=most, days=days, rotation=rotation, amounts=amounts)
    visits = made
    assert made == planned(market, most_visits=most, days=days, rotation=rotation, amounts=amounts)
    assert len(visits) <= most
    assert all(0 <= (visit.day - FIRST).days < days for visit in visits)
    by_service = Counter(visit.service for visit in visits)
    assert set(by_service.values()) <= {len(amounts)}
    assert all(
        len({visit.day for visit in visits if visit.service == service}) == 1 for service in by_service
    )
    services_a_day = Counter(visit.day for visit in visits)
    loads = [services_a_day.get(FIRST + timedelta(days=n), 0) // len(amounts) for n in range(days)]
    assert max(loads) - min(loads) <= 1
    share = {each.key: each.share_percent for each in market}
    asked = {visit.company for visit in visits}
    # Nobody of a larger known share is left out for a smaller one, unless there is nothing to ask them about.
    smallest = min((share[key] or Decimal(0) for key in asked), default=None)
    left_out = [each for each in market if each.services and each.key not in asked]
    assert smallest is None or all((each.share_percent or Decimal(0)) <= smallest for each in left_out)
    holdings = together((each.key for each in market if each.services), share)
    if holdings is not None and holdings >= ENOUGH_PERCENT and most >= len(amounts) * len(market):
        assert percent(market, visits) >= ENOUGH_PERCENT


@settings(max_examples=40)
@given(market=markets(), most=st.integers(1, 60), days=st.integers(1, 40), data=st.data())
def test_what_is_kept_of_a_plan_and_planned_anew_is_the_plan_again(market, most, days, data):
    before = planned(market, most_visits=most, days=days)
    kept = [visit for visit in before if data.draw(st.booleans())]
    new = planned(market, most_visits=most, days=days, kept=kept, rotation=data.draw(st.integers(0, 40)))
    known, anew = ({(visit.service, visit.amount) for visit in visits} for visits in (kept, new))
    assert known.isdisjoint(anew)
    assert known | anew == {(visit.service, visit.amount) for visit in before}
    days_of = Counter(visit.service for visit in {each._replace(amount=Decimal(0)) for each in (*kept, *new)})
    assert set(days_of.values()) <= {1}


@settings(max_examples=40)
@given(before=markets(), market=markets(), most=st.integers(1, 60), target=st.integers(1, 60))
def test_whatever_changed_meanwhile_there_are_no_more_visits_than_there_may_be(before, market, most, target):
    kept = planned(before, most_visits=most)
    new = planned(market, most_visits=target, kept=kept)
    assert len(kept) + len(new) <= max(target, len(kept))
    assert not {visit[:3] for visit in kept} & {visit[:3] for visit in new}
