"""Every page, on a phone and on a desk, by day and by night: no violation that axe-core can find."""

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
PAGES = {
    "home": "/",
    "second step": "/?from=ae",
    "comparison": "/send/ae-ph/?amount=1000",
    "filtered": "/send/ae-ph/?amount=1000&pay_out=cash",
    "receive": "/send/ae-ph/?amount=11000&mode=receive",
    "survey": "/send/gb-in/?amount=120",
    "sandbox": "/send/ae-in/?amount=1000",
    "one currency": "/send/us-ec/?amount=1000",
    "wrong amount": "/send/ae-ph/?amount=lots",
    "wrong filter": "/send/ae-ph/?amount=1000&pay_in=shells",
    "out of range": "/send/ae-ph/?amount=900000",
    "nothing left": "/send/ae-ph/?amount=1000&pay_out=bank_account&max_speed=one_hour",
    "past day": "/send/gb-in/?amount=120&as_of=2013-08-01",
    "no prices": "/send/ae-ph/?amount=1000&as_of=2009-01-01",
    "unknown corridor": "/send/ae-ke/",
    "corridors": "/corridors/",
    "requirements": "/corridors/ae-ph/requirements/",
    "requirements of old prices": "/corridors/gb-in/requirements/",
    "price": "/prices/1/",
    "price of a survey": "/prices/19/",
    "no such price": "/prices/999999/",
    "history": "/corridors/gb-in/history/",
    "watch": "/watch/",
    "watch of the past": "/watch/?period=2013_3Q&sort=to",
    "provider": "/providers/cash-house-0/",
    "methodology": "/methodology/",
    "about": "/about/",
    "sources": "/sources/",
    "source": "/sources/ecb/",
    "not found": "/nothing-here/",
    "Spanish": "/send/ae-ph/?amount=1000&lang=es",
}
# Everything one presses, but links within a sentence or a list of text.
CONTROLS = (
    "button, input:not([type=hidden]), select, summary, .chips a, .go, .links a, .jump a, "
    ".change a, "
    ".pair a, .who a, header a, footer a"
)
OPEN_ALL = "document.querySelectorAll('details').forEach(details => details.open = true)"
TOO_SMALL = """controls => [...document.querySelectorAll(controls)]
    .filter(element => element.offsetParent && element.getBoundingClientRect().height < 43.5)
    .map(element => element.outerHTML.slice(0, 120))"""


# A page's layout goes by its width, its colours by day and night: two looks meet each of them. What most
# people see is looked at in all four.
FOUR_LOOKS = tuple(product((360, 1280), ("light", "dark")))
TWO_LOOKS = ((360, "light"), (1280, "dark"))
SEEN_MOST = {"home", "comparison", "survey", "watch"}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_a_phone_and_a_desk_by_day_and_by_night(open_page: Open, name: str) -> None:
    page = open_page(PAGES[name])
    page.evaluate(OPEN_ALL)
    for width, scheme in FOUR_LOOKS if name in SEEN_MOST else TWO_LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page)
        assert found.violations_count == 0, f"{width} px, {scheme}: {found.generate_report()}"


@pytest.mark.parametrize("name", PAGES)
def test_it_fits_the_screen_and_the_thumb(open_page: Open, name: str) -> None:
    page = open_page(PAGES[name])
    page.evaluate(OPEN_ALL)
    assert page.evaluate(TOO_SMALL, CONTROLS) == []
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
