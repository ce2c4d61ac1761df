"""Which letters the engine for PNG writes right, measured in what it draws."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils.translation import gettext, override

from corridors.charts import drawing, legible
from corridors.charts.drawing import FONTS
from corridors.charts.legible import can_be_drawn, language_of_png
from tests.pages.histories import record_surveys

UNREADABLE = {"ur"}
PNG = "/corridors/ae-ph/history.png?chart=cost"
SAID = "The PNG is in English; the SVG is in your language."
LINE = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="18" viewBox="0 {top} 400 18">{text}</svg>'
TEXT = '<text x="8" y="36" font-family="{fonts}" font-size="28">{said}</text>'


def below_the_signs(said: str) -> bytes:
    """The lower half of a line of text, where no sign stands above a letter."""
    text = TEXT.format(fonts=FONTS, said=said)
    return drawing.png(LINE.format(top=22, text=text).encode(), scale=1)


@pytest.fixture
def surveys(db: None) -> Iterator[None]:
    record_surveys()
    yield
    cache.clear()


def test_what_the_engine_writes_wrong_is_known() -> None:
    for text in (
        "Envíos Đồng “₱1,000” · – €",
        "Tiếng Việt",
        "من المملكة",
        "ราคาจำนวน",
        "ຈຳນວນ",
        "मनी टाका",
        "টাকা",
        "ငွေ",
        "ប្រាក់",
        "پہلی سہ ماہی",
    ):
        assert can_be_drawn(text)
    # In the last, letters of Urdu alone stand beside two that are written as one.
    for text in ("中国", "मनी 中国", "ذریعہ جولائی"):
        assert not can_be_drawn(f"Money {text}")
    assert not legible._is_installed("no font of this name")


def test_a_png_is_in_english_where_it_would_be_unreadable() -> None:
    asked = [code for code, _name in settings.LANGUAGES]
    assert {code for code in asked if language_of_png(code) != code} == UNREADABLE
    assert {language_of_png(code) for code in UNREADABLE} == {"en"}


def test_letters_of_another_font_are_no_boxes_beside_letters_that_are_joined() -> None:
    after = below_the_signs("ہے fi")
    assert after != below_the_signs("中中 fi")
    assert after == below_the_signs("ہے f\u200ci")


@pytest.mark.usefixtures("surveys")
class TestPages:
    @pytest.mark.parametrize(("asked", "language"), [("ur", "en"), ("hi", "hi"), ("th", "th"), ("es", "es")])
    def test_the_answer_says_in_which_language_it_is(self, client: Client, asked: str, language: str) -> None:
        answer = client.get(f"{PNG}&lang={asked}")
        assert answer["Content-Language"] == language
        assert (answer.content == client.get(PNG).content) == (language == "en")
        assert client.get(f"{PNG.replace('png', 'svg')}&lang={asked}")["Content-Language"] == asked

    @pytest.mark.parametrize(("asked", "is_said"), [("ur", True), ("hi", False), ("en", False)])
    def test_the_page_says_so_beside_the_link(self, client: Client, asked: str, is_said: bool) -> None:
        with override(asked):
            said = gettext(SAID)
        html = client.get(f"/corridors/ae-ph/history/?lang={asked}").content.decode()
        assert (said in html, 'hreflang="en">PNG</a>' in html) == (is_said, is_said)
