"""What is current is what history says, whatever was recorded in whatever order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.current import Difference, current_differences, rebuild_current_prices
from corridors.domain.readings import PriceReading
from corridors.models import Corridor, CurrentPrice, Price
from corridors.services import record_prices
from providers.identities import identify_providers
from providers.models import FeedRun
from tests.factories import NOW, SURVEY, TARIFFS, make_source, price

pytestmark = pytest.mark.django_db


class Seen(NamedTuple):
    """One price as a law draws it: few enough of each that they meet, correct and repeat one another."""

    provider: str
    corridor: str
    line: str
    amount: int
    period: str
    day: int
    fee: int
    source_line: str

    def reading(self) -> PriceReading:
        period = {"source": SURVEY, "period": self.period, "price_point": 200} if self.period else {}
        reading = price(
            self.provider,
            corridor=self.corridor,
            amount=str(self.amount),
            fee=str(self.fee),
            rate=None,
            line=self.line,
            seen=NOW - timedelta(days=self.day),
            **period,  # type: ignore[arg-type]
        )
        said = reading.statement._replace(source_line=self.source_line if self.period else "")
        return reading._replace(statement=said)


class Recording(NamedTuple):
    """One call of record_prices(): by a run of its own or the last one's, at an hour that may go back."""

    seen: Sequence[Seen]
    is_same_run: bool
    hour: int


seen = st.builds(
    Seen,
    provider=st.sampled_from(["Swift Hawk", "Palm Remit"]),
    corridor=st.sampled_from(["ae-ph", "ae-in"]),
    line=st.sampled_from(["", "1"]),
    amount=st.sampled_from([100, 200]),
    period=st.sampled_from(["", "", "2026_2Q", "2026_3Q"]),
    day=st.integers(0, 4),
    fee=st.integers(2, 3),
    source_line=st.sampled_from(["", "7", "8"]),
)
recordings = st.lists(
    st.builds(Recording, st.lists(seen, max_size=6), st.booleans(), st.integers(0, 2)), max_size=5
)


@pytest.fixture
def _sources() -> None:
    make_source()


