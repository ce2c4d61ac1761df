"""Which routes open, who charges what on them, and from what the survey and the central banks say."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from corridors.domain.codes import RateBasis
from providers.sandbox.cast import COUNTERS, PLAYERS, PUBLISHER, ROUTES
from providers.sandbox.market import SandboxError, open_market
from providers.sandbox.prices import Shape
from providers.sandbox.survey import last_rates, read_market, surveyed_corridors
from tests.factories import add_rate, price, record, surveyed
from tests.providers.sandbox.markets import SHAPES, rates, seen, whole_market

FRIDAY, WEDNESDAY = datetime(2026, 10, 30, tzinfo=UTC), datetime(2026, 10, 21, tzinfo=UTC)


def test_every_provider_begins_with_the_word_sandbox() -> None:
    names = [*(player.name for player in PLAYERS), PUBLISHER]
    assert all(name.startswith("Sandbox ") for name in names)
    assert 4 <= len(set(names)) == len(names) <= 8


def test_the_routes_leave_from_ten_countries_for_twelve() -> None:
    assert len({route.slug for route in ROUTES}) == len(ROUTES) == 25
    leaving, arriving = ({route.source for route in ROUTES}, {route.destination for route in ROUTES})
    assert " ".join(sorted(leaving)) == "AE GB HK JP KR MY SA SG TH US"
    assert " ".join(sorted(arriving)) == "BD ID IN KH LA LK MM MX NP PH PK VN"


def test_with_survey_and_rates_every_route_is_open_to_everybody() -> None:
    market = whole_market()
    assert [stall.route for stall in market.stalls] == list(ROUTES)
    assert market.closed == []
    everybody = {*(player.name for player in PLAYERS), *(counter.key for counter in COUNTERS)}
    assert all(stall.terms.keys() == everybody for stall in market.stalls)


def test_a_route_charges_what_its_survey_saw_against_the_cross_rate() -> None:
    stall = whole_market().stalls[0]
    assert stall.route.slug == "ae-ph"
    assert {terms.shape for terms in stall.terms.values()} == set(SHAPES)
    # 70 pesos and 4 dirhams a euro.
    assert {terms.reference_rate for terms in stall.terms.values()} == {Decimal("17.5")}
    assert stall.amount == Decimal(250)


def test_a_route_without_a_survey_borrows_a_neighbours_fees_in_its_own_currency() -> None:
    stall = next(stall for stall in whole_market().stalls if stall.route.slug == "th-la")
    # Surveyed in ringgit, 5 a euro; 40 baht a euro: 8 baht a ringgit.
    fees = {terms.shape.fixed for terms in stall.terms.values()}
    assert fees == {Decimal(40), Decimal(16), Decimal(72)}
    assert stall.amount == Decimal(2000)
    assert {terms.send_currency for terms in stall.terms.values()} == {"THB"}


def test_the_cheapest_is_not_everywhere_the_same() -> None:
    cheapest = {
        min(stall.terms.values(), key=lambda terms: terms.shape.margin_percent).service
        for stall in whole_market().stalls
    }
    assert len(cheapest) > 3


def test_a_service_far_from_the_middle_is_no_example() -> None:
    # At 250 they cost 2%, 3% and 3% + 3.01.
    usual, dear = [Shape(Decimal(0), Decimal(0), Decimal(n)) for n in (2, 3)], Decimal("6.01")
    shapes = [*usual, usual[1], Shape(Decimal(0), Decimal(0), dear)]
    market = open_market(surveyed={"ae-ph": seen("AED", shapes=shapes)}, rates=rates())
    assert {terms.shape for terms in market.stalls[0].terms.values()} == set(usual)


def test_a_route_without_a_reference_rate_or_a_survey_stays_closed() -> None:
    without_kip = {currency: rate for currency, rate in rates().items() if currency != "LAK"}
    market = open_market(surveyed={"my-id": seen("MYR")}, rates=without_kip)
    assert [stall.route.slug for stall in market.stalls] == ["my-id", "th-kh"]
    assert len(market.closed) == 23
    assert "th-la" in market.closed


def test_without_any_route_there_is_no_sandbox() -> None:
    with pytest.raises(SandboxError, match="load_datasets first"):
        open_market(surveyed={}, rates=rates())


def stated(margin: str, **changes: Any) -> Any:
    """A survey's price: its margin is stated, its rate is not trusted."""
    said: dict[str, Any] = {
        "rate": None,
        "rate_basis": RateBasis.FROM_MARGIN,
        "transparent": True,
        "stated_fx_margin_percent": Decimal(margin),
        **changes,
    }
    return surveyed(**said)


