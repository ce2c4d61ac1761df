"""The last comparisons without a connection, with the day they were kept in sight; nothing else is kept."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

ASKED = "/send/ae-ph/?amount=1000"
IS_KEPT = """async address => {
    for (let frame = 0; frame < 300; frame++) {
        const files = await (await caches.open('files')).keys()
        if (files.length && await caches.match(address, {ignoreVary: true})) return true
        await new Promise(requestAnimationFrame)
    }
}"""
KEPT = """async name => (await (await caches.open(name)).keys())
    .map(key => key.url.replace(location.origin, ''))"""


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A phone that keeps things. Nothing is routed: a browser whose requests are routed has no cache."""
    context = browser.new_context(base_url=site, viewport={"width": 360, "height": 740}, locale="en-GB")
    yield context
    context.close()


def visit(phone: BrowserContext, address: str, *, page: Page | None = None) -> Page:
    """Open a page, and wait until it is kept."""
    page = page or phone.new_page()
    page.goto(address)
    assert page.evaluate(IS_KEPT, address)
    return page


def test_the_first_comparison_opens_again_and_says_when_it_was_kept(phone: BrowserContext) -> None:
    page = visit(phone, ASKED)
    phone.set_offline(True)
    page.reload()
    expect(page.locator(".number")).to_have_text("₱11,804.80")
    expect(page.get_by_text("You are offline. This page was kept on ")).to_be_in_viewport()
    said = page.get_by_text("You are offline.").inner_text()
    assert "{" not in said
    assert page.evaluate("new Date().toLocaleString('en-001', {dateStyle: 'medium'})") in said
    assert page.locator(".number").evaluate("number => getComputedStyle(number).fontWeight") == "700"


@pytest.mark.parametrize("language", ["my", "km", "lo", "ne"])
def test_a_day_is_told_in_figures_where_the_browser_lacks_the_language(
    phone: BrowserContext, language: str
) -> None:
    page = visit(phone, f"{ASKED}&lang={language}")
    phone.set_offline(True)
    page.reload()
    said = page.locator(".warning.kept").inner_text()
    assert page.evaluate("new Date().toLocaleString('lt', {dateStyle: 'medium'})") in said


def test_what_was_never_seen_leads_to_what_was_in_the_same_language(phone: BrowserContext) -> None:
    page = visit(phone, f"{ASKED}&lang=es")
    phone.set_offline(True)
    page.goto("/send/gb-in/?amount=120")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator(".number")).to_have_count(0)
    page.locator("main .links a").click()
    expect(page.locator(".number")).to_have_text("PHP\u00a011,804.80")


def test_a_phone_that_has_compared_nothing_yet_says_so_in_the_language_of_the_page(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    page.goto("/corridors/?lang=ur")
    page.evaluate(
        "async () => { await navigator.serviceWorker.ready; "
        "while (!await caches.match('/offline')) await new Promise(requestAnimationFrame) }"
    )
    words = page.evaluate("document.getElementById('offline').content.querySelector('h2').textContent")
    phone.set_offline(True)
    page.goto(ASKED)
    expect(page.locator("html")).to_have_attribute("lang", "ur")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("h1")).to_have_text(words)


def test_each_kept_page_is_listed_in_its_own_language_and_direction(phone: BrowserContext) -> None:
    page = visit(phone, f"{ASKED}&lang=ur")
    visit(phone, ASKED, page=page)
    visit(phone, f"{ASKED}&lang=ar", page=page)
    phone.set_offline(True)
    page.goto("/send/gb-in/?amount=120")
    kept = page.locator("main .links li").evaluate_all("all => all.map(each => [each.lang, each.dir])")
    assert kept == [["ar", "rtl"], ["en", "ltr"], ["ur", "rtl"]]
    page.locator("main .links a").last.click()
    expect(page).to_have_url(re.compile(r"\?amount=1000&lang=ur$"))
    expect(page.locator("html")).to_have_attribute("lang", "ur")


def test_online_again_the_answer_is_fresh(phone: BrowserContext) -> None:
    page = visit(phone, ASKED)
    phone.set_offline(True)
    page.reload()
    phone.set_offline(False)
    page.reload()
    expect(page.get_by_text("You are offline.")).to_have_count(0)


def test_only_comparisons_and_the_first_page_are_kept_and_no_more_than_ten(phone: BrowserContext) -> None:
    page = visit(phone, ASKED)
    visit(phone, "/", page=page)
    for address in ("/budget/", "/alerts/?from=ae&to=ph&amount=1000", "/about/", "/send/ae-ph/?amount=lots"):
        page.goto(address)
    assert page.evaluate(KEPT, "pages") == [ASKED, "/"]
    for amount in range(1, 11):
        visit(phone, f"/send/ae-ph/?amount=100{amount}", page=page)
    assert page.evaluate(KEPT, "pages") == [f"/send/ae-ph/?amount=100{amount}" for amount in range(1, 11)]
    assert page.evaluate("async () => (await caches.keys()).sort()") == ["files", "pages", "words"]
    assert not [file for file in page.evaluate(KEPT, "files") if not file.startswith("/static/")]


def test_the_second_page_offers_the_home_screen(phone: BrowserContext) -> None:
    page = visit(phone, ASKED)
    expect(page.locator("link[rel=manifest]")).to_have_count(0)
    page.reload()
    expect(page.locator("link[rel=manifest]")).to_have_attribute("href", "/manifest.webmanifest")
    found = phone.new_cdp_session(page).send("Page.getAppManifest")
    assert found["url"].endswith("/manifest.webmanifest")
    assert found["errors"] == []
