"""Choosing an export and waiting for one: for thumbs, for screen readers, and without a script."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.exports import EXPORTS
from tests.browser.looks import holds_everywhere

pytestmark = pytest.mark.browser
PAGES = {
    "form": "/exports/",
    "answer": "/exports/?from=ae&pay_out=cash&format=parquet&current=1",
    "wrong": "/exports/?period=soon&colour=red",
    **{state: f"/exports/{job_id}/" for state, job_id in EXPORTS.items()},
}


@pytest.mark.looks
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_it_fits_the_screen_and_the_thumb(open_page: Open, name: str) -> None:
    page = open_page(PAGES[name], scripts=True)
    holds_everywhere(page)


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
