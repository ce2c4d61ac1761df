"""National Bank of Cambodia. Expected values were read in the recorded page's source."""

from datetime import date

import pytest

from providers.adapters.base import ParseError
from tests.providers.adapters.recorded_rates import Asking, feed, figures, read, recording

BODY = recording("nbc/nbc_00.html")
BAHT = b"<td align='center'>THB/KHR</td>"


def test_a_day_is_riel_per_unit_whatever_the_unit_on_the_page() -> None:
    rates, refused = read("nbc", BODY)
    assert refused == []
    assert {rate.observed_on for rate in rates} == {date(2026, 5, 25)}
    found = figures(rates, date(2026, 5, 25))
    assert (found["THB/KHR"], found["EUR/KHR"]) == ("124.00", "4698.50")
    assert (found["JPY/KHR"], found["PHP/KHR"]) == ("25.43", "65.585")  # 2543.00 and 6558.50 for 100
    assert (found["VND/KHR"], found["IDR/KHR"]) == ("0.1535", "0.2285")  # 153.50 and 228.50 for 1000


def test_the_dollar_has_its_official_rate() -> None:
    assert figures(read("nbc", BODY)[0], date(2026, 5, 25))["USD/KHR"] == "4025"


def test_special_drawing_rights_and_the_second_yuan_are_left_out() -> None:
    found = figures(read("nbc", BODY)[0], date(2026, 5, 25))
    assert len(found) == 1 + 28 - 2
    assert not {"SDR/KHR", "XDR/KHR", "CNH/KHR"} & found.keys()


def test_the_page_is_asked_for_as_it_is() -> None:
    asking = Asking()
    list(feed("nbc", asking).fetch(date(2026, 5, 1)))
    assert [(question.url, question.form) for question in asking.questions] == [
        ("https://www.nbc.gov.kh/english/economic_research/exchange_rate.php", None)
    ]


@pytest.mark.parametrize(
    ("said", "instead", "reason"),
    [
        (b"THB/KHR", b"THB", "symbol 'THB' is not written like THB/KHR"),
        (b"THB/KHR", b"QQQ/KHR", "'QQQ' is not an ISO 4217 currency"),
        (BAHT, b"", "5 cells where the header has 6"),
        (b"124.00", b"about 124", "rate 'about 124' is not a number"),
        (
            BAHT + b"\r\n\t\t\t\t\t\t\t\t\t\t\t<td align='center'>1<",
            BAHT + b"<td>0<",
            "unit '0' is not a whole number",
        ),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_and_the_rest_goes_on(
    said: bytes, instead: bytes, reason: str
) -> None:
    body = BODY.replace(said, instead)
    assert body != BODY
    rates, refused = read("nbc", body)
    (row,) = refused
    assert reason in row.reason
    assert figures(rates, date(2026, 5, 25)).keys() == (
        figures(read("nbc", BODY)[0], date(2026, 5, 25)).keys() - {"THB/KHR"}
    )


def test_a_rate_that_is_not_published_is_skipped() -> None:
    rates, refused = read("nbc", BODY.replace(b"124.00", b"-"))
    assert (len(rates), refused) == (26, [])


def test_a_comma_between_thousands_is_no_decimal_point() -> None:
    rates, _ = read("nbc", BODY.replace(b">4025<", b">4,025<"))
    assert figures(rates, date(2026, 5, 25))["USD/KHR"] == "4025"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (BODY[:50000], "not a whole HTML page"),
        (b"<html><body>Maintenance</body></html>", "lacks its date"),
        (BODY.replace(b"Official Exchange Rate", b"Rate"), "lacks its date, the dollar's rate"),
        (BODY.replace(b">Unit<", b">Ask<"), "or a table headed"),
        (b'{"rates": []}', "not a whole HTML page"),
        (b"</html>", "not an HTML page: Document is empty"),
    ],
)
def test_what_is_not_the_page_is_refused_as_a_whole(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        read("nbc", body)
