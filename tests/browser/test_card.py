"""The card to print: one sheet of A5 whatever it says, and a page like any other on a screen."""

import re

import numpy as np
import pytest
import zxingcpp
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
# The code as grey pixels, drawn where nothing forbids a picture of the page's own.
PIXELS = """async drawing => {
    const size = 400, picture = new Image(size, size);
    picture.src = 'data:image/svg+xml,' + encodeURIComponent(drawing);
    await picture.decode();
    const paper = new OffscreenCanvas(size, size).getContext('2d');
    paper.drawImage(picture, 0, 0, size, size);
    return [...paper.getImageData(0, 0, size, size).data].filter((_, index) => index % 4 === 0);
}"""
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


def test_its_code_leads_where_the_address_beside_it_does(open_page: Open) -> None:
    page = open_page("/send/ae-ph/card?amount=1000&pay_out=cash&lang=my")
    drawing = page.locator("svg.qr").evaluate("code => new XMLSerializer().serializeToString(code)")
    printed = page.locator("footer").inner_text()
    with page.context.new_page() as blank:
        pixels = np.array(blank.evaluate(PIXELS, drawing), dtype=np.uint8).reshape(400, 400)
    (found,) = zxingcpp.read_barcodes(pixels)
    _, _, address = found.text.partition("://")
    assert address in printed
    led_to = open_page("/" + address.partition("/")[2]).url
    assert "/send/ae-ph/?" in led_to
    assert {"amount=1000", "pay_out=cash", "lang=my"} <= set(led_to.partition("?")[2].split("&"))
