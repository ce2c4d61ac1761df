"""Price alerts in a real browser: on a phone and a desk, by day and night, without scripts."""

import pytest

from alerts.models import Alert
from alerts.tokens import CONFIRM, END, token_of
from tests.browser import WAITING
from tests.browser.conftest import Open
from tests.browser.looks import holds_everywhere

pytestmark = pytest.mark.browser
FORM = "/alerts/?from=ae&to=ph&amount=1000&pay_out=cash"
WAITS = Alert(id=WAITING)
PAGES = {
    "form": FORM,
    "form of a wrong link": "/alerts/?from=ae&to=ph&amount=lots&pay_in=shells",
    "form in Spanish": f"{FORM}&lang=es",
    "no corridor": "/alerts/",
    "asked": "/alerts/asked/",
    "confirm": f"/alerts/confirm/?t={token_of(WAITS, CONFIRM)}",
    "stop": f"/alerts/stop/?t={token_of(WAITS, END)}",
    "forget": f"/alerts/forget/?t={token_of(WAITS, END)}",
    "gone": "/alerts/stop/?t=x",
}


@pytest.mark.looks
@pytest.mark.parametrize("name", PAGES)
def test_it_is_reached_by_everyone(open_page: Open, name: str) -> None:
    holds_everywhere(open_page(PAGES[name]))


def test_an_alert_is_asked_for_without_a_script_and_with_the_keyboard_alone(open_page: Open) -> None:
    page = open_page(FORM, scripts=False)
    page.get_by_label("You pay, all included").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("Another company becomes the best").is_checked()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.type("13000")
    page.keyboard.press("Tab")
    page.keyboard.type("new@example.org")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Look into your mail.").wait_for()


def test_a_mistake_is_said_at_its_field_and_what_was_typed_stays(open_page: Open) -> None:
    page = open_page(FORM, scripts=False)
    page.get_by_label("At least this amount").fill("13000")
    page.get_by_label("Your e-mail address").fill("maria")
    page.get_by_role("button", name="Ask for the alert").click()
    field = page.get_by_label("Your e-mail address")
    assert field.get_attribute("aria-invalid") == "true"
    assert "not an e-mail address" in page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text()
    assert field.input_value() == "maria"
    assert page.get_by_label("At least this amount").input_value() == "13000"


def test_a_button_begins_to_watch(open_page: Open) -> None:
    page = open_page(PAGES["confirm"], scripts=False)
    page.get_by_role("button", name="Yes, write to me").click()
    page.get_by_role("heading", name="We watch for you.").wait_for()
