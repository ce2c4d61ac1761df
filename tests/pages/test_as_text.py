"""The terminal says what the page says, in every state."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from corridors import selectors
from corridors.asking import parse_question
from corridors.comparison import answer
from corridors.domain.codes import PayOut, RateBasis
from corridors.domain.readings import PriceReading
from corridors.pages.answers import AnswerPage
from corridors.pages.as_text import lines_of
from tests.factories import NOW, make_provider, price, record, surveyed
from tests.pages.conftest import Read

ASKED = {"amount": "1000"}


def lines(**parameters: str) -> list[str]:
    corridor = selectors.corridor_of("ae-ph")
    assert corridor is not None
    given = ASKED | parameters
    answered = answer(corridor, parse_question(given, today=NOW.date()), now=NOW)
    return list(lines_of(AnswerPage(answered, given, {"ecb": "European Central Bank"})))


@pytest.mark.usefixtures("ae_ph")
def test_every_figure_and_sentence_of_the_page_is_there(read: Read) -> None:
    page = read("/send/ae-ph/?amount=1000").response.context["page"]  # type: ignore[attr-defined]
    said = "\n".join(lines())
    shown = [
        getattr(page.headline, part) for part in ("lead", "number", "arrives", "worst", "usual", "footnote")
    ]
    for row in page.rows:
        shown += [row.provider, row.amount, row.cost, row.cost_percent, row.pay, row.arrives, row.seen]
    for group in page.unranked:
        shown += [group.sentence, *(part for company in group.companies for part in company)]
    assert [each for each in shown if each.replace("\u00a0", " ") not in said] == []
    at = lines().index("Your family gets up to")
    assert lines()[at + 1 : at + 3] == ["     ₱11,781.00", "     with Swift Hawk"]
    assert "Estimated from prices seen 2 hours ago" in said
    assert "3 ways to send, best first" in lines()
    assert "  – This company does not say its exchange rate. Silent Bank (fee AED 25.00)" in lines()


@pytest.mark.django_db
class TestStates:
    def test_invented_prices_are_marked(self, settings: Any) -> None:
        settings.SANDBOX_URL = "http://127.0.0.1:9999"
        record(price("Play Money"))
        make_provider("Play Money", sandbox=True)
        said = lines()
        assert said[1] == "Sandbox prices: invented for trying the site."
        assert "  1  ₱11,781.00  Play Money [sandbox]" in said

    def test_a_cost_that_is_not_known_is_said_to_be(self) -> None:
        record(price())
        assert any("Cost not known: no reference rate. Pay in cash" in line for line in lines())

    def test_filters_none_of_which_helps_alone_are_all_there_is_to_say(self) -> None:
        record(price())
        said = lines(pay_out="home_delivery", pay_in="mobile_money")
        assert said[1:] == ["No way to send is left with these filters."]

    def test_another_currency_is_named(self) -> None:
        record(price())
        said = lines(receive_currency="EUR")
        assert said[1] == "No service here works in this currency."
        assert said[2] == "Other currencies: Paid out in Philippine pesos"

    def test_what_cannot_be_ranked_is_listed_with_its_reason(self) -> None:
        record(price("Silent", rate=None), price("Silent", rate=None, pay_out=(PayOut.BANK_ACCOUNT,)))
        said = lines()
        assert said[1] == "None of the services here can be ranked."
        assert "Not ranked (2)" in said

    def test_a_share_without_a_reference_rate_cannot_be_compared(self) -> None:
        record(surveyed_share())
        assert lines()[1] == "We have prices, but no reference rate to compare them with."

    def test_prices_that_lie_ahead_are_none_yet(self) -> None:
        record(price(seen=NOW + timedelta(minutes=5)))
        assert lines() == [
            "United Arab Emirates → Philippines",
            "We know no price for this pair of countries yet.",
        ]


def surveyed_share() -> PriceReading:
    share: dict[str, Any] = {"rate_basis": RateBasis.FROM_MARGIN, "stated_fx_margin_percent": Decimal(1)}
    return surveyed(rate=None, transparent=True, **share)
