"""The Federal Reserve's H.10 from FRED. Expected values were read in the recorded JSON."""

import json
from datetime import date

import pytest
from django.conf import LazySettings

from providers.adapters.base import Answer, ParseError
from providers.failures import FetchError
from providers.sources import facts_of
from tests.providers.adapters.recorded_rates import Asking, feed, figures, read, recording

PESO, YEN = recording("fred/fred_09.json"), recording("fred/fred_06.json")


def series(*rows: object) -> bytes:
    return json.dumps({"count": len(rows), "observations": rows}).encode()


def test_most_series_are_units_per_dollar() -> None:
    rates, refused = read("fred", PESO, series="DEXMXUS")
    assert refused == []
    assert len(rates) == 10
    assert figures(rates, date(2026, 3, 13)) == {"USD/MXN": "17.9437"}
    assert figures(rates, date(2026, 3, 2)) == {"USD/MXN": "17.3667"}


def test_the_series_of_euro_pound_and_two_dollars_are_us_dollars_per_unit() -> None:
    directions = facts_of("fred").options["series"]
    per_unit = {name: pair for name, pair in directions.items() if pair[1] == "USD"}
    assert per_unit == {
        "DEXUSAL": ["AUD", "USD"],
        "DEXUSEU": ["EUR", "USD"],
        "DEXUSNZ": ["NZD", "USD"],
        "DEXUSUK": ["GBP", "USD"],
    }
    assert {pair[0] for name, pair in directions.items() if name not in per_unit} == {"USD"}
    # As the Board names them: US first is dollars per unit, US last units per dollar.
    assert {name for name in directions if name.startswith("DEXUS")} == set(per_unit)
    rates, _ = read("fred", series({"date": "2026-03-13", "value": "1.1478"}), series="DEXUSEU")
    assert figures(rates, date(2026, 3, 13)) == {"EUR/USD": "1.1478"}


def test_yen_are_quoted_by_the_dollar() -> None:
    rates, _ = read("fred", YEN, series="DEXJPUS")
    assert len(rates) == 10
    assert figures(rates, date(2026, 3, 2)) == {"USD/JPY": "157.48"}
    assert figures(rates, date(2026, 3, 13)) == {"USD/JPY": "159.54"}


def test_each_series_is_asked_for_with_the_key_kept_secret(settings: LazySettings) -> None:
    settings.FRED_API_KEY = "0123456789abcdef"
    asking = Asking()
    list(feed("fred", asking).fetch(date(2026, 3, 1)))
    assert len(asking.questions) == 22
    question = next(each for each in asking.questions if each.asked == {"series": "DEXMXUS"})
    assert question.url == "https://api.stlouisfed.org/fred/series/observations"
    assert question.params == {
        "series_id": "DEXMXUS",
        "file_type": "json",
        "observation_start": "2026-02-15",
    }
    assert {tuple((each.secret or {}).items()) for each in asking.questions} == {
        (("api_key", "0123456789abcdef"),)
    }
    assert "0123456789abcdef" not in str([(each.params, each.asked) for each in asking.questions])


def test_a_series_that_fails_does_not_keep_the_others_from_being_asked() -> None:
    class Failing(Asking):
        def __call__(self, url: str, **question: object) -> Answer:
            answered = super().__call__(url, **question)  # type: ignore[arg-type]
            if answered.asked == {"series": "DEXBZUS"}:
                raise FetchError("status 400")
            return answered

    asking = Failing()
    with pytest.raises(FetchError, match="1 of 22 questions failed"):
        list(feed("fred", asking).fetch(date(2026, 3, 1)))
    assert len(asking.questions) == 22


def test_without_a_key_the_source_is_not_asked(settings: LazySettings) -> None:
    settings.FRED_API_KEY = ""
    assert not facts_of("fred").is_pulled


def test_a_holiday_is_skipped_and_a_week_without_news_is_no_error() -> None:
    holiday = {"date": "2026-05-25", "value": "."}
    assert read("fred", series(holiday), series="DEXMXUS") == ([], [])
    assert read("fred", series(), series="DEXMXUS") == ([], [])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"date": "2026-03-12", "value": "#N/A"}, "rate '#N/A' is not a number"),
        ({"date": "March", "value": "17.8"}, "date 'March' is not written like"),
        ({"date": "2026-03-12"}, "rate None is not a number"),
        ({"date": "2026-03-12", "value": {}}, "rate an object is not a number"),
    ],
)
def test_an_observation_that_cannot_be_read_is_refused_and_the_rest_goes_on(
    row: dict[str, object], reason: str
) -> None:
    rates, refused = read("fred", series(row, {"date": "2026-03-13", "value": "17.9437"}), series="DEXMXUS")
    (refusal,) = refused
    assert reason in refusal.reason
    assert figures(rates, date(2026, 3, 13)) == {"USD/MXN": "17.9437"}


@pytest.mark.parametrize(
    ("body", "asked", "sentence"),
    [
        (PESO[:-20], "DEXMXUS", "not JSON or is cut off"),
        (PESO, "DEXVZUS", "series 'DEXVZUS' is none whose direction is known"),
        (PESO.replace(b'"count":10', b'"count":11'), "DEXMXUS", "has 10 of 11 observations"),
        (b'{"error_code": 400, "error_message": "Bad Request."}', "DEXMXUS", "observations is not a list"),
        (b'{"count": 1, "observations": [[]]}', "DEXMXUS", "an observation is not an object"),
    ],
)
def test_what_is_not_the_series_is_refused_as_a_whole(body: bytes, asked: str, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        read("fred", body, series=asked)
