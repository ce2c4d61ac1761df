"""What a first visit of a comparison may cost a person with little data and an old phone."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_offline import IS_KEPT
from tests.browser.wire import Wire, wire_to

pytestmark = pytest.mark.browser

BIG = "/send/kw-bd/?amount=100"
MOST_REQUESTS = 4
MOST_BYTES = 30_000
MOST_NODES = 1_600  # of 40 options, each with its receipt; Lighthouse warns from 1,400 on
WATCH = """() => {
    window.shifts = 0
    new PerformanceObserver(list => list.getEntries().forEach(entry => shifts += entry.value))
        .observe({type: 'layout-shift', buffered: true})
    new PerformanceObserver(list => list.getEntries().forEach(entry => window.largest = entry.element))
        .observe({type: 'largest-contentful-paint', buffered: true})
}"""
BLOCKING_SCRIPTS = """() => performance.getEntriesByType('resource')
    .filter(entry => entry.initiatorType === 'script' && entry.renderBlockingStatus === 'blocking')
    .map(entry => entry.name)"""


class Visit:
    """A first visit on a phone, up to the moment when nothing more is loaded."""

    def __init__(self, page: Page, wire: Wire) -> None:
        self.page, self.wire = page, wire


@pytest.fixture(scope="module")
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    with wire_to(site) as wire:
        # Nothing is routed: a browser whose requests are routed has no cache.
        context = browser.new_context(base_url=wire.address, viewport={"width": 360, "height": 740})
        context.add_init_script(f"({WATCH})()")
        page = context.new_page()
        page.goto(BIG, wait_until="networkidle")
        assert page.evaluate(IS_KEPT, BIG)
        yield Visit(page, wire)
        context.close()


def test_it_takes_four_requests_the_worker_s_included(visit: Visit) -> None:
    assert visit.page.locator(".ways li").count() == 40
    assert len(visit.wire.paths) <= MOST_REQUESTS, visit.wire.paths


def test_it_takes_thirty_kilobytes_heads_included(visit: Visit) -> None:
    assert 5_000 < visit.wire.received < MOST_BYTES


def test_nothing_moves_once_it_stands(visit: Visit) -> None:
    assert visit.page.evaluate("shifts") == 0


def test_no_script_keeps_it_from_being_shown(visit: Visit) -> None:
    assert visit.page.evaluate(BLOCKING_SCRIPTS) == []


def test_an_old_phone_can_lay_it_out(visit: Visit) -> None:
    assert visit.page.evaluate("document.querySelectorAll('*').length") < MOST_NODES


def test_the_largest_thing_shown_belongs_to_the_answer(visit: Visit) -> None:
    """The number has the largest type; a sentence of two lines beside it covers more of the screen."""
    assert visit.page.evaluate("largest.closest('.answer') !== null")


def test_a_second_visit_asks_for_the_page_alone(visit: Visit) -> None:
    before: Any = len(visit.wire.paths)
    visit.page.goto("/send/kw-bd/?amount=120", wait_until="networkidle")
    assert [path for path in visit.wire.paths[before:] if not path.startswith("/manifest")] == [
        "/send/kw-bd/?amount=120"
    ]


def test_a_page_that_is_never_kept_is_asked_for_once(browser: Browser, site: str) -> None:
    """Its address may hold what opens a mail's link, and its answer may not be stored."""
    never_kept = "/alerts/confirm/?t=none"
    with wire_to(site) as wire:
        context = browser.new_context(base_url=wire.address)
        page = context.new_page()
        page.goto(never_kept, wait_until="networkidle")
        page.evaluate(
            "async () => { while (!(await (await caches.open('files')).keys()).length) "
            "await new Promise(requestAnimationFrame) }"
        )
        page.goto("/about/", wait_until="networkidle")
        context.close()
    assert wire.paths.count(never_kept) == 1
