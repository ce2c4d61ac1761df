"""The picture of a link: what it says, when it is drawn anew, and that all of it stands inside of it."""

from collections.abc import Collection
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from corridors import selectors
from corridors.charts import drawing
from sharing import pictures
from sharing.answering import answer_page
from sharing.pictures import HEIGHT, LARGEST, MARGIN, SMALLEST, WIDTH, Words, _svg
from tests.factories import NOW, price, record, surveyed

PICTURE = "/send/ae-ph/card.png?amount=1000"
OLD = "/send/gb-in/card.png?amount=120"
SVG = "http://www.w3.org/2000/svg"
ARABIC = "من المملكة المتحدة إلى الفلبين"
SHORT = Words(
    language="en",
    is_rtl=False,
    title="United Arab Emirates to Philippines",
    pays="You pay, all included: AED 1,000.00",
    lead="Your family gets up to",
    number="₱11,781.00",
    provider="with Swift Hawk",
    seen="Price seen 20 November 2026",
    warning="These prices were seen in July 2013.",
    advice="They are the latest known by 1 January 2016.",
)
LINES = ("title", "pays", "lead", "number", "provider", "warning", "advice", "seen")  # from the top
LONG = {
    "names": "South Georgia and the South Sandwich Islands to Saint Vincent and the Grenadines",
    "amounts": "IRR 999,999,999,999,999.99 of 999,999,999,999,999.99",
    "wide letters": "WM" * 80,
    "narrow letters": "il" * 200,
    "letters in capitals": "ÜBERWEISUNGSGESELLSCHAFT DER VEREINIGTEN EMIRATE " * 3,
    "Arabic": f"{ARABIC} " * 4,
}
in_both_directions = pytest.mark.parametrize("is_rtl", [False, True], ids=["from the left", "from the right"])
ElementTree.register_namespace("", SVG)


