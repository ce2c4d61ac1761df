"""Central Bank of Sri Lanka. Expected values were read in the recorded page's source."""

from datetime import date, timedelta

import pytest

from providers.adapters.base import ParseError
from tests.providers.adapters.recorded_rates import TODAY, Asking, feed, figures, read, recording

BODY = recording("cbsl/cbsl_01.html")
PAGE = (
    "<!DOCTYPE html><html><body><table><thead><tr><th>Date</th><th>1  {code}  -&gt; LKR</th>"
    "<th>1 LKR -&gt;  {code}</th></tr></thead><tbody><tr>{row}</tr>"
    "<tr><td>2026-05-21</td><td>3.4567</td><td>0.2893</td></tr></tbody>"
    "</table></body></html>"
)


def page(row: str, code: str = "INR") -> bytes:
    return PAGE.format(row=row, code=code).encode()


def test_a_day_is_rupees_per_unit_of_each_currency() -> None:
    rates, refused = read("cbsl", BODY)
    assert refused == []
    found = figures(rates, date(2025, 5, 19))
    assert (found["USD/LKR"], found["JPY/LKR"], found["AED/LKR"]) == ("298.8165", "2.0596", "81.3615")
    assert (found["GBP/LKR"], found["KRW/LKR"], found["VND/LKR"]) == ("397.5305", "0.2136", "0.0115")
    assert figures(rates, date(2025, 5, 15))["BDT/LKR"] == "2.4584"
    assert {rate.observed_on.day for rate in rates} == {15, 16, 19}


def test_gold_and_the_second_yuan_are_left_out() -> None:
    rates, _ = read("cbsl", BODY)
    assert len(rates) == (55 - 2) * 3
    assert not {"XAU", "CNH"} & {rate.base for rate in rates}


def test_days_and_currencies_are_posted_as_the_form_on_the_site_posts_them() -> None:
    asking = Asking()
    list(feed("cbsl", asking).fetch(date(2026, 5, 1)))
    (question,) = asking.questions
    assert question.url == "https://www.cbsl.gov.lk/cbsl_custom/exrates/exrates_results.php"
    form = dict(question.form or {})
    chosen = {name: form.pop(name) for name in list(form) if name.startswith("chk_cur[")}
    assert form == {
        "lookupPage": "lookup_daily_exchange_rates.php",
        "rangeType": "dates",
        "submit_button": "Submit",
        "txtStart": "2026-05-01",
        "txtEnd": "2026-05-22",
    }
    assert (chosen["chk_cur[0]"], chosen["chk_cur[52]"]) == (
        "AUD~Australian Dollar",
        "ZMW~Zambia Kwacha (New)",
    )
    assert "MYR~Malaysia  Ringgit" in chosen.values()
    assert len(chosen) == 53


@pytest.mark.parametrize("since", [TODAY, date(2023, 1, 1)])
def test_no_question_is_for_more_than_a_year_or_for_days_that_may_all_be_holidays(since: date) -> None:
    asking = Asking()
    list(feed("cbsl", asking).fetch(since))
    asked = [
        (date.fromisoformat(form["txtStart"]), date.fromisoformat(form["txtEnd"]))
        for question in asking.questions
        if (form := question.form)
    ]
    assert all(timedelta(days=9) <= last - first < timedelta(days=365) for first, last in asked)
    assert (min(first for first, _ in asked) <= since, max(last for _, last in asked)) == (True, TODAY)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("<td>2026-05-22</td><td>about 3</td><td>0.3</td>", "rate 'about 3' is not a number"),
        ("<td>22 May</td><td>3.4</td><td>0.3</td>", "date '22 May' is not written like"),
        ("<td>2026-05-22</td>", "1 cells where there should be a date and two rates"),
        ("<td>2026-05-22</td><td>0</td><td>0</td>", "rate 0 is not between"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_and_the_rest_goes_on(row: str, reason: str) -> None:
    rates, refused = read("cbsl", page(row))
    (refusal,) = refused
    assert reason in refusal.reason
    assert figures(rates, date(2026, 5, 21)) == {"INR/LKR": "3.4567"}


def test_a_table_that_turns_the_direction_round_is_refused() -> None:
    body = page("").replace(b"1  INR  -&gt; LKR", b"1 LKR -&gt; INR")
    rates, refused = read("cbsl", body)
    assert (rates, [row.said["header"] for row in refused]) == ([], ["Date | 1 LKR -> INR | 1 LKR -> INR"])


def test_a_rate_that_is_not_published_is_skipped() -> None:
    rates, refused = read("cbsl", page("<td>2026-05-22</td><td>-</td><td>-</td>"))
    assert (len(rates), refused) == (1, [])


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (BODY[:20000], "not a whole HTML page"),
        (b"<html><body>0 results</body></html>", "no table with rates"),
        (b'{"rates": []}', "not a whole HTML page"),
    ],
)
def test_what_is_not_the_page_is_refused_as_a_whole(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        read("cbsl", body)
