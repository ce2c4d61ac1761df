"""Choosing an export and waiting for one: for thumbs, for screen readers, and without a script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.exports import EXPORTS
from tests.browser.test_accessibility import OPEN_ALL, TOO_SMALL

pytestmark = pytest.mark.browser
PAGES = {
    "form": "/exports/",
    "answer": "/exports/?from=ae&pay_out=cash&format=parquet&current=1",
    "wrong": "/exports/?period=soon&colour=red",
    **{state: f"/exports/{job_id}/" for state, job_id in EXPORTS.items()},
}
# A box to tick is pressed with its words.
CONTROLS = "button, input:not([type=hidden], .card *, .tick *), .card, .tick, select, summary, .go, .beside a"


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_it_fits_the_screen_and_the_thumb(open_page: Open, name: str) -> None:
    page = open_page(PAGES[name], scripts=True)
    page.evaluate(OPEN_ALL)
    for width, scheme in ((320, "dark"), (1280, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page)
        assert found.violations_count == 0, f"{width} px, {scheme}: {found.generate_report()}"
    assert page.evaluate(TOO_SMALL, CONTROLS) == []


def test_from_the_form_to_the_file_without_a_script(open_page: Open) -> None:
    page = open_page("/exports/", scripts=False)
    page.get_by_label("Sent from").select_option(label="United Arab Emirates")
    page.get_by_label("Paid out as").select_option(label="bank account")
    page.get_by_text("JSON lines").click()
    page.get_by_role("button", name="Show what that is").click()
    expect(page.get_by_role("heading", name="2 rows")).to_be_visible()
    with page.expect_download() as begun:
        page.get_by_role("link", name="Download the JSON lines file").click()
    assert begun.value.suggested_filename.startswith("remitcompare_all-corridors_from-ae_as-bank-account_")
    assert begun.value.path().read_text().count("\n") == 2


def test_the_page_of_an_export_follows_the_work_until_told_to_stand_still(open_page: Open) -> None:
    page = open_page(PAGES["running"], scripts=False)
    expect(page.get_by_text("820,000 of 2,000,000 rows")).to_be_visible()
    with page.expect_navigation(timeout=10_000):  # it looks again by itself
        pass
    page.get_by_role("link", name="Keep it still").click()
    expect(page.get_by_text("This page stands still.")).to_be_visible()
