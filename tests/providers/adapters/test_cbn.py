"""Central Bank of Nigeria. Expected values were read in the recorded JSON."""

import json
from datetime import date

import pytest

from providers.adapters.base import ParseError
from tests.providers.adapters.recorded_rates import Asking, feed, figures, read, recording

BODY = recording("cbn/cbn_00.json")
LAST = date(2026, 5, 21)
DOLLAR = {"id": 1, "currency": "US DOLLAR", "ratedate": "2026-05-21", "centralrate": "1371.8079"}


def test_a_day_is_naira_per_unit_by_the_central_rate() -> None:
    rates, refused = read("cbn", BODY)
    assert refused == []
    assert figures(rates, LAST) == {
        "XOF/NGN": "2.4200",
        "CNY/NGN": "201.5942",
        "DKK/NGN": "212.7461",
        "EUR/NGN": "1590.1997",
        "JPY/NGN": "8.6147",
        "SAR/NGN": "365.5425",
        "ZAR/NGN": "82.9178",
        "CHF/NGN": "1737.5654",
        "GBP/NGN": "1839.5944",
        "USD/NGN": "1371.8079",
        "AED/NGN": "373.4538",
    }
    assert len(rates) == 6 * 11  # six days, and two units of account left out


def test_days_before_the_one_asked_for_are_left_out() -> None:
    rates, _ = read("cbn", BODY, since="2026-05-20")
    assert {rate.observed_on for rate in rates} == {date(2026, 5, 20), LAST}


def test_the_whole_history_is_asked_for_at_once() -> None:
    asking = Asking()
    list(feed("cbn", asking).fetch(date(2026, 5, 1)))
    assert [(question.url, question.asked) for question in asking.questions] == [
        ("https://www.cbn.gov.ng/api/GetAllExchangeRates", {"since": "2026-04-24"})
    ]


def test_names_are_known_by_their_other_spellings() -> None:
    names = [" Japanese  Yen ", "POUND STERLING", "DANISH KRONER"]
    rates, refused = read("cbn", json.dumps([{**DOLLAR, "currency": name} for name in names]).encode())
    assert ([rate.base for rate in rates], refused) == (["JPY", "GBP", "DKK"], [])


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"currency": "GOLD"}, "currency 'GOLD' is not known"),
        ({"currency": None}, "currency 'NONE' is not known"),
        ({"ratedate": "21/05/2026"}, "date '21/05/2026' is not written like"),
        ({"centralrate": "1,371.80"}, "rate '1,371.80' is not a number"),
        ({"centralrate": None}, "rate None is not a number"),
        ({"centralrate": ["1371"]}, "rate a list is not a number"),
        ({"centralrate": "0.0000"}, "rate 0.0000 is not between"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_and_the_rest_goes_on(
    wrong: dict[str, object], reason: str
) -> None:
    rates, refused = read("cbn", json.dumps([{**DOLLAR, **wrong}, DOLLAR]).encode())
    (refusal,) = refused
    assert reason in refusal.reason
    assert figures(rates, LAST) == {"USD/NGN": "1371.8079"}


@pytest.mark.parametrize("value", ["", "-", " N/A "])
def test_a_rate_that_is_not_published_is_skipped(value: str) -> None:
    assert read("cbn", json.dumps([{**DOLLAR, "centralrate": value}]).encode()) == ([], [])


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (BODY[:5000], "not JSON or is cut off"),
        (b"<html>Access denied</html>", "not JSON"),
        (b"[]", "holds no rate"),
        (b'{"message": "error"}', "the answer is not a list"),
        (b"[[1, 2]]", "a row is not an object"),
    ],
)
def test_what_is_not_the_list_is_refused_as_a_whole(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        read("cbn", body)


def test_the_first_day_of_all_may_be_asked_for() -> None:
    asking = Asking()
    list(feed("cbn", asking).fetch(date.min))
    assert asking.questions[0].asked == {"since": "0001-01-01"}
