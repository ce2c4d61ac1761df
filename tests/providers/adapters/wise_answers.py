"""Wise's answers as tests need them: as received, and in the form of version 4."""

from typing import Any

from providers.adapters.base import Answer
from tests.providers.adapters.price_feeds import answer, recording, some_facts

WISE = some_facts("wise", key="wise", options={"version": "v4", "corridors": [], "amounts": {}})
TO_CANADA = {
    "from": "US",
    "to": "CA",
    "send_currency": "USD",
    "receive_currency": "CAD",
    "amount": "500",
    "price_point": "500",
}
TO_SPAIN = {
    "from": "GB",
    "to": "ES",
    "send_currency": "GBP",
    "receive_currency": "EUR",
    "amount": "10000",
}
QUOTE = {
    "rate": 1.3,
    "fee": 5,
    "dateCollected": "2026-11-24T09:00:00Z",
    "sourceCountry": "US",
    "targetCountry": "CA",
    "markup": 2.5,
    "receivedAmount": 643.5,
    "sendAmount": None,
    "deliveryEstimation": {"duration": {"min": "PT1H", "max": "PT2H"}, "providerGivesEstimate": True},
    "isConsideredMidMarketRate": False,
}


def received() -> Answer:
    return answer(recording("wise", "v3_US_CA_USD_500.json"), asked=TO_CANADA)


def a_provider(*quotes: Any, **changes: Any) -> dict[str, Any]:
    plain = {"id": 1, "alias": "sandbox", "name": "Sandbox Transfer", "type": "bank", "partner": True}
    return plain | {"quotes": list(quotes)} | changes


def version_4(*providers: Any, **changes: Any) -> Answer:
    """An answer to the question about Canada, in the form of version 4."""
    plain = {
        "sourceCurrency": "USD",
        "targetCurrency": "CAD",
        "sourceCountry": "US",
        "targetCountry": "CA",
        "providerCountry": None,
        "providerTypes": ["bank", "moneyTransferProvider"],
        "amount": 500,
        "amountType": "SEND",
        "providers": list(providers),
    }
    return answer(plain | changes, asked=TO_CANADA)


def several_quotes() -> list[dict[str, Any]]:
    slow = {"deliveryEstimation": {"duration": {"min": None, "max": "P3D"}}}
    return [
        QUOTE | slow | {"fee": 2, "receivedAmount": 647.4},
        QUOTE,
        QUOTE | {"sourceCountry": None, "fee": 3, "receivedAmount": 646.1},
    ]
