"""The operators' desk in a real browser: its policy refuses nothing, nothing comes from elsewhere."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser import OPERATOR
from tests.browser.conftest import refuse_other_sites

pytestmark = pytest.mark.browser
PAGES = {
    "today": "/admin/",
    "first steps": "/admin/desk/first-steps/",
    "sources": "/admin/desk/sources/",
    "a held price": "/admin/providers/heldreading/1/change/",
    "a round": "/admin/desk/round/1/change/",
    "a visit": "/admin/desk/visits/1/price/",
    "the sheet of a round": "/admin/desk/rounds/1/sheet/",
    "corridors": "/admin/corridors/corridor/?from=AE",
    "languages": "/admin/desk/languages/",
    "requirements": "/admin/desk/requirements/",
    "market shares": "/admin/corridors/marketshare/",
    "a market share": "/admin/corridors/marketshare/add/",
    "organisations": "/admin/support/organisation/?review=never",
    "an organisation": "/admin/support/organisation/1/change/",
    "a lesson with its quiz": "/admin/support/article/1/change/",
}


@pytest.fixture(scope="module")
def desk(browser: Browser, site: str) -> Iterator[tuple[Page, list[str]]]:
    """The desk as an operator has it who signed in, and what the browser has complained of since."""
    context = browser.new_context(base_url=site, locale="es-MX")
    complaints: list[str] = []
    elsewhere: list[str] = []
    context.route("**/*", refuse_other_sites)
    context.on(
        "request",
        lambda asked: None if asked.url.startswith((site, "data:")) else elsewhere.append(asked.url),
    )
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else None)
    page.goto("/admin/")
    page.fill("[name=username]", OPERATOR)
    page.fill("[name=password]", OPERATOR)
    page.click("[type=submit]")
    page.wait_for_selector(".desk")
    yield page, complaints
    context.close()
    assert elsewhere == []


@pytest.mark.looks
@pytest.mark.parametrize("name", PAGES)
def test_a_page_works_under_its_policy_and_axe_finds_nothing(desk: tuple[Page, list[str]], name: str) -> None:
    page, complaints = desk
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(PAGES[name])
    page.wait_for_function("window.Alpine !== undefined")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 900})
    page.wait_for_function(
        "[...document.querySelectorAll('.simplebar-content-wrapper')].every(x => x.ariaLabel)"
    )
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert complaints == []


def test_menus_and_filters_open_by_the_keyboard(desk: tuple[Page, list[str]]) -> None:
    page, complaints = desk
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/admin/corridors/corridor/")
    page.wait_for_function("window.Alpine !== undefined")
    assert not page.locator("#nav-sidebar").is_visible()
    page.locator(".desk-menu.is-narrow").press("Enter")
    page.locator("#nav-sidebar").get_by_text("Prices to judge").wait_for(state="visible")
    assert complaints == []
