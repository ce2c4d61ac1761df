"""A price that looks wrong is held with its sentence: not stored, not shown, until a person releases it."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corridors.current import current_differences
from corridors.domain.codes import CollectionMethod
from corridors.domain.readings import PriceReading
from corridors.models import Corridor, CurrentPrice, Price
from corridors.selectors import offers
from corridors.services import Recorded, record_prices
from providers.identities import identify_providers
from providers.models import FeedRun
from tests.factories import NOW, SURVEY, TARIFFS, add_cross_rate, make_source, price

pytestmark = pytest.mark.django_db
YESTERDAY = NOW - timedelta(days=1)


class Desk:
    """What people have decided, and which fingerprints they were asked about."""

    def __init__(self, decision: str = "") -> None:
        self.decision = decision
        self.asked: list[str] = []

    def __call__(self, fingerprints: Collection[str]) -> Mapping[str, str]:
        self.asked += fingerprints
        return dict.fromkeys(fingerprints, self.decision) if self.decision else {}


def recorded(*readings: PriceReading, desk: Desk | None = None, **changes: Any) -> Recorded:
    run = FeedRun.objects.create(source_id=TARIFFS, started_at=NOW)
    provider_ids: dict[str, int] = {}
    identify_providers(readings, provider_ids)
    return record_prices(
        readings,
        run_id=run.id,
        provider_ids=provider_ids,
        now=changes.get("now", NOW),
        decisions=desk or Desk(),
    )


def why(result: Recorded) -> list[tuple[str, ...]]:
    assert not result.refused
    return [held.reasons for held in result.held]


def shown() -> list[tuple[str, str]]:
    """Provider and fee of what a comparison of the corridor is made of."""
    corridor = Corridor.objects.get(slug="ae-ph")
    return [
        (offer.provider.name, f"{offer.schedule[0].fee.intercept}")
        for offer in offers(corridor)
        if offer.schedule
    ]


@pytest.fixture(autouse=True)
def _rates() -> None:
    make_source()
    add_cross_rate("AED", "PHP", "12", on=YESTERDAY)


@pytest.fixture
def _last() -> None:
    """The service's last price: fee 1%, margin 100 × (1 − 11.9/12) = 0.83%, total 1.83%."""
    assert recorded(price(seen=YESTERDAY)).stored == 1


@pytest.mark.usefixtures("_last")
class TestHeldByName:
    def test_a_rate_turned_round(self) -> None:
        # 1/11.9 = 0.0840…; it takes 99.3% of the amount, so the total jumped too.
        result = recorded(price(rate="0.084"))
        assert why(result) == [
            (
                "the rate 0.084 looks turned round: the reference rate is 12",
                "the total cost jumped from 1.83% to 100.30%",
            )
        ]

    def test_a_rate_a_hundred_times_too_large(self) -> None:
        result = recorded(price(rate="1190"))
        assert why(result)[0][0] == "the rate 1190 is about 100 times the reference rate, 12"

    def test_a_rate_a_hundred_times_too_small(self) -> None:
        result = recorded(price(rate="0.119"))
        assert why(result)[0][0] == "the rate 0.119 is about 1/100 of the reference rate, 12"

    def test_a_fee_a_hundred_times_the_last(self) -> None:
        # 900 of 1,000 are 90% where 0.9% were usual.
        recorded(price(fee="9", seen=YESTERDAY + timedelta(hours=1)))
        result = recorded(price(fee="900"))
        assert why(result) == [
            (
                "the fee, 90.00%, is about 100 times its last, 0.90%",
                "the total cost jumped from 1.73% to 90.83%",
            )
        ]

    def test_a_total_that_jumped_against_the_services_own_last(self) -> None:
        # 7% of fee and 0.83% of margin.
        result = recorded(price(fee="70"))
        assert why(result) == [("the total cost jumped from 1.83% to 7.83%",)]

    def test_the_last_price_of_the_nearest_comparable_amount_measures(self) -> None:
        """Between half and twice the amount; a fixed fee weighs more on a smaller one."""
        assert why(recorded(price(amount="2000", fee="140"))) == [
            ("the total cost jumped from 1.83% to 7.83%",)
        ]
        assert why(recorded(price(amount="2001", fee="140"))) == []
        assert why(recorded(price(amount="499", fee="35"))) == []

    def test_a_line_of_the_same_service_that_was_not_seen_before_has_no_last(self) -> None:
        assert why(recorded(price(fee="70", line="first transfer"))) == []

    def test_a_last_price_older_than_thirty_days_measures_nothing(self) -> None:
        last_day = YESTERDAY + timedelta(days=30)
        add_cross_rate("AED", "PHP", "12", on=last_day)
        later = last_day + timedelta(seconds=1)
        assert len(why(recorded(price(fee="70", seen=last_day), now=last_day))) == 1
        assert why(recorded(price(fee="70", seen=later), now=later)) == []


