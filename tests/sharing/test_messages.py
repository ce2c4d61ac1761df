"""/send/ae-ph/sms: the page's answer in one text message, in every language, never as what it is not."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext as _
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from corridors import selectors
from corridors.domain.codes import PayOut
from corridors.pages.answers import AnswerPage, State
from sharing.answering import answer_page
from sharing.domain.sms import ALPHABET, fits, normalised
from sharing.messages import answer_in_a_message
from sharing.wording import coded, gets, kind_of_price, pays, survey_of
from tests.factories import NOW, add_cross_rate, make_provider, price, record, surveyed
from tests.sharing.test_sms import names

ADDRESS = "/send/ae-ph/sms"
DOCUMENT = Path(settings.BASE_DIR, "docs", "sms.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"GET (/send/\S+)\n```\n\n```text\n(.*?)\n```", DOCUMENT, flags=re.DOTALL)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
LONGEST_NUMBER = "XXX 99,99,99,99,99,99,999.99"


def is_one_message(text: str) -> bool:
    septets = sum(2 if letter in "\f^{}\\[~]|€" else 1 for letter in text)
    in_utf16 = len(text.encode("utf-16-le", "surrogatepass"))
    return septets <= 160 if ALPHABET | set("\f^{}\\[~]|€") >= set(text) else in_utf16 <= 70 * 2


def called(page: AnswerPage, name: str) -> AnswerPage:
    """The same answer with another name for every provider."""
    compared = page.answer.comparison
    options = tuple(
        replace(option, offer=replace(option.offer, provider=option.offer.provider._replace(name=name)))
        for option in compared.options
    )
    answered = replace(page.answer, comparison=replace(compared, options=options))
    return AnswerPage(answered, page.parameters, {})


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


@pytest.mark.django_db
class TestEveryLanguage:
    """One message is 160 septets of the standard's alphabet, or 70 code units, counted here anew."""

    @pytest.fixture
    def pages(self, settings: Settings) -> dict[str, AnswerPage]:
        """An answer of each kind, the largest number among them."""
        settings.SANDBOX_URL = "http://127.0.0.1:9999"
        large: dict[str, Any] = {"currencies": ("SAR", "IRR"), "amount": "900000000", "rate": "11450"}
        dear: dict[str, Any] = {"currencies": ("IRR", "AED"), "amount": "700000000", "rate": "0.0003"}
        sandbox: dict[str, Any] = {"corridor": "ae-in", "currencies": ("AED", "INR")}
        old: dict[str, Any] = {"corridor": "gb-in", "currencies": ("GBP", "INR"), "amount": "120"}
        record(
            *(price(name, corridor="sa-ir", **large) for name in ("A", "B", "C")),
            price("C", corridor="ir-ae", **dear),
            price("D", fee="20"),
            price("E", fee="30"),
            price("Play Money", **sandbox),
            surveyed("F", **old),
        )
        make_provider("Play Money", sandbox=True)
        questions: dict[str, tuple[str, dict[str, str]]] = {
            "large": ("sa-ir", {"amount": "900000000"}),
            "received": ("ir-ae", {"amount": "210000", "mode": "receive"}),
            "exactly received": ("ae-ph", {"amount": "11662", "mode": "receive"}),
            "invented": ("ae-in", {"amount": "1000"}),
            "surveyed": ("gb-in", {"amount": "120"}),
            "surveyed before a past day": ("gb-in", {"amount": "120", "as_of": "2016-01-01"}),
            "no option": ("ae-ph", {"amount": "900000"}),
            "no option with filters": ("ae-ph", {"amount": "1000", "pay_out": "home_delivery"}),
            "no price": ("ae-ph", {"amount": "1000", "as_of": "2009-01-01"}),
        }
        return {
            kind: answer_page(corridor, asked, now=NOW)
            for kind, (slug, asked) in questions.items()
            if (corridor := selectors.corridor_of(slug))
        }

    def test_what_is_said_is_one_message_whatever_the_names(self, pages: dict[str, AnswerPage]) -> None:
        @given(st.sampled_from(LANGUAGES), st.sampled_from(sorted(pages)), names, st.text(max_size=90))
        def holds(language: str, kind: str, name: str, address: str) -> None:
            page = called(pages[kind], name)
            with translation.override(language):
                text = answer_in_a_message(page, f"https://compare.example.org/s/{address}")
                assert is_one_message(text)
                if page.state is State.RANKED:
                    number = pays(page, coded) if page.is_receive else gets(page, coded)
                    assert normalised(number) in text
                    assert text.startswith(f"{normalised(kind_of_price(page))}: ")

        assert {page.state for page in pages.values()} == {
            State.RANKED, State.OUT_OF_RANGE, State.FILTERED_OUT, State.NO_PRICES
        }  # fmt: skip
        assert [page.state for page in pages.values()].count(State.RANKED) == 6
        holds()

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(
        ("address", "status"),
        [
            (f"{ADDRESS}?amount=1000", 200),
            (f"{ADDRESS}?amount=11662&mode=receive", 200),
            (f"{ADDRESS}?amount=900000", 200),
            (f"{ADDRESS}?amount={'lots+' * 20}", 400),
            ("/send/gs-vc/sms", 404),
        ],
    )
    @pytest.mark.usefixtures("ae_ph")
    def test_the_address_answers_with_one_message(
        self, client: Client, language: str, address: str, status: int
    ) -> None:
        response = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}")
        assert response.status_code == status
        assert is_one_message(response.content.decode())


@pytest.mark.usefixtures("ae_ph")
class TestUnknownCountries:
    @pytest.mark.parametrize(
        ("slug", "said"),
        [
            ("ae-ke", "We know no prices from United Arab Emirates to Kenya."),
            ("zz-qq", "We know no prices from ZZ to QQ."),
            ("XA-ph", "We know no prices from XA to Philippines."),
        ],
    )
    def test_it_says_what_is_not_known_as_the_page_does(self, client: Client, slug: str, said: str) -> None:
        message, page = client.get(f"/send/{slug}/sms"), client.get(f"/send/{slug}/", follow=True)
        assert (message.status_code, page.status_code) == (404, 404)
        assert message.content.decode() == said
        assert f"<h1>{said}</h1>" in page.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_may_never_be_left_out_fits_in_every_language(language: str) -> None:
    with translation.override(language):
        kinds = [survey_of(date(2013, month, 1)) for month in range(1, 13)] + [_("Invented price (sandbox)")]
    assert not [kind for kind in kinds if not fits(normalised(f"{kind}: {LONGEST_NUMBER}, A."))]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 5


def test_the_survey_example_is_of_a_survey(client: Client, db: Any) -> None:
    record(surveyed("Lari"))
    assert said(client, "?amount=1000") in DOCUMENT
