"""Cost of habits on paper: what was asked and what came of it; nothing to press."""

import pytest

from tests.browser.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.looks]
TO_PRESS = "main :is(button, .chips a, .change a)"


def test_it_prints_what_it_is_about_without_what_is_for_pressing(open_page: Open) -> None:
    page = open_page("/send/ae-ph/habits/?amount=1000&pay_in=cash")
    assert not page.locator(".paper").first.is_visible()
    page.emulate_media(media="print")
    assert [made.inner_html() for made in page.locator(TO_PRESS).all() if made.is_visible()] == []
    printed = page.inner_text("main")
    for said in (
        "United Arab Emirates to Philippines",
        "You pay with: cash",
        "Made on ",
        "/send/ae-ph/habits/?amount=1000&pay_in=cash",
    ):
        assert said in printed, said
    chrome = "field => [getComputedStyle(field).borderTopWidth, getComputedStyle(field).appearance]"
    assert {tuple(field.evaluate(chrome)) for field in page.locator("#amount, #times").all()} == {
        ("0px", "none")
    }
