"""Central Bank of Kenya. Expected values were read in the recorded JSON."""

import json
from collections import Counter
from datetime import date

import pytest

from providers.adapters.base import ParseError
from tests.providers.adapters.recorded_rates import Asking, feed, figures, read, recording

BODY = recording("cbk/cbk_00.html")


def table(*rows: object) -> bytes:
    return json.dumps({"draw": 1, "recordsFiltered": str(len(rows)), "data": rows}).encode()


def test_a_day_is_shillings_per_unit_but_for_the_neighbours_whose_money_is_quoted_per_shilling() -> None:
    rates, refused = read("cbk", BODY)
    assert refused == []
    assert len(rates) == 11550
    last = figures(rates, date(2026, 3, 19))
    assert (last["USD/KES"], last["GBP/KES"], last["INR/KES"]) == ("129.5200", "172.4900", "1.3900")
    assert (last["KES/UGX"], last["KES/TZS"]) == ("29.0900", "20.1100")
    assert (last["KES/RWF"], last["KES/BIF"]) == ("11.2600", "22.9200")
    assert len(last) == 21


def test_yen_are_quoted_by_the_hundred() -> None:
    rates, _ = read("cbk", BODY)
    assert figures(rates, date(2024, 1, 5))["JPY/KES"] == "1.093764"  # "JPY (100)", "109.3764"


def test_the_day_comes_before_the_month() -> None:
    rates, _ = read("cbk", BODY)
    assert figures(rates, date(2024, 3, 1))["USD/KES"] == "143.5182"  # "01/03/2024"


def test_a_day_that_was_printed_twice_says_the_same_twice() -> None:
    rates, _ = read("cbk", BODY, since="2025-11-28")
    twice = {rate for rate, times in Counter(rates).items() if times > 1}
    assert {rate.observed_on for rate in twice} == {date(2025, 11, 28)}
    assert len(twice) == 21


def test_days_before_the_one_asked_for_are_left_out() -> None:
    rates, _ = read("cbk", BODY, since="2026-03-19")
    assert len(rates) == 21


def test_every_row_is_asked_for_by_a_form() -> None:
    asking = Asking()
    list(feed("cbk", asking).fetch(date(2026, 5, 1)))
    (question,) = asking.questions
    assert question.url == "https://www.centralbank.go.ke/wp-admin/admin-ajax.php"
    assert question.params == {"action": "get_wdtable", "table_id": "193"}
    assert question.form == {"draw": "1", "start": "0", "length": "-1"}
    assert question.asked == {"since": "2026-04-24"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["19/03/2026", "KES / GOLD", "1.5"], "currency 'KES / GOLD' is not known"),
        (["19/03/2026", "JPY (7)", "81.2"], "currency 'JPY (7)' is not known"),
        (["2026/03/19", "EURO", "149.16"], "date '19-03-2026' is not written like 2013-07-31"),
        (["19/03/2026", "EURO", "149,16"], "rate '149,16' is not a number"),
        (["19/03/2026", "EURO", {"mean": 1}], "rate 'an object' is not a number"),
        (["19/03/2026", "EURO", "9e999999999"], "not of a size that a rate can have"),
        (["19/03/2026", "EURO"], "2 cells where there should be date, currency and rate"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_and_the_rest_goes_on(row: list[object], reason: str) -> None:
    rates, refused = read("cbk", table(row, ["19/03/2026", "US DOLLAR", "129.52"]))
    (refusal,) = refused
    assert reason in refusal.reason
    assert figures(rates, date(2026, 3, 19)) == {"USD/KES": "129.52"}


def test_a_rate_that_is_not_published_is_skipped() -> None:
    assert read("cbk", table(["19/03/2026", "EURO", "-"], ["19/03/2026", "EURO", ""])) == ([], [])


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (BODY[:-100], "not JSON or is cut off"),
        (b"<html>0</html>", "not JSON"),
        (b'{"data": {}, "recordsFiltered": "0"}', "data is not a list"),
        (b'{"data": ["19/03/2026"], "recordsFiltered": "1"}', "a row is not a list"),
        (b'{"data": [], "recordsFiltered": "0"}', "the answer has 0 of 0 rows"),
        (
            b'{"data": [["05/01/2024", "EURO", "172.7439"]], "recordsFiltered": "11550"}',
            "has 1 of 11550 rows",
        ),
    ],
)
def test_what_is_not_the_table_is_refused_as_a_whole(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        read("cbk", body)
