"""The card to print: one sheet of A5 whatever it says, and a page like any other on a screen."""

import re

import numpy as np
import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page

from corridors.places import country_name
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
FILTERS = (
    "pay_in=cash&pay_out=cash&max_speed=same_day&provider_type=money_transfer_operator"
    "&sender_bank=no&family_bank=no&reach=far"
)
# What there is to say, and how many of its options a sheet has room for whatever the language.
TOLD = {
    "/send/ae-ph/card?amount=1000": 3,
    "/send/gb-in/card?amount=120": 3,
    "/send/us-vc/card?amount=300&pay_in=cash": 1,
    f"/send/us-vc/card?amount=300&{FILTERS}": 1,
    f"/send/us-vc/card?amount=800&mode=receive&{FILTERS}": 1,
}
# What the sheet shows in part only, and how many options it shows. A paragraph that gave way is higher when
# it no longer has to.
LIES = """() => {
    const sheet = document.querySelector('main'), list = document.querySelector('ol')
    const box = element => element.getBoundingClientRect()
    const above = (element, frame) => box(element).bottom <= box(frame).bottom + 1
    const beside = (element, frame) => box(element).left >= box(frame).left - 1
        && box(element).right <= box(frame).right + 1
    const shown = [...list.children].filter(option => beside(option, list))
    const gaveWay = paragraph => {
        const height = paragraph.offsetHeight
        paragraph.style.flex = 'none'
        const whole = paragraph.offsetHeight
        paragraph.style.flex = ''
        return whole > height
    }
    return {options: shown.length, cut: [
        ...[...sheet.querySelectorAll(':scope > *, h1, section *, footer *')].filter(
            each => !above(each, sheet) || !beside(each, sheet)),
        ...shown.filter(option => !above(option, list)),
        ...[...document.querySelectorAll('main > p')].filter(gaveWay),
    ].map(element => element.outerHTML.slice(0, 120))}
}"""
RENAME = """([company, country]) => {
    for (const name of document.querySelectorAll('.with, li > span:not(.quiet)')) name.textContent = company
    document.querySelector('h1').textContent = `${country} → ${country}`
}"""
# Of each name that ends in a full stop: how far the stop begins right of the letter before it.
STOPS = """() => [...document.querySelectorAll('.with bdi, li span bdi')].map(name => name.firstChild)
    .filter(text => text.data.endsWith('.')).map(text => {
        const left = at => {
            const range = document.createRange()
            range.setStart(text, at)
            range.setEnd(text, at + 1)
            return range.getBoundingClientRect().left
        }
        return left(text.length - 1) - left(text.length - 2)
    })"""
LAST_TO_GO = "h1, .number, .code svg, footer p"
OUTSIDE = """() => [...document.querySelectorAll('main, main *')]
    .filter(element => !element.closest('.vh, ol') && element.scrollWidth > element.clientWidth + 1
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
    print_on_one_sheet(page)
    assert page.evaluate(OUTSIDE) == []


def print_on_one_sheet(page: Page) -> None:
    """Print a card; what may be asked of the page afterwards is how it lies on paper."""
    assert len(A5.findall(page.pdf(prefer_css_page_size=True))) == 1
    page.set_viewport_size({"width": 559, "height": 794})  # A5 at 96 pixels an inch
    page.emulate_media(media="print")
    assert page.evaluate(
        "document.querySelector('main').scrollHeight <= document.querySelector('main').clientHeight"
    )


@pytest.mark.looks
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_sheet_says_all_of_it_in_every_language_and_drops_whole_options(
    open_page: Open, language: str
) -> None:
    for address, least in TOLD.items():
        page = open_page(f"{address}&lang={language}")
        print_on_one_sheet(page)
        lies = page.evaluate(LIES)
        assert lies["cut"] == [], address
        assert lies["options"] >= least, address


@pytest.mark.looks
@pytest.mark.parametrize("language", ["en", "my", "ur"])
def test_no_name_is_too_long_for_the_number_the_date_and_the_address(open_page: Open, language: str) -> None:
    page = open_page(f"/send/us-vc/card?amount=300&{FILTERS}&lang={language}")
    longest = ("General Overseas Remittance and Exchange " * 5)[:200]
    page.evaluate(RENAME, [longest, country_name("GS", language)])
    print_on_one_sheet(page)
    last = page.locator(LAST_TO_GO)
    assert last.count() == 6
    bottoms = last.evaluate_all("all => all.map(each => each.getBoundingClientRect().bottom)")
    assert max(bottoms) < 786  # 208 mm


@pytest.mark.parametrize("language", ["ar", "ur", "en"])
def test_the_full_stop_of_a_name_stands_at_its_end(open_page: Open, language: str) -> None:
    page = open_page(f"/send/us-vc/card?amount=300&lang={language}")
    stops = page.evaluate(STOPS)
    assert len(stops) == 2
    assert min(stops) > 0


def test_it_says_what_the_answer_was_chosen_by_and_what_tax_is_in_it(open_page: Open) -> None:
    asked = "amount=300&pay_in=cash&sender_bank=no"
    filters, tax = open_page(f"/send/us-vc/card?{asked}").locator("main > .quiet").all_inner_texts()
    assert filters == "You pay with: cash and I have no bank account"
    assert "tax of 1.0%" in tax
    assert tax in open_page(f"/send/us-vc/?{asked}").locator("main").inner_text()


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
