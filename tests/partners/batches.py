"""Batches for tests: a price as a partner sends it, and what is said of it."""

from typing import Any

from providers.submitted import CSV, LINES
from tests.providers import handed_in
from tests.providers.handed_in import TURNED_ROUND

__all__ = ["CSV", "CSV_HEADER", "CSV_ROW", "LINES", "TURNED_ROUND", "a_price", "problem", "statuses"]

CSV_HEADER = "provider,from,to,send_currency,receive_currency,send_amount,fee,rate,pay_in\n"
CSV_ROW = "Swift Hawk,AE,PH,AED,PHP,1000,10,11.9,cash|card\n"


def a_price(**changes: Any) -> dict[str, Any]:
    """A price that may be recorded, in JSON's types."""
    return handed_in.a_price(**{"pay_in": ["cash"], "pay_out": ["cash"], **changes})


def problem(response, status, kind):
    assert response["Content-Type"] == "application/problem+json"
    assert response.status_code == status
    said = response.json()
    assert said["status"] == status
    assert said["type"] == f"urn:remitcompare:problem:{kind}"
    return said


def statuses(response):
    assert response.status_code == 200, response.content
    return [result["status"] for result in response.json()["results"]]
