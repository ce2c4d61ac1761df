"""The recording is the answer of 2026-03-31 to five series from 2026-03-01 to 2026-03-15."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import override_settings

from providers.adapters.base import ParseError
from tests.providers.adapters.rate_feeds import TODAY, by_pair, questions, read, recording

BODY = recording("banxico", "banxico_00.json")


def test_rates_are_pesos_for_one_unit_of_each_of_five_currencies() -> None:
    rates, refused = read("banxico", BODY)
    assert not refused
    found = by_pair(rates)
    assert len(found) == 50
    assert found["USD", "MXN", "2026-03-02"] == Decimal("17.3485")
    assert found["USD", "MXN", "2026-03-13"] == Decimal("17.9218")
    assert found["EUR", "MXN", "2026-03-13"] == Decimal("20.5536")
    assert found["GBP", "MXN", "2026-03-03"] == Decimal("23.5580")
    assert found["JPY", "MXN", "2026-03-06"] == Decimal("0.1127")
    assert found["CAD", "MXN", "2026-03-12"] == Decimal("13.0839")


@override_settings(BANXICO_TOKEN="a-key")
def test_the_key_is_sent_in_a_header_which_is_never_kept() -> None:
    (asked,) = questions("banxico", since=TODAY)
    assert asked.url == (
        "https://www.banxico.org.mx/SieAPIRest/service/v1/series/"
        "SF43718,SF46410,SF46407,SF46406,SF60632/datos/2026-03-11/2026-03-20"
    )
    assert asked.headers == {"Bmx-Token": "a-key"}
    assert (asked.params, asked.secret, asked.asked) == ({}, {}, {})


def test_the_years_before_are_asked_for_one_at_a_time() -> None:
    asked = questions("banxico", since=date(2024, 3, 20))
    assert [question.url.split("datos/")[1] for question in asked] == [
        "2025-03-20/2026-03-20",
        "2024-03-20/2025-03-19",
    ]


def test_a_day_without_a_rate_is_passed_over() -> None:
    rates, refused = read("banxico", BODY.replace(b"17.3485", b"N/E"))
    assert not refused
    assert len(rates) == 49


def test_a_series_without_numbers_is_passed_over() -> None:
    body = b'{"bmx":{"series":[{"idSerie":"SF43718","datos":[{"fecha":"02/03/2026","dato":"17.3485"}]},'
    rates, refused = read("banxico", body + b'{"idSerie":"SF46406","titulo":"Yen"}]}}')
    assert (len(rates), refused) == (1, [])


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b'"17.3485"', b'"17,3485"', "rate '17,3485' is not a number"),
        (b'"17.3485"', b"[17.3485]", "rate a list is not a number"),
        (
            b'02/03/2026","dato":"17.3485"',
            b'2026-03-02","dato":"17.3485"',
            "time data '2026-03-02' does not match",
        ),
    ],
)
def test_one_bad_number_is_refused_and_the_others_are_read(old: bytes, new: bytes, reason: str) -> None:
    rates, (refused,) = read("banxico", BODY.replace(old, new))
    assert len(rates) == 49
    assert refused.reason.startswith(reason)
    assert "SF43718" in refused.locator


def test_a_series_that_was_not_asked_for_is_refused() -> None:
    rates, refused = read("banxico", BODY.replace(b"SF60632", b"SF99999"))
    assert len(rates) == 40
    assert {row.reason for row in refused} == {"series 'SF99999' was not asked for"}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (BODY[:900], "not JSON or is cut off"),
        (b'{"error":{"mensaje":"Token inv\\u00e1lido"}}', "bmx is not an object but None"),
        (b'{"bmx":{"series":{}}}', "the series is not a list but an object"),
        (b'{"bmx":{"series":[]}}', "no series has a number"),
        (b'{"bmx":{"series":[{"idSerie":"SF43718"}]}}', "no series has a number"),
        (b'{"bmx":{"series":[{"idSerie":"SF43718","datos":"N/E"}]}}', "datos is not a list but 'N/E'"),
        (
            b'{"bmx":{"series":[{"idSerie":"SF43718","datos":["17"]}]}}',
            "a number of a series is not an object",
        ),
    ],
)
def test_an_answer_in_another_format_is_refused_as_a_whole(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        read("banxico", body)
