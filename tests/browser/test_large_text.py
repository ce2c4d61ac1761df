"""Letters of twice the size: nothing is wider than the screen, whatever the language."""

import pytest

from tests.browser.conftest import Open
from tests.browser.looks import CLOSE_MENU, OPEN_ALL

pytestmark = [pytest.mark.browser, pytest.mark.looks]
TWICE = {"fontSizes": {"standard": 32, "fixed": 26}}


@pytest.mark.parametrize("language", ["en", "es", "vi", "my", "ur"])
@pytest.mark.parametrize("address", ["/", "/send/ae-ph/?amount=1000"])
def test_nothing_is_wider_than_the_screen(open_page: Open, address: str, language: str) -> None:
    page = open_page(f"{address}{'&' if '?' in address else '?'}lang={language}")
    page.context.new_cdp_session(page).send("Page.setFontSizes", TWICE)
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 32
    page.evaluate(OPEN_ALL)
    page.evaluate(CLOSE_MENU)
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
