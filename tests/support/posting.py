"""Numbers sent to the budget as a browser sends them."""

from django.test import Client

from tests.pages.conftest import Page

FORM = "/budget/?from=ae&to=ph"
NUMBERS = {
    "income": "3,000",
    "living": "1200",
    "debt_owed": "6000",
    "debt_percent": "3",
    "debt_payment": "500",
    "bad_days": "100",
    "need": "12000",
    "goal": "10000",
    "saved": "500",
    "aside": "200",
    "times": "12",
    "fee_now": "25",
    "rate_now": "11.6",
}


class Post:
    """Sends numbers and reads what comes of them; a number of None is left empty."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def __call__(self, address: str = FORM, **changed: str | None) -> Page:
        typed = {name: value for name, value in (NUMBERS | changed).items() if value is not None}
        return Page(self._client.post(address, typed))  # type: ignore[arg-type]

    def only(self, **typed: str) -> Page:
        return Page(self._client.post(FORM, typed))  # type: ignore[arg-type]
