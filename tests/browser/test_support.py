"""The pages around the price in a real browser: on a phone and a desk, by day and night, without scripts."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.looks import holds_everywhere

pytestmark = pytest.mark.browser
PAGES = {
    "countries": "/support/",
    "organisations": "/support/ae/",
    "wrong choice": "/support/ae/?topic=luck",
    "report": "/support/report/country/ae/",
    "reported": "/support/report/country/ae/thanks/",
    "services": "/services/ph/",
    "Directo a México": "/services/mx/directo-a-mexico/",
    "lessons": "/lessons/?lang=es",
    "lesson": "/lessons/fee-or-rate/?lang=vi",
    "budget": "/budget/?from=ae&to=ph",
}
FORM = "/budget/?from=ae&to=ph"
NUMBERS = {
    "Pay that is sure": "3000",
    "What you need to live": "1200",
    "Debt for the journey: what is still owed": "6000",
    "Debt: what you pay back each month": "500",
    "What your family needs each month": "12000",
    "Your goal: what it costs": "10000",
    "Your goal: what you put aside each month": "300",
}


def work_out(page: Page, **changed: str) -> None:
    for label, number in (NUMBERS | changed).items():
        page.get_by_label(label).fill(number)
    page.get_by_role("button", name="Work it out").click()
    page.wait_for_load_state()


@pytest.mark.looks
@pytest.mark.parametrize("name", PAGES)
def test_it_is_reached_by_everyone(open_page: Open, name: str) -> None:
    holds_everywhere(open_page(PAGES[name]))


class TestBudget:
    def test_two_countries_lead_to_the_numbers_and_those_to_an_answer_without_a_script(
        self, open_page: Open
    ) -> None:
        page = open_page("/budget/", scripts=False)
        page.get_by_label("Where do you work?").select_option(label="United Arab Emirates")
        page.get_by_label("Where does your family live?").select_option(label="Philippines")
        page.get_by_role("button", name="Next: your numbers").click()
        work_out(page)
        assert page.locator(".number").inner_text().replace("\u00a0", " ") == "AED 1,000.00"
        assert page.url.endswith(FORM)

    @pytest.mark.looks
    def test_the_answer_is_reached_by_everyone(self, open_page: Open) -> None:
        page = open_page(FORM)
        work_out(page)
        holds_everywhere(page)

    @pytest.mark.looks
    def test_what_is_wrong_is_found_by_everyone(self, open_page: Open) -> None:
        page = open_page(FORM)
        work_out(page, **{"Pay that is sure": "lots"})
        assert page.get_by_label("Pay that is sure").get_attribute("aria-invalid") == "true"
        holds_everywhere(page)

    @pytest.mark.parametrize("language", ["ur", "my", "km"])
    def test_the_table_of_rhythms_stays_on_its_sheet(self, open_page: Open, language: str) -> None:
        page = open_page(f"{FORM}&lang={language}")
        page.locator("#income").fill("2000")
        page.locator(".numbers button").click()
        page.wait_for_load_state()
        table, sheet = page.locator("table.rarer"), page.locator(".sheet:has(> table.rarer)")
        inner, outer = table.bounding_box(), sheet.bounding_box()
        assert inner
        assert outer
        assert outer["x"] <= inner["x"]
        assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]

    def test_what_is_printed_is_the_answer_without_the_form(self, open_page: Open) -> None:
        page = open_page(FORM)
        work_out(page)
        page.emulate_media(media="print")
        assert page.locator(".number").is_visible()
        assert page.get_by_text("Left to send").is_visible()
        assert not page.get_by_label("Pay that is sure").is_visible()
        assert not page.get_by_text("Change your numbers").is_visible()


def test_organisations_are_printed_with_their_addresses(open_page: Open) -> None:
    page = open_page("/support/ae/")
    page.emulate_media(media="print")
    assert page.get_by_text("mohre.gov.ae").is_visible()
    assert not page.get_by_label("You need help with").is_visible()


class TestQuiz:
    def test_an_answer_is_chosen_by_tap_and_by_key_without_a_request(self, open_page: Open) -> None:
        page = open_page("/lessons/fee-or-rate/", scripts=False)
        page.wait_for_load_state("networkidle")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        question = page.locator(".quiz li").first
        question.get_by_text("With A", exact=True).click()
        assert question.get_by_text("No. Try another one.").first.is_visible()
        question.get_by_text("With B", exact=True).focus()
        page.keyboard.press("Enter")
        assert question.get_by_text("Right.").is_visible()
        assert asked == []
