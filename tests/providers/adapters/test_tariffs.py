"""Published tariffs: the prices at the ends of each band."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from corridors.domain.codes import (
    Access,
    AmountBasis,
    CollectionMethod,
    Coverage,
    FeeConvention,
    PayIn,
    PayOut,
    ProviderType,
    RateBasis,
)
from corridors.domain.pricing import pay
from corridors.domain.readings import PriceReading
from corridors.domain.tariff import PricePoint, schedule_from_band_ends
from providers.adapters.base import ParseError
from providers.adapters.tariff_json import Feed
from providers.sources import located
from tests.domain.builders import some_terms
from tests.providers.adapters.price_feeds import answer, broken_rules, feed, place_in, results, some_facts
from tests.providers.adapters.rate_feeds import FakeAsk

BANK = some_facts("tariff_json", key="sandbox_tariff", data_url="https://example.org/tariff.json")
BANDS = [
    {"up_to": 100, "fixed": 1},
    {"up_to": "1000", "fixed": "2.50", "percent": "0.5"},
    {"up_to": 5000, "percent": 1},
]
TARIFF = {
    "from": "SG",
    "to": "PH",
    "send_currency": "SGD",
    "receive_currency": "PHP",
    "pay_in": ["bank_account"],
    "access": ["internet", "branch"],
    "pay_out": ["cash"],
    "fee_convention": "on_top",
    "rate": "42.5",
    "speed_min_minutes": 10,
    "speed_max_minutes": 1440,
    "coverage": "nationwide",
    "recipient_fee": "20",
    "bands": BANDS,
}


def document(*tariffs: Any, **changes: Any) -> dict[str, Any]:
    plain = {"provider": "Sandbox Harbour Bank", "provider_type": "bank", "tariffs": list(tariffs)}
    return plain | changes


def prices_of(*tariffs: Any, **changes: Any) -> list[PriceReading]:
    prices, refused = results(BANK, answer(document(*tariffs, **changes)))
    assert refused == []
    assert [broken_rules(price) for price in prices] == [()] * len(prices)
    return prices


def ends(**changes: Any) -> list[tuple[Decimal, Decimal | None]]:
    return [(price.send_amount, price.fee) for price in prices_of(TARIFF | changes)]


def refused_for(**changes: Any) -> str:
    prices, refused = results(BANK, answer(document(TARIFF | changes)))
    assert (prices, len(refused)) == ([], 1)
    return refused[0].reason


def test_each_band_is_known_by_its_two_ends() -> None:
    assert ends() == [
        (Decimal("1.01"), Decimal(1)),
        (Decimal(100), Decimal(1)),
        (Decimal("100.01"), Decimal("3.00005")),
        (Decimal(1000), Decimal("7.5")),
        (Decimal("1000.01"), Decimal("10.0001")),
        (Decimal(5000), Decimal(50)),
    ]
    assert all(price.band_end for price in prices_of(TARIFF))


def test_a_price_says_all_that_its_tariff_says() -> None:
    said = answer(document(TARIFF, observed_at="2026-11-24T09:00:00Z"))
    price = results(BANK, said)[0][0]
    assert price.provider_name == "Sandbox Harbour Bank"
    assert price.provider_types == (ProviderType.BANK,)
    assert (price.service.source, price.service.destination) == ("SG", "PH")
    assert (price.service.send_currency, price.service.receive_currency) == ("SGD", "PHP")
    assert price.service.pay_in == (PayIn.BANK_ACCOUNT,)
    assert price.service.access == (Access.BRANCH, Access.INTERNET)
    assert price.service.pay_out == (PayOut.CASH,)
    assert price.fee_convention is FeeConvention.ON_TOP
    assert (price.rate, price.rate_basis, price.transparent) == (Decimal("42.5"), RateBasis.STATED, True)
    assert (price.speed_min_minutes, price.speed_max_minutes) == (10, 1440)
    assert (price.coverage, price.recipient_fee) == (Coverage.NATIONWIDE, Decimal(20))
    assert price.statement.collection_method is CollectionMethod.PUBLISHED_TARIFF
    assert price.statement.observed_at == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert price.statement.source == "sandbox_tariff"
    assert place_in(price, said) == "$.tariffs[0]"


def test_between_the_ends_the_fee_is_the_published_one() -> None:
    points = [
        PricePoint(price.send_amount, price.fee, price.rate) for price in prices_of(TARIFF) if price.fee
    ]
    terms = some_terms(("1", "1", "42.5"), schedule=schedule_from_band_ends(points))
    payment = pay(terms, amount=Decimal("404.50"))
    assert payment is not None
    # 2.50 and 0.5% of 400
    assert (payment.principal, payment.fee, payment.basis) == (
        Decimal(400),
        Decimal("4.50"),
        AmountBasis.TARIFF,
    )


def test_the_steps_are_those_of_the_currency() -> None:
    bands = [{"up_to": 10_000, "fixed": 500}, {"up_to": 50_000, "fixed": 900}]
    yen = {"send_currency": "JPY", "from": "JP", "bands": bands}
    assert [amount for amount, _ in ends(**yen)] == [501, 10_000, 10_001, 50_000]


def test_the_first_band_begins_where_the_tariff_says_or_where_something_is_left_to_send() -> None:
    assert ends(from_amount="10")[0] == (Decimal(10), Decimal(1))
    # Of 1.02 at 1 and 1%: 0.0098 is left; of 1.01 nothing.
    assert ends(bands=[{"up_to": 100, "fixed": 1, "percent": 1}])[0] == (Decimal("1.02"), Decimal("1.0102"))
    assert ends(bands=[{"up_to": 100, "fixed": 0}])[0] == (Decimal("0.01"), Decimal(0))


def test_a_margin_is_kept_as_a_margin_and_no_rate_is_made_of_it() -> None:
    price = prices_of(TARIFF | {"rate": None, "margin_percent": "1.5"})[0]
    assert (price.rate, price.rate_basis) == (None, RateBasis.FROM_MARGIN)
    assert (price.stated_fx_margin_percent, price.transparent) == (Decimal("1.5"), True)


def test_a_margin_of_nothing_is_a_margin() -> None:
    price = prices_of(TARIFF | {"rate": None, "margin_percent": 0})[0]
    assert (price.rate_basis, price.stated_fx_margin_percent) == (RateBasis.FROM_MARGIN, Decimal(0))


def test_without_rate_and_margin_the_rate_is_not_disclosed() -> None:
    price = prices_of(TARIFF | {"rate": None})[0]
    assert (price.rate_basis, price.transparent) == (RateBasis.UNDISCLOSED, False)


def test_a_tariff_that_does_not_say_since_when_was_true_when_it_was_read() -> None:
    read_at = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    prices, _ = results(BANK, answer(document(TARIFF), received_at=read_at))
    assert {price.statement.observed_at for price in prices} == {read_at}


def test_two_tariffs_for_one_service_would_contradict_each_other() -> None:
    other = TARIFF | {"pay_out": ["bank_account"]}
    said = answer(document(TARIFF, other, TARIFF | {"bands": BANDS[:1]}))
    prices, refused = results(BANK, said)
    assert len(prices) == 12
    assert [(place_in(row, said), row.reason) for row in refused] == [
        ("$.tariffs[2]", "the same service has another tariff further up")
    ]


def test_a_tariff_that_is_there_twice_is_one() -> None:
    assert len(prices_of(TARIFF, dict(TARIFF))) == 6


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"margin_percent": 1}, "states both a rate and a margin"),
        ({"margin_percent": "some", "rate": None}, "margin_percent: 'some' is not a number"),
        ({"send_currency": "XXZ"}, "send_currency: is not an ISO 4217 currency"),
        ({"send_currency": ["SGD"]}, "send_currency: is not an ISO 4217 currency"),
        ({"pay_in": ["barter"]}, "pay_in: 'barter' is not known"),
        ({"fees": 5}, "fees: is not known here"),
        ({"bands": []}, "bands: is not a list"),
        ({"bands": {"up_to": 5}}, "bands: is not a list"),
        ({"bands": [[100, 1]]}, "bands: holds something that is not a band"),
        ({"bands": [{"up_to": 100}]}, "the band up to 100 states no fee"),
        ({"bands": [{"fixed": 1}]}, "up_to: is missing"),
        ({"bands": [{"up_to": 100, "fixed": 1, "min": 2}]}, "min: is not known here"),
        ({"bands": [{"up_to": 100, "fixed": -1}]}, "is below 0"),
        ({"bands": [{"up_to": 100, "percent": 100}]}, "takes everything"),
        ({"bands": [{"up_to": "1e12", "fixed": 1}]}, "band 1: up to 1E+12 holds no range"),
        ({"bands": [{"up_to": "1e400", "fixed": 1}]}, "up_to: '1e400' is not a number"),
        ({"bands": [{"up_to": "NaN", "fixed": 1}]}, "up_to: 'NaN' is not a number"),
        ({"bands": [{"up_to": 100, "fixed": 1}, {"up_to": 90, "fixed": 1}]}, "band 2: up to 90 holds no"),
        ({"bands": [{"up_to": 100, "fixed": 1}, {"up_to": 100.01, "fixed": 1}]}, "band 2: up to 100.01"),
        ({"bands": [{"up_to": 5, "fixed": 10}]}, "band 1: up to 5 holds no range of amounts from 10.01 on"),
        (
            {"bands": [{"up_to": 5, "fixed": 1}, {"up_to": 99, "fixed": 9}]},
            "5.01 would be eaten up by its own",
        ),
        ({"from_amount": 200}, "band 1: up to 100 holds no range of amounts from 200 on"),
        ({"from_amount": -5}, "from_amount: -5 is below 0"),
    ],
)
def test_a_tariff_that_cannot_be_read_whole_gives_no_price_at_all(
    changes: dict[str, Any], sentence: str
) -> None:
    assert sentence in refused_for(**changes)


@pytest.mark.parametrize("tariffs", [None, {}, [], "none", 5])
def test_a_document_without_a_list_of_tariffs_is_a_parse_error(tariffs: Any) -> None:
    with pytest.raises(ParseError, match="tariffs"):
        results(BANK, answer(document(tariffs=tariffs)))


def test_a_tariff_that_is_none_is_refused_and_the_next_one_is_read() -> None:
    said = answer(document("tariff", TARIFF))
    prices, refused = results(BANK, said)
    assert len(prices) == 6
    assert place_in(refused[0], said) == "$.tariffs[0]"


def test_the_address_is_the_tomls_and_a_sandboxs_is_on_the_sandbox(settings: Any) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9009/"
    for facts, address in (
        (BANK, "https://example.org/tariff.json"),
        (
            located(some_facts("tariff_json", data_url="/tariff", sandbox=True)),
            "http://127.0.0.1:9009/tariff",
        ),
    ):
        ask = FakeAsk()
        adapter = feed(facts, ask=ask)
        assert isinstance(adapter, Feed)
        list(adapter.fetch(datetime(2026, 11, 23, tzinfo=UTC).date()))
        assert [(question.url, question.headers) for question in ask.questions] == [(address, {})]
