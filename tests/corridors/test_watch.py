"""The world's figures of one quarter: what is averaged, counted, compared and kept."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from redis.exceptions import ConnectionError as RedisConnectionError

from corridors.asking import AskingError
from corridors.domain.periods import Frequency, Period
from corridors.watch import BEHIND_SECONDS, Watch, watch
from corridors.watch_asking import Order, Sort, WatchQuestion, parse_watch
from tests.factories import NOW, make_provider, price, record
from tests.watched import of, two_quarters

SECOND, THIRD = (Period(Frequency.QUARTER, date(2013, month, 1)) for month in (4, 7))


def selects(queries: CaptureQueriesContext) -> int:
    """The queries without the savepoints that a test's own transaction makes of transactions."""
    return sum(each["sql"].startswith("SELECT") for each in queries.captured_queries)


@pytest.fixture
def world(db: None) -> Watch:
    two_quarters()
    found = watch(price_point=200)
    assert found is not None
    return found


def line(found: Watch, slug: str):
    return next(each for each in found.corridors if each.slug == slug)


class TestFigures:
    def test_the_global_average_is_of_services_without_russia_as_a_sender(self, world: Watch):
        assert (world.period, world.before) == (THIRD, SECOND)
        # 6, 8, 2 and 3 now; 4, 9 and 3 before.
        assert (world.world.average, world.world.services) == (Decimal("4.75"), 4)
        assert world.series[0].average == Decimal(16) / 3
        assert world.world_change == Decimal("4.75") - Decimal(16) / 3
        assert (world.services_left_out, world.world_corridors) == (1, 4)

    def test_every_corridor_is_held_against_five_per_cent_by_smart_style(self, world: Watch):
        smart = {each.slug: each.smart for each in world.corridors}
        # gb-ng states no speed and us-mx no coverage: neither is known to be within everyone's reach.
        assert smart == {"ae-ph": 6, "gb-in": 8, "gb-ng": None, "ru-tj": 1, "us-mx": None}
        assert world.targets == (False, 1, 2, 2)

    def test_a_change_is_told_only_where_both_quarters_have_an_average(self, world: Watch):
        assert line(world, "ae-ph").change == 2
        assert line(world, "gb-in").change == -1
        assert line(world, "us-mx").change == 0
        assert line(world, "gb-ng").change is None
        assert [each.slug for each in world.risen()] == ["ae-ph"]
        assert [each.slug for each in world.fallen()] == ["gb-in"]

    def test_the_dearest_and_the_cheapest_are_in_order(self, world: Watch):
        assert [each.slug for each in world.dearest()] == ["gb-in", "ae-ph", "us-mx", "gb-ng", "ru-tj"]
        assert world.cheapest() == world.dearest()[::-1]

    def test_regions_have_their_own_averages_and_speeds(self, world: Watch):
        regions = {each.code: each for each in world.regions}
        asia = regions["east_asia_pacific"]
        assert (asia.average, asia.before, asia.change) == (Decimal(6), Decimal(4), Decimal(2))
        # The one that discloses no rate states its speed all the same.
        assert (asia.services, asia.speed.services, asia.speed.within_one_hour_percent) == (
            1,
            2,
            Decimal(100),
        )
        assert regions["south_asia"].speed.within_one_day_percent == 0
        assert regions["sub_saharan_africa"].speed == (None, None, 0, 1)

    def test_the_sources_and_the_newest_day_are_told(self, world: Watch):
        assert [source.name for source in world.sources] == ["World Bank, Remittance Prices Worldwide"]
        assert (world.is_survey_only, world.until) == (True, date(2013, 7, 20))
        assert world.is_old(NOW.date())
        assert not world.is_old(date(2014, 1, 1))


@pytest.mark.django_db
class TestWhichQuarter:
    def test_an_earlier_quarter_ends_its_series_with_itself(self):
        two_quarters()
        found = watch(price_point=200, period=SECOND)
        assert found is not None
        assert (found.period, found.before, len(found.series)) == (SECOND, None, 1)
        assert (found.is_latest, found.world_change, found.risen()) == (False, None, [])
        assert found.periods == (THIRD, SECOND)

    def test_a_quarter_or_an_amount_without_a_price_has_no_figures(self):
        two_quarters()
        assert watch(price_point=200, period=Period(Frequency.QUARTER, date(2013, 1, 1))) is None
        assert watch(price_point=500) is None

    def test_without_any_price_there_is_nothing(self):
        assert watch(price_point=200) is None

    def test_prices_read_continuously_make_the_newest_quarter(self):
        two_quarters()
        record(price(price_point=200, fee="25", rate="12"))
        found = watch(price_point=200)
        assert found is not None
        assert (found.period.label, found.before) == ("2026_4Q", THIRD)
        assert (found.is_survey_only, found.is_old(NOW.date())) == (False, False)

    def test_a_quarter_of_left_out_senders_has_corridors_and_no_global_average(self):
        record(of("ru-tj", ("RUB", "TJS"), "10"))
        found = watch(price_point=200)
        assert found is not None
        assert (found.world.average, found.world.services) == (None, 0)
        assert found.targets.global_average_below_3 is None
        assert len(found.corridors) == 1

    def test_what_a_sandbox_invents_is_left_out_unless_there_is_one(self, settings):
        make_provider("Swift Hawk", sandbox=True)
        two_quarters()
        assert watch(price_point=200) is not None
        assert [each.services for each in watch(price_point=200).corridors] == [0]  # type: ignore[union-attr]
        settings.SANDBOX_URL = "http://sandbox.test"
        with_it = watch(price_point=200)
        assert with_it is not None
        assert (len(with_it.corridors), with_it.is_sandbox) == (5, True)


