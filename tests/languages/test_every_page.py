"""Every page in every language: nothing that axe-core finds, nothing too wide or too small."""

from itertools import product

import pytest
from django.conf import settings

from tests.browser import test_accessibility, test_alerts, test_exports, test_support
from tests.browser.conftest import Open, browser, open_page, site  # noqa: F401 - fixtures
from tests.browser.looks import ON_A_PHONE, holds_everywhere

pytestmark = pytest.mark.browser
PAGES = {
    f"{place.__name__.rsplit('_', 1)[1]} {name}": address
    for place in (test_accessibility, test_alerts, test_exports, test_support)
    for name, address in place.PAGES.items()
    if "lang=" not in address
}
OTHER_LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]


@pytest.mark.parametrize(("language", "name"), list(product(OTHER_LANGUAGES, PAGES)))
def test_it_holds(open_page: Open, language: str, name: str) -> None:  # noqa: F811
    address = PAGES[name]
    page = open_page(f"{address}{'&' if '?' in address else '?'}lang={language}")
    assert page.get_attribute("html", "lang") == language
    holds_everywhere(page, looks=ON_A_PHONE, are_colours_known=True)
