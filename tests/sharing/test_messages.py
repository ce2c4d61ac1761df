"""/send/ae-ph/sms: the page's answer in one text message, in every language, never as what it is not."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext as _
from pytest_django.fixtures import Settings

from corridors.domain.codes import PayOut
from sharing.domain.sms import fits, normalised
from sharing.wording import survey_of
from tests.factories import add_cross_rate, make_provider, price, record, surveyed

ADDRESS = "/send/ae-ph/sms"
DOCUMENT = Path(settings.BASE_DIR, "docs", "sms.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"GET (/send/\S+)\n```\n\n```text\n(.*?)\n```", DOCUMENT, flags=re.DOTALL)
LONGEST_NUMBER = "XXX 99,99,99,99,99,99,999.99"


def said(client: Client, question: str = "") -> str:
    response = client.get(f"{ADDRESS}{question}")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    text = response.content.decode()
    assert fits(text)
    return text


@pytest.mark.usefixtures("ae_ph")
class TestAnswers:
    @pytest.mark.parametrize(("address", "text"), EXAMPLES, ids=[address for address, _text in EXAMPLES])
    def test_the_documentation_s_examples_are_answered_so(
        self, client: Client, address: str, text: str
    ) -> None:
        assert client.get(address).content.decode() == text

    def test_without_an_amount_it_is_the_page_s_suggestion(self, client: Client) -> None:
        assert said(client) == said(client, "?amount=1000")

    def test_it_is_the_same_question_as_the_page_s(self, client: Client) -> None:
        text = said(client, "?amount=1000&pay_out=bank_account")
        assert "PHP 11,500.00 with Old Bank" in text
        assert text.endswith("/s/ae-ph/1000?pay_out=bank_account")

    def test_what_cannot_be_answered_is_a_sentence(self, client: Client) -> None:
        assert said(client, "?amount=900000").startswith("We know no price near this amount.\n")
        assert said(client, "?amount=1000&as_of=2009-01-01").startswith(
            "We know no price from before 1 January 2009."
        )

    def test_a_past_day_has_its_day(self, client: Client) -> None:
        record(surveyed("Lari"))
        assert said(client, "?amount=1000&as_of=2013-07-31").startswith("31 Jul 2013: ")

    def test_hostile_text_is_quoted_and_cut(self, client: Client) -> None:
        response = client.get(ADDRESS, {"amount": "<b>" + "9" * 300 + "\r\nX: 1"})
        assert response.status_code == 400
        assert fits(response.content.decode())
        assert len(response.content.decode().splitlines()) == 1

    def test_it_is_only_read(self, client: Client) -> None:
        assert client.post(ADDRESS).status_code == 405
        assert client.head(ADDRESS).content == b""


@pytest.mark.django_db
class TestKindsOfPrice:
    def test_a_survey_is_called_one_however_little_room_there_is(self, client: Client) -> None:
        add_cross_rate("AED", "PHP", "12")
        record(surveyed("Ganz lange Überweisungsgesellschaft der Vereinigten Emirate" * 3))
        text = said(client, "?amount=1000")
        assert text.startswith("Old price (survey, Jul 2013): PHP 11,781.00, Ganz lange")

    def test_invented_prices_are_called_that(self, client: Client, settings: Settings) -> None:
        settings.SANDBOX_URL = "http://127.0.0.1:9999"
        record(price("Play Money"))
        make_provider("Play Money", sandbox=True)
        assert said(client, "?amount=1000").startswith("Invented price (sandbox): for AED 1,000.00 ")

    @pytest.mark.parametrize("name", ["中国" * 60, "मनी " * 40, "\u0301" * 90, "😀" * 80, "A\r\nB " * 50])
    def test_no_name_is_too_long_or_in_a_wrong_script(self, client: Client, name: str) -> None:
        record(price(name, pay_out=(PayOut.CASH,)))
        assert "PHP 11,781.00" in said(client, "?amount=1000")


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_what_may_never_be_left_out_fits_in_every_language(language: str) -> None:
    with translation.override(language):
        kinds = [survey_of(date(2013, month, 1)) for month in range(1, 13)] + [_("Invented price (sandbox)")]
    assert not [kind for kind in kinds if not fits(normalised(f"{kind}: {LONGEST_NUMBER}, A."))]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 5


def test_the_survey_example_is_of_a_survey(client: Client, db: Any) -> None:
    record(surveyed("Lari"))
    assert said(client, "?amount=1000") in DOCUMENT
