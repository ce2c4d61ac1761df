"""State Bank of Pakistan. Expected values are the workbook's XML: C7 is 2013-07-02, DRT7 2026-06-30."""

from datetime import date

import pytest

from providers.adapters.base import ParseError
from tests.providers.adapters.recorded_rates import Asking, feed, figures, read, recording
from tests.providers.adapters.workbook_files import workbook

BODY = recording("sbp/sbp_00.xlsx")
DIRECTION = ["Pak Rupees per Currency Unit"]
HEADER = ["Country", "Currency", date(2026, 6, 29), date(2026, 6, 30)]


def test_every_currency_of_every_day_is_rupees_per_unit() -> None:
    rates, refused = read("sbp", BODY)
    assert refused == []
    assert len(rates) == 23 * 3190
    first, last = figures(rates, date(2013, 7, 2)), figures(rates, date(2026, 6, 30))
    assert first["JPY/PKR"] == "0.997086"
    assert (last["USD/PKR"], last["JPY/PKR"], last["AED/PKR"]) == ("278.4375", "1.718256", "75.808095")
    assert (last["GBP/PKR"], last["OMR/PKR"], last["SAR/PKR"]) == ("368.765058", "721.71585", "74.15085")
    assert len(last) == 23


def test_a_number_has_the_digits_that_were_typed() -> None:
    rates, _ = read("sbp", BODY)
    assert figures(rates, date(2013, 7, 24))["CNY/PKR"] == "16.417408"  # 16.417408000000002 in the file


def test_days_before_the_one_asked_for_are_left_out() -> None:
    rates, _ = read("sbp", BODY, since="2026-06-29")
    assert {rate.observed_on for rate in rates} == {date(2026, 6, 29), date(2026, 6, 30)}
    assert len(rates) == 2 * 23


def test_the_whole_workbook_is_asked_for_and_read_from_far_enough_back_for_a_month_that_comes_late() -> None:
    asking = Asking()
    list(feed("sbp", asking).fetch(date(2026, 5, 1)))
    (question,) = asking.questions
    assert question.url == "https://www.sbp.org.pk/assets/document/BFER_Daily_Arch.xlsx"
    assert question.asked == {"since": "2026-01-21"}


def test_a_currency_nobody_knows_is_refused_once_and_the_rest_goes_on() -> None:
    body = workbook(
        DIRECTION, HEADER, ["Utopia", "Utopian Crown", 1.5, 1.6], ["U.S.A.", "U.S. Dollar", 278, 279]
    )
    rates, refused = read("sbp", body)
    assert [row.reason for row in refused] == ["currency 'Utopian Crown' is not known"]
    assert figures(rates, date(2026, 6, 30)) == {"USD/PKR": "279"}


def test_a_cell_that_is_no_rate_is_refused_and_an_empty_one_is_not() -> None:
    body = workbook(DIRECTION, HEADER, ["U.S.A.", "U.S. Dollar", -278, None], ["EMU", "Euro", "n/a", 317.5])
    rates, refused = read("sbp", body)
    assert [row.said["number"] for row in refused] == ["-278"]
    assert [(rate.base, f"{rate.rate:f}") for rate in rates] == [("EUR", "317.5")]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (BODY[:-5000], "not a workbook"),
        (b"<html>Just a moment</html>", "not a workbook"),
        (workbook(["Country", "Rate"], ["U.S.A.", 278]), "no sheet has a header"),
        (
            workbook(["Currency Units per Pak Rupee"], HEADER, ["EMU", "Euro", 317, 318]),
            "no sheet has a header",
        ),
        (workbook(DIRECTION, ["Country", "Currency", "June"], ["EMU", "Euro", 317]), "no sheet has a header"),
    ],
)
def test_what_is_not_the_workbook_is_refused_as_a_whole(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        read("sbp", body)
