"""The one number stands on one line on the narrowest phones, whole, and is the largest thing there."""

import pytest

from tests.browser.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.looks]

NUMBERS = {
    "/send/ae-ph/?amount=1000": "₱11,804.80",
    "/send/ae-ph/?amount=11804.8&mode=receive": "AED 1,000.00",
    "/send/sa-np/?amount=100000": "NPR 2,559,434.23",
    "/send/sa-id/?amount=100000": "IDR 425,050,000.00",
    "/send/us-mx/?amount=100000&lang=es": "MXN 1,875,310.00",
    "/send/us-la/?amount=100000": "LAK 2,150,000,000",
    "/send/sa-ir/?amount=200000": "IRR 2,290,000,000",
}
LINES_OF_THE_NUMBER = """() => {
    const text = document.createRange()
    text.selectNodeContents(document.querySelector('.number bdi'))
    return new Set([...text.getClientRects()].map(box => Math.round(box.top))).size
}"""
CUT_OFF_BY = """() => {
    const box = document.querySelector('.best').getBoundingClientRect()
    const number = document.querySelector('.number bdi').getBoundingClientRect()
    return Math.max(0, number.right - box.right, box.left - number.left)
}"""
SIZE_OF_NUMBER = "() => parseFloat(getComputedStyle(document.querySelector('.number')).fontSize)"
LARGEST_BESIDE_IT = """() => Math.max(...[...document.querySelectorAll('body *:not(.number, .number *)')]
    .map(element => parseFloat(getComputedStyle(element).fontSize)))"""


@pytest.mark.parametrize(("address", "number"), NUMBERS.items(), ids=NUMBERS.values())
def test_the_number_stands_whole_on_one_line_and_is_the_largest(
    open_page: Open, address: str, number: str
) -> None:
    page = open_page(address)
    assert page.locator(".number").inner_text().replace("\u00a0", " ") == number
    for width in (320, 360, 960):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate(LINES_OF_THE_NUMBER) == 1
        assert page.evaluate(CUT_OFF_BY) == 0
        assert page.evaluate(SIZE_OF_NUMBER) > page.evaluate(LARGEST_BESIDE_IT)
