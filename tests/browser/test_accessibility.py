"""Every page: no violation that axe-core can find, nothing wider than the screen or smaller than a thumb."""

import pytest
from django.conf import settings

from tests.browser.conftest import Open
from tests.browser.looks import EVERY_LOOK, ON_A_PHONE, holds_everywhere

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
    "habits": "/send/ae-ph/habits/?amount=1000",
    "languages": "/about/languages/",
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
# What most people see is looked at by day and by night, on a phone and on a desk.
SEEN_MOST = {"home", "comparison", "survey", "watch"}


def test_a_comparison_is_reached_by_everyone(open_page: Open) -> None:
    holds_everywhere(open_page(PAGES["comparison"]))


@pytest.mark.looks
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_it_fits_the_screen_and_the_thumb(open_page: Open, name: str) -> None:
    page = open_page(PAGES[name])
    holds_everywhere(page, looks=EVERY_LOOK if name in SEEN_MOST else ON_A_PHONE)


@pytest.mark.looks
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES if code not in ("en", "es")])
def test_a_comparison_holds_in_every_language(open_page: Open, language: str) -> None:
    """Every page in every language is looked at by `make test-languages`."""
    page = open_page(f"/send/ae-ph/?amount=1000&lang={language}")
    assert page.get_attribute("html", "lang") == language
    assert page.get_attribute("html", "dir") == ("rtl" if language in ("ur", "ar") else None)
    holds_everywhere(page, are_colours_known=True)
