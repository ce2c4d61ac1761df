"""What statistics count is what history says, whatever was recorded in whatever order."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.domain.codes import Coverage
from corridors.models import Price, ServiceRollup
from corridors.rollup import RollupDifference, advance_rollups, rebuild_rollups, rollup_differences
from tests.corridors.test_current import a_run, recorded, undone
from tests.factories import NOW, SURVEY, add_cross_rate, make_source, price, record, surveyed

pytestmark = pytest.mark.django_db

BILLIONTHS = 10**9
FREQUENCIES = "dmqy"


class Counted(NamedTuple):
    """One row as the slow and obvious way adds it up."""

    prices: int
    undisclosed: int
    counted: int
    total: Decimal
    split: int
    fee: Decimal
    margin: Decimal
    slowest: int | None


@pytest.fixture(autouse=True)
def _sources() -> None:
    make_source()


def first_day(frequency: str, day: date) -> date:
    return {
        "d": day,
        "m": day.replace(day=1),
        "q": day.replace(month=day.month - (day.month - 1) % 3, day=1),
        "y": day.replace(month=1, day=1),
    }[frequency]


def by_the_book() -> dict[tuple[object, ...], Counted]:
    """Every row that should stand, from history in Python: methodology, section 5."""
    corrected = set(Price.objects.filter(corrects__isnull=False).values_list("corrects_id", flat=True))
    units: dict[tuple[object, ...], list[Price]] = defaultdict(list)
    for each in Price.objects.exclude(price_point=None):
        day = each.observed_at.date()
        if each.period:
            if each.id not in corrected:
                units[each.service_id, "s", day, each.price_point, each.id].append(each)
        elif not each.promotion:
            for frequency in FREQUENCIES:
                start = first_day(frequency, day)
                units[each.service_id, frequency, start, each.price_point, 0].append(each)
    return {key: added_up(prices) for key, prices in units.items()}


def added_up(prices: Sequence[Price]) -> Counted:
    zero = Decimal(0)
    counted = [each for each in prices if each.transparent and total_of(each) is not None]
    split = [each for each in counted if each.fee is not None and margin_of(each) is not None]
    speeds = [each.speed_max_minutes for each in prices if each.speed_max_minutes is not None]
    fees = [Decimal(100) * (each.fee or zero) / each.send_amount for each in split]
    return Counted(
        prices=len(prices),
        undisclosed=sum(not each.transparent for each in prices),
        counted=len(counted),
        total=sum((total_of(each) or zero for each in counted), zero),
        split=len(split),
        fee=sum((round(fee, 9) for fee in fees), zero),
        margin=sum((margin_of(each) or zero for each in split), zero),
        slowest=max(speeds, default=None),
    )


def total_of(each: Price) -> Decimal | None:
    return each.total_percent if each.stated_total_percent is None else each.stated_total_percent


def margin_of(each: Price) -> Decimal | None:
    return each.fx_margin_percent if each.stated_fx_margin_percent is None else each.stated_fx_margin_percent


def as_stored() -> dict[tuple[object, ...], Counted]:
    return {
        (row.service_id, row.frequency, row.starts_on, row.price_point, row.survey_price): Counted(
            prices=row.prices,
            undisclosed=row.undisclosed,
            counted=row.counted,
            total=Decimal(row.total_sum) / BILLIONTHS,
            split=row.split,
            fee=Decimal(row.fee_sum) / BILLIONTHS,
            margin=Decimal(row.margin_sum) / BILLIONTHS,
            slowest=row.speed_max_minutes,
        )
        for row in ServiceRollup.objects.all()
    }


class Seen(NamedTuple):
    """One price as the law draws it."""

    provider: str
    day: int
    fee: int
    period: str
    source_line: str
    discloses: bool
    promotion: bool
    point: int | None
    slowest: int | None
    stated: Decimal | None

    def given(self) -> object:
        survey = {"source": SURVEY, "period": self.period} if self.period else {}
        reading = price(
            self.provider,
            fee=str(self.fee),
            rate="11.9" if self.discloses else None,
            seen=NOW - timedelta(days=self.day),
            price_point=self.point,
            promotion=self.promotion,
            speed_min_minutes=None,
            speed_max_minutes=self.slowest,
            stated_total_percent=self.stated,
            **survey,  # type: ignore[arg-type]
        )
        said = reading.statement._replace(source_line=self.source_line if self.period else "")
        return reading._replace(statement=said)


seen = st.builds(
    Seen,
    provider=st.sampled_from(["Swift Hawk", "Palm Remit"]),
    day=st.sampled_from([0, 1, 20, 60, 350]),
    fee=st.integers(2, 4),
    period=st.sampled_from(["", "", "2026_2Q", "2026_3Q"]),
    source_line=st.sampled_from(["", "7"]),
    discloses=st.sampled_from([True, True, False]),
    promotion=st.sampled_from([False, False, True]),
    point=st.sampled_from([200, 500, None]),
    slowest=st.sampled_from([None, 60, 1440]),
    stated=st.sampled_from([None, Decimal("4.25")]),
)


@settings(max_examples=40)
@given(recordings=st.lists(st.lists(seen, max_size=6), max_size=4))
def test_the_rows_are_history_added_up_after_any_sequence_of_recordings(recordings):
    with undone():
        add_cross_rate("AED", "PHP", "12")
        for number, batch in enumerate(recordings):
            recorded([each.given() for each in batch], a_run(), hour=number)
        assert as_stored() == by_the_book()
        assert rollup_differences() == []
        before = as_stored()
        rebuild_rollups()
        assert as_stored() == before


def test_recording_the_same_again_counts_it_once():
    readings = [price(price_point=200), price(price_point=500)]
    recorded(readings, a_run())
    before = as_stored()
    recorded(readings, a_run())
    assert as_stored() == before
    assert {row.prices for row in before.values()} == {1}


def test_a_feed_counts_in_its_day_month_quarter_and_year_by_its_sum_and_number():
    at = datetime(2026, 11, 2, 23, 59, tzinfo=NOW.tzinfo)
    add_cross_rate("AED", "PHP", "12", on=at)
    record(
        price(fee="10", rate="12", price_point=200, seen=at),
        price(fee="30", rate="12", price_point=200, seen=at - timedelta(hours=1)),
    )
    rows = {row.frequency: row for row in ServiceRollup.objects.all()}
    assert {frequency: row.starts_on.isoformat() for frequency, row in rows.items()} == {
        "d": "2026-11-02", "m": "2026-11-01", "q": "2026-10-01", "y": "2026-01-01",
    }  # fmt: skip
    assert {(row.prices, row.counted, row.total_sum) for row in rows.values()} == {(2, 2, 4 * BILLIONTHS)}
    assert {row.quarter_on.isoformat() for f, row in rows.items() if f != "y"} == {"2026-10-01"}


def test_a_survey_price_stands_once_in_the_quarter_it_was_published_for():
    record(surveyed(period="2013_3Q", seen=datetime(2013, 10, 2, tzinfo=NOW.tzinfo)))
    (row,) = ServiceRollup.objects.all()
    assert (row.frequency, row.starts_on.isoformat(), row.quarter_on.isoformat()) == (
        "s", "2013-10-02", "2013-07-01",
    )  # fmt: skip
    assert row.survey_price == Price.objects.get().id


def test_coverage_is_nationwide_only_where_every_price_says_so():
    record(price(price_point=200, coverage=Coverage.NATIONWIDE))
    assert {row.coverage for row in ServiceRollup.objects.all()} == {"nationwide"}
    record(price(price_point=200, fee="11", coverage=None))
    assert {row.coverage for row in ServiceRollup.objects.all()} == {""}


def test_only_the_touched_periods_are_written():
    record(price(price_point=200, seen=NOW - timedelta(days=400)))
    untouched = set(ServiceRollup.objects.values_list("id", flat=True))
    ServiceRollup.objects.update(prices=7)  # would be mended if it were written again
    record(price("Palm Remit", price_point=200))
    assert set(ServiceRollup.objects.filter(prices=7).values_list("id", flat=True)) == untouched


def test_keeping_up_takes_two_queries_whatever_is_recorded():
    run = a_run()
    recorded([price(price_point=200), price("Palm Remit", price_point=500)], run)
    ServiceRollup.objects.all().delete()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        advance_rollups(run_id=run.id, after_id=0)
    assert len([each for each in queries if "SAVEPOINT" not in each["sql"]]) == 2
    assert as_stored() == by_the_book()


def test_the_check_names_what_is_wrong_and_the_rebuild_mends_it(capsys):
    record(price(price_point=200), surveyed())
    service = Price.objects.get(period="").service_id
    ServiceRollup.objects.filter(frequency="q").update(counted=5)
    ServiceRollup.objects.filter(frequency="s").delete()
    starts_on = date(2026, 10, 1)
    assert RollupDifference(service, "q", starts_on, 200, 0, True) in rollup_differences()
    assert RollupDifference(service, "q", starts_on, 200, 0, False) in rollup_differences()
    with pytest.raises(CommandError, match=r"3 differences; manage\.py rebuild_statistics mends them"):
        call_command("rebuild_statistics", check=True)
    assert f"service {service}, q 2026-10-01, USD 200 is missing from" in capsys.readouterr().err
    call_command("rebuild_statistics")
    assert "from history again: 5 rows." in capsys.readouterr().out
    call_command("rebuild_statistics", check=True)
    assert "Statistics agree with history." in capsys.readouterr().out
