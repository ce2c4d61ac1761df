"""Reserve Bank of Vanuatu. Expected values were read in the recorded page's source."""

from datetime import date

import pytest

from providers.adapters.base import ParseError
from tests.providers.adapters.recorded_rates import Asking, feed, figures, read, recording

BODY = recording("rbv/rbv_00.html")
LAST = date(2026, 5, 22)


def test_a_day_is_vatu_per_unit_the_yen_too() -> None:
    rates, refused = read("rbv", BODY)
    assert refused == []
    assert figures(rates, LAST) == {
        "USD/VUV": "116.28",
        "JPY/VUV": "0.7316",
        "NZD/VUV": "68.37",
        "GBP/VUV": "156.19",
        "AUD/VUV": "83.16",
        "EUR/VUV": "135.14",
    }
    assert len(rates) == 186 * 6


def test_days_written_in_the_old_way_are_read_too() -> None:
    rates, _ = read("rbv", BODY)
    assert figures(rates, date(2025, 8, 26))["USD/VUV"] == "119.06"  # "26-Aug-25"
    assert figures(rates, date(2025, 9, 4))["JPY/VUV"] == "0.7998"  # "4 September 2025"


def test_days_before_the_one_asked_for_are_left_out() -> None:
    rates, _ = read("rbv", BODY, since="2026-05-21")
    assert {rate.observed_on for rate in rates} == {date(2026, 5, 21), LAST}


def test_the_whole_table_is_asked_for_on_one_page() -> None:
    asking = Asking()
    list(feed("rbv", asking).fetch(date(2026, 5, 1)))
    (question,) = asking.questions
    assert question.url == "https://www.rbv.gov.vu/index.php/en/exchange-rates"
    assert (question.params, question.asked) == ({"limit1": "100000"}, {"since": "2026-04-24"})


@pytest.mark.parametrize(
    ("said", "instead", "reason", "lost"),
    [
        (b"\t22 May 2026\t", b"\tMay 2026\t", "date 'May 2026' is not written like 22 May 2026", 6),
        (b"\t22 May 2026\t", b"\t\t", "date '' is not written like 22 May 2026", 6),
        (b"\t116.28\t", b"\t116,28\t", "rate '116,28' is not a number", 1),
        (b"\t116.28\t", b"\t-116.28\t", "rate -116.28 is not between", 1),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_and_the_rest_goes_on(
    said: bytes, instead: bytes, reason: str, lost: int
) -> None:
    assert BODY.count(said) >= 1
    rates, refused = read("rbv", BODY.replace(said, instead, 1))
    (refusal,) = refused
    assert reason in refusal.reason
    assert len(rates) == 186 * 6 - lost


def test_a_column_that_is_added_is_read_when_it_is_a_currency_and_refused_when_not() -> None:
    body = BODY.replace(b"exchange_rates___eur fabrik_element", b"exchange_rates___fjd fabrik_element")
    assert figures(read("rbv", body)[0], LAST)["FJD/VUV"] == "135.14"
    body = BODY.replace(b"exchange_rates___eur fabrik_element", b"exchange_rates___basket fabrik_element")
    _, refused = read("rbv", body, since="2026-05-22")
    assert [row.reason for row in refused] == ["'BASKET' is not an ISO 4217 currency"]


def test_a_rate_that_is_not_published_is_skipped() -> None:
    rates, refused = read("rbv", BODY.replace(b"\t116.28\t", b"\t\t", 1), since="2026-05-22")
    assert (len(rates), refused) == (5, [])


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (BODY[:100000], "not a whole HTML page"),
        (BODY.replace(b"fabrik_row", b"row"), "no row of rates"),
        (b"<html><body>Error 503</body></html>", "no row of rates"),
    ],
)
def test_what_is_not_the_page_is_refused_as_a_whole(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        read("rbv", body)
