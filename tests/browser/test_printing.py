"""A comparison on paper: what was paid, the answer, every way, when and where made; nothing to press."""

import pytest

from tests.browser.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.looks]
TO_PRESS = (
    "main :is(button, select, a.act, .chips a, .links a, .pair a, .ways summary), header nav, .langs, footer"
)


def test_it_prints_the_answer_without_what_is_for_pressing(open_page: Open) -> None:
    page = open_page("/send/ae-ph/?amount=1000")
    page.emulate_media(media="print")
    assert [made.inner_html() for made in page.locator(TO_PRESS).all() if made.is_visible()] == []
    assert page.locator("#amount").input_value() == "1000"
    printed = page.inner_text("main")
    for said in (
        "You pay, all included",
        "AED",
        "₱11,804.80",
        "Made on ",
        "/s/ae-ph/1000",
        "Exchange rate used",
    ):
        assert said in printed, said
    assert page.locator(".ways li .gets").count() == len(
        [row for row in page.locator(".ways li .gets").all() if row.is_visible()]
    )


def test_a_receipt_that_was_opened_is_printed(open_page: Open) -> None:
    page = open_page("/send/ae-ph/?amount=1000")
    page.locator(".ways summary").nth(1).click()
    page.emulate_media(media="print")
    receipts = page.locator(".ways dl")
    assert [receipts.nth(at).is_visible() for at in range(3)] == [False, True, False]


def test_the_day_it_was_made_is_for_paper_alone(open_page: Open) -> None:
    page = open_page("/send/ae-ph/?amount=1000")
    assert not page.locator(".share .paper").is_visible()


def test_what_the_ways_were_chosen_by_is_printed_and_not_shown_twice_on_a_screen(open_page: Open) -> None:
    page = open_page("/send/ae-ph/?amount=1000&pay_out=cash")
    said = page.get_by_text("They get it as: cash")
    assert not said.is_visible()
    page.emulate_media(media="print")
    assert said.is_visible()
