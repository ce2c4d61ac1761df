"""Who helps: countries, the organisations of one, and what a reader may choose among them."""

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.pages.conftest import Read
from tests.support.entries import organisation

pytestmark = pytest.mark.django_db
VERIFIED = "not yet verified"


class TestCountries:
    def test_each_country_is_listed_by_name_with_how_many_there_are(self, read: Read) -> None:
        organisation("A")
        organisation("B")
        organisation("C", country="GB")
        page = read("/support/")
        assert "United Arab Emirates 2 United Kingdom 1" in page
        assert {"/support/ae/", "/support/gb/"} <= set(page.links())

    def test_what_is_hidden_is_not_counted(self, read: Read) -> None:
        organisation("A", is_shown=False)
        assert "No organisation is listed yet." in read("/support/")

    def test_it_costs_one_query(self, read: Read, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        organisation("A")
        with django_assert_num_queries(1):
            read("/support/")


class TestOrganisations:
    def test_a_card_says_all_that_is_known(self, read: Read) -> None:
        organisation(
            "Night Line",
            kind="hotline",
            helps_with=["wages", "shelter"],
            languages=["en", "fil"],
            countries_served=["PH", "IN"],
            hotline="0800 12-34",
            noted="Day and night.",
        )
        page = read("/support/ae/")
        assert (
            "Complaints and advice by telephone Night Line not yet verified "
            "For people from: India and Philippines Helps with: wages and a safe place to stay "
            "Speaks: English and Filipino Day and night. Call 0800 12-34 open-door.test"
        ) in page
        assert {"tel:08001234", "https://www.open-door.test/help"} <= set(page.links())

    def test_what_is_not_known_is_not_there(self, read: Read) -> None:
        organisation()
        page = read("/support/ae/")
        for words in ("Speaks:", "For people from:", "Call"):
            assert words not in page

    def test_it_is_called_unverified_until_somebody_has_reviewed_it(self, read: Read) -> None:
        organisation("A")
        organisation("B", reviewed_on=date(2026, 11, 3), reviewed_by="hana")
        page = read("/support/ae/")
        assert f"A {VERIFIED} Helps with" in page
        assert "B Verified on 3 November 2026 Helps with" in page
        assert "hana" not in page.html

    def test_they_stand_by_what_they_are_and_then_by_name(self, read: Read) -> None:
        for name, kind in (("Z", "hotline"), ("B", "union"), ("A", "union")):
            organisation(name, kind=kind)
        text = read("/support/ae/").text
        order = [text.index(words) for words in (f"Z {VERIFIED}", "Unions", f"A {VERIFIED}", f"B {VERIFIED}")]
        assert order == sorted(order)

    def test_what_an_operator_writes_is_text_and_never_markup(self, read: Read) -> None:
        organisation("<script>alert(1)</script>", noted="<b onclick=x>")
        page = read("/support/ae/")
        assert "<script>alert(1)</script>" in page.text
        assert "<script>alert" not in page.html
        assert "<b onclick" not in page.html

    def test_capitals_lead_to_the_one_address(self, read: Read) -> None:
        response = read("/support/AE/?lang=es").response
        assert (response.status_code, response["Location"]) == (301, "/support/ae/?lang=es")

    def test_a_country_without_any_says_so_and_leads_on(self, read: Read) -> None:
        page = read("/support/fr/")
        assert page.status == 404
        assert "Help: France" in page
        assert "We know of no organisation there yet." in page
        assert "/support/" in page.links()

    @pytest.mark.parametrize("address", ["/support/zz/", "/support/a%00/", "/support/aex/", "/support/१२/"])
    def test_what_is_no_country_is_not_found(self, read: Read, address: str) -> None:
        assert read(address).status == 404

    def test_it_costs_one_query(self, read: Read, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        for name in "ABC":
            organisation(name)
        with django_assert_num_queries(1):
            read("/support/ae/?topic=wages")


class TestChoosing:
    @pytest.fixture(autouse=True)
    def _three(self, db: None) -> None:
        organisation("Everyone", helps_with=["wages", "money"])
        organisation("Manila House", countries_served=["PH"], languages=["fil"])
        organisation(
            "Kathmandu House", countries_served=["NP"], languages=["ne", "en"], helps_with=["health"]
        )

    @pytest.mark.parametrize(
        ("query", "left"),
        [
            ("", {"Everyone", "Manila House", "Kathmandu House"}),
            ("?topic=wages", {"Everyone", "Manila House"}),
            ("?nationality=np", {"Everyone", "Kathmandu House"}),
            ("?speaks=fil", {"Manila House"}),
            ("?topic=health&nationality=np&speaks=en", {"Kathmandu House"}),
            ("?topic=health&nationality=ph", set()),
            ("?topic=&nationality=%20", {"Everyone", "Manila House", "Kathmandu House"}),
            ("?stars=5", {"Everyone", "Manila House", "Kathmandu House"}),
        ],
    )
    def test_those_are_left_that_fit_all_that_was_chosen(
        self, read: Read, query: str, left: set[str]
    ) -> None:
        page = read(f"/support/ae/{query}")
        assert page.status == 200
        assert {name for name in ("Everyone", "Manila House", "Kathmandu House") if name in page} == left

    def test_help_that_nobody_gives_there_is_no_mistake(self, read: Read) -> None:
        page = read("/support/ae/?topic=repatriation")
        assert page.status == 200
        assert "None of them says that it helps with this." in page
        assert '<option value="repatriation" selected>' in page.html
        assert "/support/ae/" in page.links()

    def test_where_nothing_is_left_it_says_so_with_a_way_back(self, read: Read) -> None:
        page = read("/support/ae/?topic=health&nationality=ph&lang=es")
        assert "/support/ae/?lang=es" in page.links()

    def test_only_what_occurs_can_be_chosen(self, read: Read) -> None:
        page = read("/support/ae/")
        assert re_options(page.html, "topic") == ["", "wages", "health", "money"]
        assert re_options(page.html, "nationality") == ["", "np", "ph"]
        assert re_options(page.html, "speaks") == ["", "en", "fil", "ne"]

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("topic=luck", "“luck” is none of the choices here."),
            ("nationality=Nepal", "“Nepal” is none of the choices here."),
            ("speaks=%3Cb%3E", "“<b>” is none of the choices here."),
            ("topic=%00", "“\x00” is none of the choices here."),
            ("topic=wages&topic=luck", "“luck” is none of the choices here."),
            ("topic=" + "9" * 5000, "“" + "9" * 40 + "” is none of the choices here."),
        ],
    )
    def test_a_wrong_choice_is_named_and_all_are_shown(self, read: Read, query: str, said: str) -> None:
        page = read(f"/support/ae/?{query}")
        assert page.status == 400
        assert said in page.html.replace("&lt;", "<").replace("&gt;", ">")
        assert "3 of 3 organisations" in page

    def test_the_form_keeps_the_language_and_what_was_chosen(self, read: Read) -> None:
        page = read("/support/ae/?topic=wages&lang=es")
        assert '<input type="hidden" name="lang" value="es">' in page.html
        assert '<option value="wages" selected>' in page.html


