"""The plan of a round: enough of the market, both amounts of a service on one day, days spread evenly."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from desk.domain.sampling import ENOUGH_PERCENT, Company, choose, covered, plan

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


def planned(companies, *, most_visits=40, days=14, rotation=0, amounts=AMOUNTS):
    last = FIRST + timedelta(days=days - 1)
    return plan(
        companies, amounts=amounts, first=FIRST, last=last, most_visits=most_visits, rotation=rotation
    )


def test_the_largest_that_hold_80_per_cent_are_asked_and_no_others():
    market = [company("Hawk", "45"), company("Lotus", "20"), company("Tiger", "25"), company("Fox", "10")]
    assert [each.name for each in choose(market)] == ["Hawk", "Tiger", "Lotus"]
    assert planned(market).covered_percent == Decimal(90)


def test_where_too_little_is_known_of_the_market_everybody_is_asked_the_known_first():
    market = [company("Small", None), company("Wide", None, services=3), company("Hawk", "30")]
    assert [each.name for each in choose(market)] == ["Hawk", "Wide", "Small"]
    assert planned(market).covered_percent == Decimal(30)
    assert planned(market[:2]).covered_percent is None


def test_every_company_is_asked_once_before_any_is_asked_twice():
    market = [company("Hawk", "60", services=3), company("Lotus", "30", services=2)]
    asked = [visit.service for visit in planned(market, most_visits=6, amounts=AMOUNTS[:1], days=6).visits]
    assert asked == [100, 200, 101, 201, 102]


def test_another_round_begins_on_another_day():
    market = [company("Hawk", "60"), company("Lotus", "30")]
    days = [
        next(visit.day for visit in planned(market, rotation=n).visits if visit.company == 100)
        for n in (0, 1)
    ]
    assert days == [FIRST, FIRST + timedelta(days=1)]


def test_nobody_to_ask_and_no_amount_leave_nothing_to_do():
    assert planned([]) == ((), None)
    assert planned([company("Hawk", "60", services=0)]).visits == ()
    assert planned([company("Hawk", "60")], amounts=()).visits == ()


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
    visits = made.visits
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
    holdings = [each.share_percent for each in market if each.services]
    if covered(holdings) >= ENOUGH_PERCENT and most >= len(amounts) * len(market):
        assert made.covered_percent is not None
        assert made.covered_percent >= ENOUGH_PERCENT
