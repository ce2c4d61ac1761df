"""The recording is the answer of 2026-05-05 for March 2026. It ends in the middle of a note."""

from datetime import date
from decimal import Decimal

import pytest

from providers.adapters.base import ParseError
from tests.providers.adapters.rate_feeds import TODAY, by_pair, questions, read, recording

BODY = recording("imf", "imf_00.tsv")
TITLE = b"Representative Exchange Rates for Selected Currencies for April 2026\r\n"
NOTES = BODY[BODY.index(b"Notes:") :]


def test_rates_are_units_of_a_currency_for_one_dollar() -> None:
    rates, refused = read("imf", BODY)
    assert not refused
    found = by_pair(rates)
    # Every number but NA and the dollar's own, counted in the file.
    assert len(found) == 712
    assert found["USD", "CNY", "2026-03-02"] == Decimal("6.8829")
    assert found["USD", "MXN", "2026-03-13"] == Decimal("17.9218")
    # The second table of columns.
    assert found["USD", "JPY", "2026-03-31"] == Decimal("159.8")
    assert found["USD", "AED", "2026-03-31"] == Decimal("3.6725")
    assert found["USD", "SAR", "2026-03-17"] == Decimal("3.75")


def test_currencies_marked_with_a_one_are_dollars_for_one_unit() -> None:
    rates, _ = read("imf", BODY)
    found = by_pair(rates)
    assert found["EUR", "USD", "2026-03-02"] == Decimal("1.1698")
    assert found["GBP", "USD", "2026-03-31"] == Decimal("1.31985")
    assert found["BWP", "USD", "2026-03-10"] == Decimal("0.0767")
    assert {rate.base for rate in rates} == {"USD", "EUR", "GBP", "AUD", "BWP", "NZD"}


def test_thousands_are_grouped_by_commas() -> None:
    rates, _ = read("imf", BODY)
    assert by_pair(rates)["USD", "KRW", "2026-03-03"] == Decimal("1435.4")


def test_a_day_that_a_bank_did_not_report_is_passed_over() -> None:
    found = by_pair(read("imf", BODY)[0])
    assert ("USD", "KRW", "2026-03-02") not in found
    assert ("USD", "INR", "2026-03-03") not in found
    assert ("USD", "AED", "2026-03-06") not in found


def test_each_month_is_asked_for_by_its_last_day_and_this_one_by_today() -> None:
    asked = questions("imf", since=date(2026, 1, 15))
    assert [q.params["SelectDate"] for q in asked] == ["2026-03-20", "2026-02-28", "2026-01-31"]
    assert asked[0].params == {"SelectDate": "2026-03-20", "reportType": "REP", "tsvflag": "Y"}
    assert asked[0].url == "https://www.imf.org/external/np/fin/data/rms_mth.aspx"


def test_a_month_that_has_just_begun_may_have_no_rates_and_a_later_one_must() -> None:
    empty = TITLE + b"\r\n" + NOTES
    assert read("imf", empty, until="2026-04-02") == ([], [])
    for asked in ({"until": "2026-04-20"}, {}):
        with pytest.raises(ParseError, match="no row of dates"):
            read("imf", empty, **asked)


@pytest.mark.parametrize(
    ("old", "new", "kept", "reason"),
    [
        (b"17.348500", b"dear", 711, "rate 'dear' is not a number"),
        (b"1,435.400000", b"1,4354", 711, "rate '1,4354' is not a number"),
        (b"17.348500", b"0.000000", 711, "rate 0.000000 is not between"),
        # The first table has 10 numbers of Mexico; its row in the second stays.
        (b"Mexican peso\t17.3", b"Aztec peso\t17.3", 702, "'Aztec peso' is no currency known by that name"),
        (b"Mexican peso\t17.3", b"Mexican peso(2)\t17.3", 702, "'Mexican peso(2)' is no currency known"),
    ],
)
def test_what_is_bad_is_refused_and_the_rest_is_read(old: bytes, new: bytes, kept: int, reason: str) -> None:
    assert BODY.count(old) == 1
    rates, (refused,) = read("imf", BODY.replace(old, new))
    assert len(rates) == kept
    assert refused.reason.startswith(reason)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (BODY[:2000], "no title or no notes"),
        (b"<html><body>Access Denied</body></html>", "no title or no notes"),
        (BODY.replace(b"Mexican peso\t17.348500\t", b"Mexican peso\t"), "has 10 numbers under 11 dates"),
        (BODY.replace(b"March 02, 2026", b"02.03.2026"), "'02.03.2026' is not a date like March 02, 2026"),
        (BODY.replace(b"(1) which are in terms of U.S.", b"(1) which are in terms of"), "no longer say"),
        (BODY.replace(b"Currency\t", b"Devise\t"), "numbers under 0 dates"),
        (b"\x00" + BODY, "zero bytes"),
    ],
)
def test_an_answer_in_another_format_is_refused_as_a_whole(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        read("imf", body, until=TODAY.isoformat())
