"""What Wise is asked, and what of its answers is not believed."""

from datetime import date
from typing import Any

import pytest

from corridors.domain.readings import PriceReading
from providers.adapters.base import Answer, ParseError, RefusedRow
from providers.sources import SourceError, facts_of
from tests.providers.adapters.price_feeds import feed, place_in, results, some_facts
from tests.providers.adapters.rate_feeds import FakeAsk
from tests.providers.adapters.wise_answers import QUOTE, TO_CANADA, WISE, a_provider, version_4

SINCE = date(2026, 11, 23)


def only(said: Answer) -> PriceReading | RefusedRow:
    prices, refused = results(WISE, said)
    assert len(prices) + len(refused) == 1
    return prices[0] if prices else refused[0]


def refused_for(**changes: Any) -> str:
    result = only(version_4(a_provider(QUOTE | changes)))
    assert isinstance(result, RefusedRow)
    return result.reason


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rate": 0}, "rate: 0 is no exchange rate"),
        ({"rate": -1.3}, "rate: -1.3 is no exchange rate"),
        ({"fee": None}, "fee: is missing"),
        ({"fee": "much"}, "fee: 'much' is not a number"),
        ({"fee": {"amount": 5}}, "fee: 'an object' is not a number"),
        ({"dateCollected": None}, "nobody knows how old"),
        ({"dateCollected": "yesterday"}, "is not a time with its offset"),
        ({"sourceCountry": 1}, "sourceCountry is not a country"),
        ({"receivedAmount": 651}, "receivedAmount: 651 is not (500 − 5) × 1.3, which is 643.50"),
        ({"deliveryEstimation": "soon"}, "deliveryEstimation: is not an object"),
        ({"deliveryEstimation": {"duration": {"min": "P1M", "max": None}}}, "'P1M' is not written like"),
        ({"deliveryEstimation": {"duration": {"min": "PT3H", "max": 2}}}, "is not written like"),
    ],
)
def test_a_quote_that_cannot_be_believed_is_refused_with_a_sentence(
    changes: dict[str, Any], sentence: str
) -> None:
    assert sentence in refused_for(**changes)


def test_received_amounts_within_one_per_cent_are_rounding() -> None:
    assert isinstance(
        only(version_4(a_provider(QUOTE | {"receivedAmount": "637.2"}))), PriceReading
    )  # 643.50 is 0.989% more
    assert "which is 643.50" in refused_for(receivedAmount="637.1")  # 1.005% more


@pytest.mark.parametrize("provider", [None, "Sandbox", [], {"quotes": None}, {"name": "Sandbox"}])
def test_a_provider_that_is_none_is_refused_and_the_next_one_is_read(provider: Any) -> None:
    said = version_4(provider, a_provider(QUOTE))
    prices, refused = results(WISE, said)
    assert len(prices) == 1
    assert [place_in(row, said) for row in refused] == ["$.providers[0]"]


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 200},
        {"amount": None},
        {"amount": "NaN"},
        {"amountType": "RECEIVE"},
        {"sourceCurrency": "GBP"},
        {"targetCurrency": None},
        {"targetCountry": "MX"},
        {"providers": None},
        {"providers": {"0": {}}},
    ],
)
def test_an_answer_to_another_question_is_a_parse_error(changes: dict[str, Any]) -> None:
    with pytest.raises(ParseError):
        results(WISE, version_4(a_provider(QUOTE), **changes))


def test_an_answer_to_nobody_knows_what_is_a_parse_error() -> None:
    said = version_4(a_provider(QUOTE))
    with pytest.raises(ParseError, match="amount was not noted"):
        results(WISE, said._replace(asked={name: TO_CANADA[name] for name in TO_CANADA if name != "amount"}))


def test_each_corridor_is_asked_at_each_price_point_and_the_token_goes_in_a_header_only(
    settings: Any,
) -> None:
    settings.WISE_TOKEN = "a-secret"
    ask = FakeAsk()
    facts = facts_of("wise")
    assert len(list(feed(facts, ask=ask).fetch(SINCE))) == 34
    first = ask.questions[0]
    assert first.url == "https://api.wise.com/v4/comparisons"
    assert first.params == {
        "sourceCountry": "GB",
        "targetCountry": "BD",
        "sourceCurrency": "GBP",
        "targetCurrency": "BDT",
        "sendAmount": "150",
    }
    assert first.headers == {"Authorization": "Bearer a-secret"}
    assert first.asked == {
        "from": "GB",
        "to": "BD",
        "send_currency": "GBP",
        "receive_currency": "BDT",
        "amount": "150",
        "price_point": "200",
    }
    assert {question.asked["price_point"] for question in ask.questions} == {"200", "500"}


def test_without_a_token_there_is_no_header(settings: Any) -> None:
    settings.WISE_TOKEN = ""
    ask = FakeAsk()
    next(feed(facts_of("wise"), ask=ask).fetch(SINCE))
    assert ask.questions[0].headers == {}


def test_wise_is_off_until_an_operator_names_it(settings: Any) -> None:
    settings.FEEDS = []
    assert not facts_of("wise").is_pulled
    settings.FEEDS = ["wise"]
    assert facts_of("wise").is_pulled


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"version": "v5", "corridors": [], "amounts": {}},
        {"version": "v4", "corridors": [["US", "MX"]], "amounts": {}},
        {"version": "v4", "corridors": [["US", "MX", "USD", "MXN"]], "amounts": {"GBP": {"200": 150}}},
        {"version": "v4", "corridors": [5], "amounts": {}},
    ],
)
def test_options_that_say_nothing_are_named(options: dict[str, Any]) -> None:
    with pytest.raises(SourceError, match=r"wise\.toml: options\."):
        list(feed(some_facts("wise", key="wise", options=options)).fetch(SINCE))