def re_options(html: str, name: str) -> list[str]:
    """The values that a choice offers."""
    choice = html.split(f'name="{name}"')[1].split("</select>")[0]
    return [part.split('"')[0] for part in choice.split('<option value="')[1:]]


class TestReportingAnError:
    def test_a_mail_goes_to_the_operator_with_the_name_as_its_subject(
        self, read: Read, settings: Any
    ) -> None:
        settings.SUPPORT_CONTACT = "help@example.org"
        organisation("A & B")
        assert "mailto:help@example.org?subject=Error%20about%20A%20%26%20B" in read("/support/ae/").links()
        assert (
            "mailto:help@example.org?subject=Support%3A%20United%20Arab%20Emirates"
            in read("/support/ae/").links()
        )

    def test_a_page_of_the_operator_s_is_linked_as_it_is(self, read: Read, settings: Any) -> None:
        settings.SUPPORT_CONTACT = "https://example.org/report"
        organisation()
        assert "https://example.org/report" in read("/support/ae/").links()

    @pytest.mark.parametrize("contact", ["", "nobody", "javascript:alert(1)"])
    def test_without_one_it_is_reported_here(self, read: Read, settings: Any, contact: str) -> None:
        settings.SUPPORT_CONTACT = contact
        organisation()
        assert "/support/report/country/ae/" in read("/support/ae/").links()
