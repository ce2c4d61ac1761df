"""Wise's comparison: version 3 as received, the documented example, and the same in version 4's form."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from corridors.domain.codes import CollectionMethod, FeeConvention, PayIn, PayOut, ProviderType, RateBasis
from corridors.domain.pricing import fx_margin_percent
from corridors.domain.readings import PriceReading
from providers.adapters.base import Answer, RefusedRow
from tests.providers.adapters.price_feeds import (
    answer,
    arrives,
    broken_rules,
    place_in,
    recording,
    results,
)
from tests.providers.adapters.wise_answers import (
    QUOTE,
    TO_CANADA,
    TO_SPAIN,
    WISE,
    a_provider,
    received,
    several_quotes,
    version_4,
)


def by_provider(said: Answer) -> dict[str, PriceReading]:
    prices, refused = results(WISE, said)
    assert refused == []
    found = {price.provider_name: price for price in prices}
    assert len(found) == len(prices)
    return found


def only(said: Answer) -> PriceReading | RefusedRow:
    prices, refused = results(WISE, said)
    assert len(prices) + len(refused) == 1
    return prices[0] if prices else refused[0]


def test_every_provider_of_the_received_answer_has_its_price_and_passes_every_rule() -> None:
    prices = by_provider(received())
    assert len(prices) == 14
    assert [broken_rules(price) for price in prices.values()] == [()] * 14
    bank = prices["Bank of America"]
    assert (bank.service.source, bank.service.destination) == ("US", "CA")
    assert (bank.service.send_currency, bank.service.receive_currency) == ("USD", "CAD")
    assert (bank.service.pay_in, bank.service.pay_out) == ((PayIn.BANK_ACCOUNT,), (PayOut.BANK_ACCOUNT,))
    assert (bank.send_amount, bank.price_point, bank.fee) == (Decimal(500), 500, Decimal(0))
    assert (bank.rate, bank.rate_basis) == (Decimal("1.30774822"), RateBasis.STATED)
    assert bank.fee_convention is FeeConvention.INSIDE
    assert bank.provider_types == (ProviderType.BANK,)
    assert bank.stated_fx_margin_percent == Decimal("2.67920223")
    assert bank.statement.collection_method is CollectionMethod.PROVIDER_API
    assert bank.statement.observed_at == datetime(2024, 9, 24, 17, 7, 26, tzinfo=UTC)


def test_a_price_says_where_in_the_answer_it_stood() -> None:
    said = received()
    prices = by_provider(said)
    assert place_in(prices["Bank of America"], said) == "$.providers[0].quotes[0]"
    assert place_in(prices["WorldRemit"], said) == "$.providers[13].quotes[0]"


@pytest.mark.parametrize(
    ("provider", "fastest", "slowest"),
    [
        ("Bank of America", 1440, 2880),
        ("Wise", 1893, 1894),
        ("Western Union", None, None),
        ("Xe", None, 1440),
        ("PayPal", 4320, 11520),
    ],
)
def test_speeds_are_whole_minutes_and_what_is_not_said_stays_unknown(
    provider: str, fastest: int | None, slowest: int | None
) -> None:
    price = by_provider(received())[provider]
    assert (price.speed_min_minutes, price.speed_max_minutes) == (fastest, slowest)


def test_what_arrives_is_what_the_answer_says_arrives() -> None:
    stated = {
        provider["name"]: Decimal(str(provider["quotes"][0]["receivedAmount"]))
        for provider in json.loads(received().body)["providers"]
    }
    for name, price in by_provider(received()).items():
        assert abs(arrives(price) - stated[name]) <= Decimal("0.01")


def test_the_documented_example_of_10000_pounds_comes_out() -> None:
    said = answer(recording("wise", "v3_documented_GBP_EUR_10000.json"), asked=TO_SPAIN)
    prices = by_provider(said)
    assert arrives(prices["TransferWise"]) == Decimal("11555.84")
    assert arrives(prices["Barclays"]) == Decimal("11279.24")
    bank, mid = prices["Barclays"].rate, prices["TransferWise"].rate
    assert bank is not None
    assert mid is not None
    margin = fx_margin_percent(rate=bank, reference_rate=mid)
    assert round(margin, 6) == Decimal("2.755929")
    assert margin - Decimal("2.75592858") < Decimal("1e-8")


def test_quotes_for_another_country_of_the_same_currency_are_not_this_corridors() -> None:
    said = answer(recording("wise", "v3_documented_GBP_EUR_10000.json"), asked=TO_SPAIN | {"to": "DE"})
    assert list(by_provider(said)) == ["TransferWise"]


def test_version_4_is_read_like_version_3() -> None:
    body = json.loads(received().body)
    body |= {"amount": body.pop("sendAmount"), "amountType": "SEND"}
    body.pop("providerType")
    for provider in body["providers"]:
        for quote in provider["quotes"]:
            quote |= {"sendAmount": None, "isConsideredMidMarketRate": False}
    said = answer(body, asked=TO_CANADA)

    def without_place(price: PriceReading) -> PriceReading:
        return price._replace(statement=price.statement._replace(locator=""))

    again = [without_place(price) for price in by_provider(said).values()]
    assert again == [without_place(price) for price in by_provider(received()).values()]


def test_being_wises_partner_changes_nothing() -> None:
    for price, other in zip(
        *(results(WISE, version_4(a_provider(QUOTE, partner=partner)))[0] for partner in (True, False)),
        strict=True,
    ):
        assert price._replace(statement=other.statement) == other


@pytest.mark.parametrize(
    ("stated", "ours"),
    [
        ("bank", (ProviderType.BANK,)),
        ("moneyTransferProvider", (ProviderType.MONEY_TRANSFER_OPERATOR,)),
        ("travelMoney", (ProviderType.NON_BANK_FI,)),
        ("crypto", ()),
        (["bank"], ()),
        (None, ()),
    ],
)
def test_a_type_we_have_no_word_for_is_unknown(stated: Any, ours: tuple[ProviderType, ...]) -> None:
    price = only(version_4(a_provider(QUOTE, type=stated)))
    assert isinstance(price, PriceReading)
    assert price.provider_types == ours


def fee_by_line(quotes: list[dict[str, Any]]) -> dict[str, Decimal | None]:
    prices, refused = results(WISE, version_4(a_provider(*quotes)))
    assert refused == []
    return {price.statement.line: price.fee for price in prices}


def test_several_quotes_of_a_provider_keep_their_lines_whatever_their_order() -> None:
    lines = {"US-CA": Decimal(5), "US-CA 2": Decimal(2), "any-CA": Decimal(3)}
    assert fee_by_line(several_quotes()) == lines
    assert fee_by_line(several_quotes()[::-1]) == lines


def test_a_quote_that_is_there_twice_is_one() -> None:
    assert fee_by_line([QUOTE, QUOTE]) == {"US-CA": Decimal(5)}


def test_a_quote_without_a_rate_is_a_price_whose_rate_is_not_disclosed() -> None:
    price = only(version_4(a_provider(QUOTE | {"rate": None, "receivedAmount": None})))
    assert isinstance(price, PriceReading)
    assert (price.rate, price.rate_basis, price.transparent) == (None, RateBasis.UNDISCLOSED, False)


def test_business_hours_are_not_taken_for_hours() -> None:
    estimate = {"duration": {"min": "PT24H", "max": "PT48H"}, "durationType": "BUSINESS"}
    price = only(version_4(a_provider(QUOTE | {"deliveryEstimation": estimate})))
    assert isinstance(price, PriceReading)
    assert (price.speed_min_minutes, price.speed_max_minutes) == (None, None)
