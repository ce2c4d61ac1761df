"""Reserve Bank of Fiji. Expected values are the workbook's XML: A6374 is 2026-05-22, A6370 2026-05-18."""

from datetime import date

import pytest

from providers.adapters.base import ParseError
from tests.providers.adapters.recorded_rates import Asking, answer, feed, figures, read, recording
from tests.providers.adapters.workbook_files import workbook

PAGE, BODY = recording("rbf/rbf_00.html"), recording("rbf/rbf_01.xlsx")
FILE = "https://www.rbf.gov.fj/wp-content/uploads/2026/05/8.8-Exchange-Rates-Daily-9.xlsx"
DIRECTION = ["(RBF Mid-Rate Per Fiji Dollar)"]
HEADER = ["Period", "SDR", "STG", "US$"]
DAY = date(2026, 5, 22)


def test_a_day_is_units_of_each_currency_per_fiji_dollar() -> None:
    rates, refused = read("rbf", BODY)
    assert refused == []
    assert figures(rates, DAY) == {
        "FJD/GBP": "0.3351",
        "FJD/JPY": "71.58",
        "FJD/CHF": "0.3541",
        "FJD/AUD": "0.6296",
        "FJD/NZD": "0.7663",
        "FJD/USD": "0.4502",
        "FJD/EUR": "0.3875",
    }
    assert figures(rates, date(2026, 5, 18))["FJD/USD"] == "0.4497"
    assert len(rates) == 5 * 7  # five days, and special drawing rights left out


def test_days_before_the_one_asked_for_are_left_out() -> None:
    rates, _ = read("rbf", BODY, step="file", since="2026-05-22")
    assert len(rates) == 7


def test_the_page_is_asked_first_and_then_the_workbook_it_names() -> None:
    asking = Asking(PAGE, BODY)
    adapter = feed("rbf", asking)
    answers = list(adapter.fetch(date(2026, 5, 21)))
    assert [question.url for question in asking.questions] == [
        "https://www.rbf.gov.fj/statistics/economic-and-financial-statistics/",
        FILE,
    ]
    assert [len(list(adapter.parse(each))) for each in answers] == [0, 5 * 7]


@pytest.mark.parametrize(
    "link",
    [
        b"https://elsewhere.example/8.8-Exchange-Rates-Daily-9.xlsx",
        b"http://www.rbf.gov.fj/8.8-Exchange-Rates-Daily-9.xlsx",
        b"https://[/8.8-Exchange-Rates-Daily-9.xlsx",
        b"https://www.rbf.gov.fj/8.9-Exchange-Rates-Monthly.xlsx",
    ],
)
def test_a_page_without_a_link_to_the_workbook_on_its_own_host_is_an_error(link: bytes) -> None:
    page = PAGE.replace(FILE.encode(), link)
    asking = Asking(page)
    with pytest.raises(ParseError, match="no link"):
        read("rbf", page, step="page")
    with pytest.raises(ParseError, match="no link"):
        list(feed("rbf", asking).fetch(DAY))
    assert len(asking.questions) == 1


def test_a_row_that_cannot_be_read_is_refused_and_the_rest_goes_on() -> None:
    body = workbook(
        DIRECTION, [*HEADER, "MOON$"], ["May 21", 1, 0.33, 0.44, 1], [DAY, 0.3, 0, 0.4502, 2], ["Source: RBF"]
    )
    rates, refused = read("rbf", body)
    assert [row.reason for row in refused] == [
        "'May 21' is not a date",
        "rate 0 is not between 0.0000000001 and 100000000",
        "'MOON$' is not an ISO 4217 currency",
    ]
    assert figures(rates, DAY) == {"FJD/USD": "0.4502"}


def test_a_rate_that_is_not_published_is_skipped() -> None:
    rates, refused = read(
        "rbf", workbook(DIRECTION, HEADER, [DAY, "", "n.a.", "-"], [DAY, 1, "0.3351", None])
    )
    assert (figures(rates, DAY), refused) == ({"FJD/GBP": "0.3351"}, [])


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (BODY[:8000], "not a workbook"),
        (PAGE, "not a workbook"),
        (workbook(["(Fiji Dollars per Unit)"], HEADER, [DAY, 1, 2, 3]), "no sheet is headed"),
        (workbook(DIRECTION, ["Day", "US$"], [DAY, 0.45]), "no row that begins with 'Period'"),
    ],
)
def test_what_is_not_the_workbook_is_refused_as_a_whole(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        list(feed("rbf", Asking()).parse(answer(body)))