@contextmanager
def undone() -> Iterator[None]:
    """A database as it was before, for each example of a law."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def a_run() -> FeedRun:
    return FeedRun.objects.create(source_id=TARIFFS, started_at=NOW)


def recorded(readings: Sequence[PriceReading], run: FeedRun, *, hour: int = 0) -> int:
    """How many new prices a recording stored."""
    provider_ids: dict[str, int] = {}
    identify_providers(readings, provider_ids)
    result = record_prices(
        readings, run_id=run.id, provider_ids=provider_ids, now=NOW + timedelta(hours=hour)
    )
    assert not result.refused
    assert not result.held
    return result.stored


def current_by_the_book() -> set[int]:
    """The prices that stand, the slow and obvious way: methodology in Python, one service at a time."""
    corrected = set(Price.objects.filter(corrects__isnull=False).values_list("corrects_id", flat=True))
    standing: dict[int, list[Price]] = {}
    for each in Price.objects.exclude(id__in=corrected):
        standing.setdefault(each.service_id, []).append(each)
    found: set[int] = set()
    for prices in standing.values():
        prices.sort(key=lambda each: (each.observed_at, each.recorded_at, each.id))
        by_key = {(each.line, each.send_amount): each for each in prices}
        found |= {each.id for each in by_key.values() if each.period == prices[-1].period}
    return found


def versions() -> Counter[str]:
    return Counter(dict(Corridor.objects.values_list("slug", "version")))


@pytest.mark.usefixtures("_sources")
@settings(derandomize=True, database=None, max_examples=50)
@given(recordings)
def test_after_any_recordings_the_derived_table_is_what_a_rebuild_gives(recordings: list[Recording]) -> None:
    with undone():
        run = a_run()
        for recording in recordings:
            run = run if recording.is_same_run else a_run()
            before, known = versions(), set(Price.objects.values_list("id", flat=True))
            recorded([each.reading() for each in recording.seen], run, hour=recording.hour)
            new = Price.objects.exclude(id__in=known)
            touched = set(new.values_list("corridor__slug", flat=True))
            assert current_differences() == []
            assert set(CurrentPrice.objects.values_list("price_id", flat=True)) == current_by_the_book()
            assert versions() - before == Counter(touched)
            for corridor in Corridor.objects.filter(slug__in=touched):
                summed_up(corridor)


def summed_up(corridor: Corridor) -> None:
    """What a corridor notes of its services is what its current prices say."""
    current = list(CurrentPrice.objects.filter(corridor=corridor))
    newest = min((each.period for each in current), key=lambda period: (bool(period), _backwards(period)))
    latest = [each for each in current if each.period == newest]
    assert corridor.services == len({each.service_id for each in latest})
    assert corridor.latest_observed_at == max(each.observed_at for each in latest)


def _backwards(period: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in period)


@pytest.mark.usefixtures("_sources")
class TestMovingForward:
    def test_a_newer_price_takes_the_place_of_the_older_one_and_history_keeps_both(self) -> None:
        assert recorded([price(fee="9", seen=NOW - timedelta(days=1))], a_run()) == 1
        assert recorded([price(fee="10")], a_run()) == 1
        assert CurrentPrice.objects.get().price.fee == 10
        assert Price.objects.count() == 2

    def test_an_older_price_joins_history_and_never_becomes_current(self) -> None:
        recorded([price(fee="10")], a_run())
        assert recorded([price(fee="9", seen=NOW - timedelta(days=1))], a_run()) == 1
        assert CurrentPrice.objects.get().price.fee == 10
        assert versions() == {"ae-ph": 2}

    def test_a_repeated_price_changes_nothing_at_all(self) -> None:
        recorded([price(), price()], a_run())
        assert recorded([price()], a_run()) == 0
        assert (Price.objects.count(), versions()) == (1, {"ae-ph": 1})

    def test_an_older_price_at_a_new_amount_stays_out_when_a_survey_was_later_there(self) -> None:
        """The survey's price hides an older one of the feed, though the service has moved on since."""
        survey = {"source": SURVEY, "period": "2026_3Q", "price_point": 200, "amount": "500"}
        recorded([price(seen=NOW - timedelta(days=2), **survey)], a_run())  # type: ignore[arg-type]
        recorded([price(amount="1000")], a_run())
        recorded([price(amount="500", seen=NOW - timedelta(days=3))], a_run())
        assert [each.price.send_amount for each in CurrentPrice.objects.all()] == [1000]
        assert current_differences() == []

    def test_a_clock_that_went_back_changes_nothing_of_that(self) -> None:
        survey = {"source": SURVEY, "period": "2026_3Q", "price_point": 200, "amount": "500"}
        recorded([price(**survey)], a_run(), hour=1)  # type: ignore[arg-type]
        recorded([price(amount="1000")], a_run(), hour=2)
        recorded([price(amount="500")], a_run(), hour=0)
        assert [each.price.send_amount for each in CurrentPrice.objects.all()] == [1000]
        assert current_differences() == []

    def test_the_last_of_several_corrections_stands_alone(self) -> None:
        """Each release of a survey corrects the row of the same id, at whatever amount it now says."""
        for days, amount in enumerate(("100", "110", "120")):
            seen = NOW - timedelta(days=5 - days)
            said = price(amount=amount, seen=seen, source=SURVEY, period="2026_3Q", price_point=200)
            said = said._replace(statement=said.statement._replace(source_line="7"))
            recorded([said], a_run())
        assert [each.price.send_amount for each in CurrentPrice.objects.select_related("price")] == [120]
        first, second, third = Price.objects.order_by("id")
        assert (second.corrects_id, third.corrects_id) == (first.id, second.id)

    def test_nothing_recorded_touches_nothing(self) -> None:
        recorded([price()], a_run())
        recorded([], a_run())
        assert versions() == {"ae-ph": 1}

    def test_it_costs_the_same_queries_however_many_prices_there_are(self) -> None:
        few = _queries([price(amount=str(100 + number)) for number in range(3)])
        many = _queries([price("Palm Remit", amount=str(200 + number)) for number in range(60)])
        assert many <= few


def _queries(readings: Sequence[PriceReading]) -> int:
    run = a_run()
    with CaptureQueriesContext(connection) as captured:
        recorded(readings, run)
    return len(captured)


@pytest.mark.usefixtures("_sources")
class TestRebuilding:
    def test_what_is_missing_and_what_does_not_belong_is_named_and_mended(self) -> None:
        recorded([price(fee="9", seen=NOW - timedelta(days=1))], a_run())
        recorded([price(fee="10"), price(amount="2000")], a_run())
        older = Price.objects.get(fee=9)
        newer = Price.objects.get(fee=10, send_amount=1000)
        CurrentPrice.objects.filter(price=newer).update(price_id=older.id)
        CurrentPrice.objects.filter(send_amount=Decimal(2000)).delete()
        gone = Price.objects.get(send_amount=2000)
        assert current_differences() == sorted(
            [
                Difference(older.id, older.service_id, False),
                Difference(newer.id, newer.service_id, True),
                Difference(gone.id, gone.service_id, True),
            ]
        )
        rebuild_current_prices()
        assert current_differences() == []
        assert set(CurrentPrice.objects.values_list("price_id", flat=True)) == {newer.id, gone.id}

    def test_a_row_that_points_at_the_right_price_and_says_something_else_of_it_is_a_difference(self) -> None:
        recorded([price()], a_run())
        CurrentPrice.objects.update(transparent=False)
        stored = Price.objects.get()
        assert current_differences() == [
            Difference(stored.id, stored.service_id, False),
            Difference(stored.id, stored.service_id, True),
        ]

    def test_a_rebuild_of_some_services_leaves_the_others_alone(self) -> None:
        recorded([price(), price("Palm Remit")], a_run())
        hawk = Price.objects.get(service__provider__name="Swift Hawk")
        CurrentPrice.objects.all().delete()
        rebuild_current_prices(service_ids=[hawk.service_id])
        assert list(CurrentPrice.objects.values_list("price_id", flat=True)) == [hawk.id]