class TestHeldByTheSpread:
    @pytest.fixture(autouse=True)
    def _five_services(self) -> None:
        """Totals of 1.83, 1.93, 2.03, 2.13 and 2.23%: median 2.03, deviation 0.1, counted as 0.5."""
        for number in range(5):
            assert recorded(price(f"Bank {number}", fee=str(10 + number), seen=YESTERDAY)).stored == 1

    def test_a_newcomer_far_from_the_others(self) -> None:
        # 0.6745 × (6.53 − 2.03) / 0.5 = 6.0705.
        assert why(recorded(price(fee="57"))) == [
            (
                "the total cost 6.53% is far from the corridor's median 2.03% "
                "(robust z-score 6.1, at most 6 passes)",
            )
        ]

    def test_a_newcomer_within_it_is_stored(self) -> None:
        # 0.6745 × 4.4 / 0.5 = 5.9356.
        assert recorded(price(fee="56")).stored == 1

    def test_another_pair_of_currencies_has_a_spread_of_its_own(self) -> None:
        add_cross_rate("USD", "PHP", "58", on=YESTERDAY)
        assert recorded(price(currencies=("USD", "PHP"), rate="57.5", fee="57")).stored == 1

    def test_amounts_beyond_half_and_twice_do_not_compare(self) -> None:
        assert recorded(price(amount="2001", fee="114")).stored == 1
        assert recorded(price(amount="499", fee="29")).stored == 1


@pytest.mark.usefixtures("_last")
class TestOutOfSight:
    def test_nothing_of_a_held_price_is_stored_or_shown_and_the_others_are(self) -> None:
        version = Corridor.objects.get(slug="ae-ph").version
        result = recorded(price(fee="70"), price("Palm Remit", fee="12"))
        assert (result.stored, len(result.held)) == (1, 1)
        assert not Price.objects.filter(fee=70).exists()
        assert shown() == [("Swift Hawk", "10"), ("Palm Remit", "12")]
        assert current_differences() == []
        recorded(price(fee="70"))
        assert Corridor.objects.get(slug="ae-ph").version == version + 1

    def test_a_survey_is_never_held_and_is_no_measure(self) -> None:
        survey = {"source": SURVEY, "period": "2026_3Q", "price_point": 200}
        result = recorded(price(fee="700", **survey))  # type: ignore[arg-type]
        assert (result.stored, result.held) == (1, [])
        feed = price("Palm Remit", fee="10")
        surveyed = price("Palm Remit", fee="300", seen=YESTERDAY, **survey)  # type: ignore[arg-type]
        assert recorded(surveyed).stored == 1
        assert recorded(feed).stored == 1

    @pytest.mark.parametrize(
        "method", [method for method in CollectionMethod if method is not CollectionMethod.SURVEY]
    )
    def test_whatever_else_it_comes_from_it_is_watched(self, method: CollectionMethod) -> None:
        reading = price(fee="70")
        said = reading.statement._replace(collection_method=method)
        assert len(recorded(reading._replace(statement=said)).held) == 1

    def test_a_margin_that_cannot_be_is_refused_where_no_mistake_has_a_name(self) -> None:
        # 30/12: a margin of −150% and no last price to jump from.
        result = recorded(price("Palm Remit", rate="30"))
        assert [refusal.reasons for refusal in result.refused] == [
            ("the rate is -150.00% away from the reference rate: direction or unit is wrong",)
        ]
        assert not result.held


