"""Bodies written in the format of the NBP Web API; the numbers are the bank's own of that day."""

from datetime import timedelta
from decimal import Decimal

import pytest

from providers.adapters.base import ParseError
from tests.providers.adapters.rate_feeds import TODAY, by_pair, questions, read

TABLE_A = """[{"table":"A","no":"072/A/NBP/2022","effectiveDate":"2022-04-13","rates":[\
{"currency":"bat (Tajlandia)","code":"THB","mid":0.1279},\
{"currency":"dolar amerykański","code":"USD","mid":4.2872},\
{"currency":"forint (Węgry)","code":"HUF","mid":0.012288},\
{"currency":"jen (Japonia)","code":"JPY","mid":0.034014},\
{"currency":"SDR (MFW)","code":"XDR","mid":5.8556}]}]""".encode()
TABLE_B = b"""[{"table":"B","no":"015/B/NBP/2022","effectiveDate":"2022-04-13","rates":[\
{"currency":"afgani (Afganistan)","code":"AFN","mid":0.048739},\
{"currency":"rupia nepalska","code":"NPR","mid":0.035181},\
{"currency":"dong (Wietnam)","code":"VND","mid":0.00018728}]}]"""


def test_rates_are_zloty_for_one_unit_even_of_small_currencies() -> None:
    rates, refused = read("nbp", TABLE_A)
    assert not refused
    assert by_pair(rates) == {
        ("THB", "PLN", "2022-04-13"): Decimal("0.1279"),
        ("USD", "PLN", "2022-04-13"): Decimal("4.2872"),
        ("HUF", "PLN", "2022-04-13"): Decimal("0.012288"),
        ("JPY", "PLN", "2022-04-13"): Decimal("0.034014"),
        ("XDR", "PLN", "2022-04-13"): Decimal("5.8556"),
    }


def test_table_b_is_read_like_table_a() -> None:
    rates, refused = read("nbp", TABLE_B)
    assert not refused
    assert by_pair(rates)["VND", "PLN", "2022-04-13"] == Decimal("0.00018728")
    assert len(rates) == 3


def test_both_tables_are_asked_for_over_two_weeks_at_least() -> None:
    asked = questions("nbp", since=TODAY)
    assert [question.url for question in asked] == [
        "https://api.nbp.pl/api/exchangerates/tables/A/2026-03-07/2026-03-20/",
        "https://api.nbp.pl/api/exchangerates/tables/B/2026-03-07/2026-03-20/",
    ]
    assert {question.params["format"] for question in asked} == {"json"}


def test_a_long_time_is_asked_for_in_spans_of_93_days_and_never_in_one_too_short_to_hold_a_table() -> None:
    # 93 days end on 2026-03-20; the day before them is left over, and is asked for with the 13 before it.
    asked = questions("nbp", since=TODAY - timedelta(days=93))
    assert [question.url.split("tables/")[1] for question in asked] == [
        "A/2025-12-18/2026-03-20/",
        "B/2025-12-18/2026-03-20/",
        "A/2025-12-04/2025-12-17/",
        "B/2025-12-04/2025-12-17/",
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b'"USD"', b'"US$"', "'US$' is not an ISO 4217 currency"),
        (b'"USD"', b"[840]", "'a list' is not an ISO 4217 currency"),
        (b"4.2872", b"null", "rate None is not a number"),
        (b"4.2872", b"true", "rate True is not a number"),
        (b"4.2872", b"0", "rate 0 is not between"),
        (b"4.2872", b"1e999999", "rate 1E+999999 is not of a size"),
        (b"4.2872", b'"1e99999999"', "rate '1e99999999' is not of a size"),
        (b"4.2872", b'{"pln":4}', "rate an object is not a number"),
    ],
)
def test_one_bad_rate_is_refused_and_the_others_are_read(old: bytes, new: bytes, reason: str) -> None:
    rates, (refused,) = read("nbp", TABLE_A.replace(old, new))
    assert len(rates) == 4
    assert refused.reason.startswith(reason)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (TABLE_A[:300], "not JSON or is cut off"),
        (b"404 NotFound", "not JSON"),
        (TABLE_A.replace(b"4.2872", b"NaN"), "NaN is no number"),
        (TABLE_A[1:-1], "the answer is not a list but an object"),
        (b'["A"]', "a table is not an object but 'A'"),
        (TABLE_A.replace(b'"table":"A"', b'"table":"C"'), "table 'C' has no mid rates"),
        (b'[{"table":"A","no":"1","effectiveDate":"2022-04-13","rates":[]}]', "table '1' has no rates"),
        (
            b'[{"table":"A","no":"1","effectiveDate":"2022-04-13","rates":{}}]',
            "rates of a table is not a list",
        ),
        (b'[{"table":"A","effectiveDate":"2022-04-13","rates":[1]}]', "a rate is not an object but 1"),
    ],
)
def test_an_answer_in_another_format_is_refused_as_a_whole(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        read("nbp", body)