@pytest.mark.django_db
class TestReadingTheSurvey:
    def test_a_service_is_the_line_through_its_two_amounts(self) -> None:
        record(
            stated("2", amount="735", fee="15"),
            stated("3", amount="1835", fee="26", price_point=500),
        )
        # 11 more for 1,100 more is 1%; of 15 dirhams at 735 that leaves 7.65.
        assert surveyed_corridors() == {
            "ae-ph": seen("AED", "735", [Shape(Decimal("7.65"), Decimal(1), Decimal(2))])
        }

    def test_only_the_latest_survey_counts(self) -> None:
        earlier = datetime(2013, 4, 20, tzinfo=UTC)
        record(
            stated("1", provider="Old Owl", period="2013_2Q", seen=earlier),
            stated("2", provider="New Newt"),
        )
        assert [shape.margin_percent for shape in surveyed_corridors()["ae-ph"].shapes] == [2]

    @pytest.mark.parametrize(
        "unusable",
        [
            {"transparent": False},
            {"fee": None, "stated_total_percent": Decimal(3)},
            {"margin": "-0.5"},
            {"margin": "10.5"},
            {"promotion": True},
            {"currencies": ("USD", "PHP")},
            {"currencies": ("AED", "AED")},
            {"corridor": "ae-eg", "currencies": ("AED", "EGP")},
        ],
        ids=str,
    )
    def test_what_is_no_example_is_left_out(self, unusable: dict[str, Any]) -> None:
        record(stated(**{"margin": "1", **unusable}))
        assert surveyed_corridors() == {}

    def test_a_price_of_now_is_no_survey(self) -> None:
        add_rate("EUR", "AED", "4")
        add_rate("EUR", "PHP", "48")
        record(price(provider="Sandbox Heron Transfer"))
        assert surveyed_corridors() == {}

    def test_it_asks_three_times(self, django_assert_num_queries: Any) -> None:
        record(stated("1"))
        add_rate("EUR", "AED", "4", on=FRIDAY)
        add_rate("EUR", "PHP", "70", on=FRIDAY)
        with django_assert_num_queries(3):
            assert [stall.route.slug for stall in read_market().stalls] == ["ae-ph"]

    def test_an_empty_database_says_what_to_do(self) -> None:
        with pytest.raises(SandboxError, match="load_datasets first"):
            read_market()


@pytest.mark.django_db
class TestReadingTheRates:
    def test_a_currency_of_the_ecb_has_the_last_published_number(self) -> None:
        add_rate("EUR", "PHP", "70", on=WEDNESDAY)
        add_rate("EUR", "PHP", "71.143", on=FRIDAY)
        assert last_rates() == {"PHP": Decimal("71.143")}

    def test_a_currency_that_the_ecb_lacks_is_crossed_on_its_own_last_day(self) -> None:
        add_rate("EUR", "PHP", "71.143", on=FRIDAY)
        # The bundled numbers of 2026-10-21: 4.3641 zloty a euro and 1.0585 a dirham; 4.3641 / 1.0585.
        add_rate("EUR", "PLN", "4.3641", on=WEDNESDAY, source="nbp")
        add_rate("AED", "PLN", "1.0585", on=WEDNESDAY, source="nbp")
        assert last_rates() == {"AED": Decimal("4.122910"), "PHP": Decimal("71.143")}

    def test_the_sandbox_does_not_feed_on_its_own_rates(self) -> None:
        add_rate("EUR", "PHP", "70", on=FRIDAY)
        add_rate("EUR", "PHP", "99", source="sandbox_ecb")
        assert last_rates() == {"PHP": Decimal(70)}

    def test_without_rates_there_are_none(self) -> None:
        assert last_rates() == {}
