"""The recording is the answer of 2026-02-12 for 2026-02-09."""

from datetime import date
from decimal import Decimal

import pytest

from providers.adapters.base import ParseError
from tests.providers.adapters.rate_feeds import TODAY, by_pair, questions, read, recording

BODY = recording("bdi", "bdi_00.csv")
INDIA = b"INDIA,Indian Rupee,INR,031,107.8375,Foreign currency amount for 1 Euro.,2026-02-09\n"
HEADER, FOOTER = BODY.splitlines(keepends=True)[0], BODY[BODY.index(b"# DISCLAIMER") :]


def test_rates_are_units_of_each_currency_for_one_euro() -> None:
    rates, refused = read("bdi", BODY)
    assert not refused
    found = by_pair(rates)
    # 171 rows: four are N.A., and 17 repeat a currency that countries share.
    assert len(found) == 150
    assert found["EUR", "USD", "2026-02-09"] == Decimal("1.1886")
    assert found["EUR", "INR", "2026-02-09"] == Decimal("107.8375")
    assert found["EUR", "AFN", "2026-02-09"] == Decimal("75.5197")
    assert found["EUR", "VND", "2026-02-09"] == Decimal("30832")


def test_a_currency_of_several_countries_is_one_rate() -> None:
    assert BODY.count(b",XOF,") == 8
    rates, _ = read("bdi", BODY)
    assert [rate.rate for rate in rates if rate.quote == "XOF"] == [Decimal("655.957")]


def test_a_currency_that_is_not_quoted_is_passed_over() -> None:
    assert b",RUB,244,N.A.," in BODY
    rates, _ = read("bdi", BODY)
    assert "RUB" not in {rate.quote for rate in rates}


def test_each_working_day_is_asked_for_the_latest_first() -> None:
    # 2026-03-20 is a Friday.
    asked = questions("bdi", since=date(2026, 3, 13), today=TODAY)
    assert [q.params["referenceDate"] for q in asked] == [
        *("2026-03-20", "2026-03-19", "2026-03-18", "2026-03-17", "2026-03-16", "2026-03-13"),
    ]
    assert asked[0].params == {"referenceDate": "2026-03-20", "currencyIsoCode": "EUR", "lang": "en"}
    assert {q.headers["Accept"] for q in asked} == {"text/csv"}


def test_a_holiday_has_a_header_and_no_rates() -> None:
    assert read("bdi", HEADER + b"\n\n" + FOOTER) == ([], [])


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (INDIA, INDIA.replace(b",INR,", b",RUPEE,"), "'RUPEE' is not an ISO 4217 currency"),
        (INDIA, INDIA.replace(b"107.8375", b"dear"), "rate 'dear' is not a number"),
        (INDIA, INDIA.replace(b"2026-02-09", b"09/02/2026"), "date '09/02/2026' is not written like"),
        (
            INDIA,
            INDIA.replace(b"Foreign currency", b"Euro"),
            "rate convention 'Euro amount for 1 Euro.' is not",
        ),
    ],
)
def test_one_bad_rate_is_refused_and_the_others_are_read(old: bytes, new: bytes, reason: str) -> None:
    assert old in BODY
    rates, (refused,) = read("bdi", BODY.replace(old, new))
    assert len(rates) == 149
    assert refused.reason.startswith(reason)
    assert "line 73, " in refused.locator


def test_a_second_and_different_rate_of_a_currency_is_refused() -> None:
    rates, (refused,) = read("bdi", BODY.replace(INDIA, INDIA + INDIA.replace(b"107.8375", b"107.9")))
    assert len(rates) == 150
    assert refused.reason == "rate 107.9 differs from the 107.8375 stated above for INR"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (BODY[:3000], "does not end with the disclaimer"),
        (BODY.replace(b"ISO Code", b"Codice ISO"), "the header is not"),
        (FOOTER, "the header is not"),
        (BODY.replace(INDIA, b"INDIA,Indian Rupee\n"), "has 2 cells where the header has 7"),
        (BODY.replace(INDIA, b'"INDIA\n'), "not a CSV file|cells where the header has 7"),
        (b"\x00" + BODY, "zero bytes"),
        (b'{"error":"no data"}', "does not end with the disclaimer"),
    ],
)
def test_an_answer_in_another_format_is_refused_as_a_whole(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        read("bdi", body)
