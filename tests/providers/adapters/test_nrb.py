"""The recording is the answer to the days from 2026-04-01 to 2026-04-05."""

import json
from datetime import date
from decimal import Decimal

import pytest

from providers.adapters.base import ParseError
from tests.providers.adapters.rate_feeds import TODAY, by_pair, questions, read, recording

BODY = recording("nrb", "nrb_00.json")


def test_rates_are_the_middle_of_buying_and_selling_for_one_unit() -> None:
    rates, refused = read("nrb", BODY)
    assert not refused
    found = by_pair(rates)
    assert len(found) == 5 * 22
    # 151.44 and 152.04; 493.37 and 495.32.
    assert found["USD", "NPR", "2026-04-01"] == Decimal("151.74")
    assert found["KWD", "NPR", "2026-04-01"] == Decimal("494.345")
    # Per 100: 160.00 and 160.15, 9.92 and 9.96. Per 10: 9.49 and 9.53.
    assert found["INR", "NPR", "2026-04-01"] == Decimal("1.60075")
    assert found["KRW", "NPR", "2026-04-01"] == Decimal("0.0994")
    assert found["JPY", "NPR", "2026-04-01"] == Decimal("0.951")


def test_weekends_have_rates_of_their_own() -> None:
    rates, _ = read("nrb", BODY)
    # Saturday, per 10: 9.32 and 9.36.
    assert by_pair(rates)["JPY", "NPR", "2026-04-04"] == Decimal("0.934")


def test_a_week_is_asked_for_at_least_and_100_days_at_most() -> None:
    (asked,) = questions("nrb", since=TODAY)
    assert asked.url == "https://www.nrb.org.np/api/forex/v1/rates"
    assert asked.params == {"from": "2026-03-14", "to": "2026-03-20", "page": "1", "per_page": "100"}
    spans = [(q.params["from"], q.params["to"]) for q in questions("nrb", since=date(2025, 12, 1))]
    assert spans == [("2025-12-11", "2026-03-20"), ("2025-12-01", "2025-12-10")]


@pytest.mark.parametrize("nothing", [None, "", "-"])
def test_a_rate_that_is_not_published_is_passed_over(nothing: str | None) -> None:
    rates, refused = read("nrb", changed(buy=nothing))
    assert (len(rates), refused) == (109, [])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"buy": "1,60"}, "rate '1,60' is not a number"),
        ({"sell": ["160"]}, "rate a list is not a number"),
        ({"sell": "1E+999999"}, "rate '1E+999999' is not of a size"),
        ({"buy": "-1", "sell": "-1"}, "rate -1 is not between"),
        ({"currency": {"iso3": "RUPEE", "unit": 100}}, "'RUPEE' is not an ISO 4217 currency"),
        ({"currency": {"unit": 100}}, "'None' is not an ISO 4217 currency"),
        ({"currency": {"iso3": "INR", "unit": 0}}, "unit 0 is not a whole number from 1"),
        ({"currency": {"iso3": "INR", "unit": "1.5"}}, "unit '1.5' is not a whole number"),
        ({"currency": {"iso3": "INR"}}, "unit None is not a whole number"),
    ],
)
def test_one_bad_rate_is_refused_and_the_others_are_read(change: dict[str, object], reason: str) -> None:
    rates, (refused,) = read("nrb", changed(**change))
    assert len(rates) == 109
    assert refused.reason.startswith(reason)
    assert "2026-04-01" in refused.locator


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (BODY[:5000], "not JSON or is cut off"),
        (b"<html><title>502 Bad Gateway</title></html>", "not JSON"),
        (b'{"status":{"code":404},"data":{}}', "the payload is not a list but None"),
        (b'{"data":[]}', "data is not an object but a list"),
        (b'{"data":{"payload":[]}}', "the payload holds no day"),
        (b'{"data":{"payload":["2026-04-01"]}}', "a day is not an object"),
        (b'{"data":{"payload":[{"date":"2026-04-01"}]}}', "the rates of a day is not a list but None"),
        (b'{"data":{"payload":[{"rates":[[]]}]}}', "a rate is not an object but a list"),
        (b'{"data":{"payload":[{"rates":[{"currency":"USD"}]}]}}', "the currency of a rate is not an object"),
    ],
)
def test_an_answer_in_another_format_is_refused_as_a_whole(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        read("nrb", body)


def changed(**change: object) -> bytes:
    """The recording with another first rate, of the Indian rupee."""
    whole = json.loads(BODY)
    whole["data"]["payload"][0]["rates"][0].update(change)
    return json.dumps(whole).encode()
