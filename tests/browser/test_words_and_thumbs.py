"""Narrow places of the pages about sources: no word is broken there, and a thumb finds what it may press."""

import pytest
from django.template.loader import render_to_string

from providers.forms import ShoppingForm
from tests.browser.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.looks]
# A word that stands in two lines.
BROKEN = """() => [...document.querySelectorAll('.facts dt')].flatMap(({firstChild: text}) =>
    [...text.data.matchAll(/\\S+/g)].filter(word => {
        const range = document.createRange();
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        return range.getClientRects().length > 1;
    }).map(word => word[0]))"""


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("key", ["ecb", "profeco"])
def test_no_word_of_a_source_s_facts_is_broken(open_page: Open, key: str, width: int) -> None:
    page = open_page(f"/sources/{key}/?lang=es", width=width)
    assert "Leímos sus condiciones el" in page.inner_text(".facts")
    assert page.evaluate(BROKEN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_shopper_s_thumb_finds_the_box_for_a_limited_offer(open_page: Open) -> None:
    page = open_page("/about/")
    fields = render_to_string("admin/providers/feedrun/_fields.html", {"form": ShoppingForm()})
    page.set_content(f'<link rel="stylesheet" href="/static/desk/desk.css"><form>{fields}</form>')
    box = page.locator("#id_promotion").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
