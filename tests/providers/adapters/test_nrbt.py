"""National Reserve Bank of Tonga. Expected values are the workbook's: A8 is 2025-01-02, O to Z are mid."""

from datetime import date

import pytest

from providers.adapters.base import ParseError
from tests.providers.adapters.recorded_rates import Asking, feed, figures, read, recording
from tests.providers.adapters.workbook_files import workbook

BODY = recording("nrbt/nrbt_00.xlsx")
HEADINGS = [None, *(f"AUTHORIZED PERSONS' AVERAGE EXCHANGE RATES\n{side}" for side in ("BUY", "MID", "SELL"))]
NAMES = [None, "USD", "USD", "USD"]
DAY = date(2026, 5, 22)


def test_a_day_is_units_of_each_currency_per_paanga_by_the_mid_rates() -> None:
    rates, refused = read("nrbt", BODY)
    assert refused == []
    found = figures(rates, date(2025, 1, 2))
    # Buying rates of that day are 0.6785 (AUD) and 65.6502 (JPY).
    assert (found["TOP/AUD"], found["TOP/JPY"], found["TOP/USD"]) == ("0.6651", "64.3751", "0.4106")
    assert len(found) == 12


def test_a_mid_rate_is_read_where_the_columns_beside_it_have_slipped() -> None:
    rates, _ = read("nrbt", BODY)
    # In the sheet of 2017 the selling rates begin a column early, in AA.
    found = figures(rates, date(2017, 1, 3))
    assert (found["TOP/AUD"], found["TOP/SGD"]) == ("0.6173", "0.6478")


def test_every_sheet_is_read_and_a_holiday_gives_nothing() -> None:
    rates, _ = read("nrbt", BODY)
    assert {rate.observed_on for rate in rates} == {
        *(date(2017, 1, day) for day in (3, 4, 5, 6)),
        *(date(2024, 12, day) for day in (30, 31)),
        *(date(2025, 1, day) for day in (2, 3, 6)),
    }
    assert len(rates) == 9 * 12


def test_days_before_the_one_asked_for_are_left_out() -> None:
    rates, _ = read("nrbt", BODY, since="2025-01-06")
    assert len(rates) == 12


def test_the_whole_workbook_is_asked_for_at_once() -> None:
    asking = Asking()
    list(feed("nrbt", asking).fetch(date(2026, 5, 1)))
    assert [(question.url, question.asked) for question in asking.questions] == [
        (
            "https://www.reservebank.to/data/docs/fmarkets/exrates/average_daily_exchange_rates.xlsx",
            {"since": "2026-04-24"},
        )
    ]


def test_a_row_that_cannot_be_read_is_refused_and_the_rest_goes_on() -> None:
    body = workbook(
        HEADINGS,
        NAMES,
        ["22/5", 0.43, 0.42, 0.41],
        [date(2026, 5, 21), 0.43, -1, 0.41],
        [DAY, 0.43, 0.42, 0.41],
    )
    rates, refused = read("nrbt", body)
    assert [row.reason for row in refused] == [
        "'22/5' is not a date",
        "rate -1 is not between 0.0000000001 and 100000000",
    ]
    assert [(rate.base, rate.quote, f"{rate.rate:f}") for rate in rates] == [("TOP", "USD", "0.42")]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (BODY[:20000], "not a workbook"),
        (b"<html>Not found</html>", "not a workbook"),
        (workbook(HEADINGS[:2], NAMES[:2], [DAY, 0.43]), "no sheet has currencies under"),
        (workbook(HEADINGS), "no sheet has currencies under"),
    ],
)
def test_what_is_not_the_workbook_is_refused_as_a_whole(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        read("nrbt", body)