@pytest.mark.usefixtures("_last")
class TestDecided:
    def test_a_released_price_is_stored_and_becomes_current(self) -> None:
        desk = Desk("released")
        result = recorded(price(fee="70"), desk=desk)
        assert (result.stored, result.held) == (1, [])
        assert CurrentPrice.objects.get().price.fee == 70
        assert desk.asked == [Price.objects.get(fee=70).fingerprint]

    def test_a_released_price_that_is_older_joins_history_and_never_becomes_current(self) -> None:
        older = price(fee="70", seen=YESTERDAY - timedelta(hours=1))
        assert recorded(older, desk=Desk("released")).stored == 1
        assert CurrentPrice.objects.get().price.fee == 10

    @pytest.mark.parametrize("decision", ["", "waiting", "refused"])
    def test_what_waits_or_was_refused_stays_out_however_often_it_comes(self, decision: str) -> None:
        desk = Desk(decision)
        first, second = (recorded(price(fee="70"), desk=desk) for _ in range(2))
        assert (first.stored, second.stored) == (0, 0)
        assert [held.fingerprint for held in first.held] == [held.fingerprint for held in second.held]
        assert Price.objects.count() == 1

    @pytest.mark.parametrize(
        ("decision", "reason"),
        [("waiting", "it waits for an operator"), ("refused", "an operator refused it")],
    )
    def test_it_stays_out_though_it_looks_right_by_now(self, decision: str, reason: str) -> None:
        assert why(recorded(price(fee="11"), desk=Desk(decision))) == [(reason,)]
        assert Price.objects.count() == 1

    def test_of_a_batch_one_question_is_asked(self) -> None:
        desk = Desk()
        recorded(price(fee="11"), price("Palm Remit"), desk=desk)
        assert len(desk.asked) == len(set(desk.asked)) == 2

    def test_a_released_price_whose_margin_no_column_holds_is_stored_without_it(self) -> None:
        """1 VND = 0.00046 PHP; turned round, 2,170 PHP: a margin of some −472 million per cent."""
        add_cross_rate("VND", "PHP", "0.00046", on=YESTERDAY)
        reading = price(corridor="vn-ph", currencies=("VND", "PHP"), amount="1000000", rate="2170")
        assert why(recorded(reading))[0][0].startswith("the rate 2170 looks turned round")
        assert recorded(reading, desk=Desk("released")).stored == 1
        stored = Price.objects.get(corridor__slug="vn-ph")
        assert stored.rate == 2170
        assert (stored.fx_margin_percent, stored.total_percent) == (None, None)


class TestRepeated:
    def test_what_is_stored_is_known_though_it_would_be_held_today(self) -> None:
        """A service that rose step by step is far from its own first price; a replay holds none of it."""
        steps = [price(fee=str(fee), seen=YESTERDAY + timedelta(hours=fee / 10)) for fee in (20, 60, 100)]
        for step in steps:
            assert recorded(step).stored == 1
        again = recorded(*steps)
        assert (again.stored, again.already_stored, again.held) == (0, 3, [])

    def test_what_was_released_is_known_when_it_comes_again(self) -> None:
        recorded(price(seen=YESTERDAY))
        assert recorded(price(fee="70"), desk=Desk("released")).stored == 1
        recorded(price(fee="10", seen=NOW - timedelta(hours=1)), desk=Desk("released"))
        again = recorded(price(fee="70"))
        assert (again.stored, again.already_stored, again.held) == (0, 1, [])

    def test_only_suspects_cost_a_query(self) -> None:
        recorded(price(seen=YESTERDAY))
        for fee, queries in (("11", 0), ("70", 1)):
            with CaptureQueriesContext(connection) as captured:
                recorded(price(fee=fee))
            asked = [query["sql"] for query in captured if '"fingerprint" IN (' in query["sql"]]
            assert len(asked) == queries


def test_a_reading_is_held_against_the_one_before_it_in_the_same_batch() -> None:
    """Without a reference rate nothing else would tell that the second is a hundred times too large."""
    pair: dict[str, Any] = {"corridor": "ae-np", "currencies": ("AED", "NPR")}
    first = price(rate="39.5", seen=NOW - timedelta(minutes=40), **pair)
    second = price(rate="3950", seen=NOW - timedelta(minutes=10), **pair)
    result = recorded(first, second)
    assert result.stored == 1
    assert why(result) == [("the rate 3950 is about 100 times its last rate, 39.5",)]
