"""What a migrant does: picks, compares, filters, opens the detail; with JavaScript and without."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


def choose_where_from(page: Page, country: str, *, scripts: bool) -> None:
    page.get_by_label("You send from").select_option(label=country)
    if not scripts:
        page.get_by_role("button", name="Next: where to").click()


def destinations(page: Page) -> list[str]:
    return page.locator("#to option").all_inner_texts()[1:]


@with_and_without_scripts
def test_from_the_first_page_to_the_detail_of_an_option(open_page: Open, scripts: bool) -> None:
    page = open_page("/", scripts=scripts)
    choose_where_from(page, "United Arab Emirates", scripts=scripts)
    assert destinations(page) == ["India", "Philippines"]
    expect(page.locator("#currency")).to_have_text("AED")
    page.get_by_label("Your family is in").select_option(label="Philippines")
    page.get_by_label("You pay, all included").fill("1000")
    page.get_by_role("button", name="Compare").click()

    expect(page).to_have_url("/send/ae-ph/?amount=1000")
    expect(page.get_by_role("heading", level=1)).to_contain_text("United Arab Emirates")
    # 1000 less the fee of 8, at 11.9 pesos.
    expect(page.locator(".number")).to_have_text("₱11,804.80")
    expect(page.locator(".with")).to_have_text("with Cash House 0")

    page.get_by_role("link", name="My family has no bank account").click()
    expect(page.locator(".number")).to_have_text("₱11,804.80")
    expect(page.get_by_role("heading", name="9 ways to send")).to_be_visible()
    page.get_by_role("link", name="My family has no bank account").click()
    expect(page.locator(".ways li")).to_have_count(10)

    first = page.locator(".ways li").first
    expect(first.get_by_text("Lost in the exchange rate")).to_be_hidden()
    first.locator("summary").click()
    expect(first.get_by_text("Lost in the exchange rate")).to_be_visible()
    expect(first.locator(".sum dd")).to_have_text("AED\u00a016.27 (1.6%)")
    expect(first.get_by_text("Ask for the card.")).to_be_visible()


@with_and_without_scripts
def test_all_filters_and_the_way_back_when_they_leave_nothing(open_page: Open, scripts: bool) -> None:
    page = open_page("/send/ae-ph/?amount=1000", scripts=scripts)
    page.get_by_text("All filters").click()
    page.get_by_label("They get it as").select_option(label="bank account")
    page.get_by_label("It arrives").select_option(label="within 1 hour")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="No way to send is left with these filters.")).to_be_visible()
    page.get_by_role("link", name="They get it as: bank account").click()
    expect(page.locator(".ways li")).to_have_count(9)
    expect(page).to_have_url("/send/ae-ph/?amount=1000&max_speed=one_hour")


@with_and_without_scripts
def test_a_wrong_amount_is_corrected_on_the_spot(open_page: Open, scripts: bool) -> None:
    page = open_page("/send/ae-ph/?amount=1000&pay_out=cash", scripts=scripts)
    field = page.get_by_label("You pay, all included")
    field.fill("a lot")
    field.press("Enter")
    expect(page.get_by_text("“a lot” is not an amount.")).to_be_visible()
    expect(field).to_have_value("a lot")
    field.fill("1,200")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".number")).to_have_text("₱14,184.80")
    expect(page.locator(".ways li")).to_have_count(9)


@with_and_without_scripts
def test_what_they_must_get_can_be_fixed_instead(open_page: Open, scripts: bool) -> None:
    page = open_page("/send/ae-ph/?amount=1000", scripts=scripts)
    page.get_by_role("link", name="Say what they must get instead").click()
    expect(page.get_by_label("They get, exactly")).to_have_value("11804.8")
    expect(page.locator(".number")).to_have_text("AED\u00a01,000.00")
    page.get_by_role("link", name="Say what you pay instead").click()
    expect(page.get_by_label("You pay, all included")).to_have_value("1000")


def test_changing_the_origin_changes_the_destinations_and_the_currency(open_page: Open) -> None:
    page = open_page("/?from=ae&to=ph")
    expect(page.get_by_label("Your family is in")).to_have_value("ph")
    choose_where_from(page, "United Kingdom", scripts=True)
    assert destinations(page) == ["India"]
    expect(page.locator("#currency")).to_have_text("GBP")
    expect(page.get_by_label("Your family is in")).to_have_value("")


def test_the_language_stays_on_the_way(open_page: Open) -> None:
    page = open_page("/?from=ae&to=ph&amount=1000")
    page.locator(".langs summary").click()
    page.get_by_role("link", name="Español").click()
    page.locator("#submit").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page).to_have_url("/send/ae-ph/?amount=1000&lang=es")


def test_the_banner_of_an_old_survey_is_seen_without_scrolling(open_page: Open) -> None:
    page = open_page("/send/gb-in/?amount=120")
    expect(page.get_by_text("These prices were seen in July 2013.")).to_be_in_viewport(ratio=1)
    expect(page.locator(".number")).to_be_in_viewport(ratio=1)


def test_the_first_tab_leads_past_the_header(open_page: Open) -> None:
    page = open_page("/send/ae-ph/?amount=1000")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)


def test_the_heads_of_the_table_stay_in_sight(open_page: Open) -> None:
    page = open_page("/send/ae-ph/?amount=1000", width=1280, height=500)
    page.locator(".ways li").last.scroll_into_view_if_needed()
    expect(page.locator(".heads")).to_be_in_viewport(ratio=1)
