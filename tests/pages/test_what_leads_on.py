"""What an answer leads on to keeps what was asked; what of it depends on a choice is said beside it."""

from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from corridors.domain.codes import Coverage, PayIn
from tests.factories import add_cross_rate, price, record, surveyed
from tests.pages.conftest import Read

pytestmark = pytest.mark.django_db
ASKED = "/send/ae-ph/?amount=1000"
DOLLARS: dict[str, Any] = {
    "corridor": "us-mx",
    "currencies": ("USD", "MXN"),
    "fee": "5",
    "rate": "19",
    "amount": "500",
}
LEFT_OUT = "If you pay in cash, a tax of 1.0% of the money sent is due. It is not counted here."


def alert_asked(read: Read, address: str) -> dict[str, list[str]]:
    """What the link to the alert asks for."""
    (link,) = {link for link in read(address).links() if link.startswith("/alerts/?")}
    return parse_qs(urlsplit(link).query)


class TestAnAlert:
    @pytest.mark.parametrize(
        "said",
        [
            {"pay_in": "cash"},
            {"pay_out": "cash", "sender_bank": "no", "family_bank": "no"},
            {"max_speed": "same_day", "reach": "far", "provider_type": "money_transfer_operator"},
            {"send_currency": "AED", "receive_currency": "PHP", "lang": "es"},
        ],
        ids=str,
    )
    def test_it_is_asked_for_with_the_filters_and_the_currencies(
        self, read: Read, said: dict[str, str]
    ) -> None:
        record(price(coverage=Coverage.NATIONWIDE))
        address = ASKED + "".join(f"&{name}={value}" for name, value in said.items())
        page = read(address)
        assert page.status == 200
        expected = {"from": ["ae"], "to": ["ph"], "amount": ["1000"], **{n: [v] for n, v in said.items()}}
        assert alert_asked(read, address) == expected

    def test_neither_the_day_nor_the_rhythm_goes_along(self, read: Read) -> None:
        record(price())
        assert alert_asked(read, f"{ASKED}&times=52") == {"from": ["ae"], "to": ["ph"], "amount": ["1000"]}


class TestHabits:
    def test_every_answer_leads_to_what_the_habit_costs(self, read: Read) -> None:
        record(price())
        assert "/send/ae-ph/habits/?amount=1000" in read(ASKED).links()
        assert "You send:" not in read(ASKED)

    def test_a_survey_s_answer_does_too(self, read: Read) -> None:
        add_cross_rate("GBP", "INR", "90")
        record(surveyed("Lotus", corridor="gb-in", currencies=("GBP", "INR"), amount="120", rate="89"))
        assert "/send/gb-in/habits/?amount=120" in read("/send/gb-in/?amount=120").links()

    def test_of_two_ways_the_year_is_said_at_a_rhythm_that_can_be_chosen(self, read: Read) -> None:
        record(price("A"), price("B", fee="20"))
        page = read(ASKED)
        assert "more in a year" in page
        assert "?amount=1000&times=52" in page.links()


class TestTheTaxOnCash:
    def test_an_option_with_an_untaxed_way_says_that_it_is_left_out(self, read: Read) -> None:
        add_cross_rate("USD", "MXN", "20")
        record(price(**DOLLARS, pay_in=(PayIn.CASH, PayIn.CARD)))
        page = read("/send/us-mx/?amount=505")
        # 505 less the fee of 5, at 19.
        assert f"MX${Decimal(500) * 19:,.2f}" in page
        assert LEFT_OUT in page
        assert "It is counted where there is no other way to pay." in page

    def test_with_cash_chosen_it_is_counted_and_nothing_left_out(self, read: Read) -> None:
        add_cross_rate("USD", "MXN", "20")
        record(price(**DOLLARS, pay_in=(PayIn.CASH, PayIn.CARD)))
        page = read("/send/us-mx/?amount=510&pay_in=cash")
        # 510 less the fee of 5 is 505: 500 sent, and 1% of it as tax.
        assert f"MX${Decimal(500) * 19:,.2f}" in page
        assert LEFT_OUT not in page

    @pytest.mark.parametrize("ways", [(PayIn.CARD,), (PayIn.CASH,)])
    def test_an_option_with_one_kind_of_way_says_nothing_of_it(
        self, read: Read, ways: tuple[PayIn, ...]
    ) -> None:
        add_cross_rate("USD", "MXN", "20")
        record(price(**DOLLARS, pay_in=ways))
        assert LEFT_OUT not in read("/send/us-mx/?amount=505")


def test_the_only_way_that_filters_leave_is_not_called_the_only_one(read: Read) -> None:
    record(price("A"), price("B", pay_in=(PayIn.CARD,)))
    page = read(f"{ASKED}&pay_in=card")
    assert "It is the only way left with these filters." in page
    assert "the only way we can compare" not in page
