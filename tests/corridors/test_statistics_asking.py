"""What is asked of statistics is understood, or named."""

from contextlib import suppress
from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from corridors.asking import AskingError
from corridors.domain.codes import PayIn, PayOut, ProviderType
from corridors.domain.periods import Frequency, Period
from corridors.domain.statistic_codes import GroupBy, Measure, RegionScheme
from corridors.statistics import Asked, Cursor
from corridors.statistics_asking import (
    PARAMETERS,
    Reader,
    cursor_text,
    parse_country,
    parse_cursor,
    parse_statistics,
    read_statistics,
)

QUARTER = Period(Frequency.QUARTER, date(2013, 7, 1))


def wrong(**parameters: str) -> dict[str, str]:
    with pytest.raises(AskingError) as refused:
        parse_statistics(parameters)
    return refused.value.fields


def test_nothing_asked_is_the_world_by_quarter_with_every_figure():
    asked, measures = parse_statistics({})
    assert asked == Asked(both_price_points=True)
    assert measures == tuple(Measure)


def test_everything_can_be_asked_at_once():
    question = parse_statistics(
        {
            "group_by": "region", "region_scheme": "m49", "frequency": "month", "period": "2013_2Q..2013-Q3",
            "from": "ae", "to": "PH", "exclude_from": "ru, KZ", "price_point": "500",
            "provider_type": "bank", "pay_in": "cash", "pay_out": "atm", "measure": "spread,average",
        }
    )  # fmt: skip
    assert question.asked == Asked(
        group_by=GroupBy.REGION,
        region_scheme=RegionScheme.M49,
        frequency=Frequency.MONTH,
        since=date(2013, 4, 1),
        until=date(2013, 9, 30),
        source="AE",
        destination="PH",
        exclude_from=frozenset({"RU", "KZ"}),
        price_point=500,
        provider_type=ProviderType.BANK,
        pay_in=PayIn.CASH,
        pay_out=PayOut.ATM,
        only_totals=True,
    )
    assert question.measures == (Measure.AVERAGE, Measure.SPREAD)


@pytest.mark.parametrize(
    ("period", "frequency", "since", "until"),
    [
        ("2013", Frequency.YEAR, date(2013, 1, 1), date(2013, 12, 31)),
        ("2013_3Q", Frequency.QUARTER, date(2013, 7, 1), date(2013, 9, 30)),
        ("2013-07", Frequency.MONTH, date(2013, 7, 1), date(2013, 7, 31)),
        ("2013-07-31", Frequency.DAY, date(2013, 7, 31), date(2013, 7, 31)),
        ("2011..2013_1Q", Frequency.QUARTER, date(2011, 1, 1), date(2013, 3, 31)),
        ("2013-07-05..2013-07-05", Frequency.DAY, date(2013, 7, 5), date(2013, 7, 5)),
    ],
)
def test_a_period_says_how_long_the_periods_are_unless_the_frequency_does(period, frequency, since, until):
    asked = parse_statistics({"period": period}).asked
    assert (asked.frequency, asked.since, asked.until) == (frequency, since, until)
    assert parse_statistics({"period": period, "frequency": "day"}).asked.frequency is Frequency.DAY


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("group_by", "country"), ("group_by", "WORLD"), ("group_by", "world\x00"), ("region_scheme", "un"),
        ("frequency", "week"), ("frequency", "period"), ("period", "2013_5Q"), ("period", "2013..2012"),
        ("period", ".."), ("period", "2013.."), ("period", "2011..2012..2013"), ("period", "9" * 10_000),
        ("period", "2013\x00"), ("period", "２０１３"), ("from", "zz"), ("to", "Spain"),
        ("exclude_from", "ru,"),
        ("exclude_from", "ru;kz"), ("exclude_from", ",".join(["ru"] * 251)), ("price_point", "300"),
        ("price_point", "٢٠٠"), ("price_point", "200.0"), ("provider_type", "shop"), ("pay_in", "cheque"),
        ("pay_out", "\ud800"), ("measure", "mean"), ("measure", "average,"), ("measure", "average;spread"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_named_in_a_sentence(name, value):
    found = wrong(**{name: value})
    assert list(found) == [name]
    assert found[name].endswith(".")
    assert len(found[name]) < 300


def test_everything_wrong_is_named_at_once():
    assert list(wrong(group_by="x", period="x", measure="x", exclude_from="x")) == [
        "group_by", "exclude_from", "period", "measure",
    ]  # fmt: skip


def test_only_the_parameters_of_an_address_are_accepted_and_each_once():
    reader = Reader(QueryDict("from=ru&from=zz&to=ph&access=branch"))
    reader.accept_only(("from", "to"))
    assert reader.read("from", parse_country, "") == ""
    with pytest.raises(AskingError) as refused:
        reader.check()
    assert refused.value.fields == {
        "from": "Give it once.",
        "access": "There is no such parameter. The parameters are: from, to.",
    }


def test_a_period_shorter_than_the_frequency_is_named():
    assert "quarter" in wrong(period="2013-07", frequency="quarter")["period"]


@given(st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=30)))
def test_nothing_that_is_asked_breaks_it(parameters):
    reader = Reader(parameters)
    assert read_statistics(reader).measures
    with suppress(AskingError):
        reader.check()


@pytest.mark.parametrize("group", ["world", "ae-ph", "AE", "south_eastern_asia"])
def test_where_a_page_begins_is_read_back(group):
    cursor = Cursor(QUARTER, group)
    text = cursor_text(cursor)
    assert text is not None
    assert parse_cursor(text, Frequency.QUARTER) == cursor
    assert cursor_text(None) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "~",
        "2013_3Q",
        "2013_3Q~",
        "2013~world",
        "x~world",
        "2013_3Q~a b",
        "2013_3Q~\x00",
        f"2013_3Q~{'a' * 41}",
    ],
)
def test_a_made_up_beginning_is_refused(text):
    with pytest.raises(ValueError, match="follow"):
        parse_cursor(text, Frequency.QUARTER)
