"""What holds of every page, in every language and look: readable by machines, by phones, and by thumbs."""

from collections.abc import Iterable
from itertools import product

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (320, 360, 768, 1280)
# On a phone by day is where a page is met. The colours of the night are held to their contrast by
# tests/test_design.py; what most people see is looked at in each pair.
ON_A_PHONE = ((360, "light"),)
EVERY_LOOK = tuple(product((360, 1280), ("light", "dark")))
# Everything one presses, but links within a sentence or a list of text.
CONTROLS = (
    "button, input:not([type=hidden], [type=radio], .card *, .tick *), .choice, .card label, .tick, select, "
    "summary, .chips a, .go, .links a, .jump a, .change a, .pair a, .who a, .rhythm a, .act, .lessons a, "
    ".beside a, header a, footer a"
)
OPEN_ALL = "document.querySelectorAll('details').forEach(details => details.open = true)"
CLOSE_MENU = "document.querySelectorAll('header details').forEach(details => details.open = false)"
TOO_SMALL = """controls => [...document.querySelectorAll(controls)]
    .filter(element => element.offsetParent && element.getBoundingClientRect().height < 43.5)
    .map(element => element.outerHTML.slice(0, 120))"""


def holds_everywhere(
    page: Page, *, looks: Iterable[tuple[int, str]] = ON_A_PHONE, are_colours_known: bool = False
) -> None:
    """Nothing that axe-core finds, nothing wider than the screen, nothing smaller than a thumb.

    Contrast is most of axe-core's work, and another language has the same colours: where they are known from
    English it is left out.
    """
    rules = {"color-contrast": {"enabled": not are_colours_known}}
    page.evaluate(OPEN_ALL)
    assert page.evaluate(TOO_SMALL, CONTROLS) == []
    # The open list of languages lies over the page, and hides from axe-core what stands below it.
    page.evaluate(CLOSE_MENU)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{width} px"
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page, options={"resultTypes": ["violations"], "rules": rules})
        assert found.violations_count == 0, f"{width} px, {scheme}: {found.generate_report()}"