def texts_of(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return list(svg.iter(f"{{{SVG}}}text"))


def part_of(
    svg: str,
    *,
    only: Collection[int] = range(len(LINES)),
    x: int = 0,
    y: int = 0,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> bytes:
    """A part of the picture as the engine draws it, with the texts of these numbers only."""
    part = ElementTree.fromstring(svg)
    part.attrib |= {"viewBox": f"{x} {y} {width} {height}", "width": str(width), "height": str(height)}
    for number, text in enumerate(texts_of(part)):
        if number not in only:
            text.text = ""
    return drawing.png(ElementTree.tostring(part), scale=1)


def is_written_on(svg: str, *, only: Collection[int] = range(len(LINES)), **place: int) -> bool:
    """Whether one of these texts leaves anything in a part of the picture."""
    return part_of(svg, only=only, **place) != part_of(svg, only=(), **place)


@pytest.mark.usefixtures("ae_ph")
class TestPicture:
    @pytest.fixture(autouse=True)
    def _drawings(self, monkeypatch: pytest.MonkeyPatch) -> None:
        cache.clear()
        self.drawn: list[str] = []

        def png(drawn: bytes, *, scale: int = 2) -> bytes:
            self.drawn.append(drawn.decode())
            return b"\x89PNG" + drawn

        monkeypatch.setattr(drawing, "png", png)
        monkeypatch.setattr(pictures, "can_be_drawn", lambda text: text.isascii() or "₱" in text)

    def texts(self) -> list[str]:
        return [
            text.text or ""
            for text in ElementTree.fromstring(self.drawn[-1]).iter()
            if text.tag.endswith("text")
        ]

    def test_it_is_drawn_once_while_it_says_the_same(self, client: Client) -> None:
        first, again = client.get(PICTURE), client.get(PICTURE)
        assert first["Content-Type"] == "image/png"
        assert first.content == again.content
        assert len(self.drawn) == 1
        assert client.get(PICTURE, headers={"If-None-Match": first["ETag"]}).status_code == 304
        record(price("Newcomer", fee="1"))
        assert client.get(PICTURE)["ETag"] != first["ETag"]
        assert self.texts()[3:5] == ["₱11,888.10", "with Newcomer"]

    @pytest.mark.parametrize(
        ("day", "said"),
        [
            ("", ["seen in July 2013.", "Use them to see who tends to be cheap, not to decide today."]),
            ("2016-01-01", ["seen in July 2013.", "They are the latest known by 1 January 2016."]),
            ("2013-07-31", ["Prices as they were on 31 July 2013."]),
        ],
    )
    def test_it_says_what_kind_of_price_it_shows(self, client: Client, day: str, said: list[str]) -> None:
        record(surveyed("Lari", corridor="gb-in", currencies=("GBP", "INR"), rate="89", amount="120"))
        client.get(f"{OLD}&as_of={day}")
        assert [text.removeprefix("These prices were ") for text in self.texts()[5:-1]] == said

    def test_what_its_machine_has_no_letters_for_is_said_in_english(self, client: Client) -> None:
        page = answer_page(selectors.corridor_of("ae-ph"), {"amount": "1000"}, now=NOW)  # type: ignore[arg-type]
        with translation.override("ar"):
            words = pictures.words_of(page)
        assert words
        assert (words.title, words.is_rtl) == ("United Arab Emirates to Philippines", False)

    def test_what_has_no_picture_is_a_sentence(self, client: Client) -> None:
        far = client.get("/send/ae-ph/card.png?amount=900000")
        assert (far.status_code, far.content.decode()) == (404, "We know no price near this amount.")
        assert client.get("/send/ae-ph/card.png?amount=x").status_code == 400
        assert client.get("/send/ae-ke/card.png").status_code == 404
        assert self.drawn == []


@pytest.mark.usefixtures("ae_ph")
def test_a_real_picture_has_the_size_that_is_announced(client: Client) -> None:
    drawn = client.get(PICTURE).content
    assert [int.from_bytes(drawn[16:20], "big"), int.from_bytes(drawn[20:24], "big")] == [1200, 630]


@pytest.mark.usefixtures("ae_ph")
@pytest.mark.parametrize(
    ("asked", "drawn"), [("es", "es"), ("th", "th"), ("hi", "hi"), ("bn", "bn"), ("my", "my")]
)
def test_it_is_in_the_reader_s_language_where_its_letters_come_out_right(
    client: Client, asked: str, drawn: str
) -> None:
    answer = client.get(f"{PICTURE}&lang={asked}")
    assert answer["Content-Language"] == drawn
    assert (answer.content == client.get(PICTURE).content) == (drawn == "en")


class TestLayout:
    """Measured in what the engine draws: a strip of the picture with its texts, and without them."""

    def sizes(self, words: Words) -> list[int]:
        return [int(text.attrib["font-size"]) for text in texts_of(ElementTree.fromstring(_svg(words)))]

    @in_both_directions
    @pytest.mark.parametrize("name", LONG)
    def test_no_text_is_too_long_for_the_picture(self, name: str, is_rtl: bool) -> None:
        svg = _svg(replace(SHORT, is_rtl=is_rtl, **dict.fromkeys(LINES, LONG[name])))
        assert is_written_on(svg, x=MARGIN, width=WIDTH - 2 * MARGIN)
        assert not is_written_on(svg, width=MARGIN)
        assert not is_written_on(svg, x=WIDTH - MARGIN, width=MARGIN)

    @in_both_directions
    @pytest.mark.parametrize("line", range(len(LINES)), ids=LINES)
    def test_every_line_begins_at_the_margin_of_its_direction(self, line: int, is_rtl: bool) -> None:
        svg = _svg(replace(SHORT, is_rtl=is_rtl, **dict.fromkeys(LINES, "HHHH")))
        at_left, at_right = (
            is_written_on(svg, only=[line], x=x, width=20) for x in (MARGIN, WIDTH - MARGIN - 20)
        )
        assert (at_left, at_right) == (not is_rtl, is_rtl)

    def test_a_line_from_the_right_is_read_from_the_right_even_if_it_begins_in_latin_letters(self) -> None:
        latin, mixed = (
            part_of(_svg(replace(SHORT, is_rtl=True, pays=pays)), only=[1], x=WIDTH - MARGIN - 100, width=172)
            for pays in ("HHHHHH", f"HHHHHH {ARABIC}")
        )
        assert latin == mixed

    @pytest.mark.parametrize("advice", ["", "ÉgjÄ"])
    def test_a_warning_stays_on_its_ground(self, advice: str) -> None:
        svg = _svg(replace(SHORT, warning="ÉgjÄ", advice=advice))
        ground = ElementTree.fromstring(svg).findall(f".//{{{SVG}}}rect")[-1].attrib
        top, bottom = int(ground["y"]), int(ground["y"]) + int(ground["height"])
        for line in range(LINES.index("warning"), LINES.index("seen") - (not advice)):
            assert is_written_on(svg, only=[line], y=top, height=bottom - top)
            assert not is_written_on(svg, only=[line], height=top)
            assert not is_written_on(svg, only=[line], y=bottom, height=HEIGHT - bottom)

    def test_what_is_long_is_smaller_and_cut_only_where_it_would_be_too_small(self) -> None:
        number = LINES.index("number")
        assert self.sizes(SHORT)[number] == LARGEST
        longer = replace(SHORT, number="IRR 2,290,000,000.00")
        assert LARGEST * SMALLEST // 100 <= self.sizes(longer)[number] < LARGEST
        assert "IRR 2,290,000,000.00</text>" in _svg(longer)
        longest = replace(SHORT, number="9" * 60)
        assert self.sizes(longest)[number] == LARGEST * SMALLEST // 100
        assert "9…</text>" in _svg(longest)
