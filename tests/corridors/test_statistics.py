"""Statistics are made of what was recorded, put together as asked."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings

from corridors.domain.codes import Access, PayIn, PayOut, ProviderType
from corridors.domain.indices import CostSplit, PricePoints
from corridors.domain.periods import Frequency
from corridors.domain.statistic_codes import GroupBy, LeftOut, RegionScheme
from corridors.statistics import Asked, GroupFigures, statistics
from tests.corridors.statistic_prices import days_ago, read_on, record_small_survey, seen_in_survey
from tests.factories import NOW, add_rate, make_provider, record

pytestmark = pytest.mark.django_db


def averages(**asked: Any) -> dict[tuple[str, str], Decimal | None]:
    found = statistics(Asked(**asked))
    return {(each.period.label, each.group): each.figures.average_percent for each in found}


def only(found: list[GroupFigures]) -> GroupFigures:
    (each,) = found
    return each


@pytest.fixture
def survey() -> None:
    record_small_survey()


def test_the_world_is_one_group_of_services_and_not_of_corridors(survey):
    assert averages() == {("2013_2Q", "world"): 4, ("2013_3Q", "world"): Decimal(19) / 4}
    newest = statistics(Asked())[-1].figures
    assert (newest.services, newest.services_left_out, newest.corridors) == (4, 2, 3)
    assert newest.left_out == {LeftOut.NOT_TRANSPARENT: 1, LeftOut.NO_TOTAL: 1}


def test_a_sender_can_be_left_out_and_nobody_is_unless_asked(survey):
    assert averages(exclude_from=frozenset({"RU"}))["2013_3Q", "world"] == 6
    assert averages(exclude_from=frozenset({"RU", "FR"}))["2013_3Q", "world"] == 4


@pytest.mark.parametrize(
    ("group_by", "found"),
    [
        (GroupBy.FROM, {"AE": 4, "FR": 10, "RU": 1}),
        (GroupBy.TO, {"PH": 4, "MA": 10, "TJ": 1}),
        (GroupBy.CORRIDOR, {"ae-ph": 4, "fr-ma": 10, "ru-tj": 1}),
        (GroupBy.REGION, {"east_asia_pacific": 4, "middle_east_north_africa": 10, "europe_central_asia": 1}),
        (GroupBy.INCOME, {"lower_middle": Decimal(19) / 4}),
        (GroupBy.PROVIDER_TYPE, {"money_transfer_operator": Decimal(13) / 3, "bank": 6}),
        (GroupBy.PAY_IN, {"cash": 3, "card": 6, "bank_account": 10}),
        (GroupBy.PAY_OUT, {"cash": 3, "not_stated": 10}),
        (GroupBy.ACCESS, {"branch": 3, "not_stated": 10}),
        (GroupBy.DIGITAL, {"not_digital": 3, "not_stated": 10}),
    ],
)
def test_services_are_put_together_as_asked(survey, group_by, found):
    newest = averages(group_by=group_by, since=date(2013, 7, 1))
    assert newest == {("2013_3Q", group): average for group, average in found.items()}


@pytest.mark.parametrize(
    ("scheme", "group"),
    [(RegionScheme.M49, "asia"), (RegionScheme.M49_SUBREGION, "south_eastern_asia")],
)
def test_regions_can_be_the_united_nations(survey, scheme, group):
    found = averages(group_by=GroupBy.REGION, region_scheme=scheme, destination="PH", until=date(2013, 6, 30))
    assert found == {("2013_2Q", group): 4}


def test_a_country_in_no_group_is_unclassified():
    record(seen_in_survey("5", currencies=("AED", "USD"), corridor="ae-aq"))
    assert averages(group_by=GroupBy.REGION) == {("2013_3Q", "unclassified"): 5}
    assert averages(group_by=GroupBy.INCOME) == {("2013_3Q", "unclassified"): 5}


def test_a_digital_service_is_told_from_others():
    record(
        seen_in_survey("5", pay_in=(PayIn.CARD,), access=(Access.INTERNET,), pay_out=(PayOut.BANK_ACCOUNT,))
    )
    assert averages(group_by=GroupBy.DIGITAL) == {("2013_3Q", "digital"): 5}


@pytest.mark.parametrize(
    ("asked", "average"),
    [
        ({"source": "AE"}, 4),
        ({"destination": "MA"}, 10),
        ({"source": "AE", "destination": "MA"}, None),
        ({"provider_type": ProviderType.BANK}, 6),
        ({"pay_in": PayIn.CASH}, 3),
        ({"pay_in": PayIn.CASH, "provider_type": ProviderType.BANK}, 6),
        ({"pay_out": PayOut.CASH}, 3),
        ({"pay_out": PayOut.ATM}, None),
        ({"price_point": 500}, None),
    ],
)
def test_only_the_prices_asked_for_count(survey, asked, average):
    assert averages(since=date(2013, 7, 1), **asked).get(("2013_3Q", "world")) == average


def test_a_price_of_no_named_kind_is_of_its_providers_kind():
    record(seen_in_survey("5", "Village Bank", kind=None))
    make_provider("Village Bank", type="bank")
    assert averages(group_by=GroupBy.PROVIDER_TYPE) == {("2013_3Q", "bank"): 5}


def test_a_service_read_often_weighs_no_more_than_one_read_once():
    record(*[read_on(days_ago(day), str(total), "Often") for day, total in enumerate((1, 2, 6))])
    record(read_on(days_ago(1), "5", "Once"))
    newest = only(statistics(Asked()))
    assert newest.period.label == "2026_4Q"
    # Often costs 3 on average.
    assert newest.figures.average_percent == 4
    assert newest.figures.services == 2


@pytest.mark.parametrize(
    ("frequency", "found"),
    [
        (Frequency.DAY, {"2026-11-18": 6, "2026-11-19": 2, "2026-11-20": 1}),
        (Frequency.MONTH, {"2026-11": 3}),
        (Frequency.QUARTER, {"2026_4Q": 3}),
        (Frequency.YEAR, {"2026": 3}),
    ],
)
def test_periods_can_be_of_any_length(frequency, found):
    record(*[read_on(days_ago(day), str(total)) for day, total in enumerate((1, 2, 6))])
    assert averages(frequency=frequency) == {(label, "world"): average for label, average in found.items()}


@pytest.mark.parametrize(
    ("frequency", "label"),
    [
        (Frequency.DAY, "2013-10-02"),
        (Frequency.MONTH, "2013-10"),
        (Frequency.QUARTER, "2013_3Q"),
        (Frequency.YEAR, "2013"),
    ],
)
def test_a_survey_counts_on_its_day_and_in_the_quarter_it_was_published_for(frequency, label):
    record(seen_in_survey("5", seen=datetime(2013, 10, 2, tzinfo=UTC)))
    assert averages(frequency=frequency) == {(label, "world"): 5}


def test_surveys_and_continuous_prices_stand_in_one_line_of_periods(survey):
    record(read_on(days_ago(0), "5"))
    assert [label for label, _ in averages()] == ["2013_2Q", "2013_3Q", "2026_4Q"]
    assert [label for label, _ in averages(surveys_only=True)] == ["2013_2Q", "2013_3Q"]


def test_a_span_of_periods_holds_those_of_its_first_and_last_day(survey):
    record(read_on(days_ago(0), "5"))
    found = averages(since=date(2013, 8, 20), until=date(2026, 10, 1))
    assert [label for label, _ in found] == ["2013_3Q", "2026_4Q"]
    assert list(averages(until=date(2013, 4, 1))) == [("2013_2Q", "world")]


def test_a_sandboxs_prices_count_only_in_a_sandbox(settings: LazySettings):
    record(read_on(days_ago(0), "5", "Invented"), read_on(days_ago(0), "7", "Real"))
    make_provider("Invented", sandbox=True)
    settings.SANDBOX_URL = ""
    assert averages() == {("2026_4Q", "world"): 7}
    settings.SANDBOX_URL = "http://sandbox.test"
    assert averages() == {("2026_4Q", "world"): 6}


def test_both_price_points_are_compared_when_they_are_asked_for():
    record(
        seen_in_survey("8", line="1"),
        seen_in_survey("5", line="1", price_point=500, amount="2500"),
        seen_in_survey("1", "Other"),
        seen_in_survey(
            "9", "Third", price_point=500, amount="2500", corridor="ae-in", currencies=("AED", "INR")
        ),
    )
    found = only(statistics(Asked(both_price_points=True))).figures
    assert found.average_percent == Decimal("4.5")
    assert found.price_points == PricePoints(1, Decimal(8), Decimal(5))
    assert only(statistics(Asked())).figures.price_points == PricePoints(0, None, None)
    corridors = statistics(Asked(group_by=GroupBy.CORRIDOR, both_price_points=True))
    assert [each.group for each in corridors] == ["ae-ph"]


def test_fee_and_margin_are_those_of_the_prices():
    for day in (NOW, days_ago(1)):
        add_rate("EUR", "AED", "4", on=day)
        add_rate("EUR", "PHP", "48", on=day)
    # 10 of 1000 is 1%; 11.88 of 12 leaves 1%; 11.76 leaves 2%.
    known: dict[str, Any] = {"transparent": True, "stated_total_percent": None}
    record(
        read_on(days_ago(0), None, rate="11.88", **known), read_on(days_ago(1), None, rate="11.76", **known)
    )
    found = only(statistics(Asked())).figures
    assert found.split == CostSplit(1, Decimal(1), Decimal("1.5"))
    assert found.average_percent == Decimal("2.5")


def test_totals_alone_give_the_same_averages_and_what_was_not_read_fails(survey):
    record(read_on(days_ago(0), "5"))
    for each, bare in zip(statistics(Asked()), statistics(Asked(only_totals=True)), strict=True):
        assert bare[:2] == each[:2]
        known, read = each.figures, bare.figures
        assert (read.average_percent, read.percentile_90_percent) == (
            known.average_percent,
            known.percentile_90_percent,
        )
        assert (read.left_out, read.corridors, read.weighted) == (
            known.left_out,
            known.corridors,
            known.weighted,
        )
        for unread in ("smart_style_percent", "speed", "split"):
            with pytest.raises(TypeError):
                getattr(read, unread)


@pytest.mark.parametrize("group_by", list(GroupBy))
def test_any_statistics_cost_two_queries(survey, group_by, django_assert_num_queries):
    record(read_on(days_ago(0), "5"))
    with django_assert_num_queries(2):
        statistics(Asked(group_by=group_by, exclude_from=frozenset({"RU"}), pay_in=PayIn.CASH))
