"""/send/ae-ph/sms: the page's answer in one text message, in every language, never as what it is not."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations
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
from corridors.domain.codes import PayIn, PayOut
from corridors.pages.answers import AnswerPage, State
from corridors.pages.as_text import why_nothing
from corridors.pages.places import place
from sharing.answering import answer_page
from sharing.domain.sms import ALPHABET, fits, normalised
from sharing.messages import answer_in_a_message, unknown_in_a_message
from sharing.wording import (
    brief,
    coded,
    gets,
    kind_in_short,
    kind_of_price,
    pays,
    survey_in_short,
    without_groups,
)
from tests.factories import NOW, add_cross_rate, make_provider, price, record, surveyed
from tests.sharing.test_sms import names

ADDRESS = "/send/ae-ph/sms"
DOCUMENT = Path(settings.BASE_DIR, "docs", "sms.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"GET (/send/\S+)\n```\n\n```text\n(.*?)\n```", DOCUMENT, flags=re.DOTALL)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
amounts = st.decimals("0.01", "999999999.99", places=2) | st.integers(1, 999_999_999).map(Decimal)
LONGEST_ASKED, LONGEST_FOUND = "XXX 999999999.99", "XXX 999999999999999.99"


def is_one_message(text: str) -> bool:
    septets = sum(2 if letter in "\f^{}\\[~]|€" else 1 for letter in text)
    in_utf16 = len(text.encode("utf-16-le", "surrogatepass"))
    return septets <= 160 if ALPHABET | set("\f^{}\\[~]|€") >= set(text) else in_utf16 <= 70 * 2


def called(page: AnswerPage, name: str, amount: Decimal) -> AnswerPage:
    """The same answer to a question about this amount, with this name for every provider."""
    compared = page.answer.comparison
    options = tuple(
        replace(option, offer=replace(option.offer, provider=option.offer.provider._replace(name=name)))
        for option in compared.options
    )
    question = replace(page.answer.question, amount=amount)
    answered = replace(page.answer, question=question, comparison=replace(compared, options=options))
    return AnswerPage(answered, page.parameters, {})


def says_both_amounts(page: AnswerPage, text: str) -> bool:
    """Whether what is paid and what arrives stand in a text, written in one of the ways there are."""
    return all(
        any(normalised(of(page, money)) in text for money in (coded, brief, without_groups))
        for of in (pays, gets)
    )


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
        assert text.startswith("Old price, 07/2013: AED 1000 > PHP 11781, Ganz lange")

    def test_invented_prices_are_called_that(self, client: Client, settings: Settings) -> None:
        settings.SANDBOX_URL = "http://127.0.0.1:9999"
        record(price("Play Money"))
        make_provider("Play Money", sandbox=True)
        assert said(client, "?amount=1000").startswith("Invented price (sandbox): for AED 1,000.00 ")

    @pytest.mark.parametrize("name", ["中国" * 60, "मनी " * 40, "\u0301" * 90, "😀" * 80, "A\r\nB " * 50])
    def test_no_name_is_too_long_or_in_a_wrong_script(self, client: Client, name: str) -> None:
        record(price(name, pay_out=(PayOut.CASH,)))
        text = said(client, "?amount=1000")
        assert re.search("AED 1,?000.* PHP 11,?781", text)


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
        @given(
            st.sampled_from(LANGUAGES), st.sampled_from(sorted(pages)), names, amounts, st.text(max_size=90)
        )
        def holds(language: str, kind: str, name: str, amount: Decimal, address: str) -> None:
            page = called(pages[kind], name, amount)
            with translation.override(language):
                text = answer_in_a_message(page, f"https://compare.example.org/s/{address}")
                assert is_one_message(text)
                if page.state is State.RANKED:
                    assert says_both_amounts(page, text)
                    kinds = (kind_of_price(page), kind_in_short(page))
                    assert text.startswith(tuple(f"{normalised(kind)}{c}" for kind in kinds for c in ":៖"))
                else:
                    assert text.splitlines()[0] == normalised(why_nothing(page))

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
        kinds = [survey_in_short(date(2013, month, 1)) for month in range(1, 13)] + [_("Invented price")]
        shortest = _("%(when)s: %(pays)s > %(gets)s, %(provider)s")
        both = {"pays": LONGEST_ASKED, "gets": LONGEST_FOUND, "provider": "A."}
        assert not [kind for kind in kinds if not fits(normalised(shortest % {"when": kind, **both}))]


@pytest.mark.parametrize("language", LANGUAGES)
class TestWhatIsRefused:
    """A message may be short of words, but never of what makes it true or of use."""

    def test_two_countries_are_both_named_or_both_by_code(self, language: str) -> None:
        with translation.override(language):
            for source, destination in permutations(map(place, ("AE", "KE", "GS", "VC", "CD", "BA")), 2):
                text = unknown_in_a_message(source, destination)
                assert is_one_message(text)
                ways = [
                    _("We know no prices from %(from)s to %(to)s.") % {"from": one, "to": other}
                    for one, other in (
                        (source.name, destination.name),
                        (source.code.upper(), destination.code.upper()),
                    )
                ]
                assert text in map(normalised, ways)

    @pytest.mark.parametrize(
        ("field", "example"), [("amount", "1000.50"), ("as_of", "2013-07-31"), ("mode", "receive")]
    )
    @pytest.mark.parametrize("typed", ["lots", "2013-07-32", "lots and lots of money", "मनी" * 20, "x" * 50])
    @pytest.mark.usefixtures("ae_ph")
    def test_an_example_of_what_is_understood_is_kept(
        self, client: Client, language: str, field: str, example: str, typed: str
    ) -> None:
        response = client.get(ADDRESS, {"amount": "1000", "lang": language, field: typed})
        text = response.content.decode()
        assert response.status_code == 400
        assert is_one_message(text)
        assert example in text

    @pytest.mark.parametrize("typed", ["foo", "foo bar " * 5])
    @pytest.mark.usefixtures("ae_ph")
    def test_a_list_of_codes_is_whole_or_left_out(self, client: Client, language: str, typed: str) -> None:
        text = client.get(ADDRESS, {"amount": "1000", "lang": language, "pay_in": typed}).content.decode()
        assert is_one_message(text)
        assert [code for code in PayIn if code in text] in ([], list(PayIn))
        assert "foo" in text


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 5


def test_the_survey_example_is_of_a_survey(client: Client, db: Any) -> None:
    record(surveyed("Lari"))
    assert said(client, "?amount=1000") in DOCUMENT