@pytest.mark.django_db
class TestWhatIsKept:
    def test_it_costs_nine_queries_and_none_when_it_is_kept(self):
        two_quarters()
        with CaptureQueriesContext(connection) as first:
            watch(price_point=200)
        with CaptureQueriesContext(connection) as second:
            watch(price_point=200)
        assert (selects(first), selects(second)) == (9, 0)

    def test_new_prices_are_seen_once_the_stamp_is_looked_at_again(self):
        two_quarters()
        before = watch(price_point=200)
        record(of("gb-ng", ("GBP", "NGN"), "40", provider="Plain Exchange"))
        assert watch(price_point=200) == before
        cache.clear()
        after = watch(price_point=200)
        assert before is not None
        assert after is not None
        assert after.stamp != before.stamp
        assert line(after, "gb-ng").average == 3

    def test_where_nothing_changed_it_costs_one_query_after_a_while(self, monkeypatch: pytest.MonkeyPatch):
        two_quarters()
        monkeypatch.setattr("corridors.watch.BEHIND_SECONDS", 0)
        watch(price_point=200)
        with CaptureQueriesContext(connection) as queries:
            watch(price_point=200)
        assert selects(queries) == 1
        assert BEHIND_SECONDS == 300

    def test_a_cache_out_of_reach_is_done_without(self, monkeypatch: pytest.MonkeyPatch):
        def fail(*_: object) -> None:
            raise RedisConnectionError("gone")

        two_quarters()
        monkeypatch.setattr(cache, "get", fail)
        monkeypatch.setattr(cache, "set", fail)
        assert watch(price_point=200) is not None


class TestAsking:
    def test_nothing_said_is_the_latest_quarter_at_200_the_dearest_first(self):
        assert parse_watch(QueryDict("period=&sort=&lang=es")) == WatchQuestion()
        assert WatchQuestion().parameters() == {}

    @pytest.mark.parametrize(
        ("text", "order"),
        [("sort=from", Order.ASC), ("sort=smart", Order.DESC), ("sort=to&order=desc", Order.DESC)],
    )
    def test_names_go_from_a_and_figures_from_the_largest(self, text: str, order: Order):
        assert parse_watch(QueryDict(text)).order is order

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "period=2013_3Q",
            "price_point=500",
            "sort=from",
            "order=asc",
            "period=2012_1Q&price_point=500&sort=change&order=asc",
        ],
    )
    def test_a_question_written_and_read_again_is_the_same(self, text: str):
        question = parse_watch(QueryDict(text))
        assert question.parameters() == QueryDict(text).dict()

    @pytest.mark.parametrize(
        ("text", "sentences"),
        [
            ("period=2013", {"period": "“2013” is not a quarter. Write it like 2013_3Q or 2013-Q3."}),
            ("period=2013_5Q", {"period": "“2013_5Q” is not a quarter. Write it like 2013_3Q or 2013-Q3."}),
            ("period=0000_1Q", {"period": "“0000_1Q” is not a quarter. Write it like 2013_3Q or 2013-Q3."}),
            ("period=%00", {"period": "“\x00” is not a quarter. Write it like 2013_3Q or 2013-Q3."}),
            ("price_point=300", {"price_point": "“300” is not known. Use one of: 200, 500."}),
            (
                "price_point=" + "9" * 5000,
                {"price_point": f"“{'9' * 40}” is not known. Use one of: 200, 500."},
            ),
            ("price_point=٢٠٠", {"price_point": "“٢٠٠” is not known. Use one of: 200, 500."}),
            (
                "sort=slug",
                {"sort": "“slug” is not known. Use one of: from, to, average, smart, change, services."},
            ),
            ("order=up", {"order": "“up” is not known. Use one of: asc, desc."}),
            (
                "sort=to&sort=from&order=up",
                {"sort": "Say it once.", "order": "“up” is not known. Use one of: asc, desc."},
            ),
        ],
    )
    def test_what_cannot_be_understood_is_named_with_a_sentence(self, text: str, sentences: dict[str, str]):
        with pytest.raises(AskingError) as error:
            parse_watch(QueryDict(text))
        assert error.value.fields == sentences

    def test_every_column_can_be_sorted_by(self):
        for sort in Sort:
            assert parse_watch(QueryDict(f"sort={sort}")).sort is sort
