r"""The recording is the answer of 2026-03-16 for that day.

Whoever recorded it wrote each byte beyond ASCII as "\xC3"; the bank sends the byte.
"""

import re
from datetime import date
from decimal import Decimal

import pytest

from providers.adapters.base import ParseError
from tests.providers.adapters.rate_feeds import by_pair, questions, read, recording

BODY = re.sub(
    rb"\\x([0-9A-F]{2})", lambda found: bytes([int(found[1], 16)]), recording("bceao", "bceao_00.html")
)
HEADING = b"<h2>Cours des devises du lundi 16 mars 2026</h2>"


def test_rates_are_cfa_francs_for_one_unit() -> None:
    rates, refused = read("bceao", BODY)
    assert not refused
    found = by_pair(rates)
    assert len(found) == 27
    assert found["EUR", "XOF", "2026-03-16"] == Decimal("655.957")
    assert found["USD", "XOF", "2026-03-16"] == Decimal("605.52")
    assert found["JPY", "XOF", "2026-03-16"] == Decimal("4.0781")
    assert found["KRW", "XOF", "2026-03-16"] == Decimal("0.41")
    # Written 1.953,0200.
    assert found["KWD", "XOF", "2026-03-16"] == Decimal("1953.02")


def test_names_are_known_with_their_accents_and_the_banks_own_spellings() -> None:
    found = by_pair(read("bceao", BODY)[0])
    # Couronne suédoise, Couronne thèque, Ryal Saudien.
    assert found["SEK", "XOF", "2026-03-16"] == Decimal("59.47")
    assert found["CZK", "XOF", "2026-03-16"] == Decimal("26.22")
    assert found["SAR", "XOF", "2026-03-16"] == Decimal("160.43")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("mardi 1er décembre 2026", date(2026, 12, 1)),
        ("dimanche 15 février 2026", date(2026, 2, 15)),
        ("14 août 2026", date(2026, 8, 14)),
    ],
)
def test_the_heading_gives_the_day(written: str, day: date) -> None:
    rates, _ = read("bceao", BODY.replace(HEADING, f"<h2>Cours des devises du {written}</h2>".encode()))
    assert {rate.observed_on for rate in rates} == {day}


def test_every_day_but_saturday_is_asked_for_the_latest_first() -> None:
    # 2026-03-20 is a Friday.
    asked = questions("bceao", since=date(2026, 3, 13))
    assert [q.params["dateJour"] for q in asked] == [
        *("2026-03-20", "2026-03-19", "2026-03-18", "2026-03-17", "2026-03-16", "2026-03-15", "2026-03-13"),
    ]
    assert asked[0].url == "https://www.bceao.int/fr/cours/get_all_reference_by_date"


def test_a_holiday_has_a_heading_and_no_rates() -> None:
    assert read("bceao", HEADING) == ([], [])


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"Dollar us", b"Dollar perdu", "'Dollar perdu' is no currency known by that name"),
        (b"605,5200", b"cher", "rate 'cher' is not written like 1.953,0200"),
        (b"605,5200", b"605.5200", "rate '605.5200' is not written like 1.953,0200"),
        (b"605,5200", b"0,0000", "rate 0.0000 is not between"),
    ],
)
def test_one_bad_rate_is_refused_and_the_others_are_read(old: bytes, new: bytes, reason: str) -> None:
    rates, (refused,) = read("bceao", BODY.replace(old, new))
    assert len(rates) == 26
    assert refused.reason.startswith(reason)


def test_a_rate_that_is_not_published_is_passed_over() -> None:
    rates, refused = read("bceao", BODY.replace(b"605,5200", b"-"))
    assert (len(rates), refused) == (26, [])


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (BODY[:2500], "cut off in its table"),
        (BODY.replace(HEADING, b""), "the heading '' is not"),
        (BODY.replace(b"mars", b"march"), "'Cours des devises du lundi 16 march 2026' is not"),
        (BODY.replace(b"16 mars", b"32 mars"), "no day of the calendar"),
        (BODY.replace(b"<th>CFA</th>", b"<th>Naira</th>"), "the table's header is not"),
        (BODY.replace(b"<td>605,5200</td>", b""), "a row has 1 cells"),
        (b"<html><h1>503 Service Unavailable</h1></html>", "the heading '' is not"),
    ],
)
def test_an_answer_in_another_format_is_refused_as_a_whole(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        read("bceao", body)
