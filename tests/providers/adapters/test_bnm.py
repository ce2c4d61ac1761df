"""The recordings are of 2026-03-20: the list, of the day before, and the Indian rupee's March until then."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from providers.adapters.base import ParseError
from tests.providers.adapters.rate_feeds import TODAY, by_pair, questions, read, recording

LIST = recording("bnm", "bnm_00.json")
MONTH = recording("bnm", "bnm_01.json")


def test_rates_are_ringgit_for_one_unit_whatever_the_unit_published() -> None:
    rates, refused = read("bnm", LIST)
    assert not refused
    found = by_pair(rates)
    # 27 are listed; special drawing rights are left out.
    assert len(found) == 26
    # As sent: 3.9300000000000002, 5.2211999999999996.
    assert found["USD", "MYR", "2026-03-19"] == Decimal("3.93")
    assert found["GBP", "MYR", "2026-03-19"] == Decimal("5.2212")
    # Per 100: 4.2244000000000002, 104.6828, 0.18770000000000001, 0.0149.
    assert found["INR", "MYR", "2026-03-19"] == Decimal("0.042244")
    assert found["SAR", "MYR", "2026-03-19"] == Decimal("1.046828")
    assert found["MMK", "MYR", "2026-03-19"] == Decimal("0.001877")
    assert found["VND", "MYR", "2026-03-19"] == Decimal("0.000149")


def test_a_month_of_one_currency_has_a_rate_a_working_day() -> None:
    rates, refused = read("bnm", MONTH, currency="INR", month="2026-03")
    assert not refused
    found = by_pair(rates)
    assert len(found) == 14
    assert found["INR", "MYR", "2026-03-02"] == Decimal("0.042964")
    assert found["INR", "MYR", "2026-03-17"] == Decimal("0.042557")


def test_the_list_of_the_last_day_is_enough_when_the_days_before_were_asked_for_already() -> None:
    (asked,) = questions("bnm", since=TODAY - timedelta(days=3))
    assert asked.url == "https://api.bnm.gov.my/public/exchange-rate"
    assert asked.params == {"session": "0900", "quote": "rm"}
    assert asked.headers == {"Accept": "application/vnd.BNM.API.v1+json"}


def test_a_gap_is_filled_currency_by_currency_and_month_by_month() -> None:
    listed, *past = questions("bnm", since=TODAY - timedelta(days=30))
    assert not listed.asked
    assert len(past) == 2 * 26
    assert past[0].url == "https://api.bnm.gov.my/public/exchange-rate/AED/year/2026/month/3"
    assert past[-1].url == "https://api.bnm.gov.my/public/exchange-rate/VND/year/2026/month/2"
    assert past[-1].asked == {"currency": "VND", "month": "2026-02"}
    assert {q.headers["Accept"] for q in past} == {"application/vnd.BNM.API.v1+json"}


def test_every_currency_of_the_list_is_asked_for_in_past_months() -> None:
    rates, _ = read("bnm", LIST)
    _, *past = questions("bnm", since=TODAY - timedelta(days=10))
    assert {q.asked["currency"] for q in past} == {rate.base for rate in rates}


def test_a_month_that_has_no_working_day_yet_is_empty_and_the_list_never_is() -> None:
    body = b'{"data":[],"meta":{"quote":"rm","session":"0900","total_result":0}}'
    assert read("bnm", body, month="2026-04") == ([], [])
    with pytest.raises(ParseError, match="data holds no currency"):
        read("bnm", body)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"unit": 0}, "unit 0 is not a whole number"),
        ({"unit": [100]}, "unit a list is not a whole number"),
        ({"currency_code": "RUPEE"}, "'RUPEE' is not an ISO 4217 currency"),
        ({"rate": {"date": "2026-03-19", "middle_rate": "dear"}}, "rate 'dear' is not a number"),
        ({"rate": {"date": "19/03/2026", "middle_rate": 4.2}}, "date '19/03/2026' is not written like"),
    ],
)
def test_one_bad_rate_is_refused_and_the_others_are_read(change: dict[str, object], reason: str) -> None:
    whole = json.loads(LIST)
    whole["data"][0].update(change)
    rates, (refused,) = read("bnm", json.dumps(whole).encode())
    assert len(rates) == 25
    assert refused.reason.startswith(reason)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (LIST[:2000], "not JSON or is cut off"),
        (LIST.replace(b'"quote":"rm"', b'"quote":"fx"'), "rates are quoted 'fx', not in ringgit per unit"),
        (b'{"message":"Too many requests"}', "meta is not an object but None"),
        (b'{"data":{"currency_code":"INR"},"meta":{"quote":"rm"}}', "data is not a list but an object"),
        (b'{"data":["INR"],"meta":{"quote":"rm"}}', "a currency is not an object but 'INR'"),
        (b'{"data":[{"currency_code":"INR"}],"meta":{"quote":"rm"}}', "a rate is not an object but None"),
    ],
)
def test_an_answer_in_another_format_is_refused_as_a_whole(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        read("bnm", body)
