"""A comparison by the keyboard alone: everything is reached in order, seen when it is, and left again."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.looks]
# What can have the focus now: what stands in closed details has no box, and is not reached.
REACHABLE = """() => [
    ...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')
]
    .filter(element => element.checkVisibility({contentVisibilityAuto: true}))
    .map(element => element.outerHTML.slice(0, 200))"""
FOCUSED = """() => {
    const element = document.activeElement
    if (element === document.body) return null
    const box = element.getBoundingClientRect()
    const middle = document.elementFromPoint(box.left + Math.min(box.width / 2, 8), box.top + box.height / 2)
    return {
        html: element.outerHTML.slice(0, 200),
        shown: getComputedStyle(element).outlineStyle !== 'none',
        seen: box.top > -1 && box.bottom < innerHeight + 1 && middle !== null
            && (element.contains(middle) || middle.contains(element)),
    }
}"""


def walk(page: Page, *, steps: int) -> list[dict[str, object]]:
    """What has the focus after each press of Tab, until it leaves the page."""
    been: list[dict[str, object]] = []
    for _step in range(steps):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            return been
        been.append(focused)
    pytest.fail(f"still within the page after {steps} steps, at {been[-1]['html']}")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everything_is_reached_in_its_order_and_is_seen(open_page: Open, language: str) -> None:
    page = open_page(f"/send/ae-ph/?amount=1000&lang={language}")
    reachable = page.evaluate(REACHABLE)
    been = walk(page, steps=len(reachable) + 1)
    assert [focused["html"] for focused in been] == reachable
    assert [focused["html"] for focused in been if not (focused["shown"] and focused["seen"])] == []


def test_the_first_step_leads_past_the_head(open_page: Open) -> None:
    page = open_page("/send/ae-ph/?amount=1000")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_another_amount_and_a_receipt_without_a_pointer(open_page: Open) -> None:
    page = open_page("/send/ae-ph/?amount=1000")
    page.locator("#amount").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("500")
    page.keyboard.press("Enter")
    page.wait_for_url("**/send/ae-ph/?*amount=500*")
    page.locator(".ways summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".ways dl").first.is_visible()
    page.keyboard.press("Space")
    assert not page.locator(".ways dl").first.is_visible()
