"""The card to print: one sheet of A5 whatever it says, and a page like any other on a screen."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
CARDS = {
    "filtered": "/send/ae-ph/card?amount=1000&pay_out=cash",
    "survey": "/send/gb-in/card?amount=120&lang=es",
    "large number": "/send/sa-ir/card?amount=200000",
    "long names": "/send/kw-bd/card?amount=100&lang=ar",
    **{
        f"in {language}": f"/send/ae-ph/card?amount=1000&lang={language}"
        for language in ("my", "km", "ur", "th", "hi")
    },
    "wrong amount": "/send/ae-ph/card?amount=lots",
}
OUTSIDE = """() => [...document.querySelectorAll('main, main *')]
    .filter(element => !element.closest('.vh') && element.scrollWidth > element.clientWidth + 1
        && getComputedStyle(element).display !== 'inline' && !element.closest('svg'))
    .map(element => element.outerHTML.slice(0, 120))"""
A5 = re.compile(rb"/MediaBox \[0 0 (?:419|420)(?:\.\d+)? 59[456](?:\.\d+)?\]")


@pytest.mark.looks
@pytest.mark.parametrize("name", CARDS)
def test_it_is_reached_by_everyone_and_fills_one_sheet(open_page: Open, name: str) -> None:
    page = open_page(CARDS[name])
    assert page.locator("nav a").evaluate("link => link.getBoundingClientRect().height") >= 44
    for width, scheme in ((320, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page)
        assert found.violations_count == 0, f"{width} px, {scheme}: {found.generate_report()}"
    printed = page.pdf(prefer_css_page_size=True)
    assert len(A5.findall(printed)) == 1
    page.set_viewport_size({"width": 559, "height": 794})  # A5 at 96 pixels an inch
    page.emulate_media(media="print")
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(
        "document.querySelector('main').scrollHeight <= document.querySelector('main').clientHeight"
    )
