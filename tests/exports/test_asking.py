"""What an export is of: read from a query string, refused by name, and written back the same."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from corridors.asking import AskingError
from corridors.domain.codes import PayIn, PayOut
from corridors.exports.asking import PARAMETERS, ExportAsked, parse_export
from tests.factories import price, record

TODAY = date(2026, 11, 20)

questions = st.builds(
    ExportAsked,
    source=st.sampled_from(["", "AE", "SA"]),
    destination=st.sampled_from(["", "PH"]),
    period=st.sampled_from(["", "2013", "2013_3Q", "2013-07", "2013-07-31"]),
    since=st.none() | st.dates(date(2011, 1, 1), date(2013, 1, 1)),
    until=st.none() | st.dates(date(2013, 1, 1), date(2040, 1, 1)),
    price_point=st.sampled_from([None, 200, 500]),
    pay_in=st.sampled_from(["", *PayIn]),
    pay_out=st.sampled_from(["", *PayOut]),
    current=st.booleans(),
    layout=st.sampled_from(["", "rpw"]),
)


def asked(query: str, **more: Any) -> ExportAsked:
    return parse_export(QueryDict(query), today=TODAY, **more)


def wrong(query: str, **more: Any) -> dict[str, str]:
    with pytest.raises(AskingError) as refused:
        asked(query, **more)
    return refused.value.fields


@given(questions)
def test_a_question_written_as_a_query_reads_back_the_same(question: ExportAsked) -> None:
    assert asked(question.query()) == question


@given(questions)
def test_a_query_fits_where_a_job_keeps_it(question: ExportAsked) -> None:
    assert len(question.query(provider="p" * 100, corridor="ae-ph")) <= 400


def test_nothing_asked_for_is_everything_and_empty_values_are_not_given() -> None:
    assert asked("") == asked("corridor=&from= &period=&current=&layout=") == ExportAsked()
    assert ExportAsked().query() == ""


@pytest.mark.django_db
def test_every_filter_is_read() -> None:
    record(price())
    question = asked(
        "corridor=AE-PH&from=ae&to=ph&provider=swift-hawk&period=2026-Q4&since=2026-01-01&until=2027-01-01"
        "&price_point=200&pay_in=cash&pay_out=cash&current=YES&layout=rpw"
    )
    assert question == ExportAsked(
        corridor="ae-ph",
        source="AE",
        destination="PH",
        provider="swift-hawk",
        period="2026_4Q",
        since=date(2026, 1, 1),
        until=date(2027, 1, 1),
        price_point=200,
        pay_in=PayIn.CASH,
        pay_out=PayOut.CASH,
        current=True,
        layout="rpw",
    )
    assert set(question.given()) == set(PARAMETERS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("corridor", "ae"),
        ("corridor", "ae-zz"),
        ("corridor", "ph-ae"),
        ("corridor", "a%00-ph"),
        ("from", "XX"),
        ("from", "United Arab Emirates"),
        ("to", "%00"),
        ("provider", "no-such-provider"),
        ("provider", "x%00"),
        ("provider", "x" * 200),
        ("provider", "%ED%A0%80"),
        ("period", "2013_5Q"),
        ("period", "0000"),
        ("period", "99999"),
        ("period", "2013-13"),
        ("since", "2013"),
        ("since", "20130101"),
        ("since", "2013-02-30"),
        ("since", "2026-11-21"),
        ("since", "١٤٣٤-٠١-٠١"),
        ("until", "soon"),
        ("until", "10000-01-01"),
        ("price_point", "300"),
        ("price_point", "2e2"),
        ("price_point", "9" * 400),
        ("pay_in", "cash,card"),
        ("pay_out", "CASH"),
        ("current", "maybe"),
        ("layout", "world-bank"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_name(db: None, name: str, value: str) -> None:
    record(price())
    fields = wrong(f"{name}={value}")
    assert list(fields) == [name]
    assert fields[name].endswith((".", "ae-ph.", "31."))


def test_a_name_that_is_no_filter_is_refused_so_that_a_slip_does_not_give_all_rows() -> None:
    fields = wrong("perid=2013_3Q&price_point=200")
    assert list(fields) == ["perid"]
    assert "period" in fields["perid"]


def test_a_filter_given_twice_is_refused_even_with_one_value() -> None:
    assert wrong("period=2013&period=2013") == {"period": "Give it once."}


def test_everything_wrong_is_told_at_once() -> None:
    assert set(wrong("price_point=1&pay_in=x&foo=1")) == {"price_point", "pay_in", "foo"}


def test_the_last_day_does_not_come_before_the_first() -> None:
    assert asked("since=2013-01-01&until=2013-01-01").until == date(2013, 1, 1)
    assert list(wrong("since=2013-01-02&until=2013-01-01")) == ["until"]


@pytest.mark.parametrize(("name", "value"), [("from", "sa"), ("to", "in")])
def test_a_country_that_is_not_the_corridors_is_refused_instead_of_giving_no_rows(
    db: None, name: str, value: str
) -> None:
    record(price(), price(corridor="sa-in", currencies=("SAR", "INR")))
    sentence = "The corridor ae-ph has another country there."
    assert wrong(f"corridor=ae-ph&{name}={value}") == {name: sentence}


def test_what_the_caller_reads_itself_is_let_through_and_nothing_else() -> None:
    assert asked("format=csv", also=("format",)) == ExportAsked()
    assert list(wrong("format=csv")) == ["format"]


def test_a_corridor_in_the_path_leaves_no_room_for_another_in_the_query() -> None:
    assert asked("price_point=200", corridor="ae-ph").corridor == "ae-ph"
    assert list(wrong("corridor=ae-ph", corridor="ae-ph")) == ["corridor"]


def test_a_long_name_is_said_back_shortened() -> None:
    assert list(wrong(f"{'x' * 500}=1")) == ["x" * 40]
