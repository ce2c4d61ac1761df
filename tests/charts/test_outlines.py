"""Lines in scripts that the engine for PNG sets wrong: shaped, and as curves where their text stood."""

import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from corridors.charts import drawing, outlines
from corridors.charts.legible import language_of_png
from corridors.charts.outlines import can_be_outlined, must_be_outlined, outlined
from corridors.charts.outlining import with_outlines

SVG = "{http://www.w3.org/2000/svg}"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100">{}</svg>'
# A word in each script, of which the engine would set vowels on their neighbours.
WORDS = ["हिन्दी", "টাকা", "ငွေ", "ប្រាក់", "น้ำ", "ນ້ຳ"]


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(outlines, "FOLDERS", ("/no/such/folder",))
    outlines._font.cache_clear()
    yield
    outlines._font.cache_clear()


def places(path: str) -> list[tuple[float, float]]:
    """The points of a path, x and y."""
    numbers = list(map(float, re.findall(r"-?\d+\.\d+", path)))
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def element_of(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(with_outlines(PICTURE.format(text)))[0]


class TestShaping:
    @pytest.mark.parametrize("word", WORDS)
    def test_what_the_engine_would_set_wrong_is_known(self, word: str) -> None:
        assert must_be_outlined(f"Money {word} 1")
        assert can_be_outlined(f"Money {word} 1")

    @pytest.mark.parametrize(
        "line", ["", "Envíos ₱1,000 …", "Tiếng Việt", "من المملكة", "پہلی سہ ماہی", "中国"]
    )
    def test_the_rest_is_the_engine_s(self, line: str) -> None:
        assert not must_be_outlined(line)

    @pytest.mark.parametrize("line", ["हिन्दी 中国", "ไทย 中"])
    def test_a_letter_without_a_font_is_known_before(self, line: str) -> None:
        assert must_be_outlined(line)
        assert not can_be_outlined(line)

    def test_letters_that_are_joined_take_less_room_than_apart(self) -> None:
        together = outlined("क्ष", size=100).width
        assert together < outlined("क", size=100).width + outlined("ष", size=100).width
        assert together < outlined("क्\u200cष", size=100).width

    def test_a_vowel_that_is_read_after_its_letter_and_written_before_stands_before(self) -> None:
        letter, both = outlined("क", size=100), outlined("कि", size=100)
        moved = both.width - letter.width
        # The letter's own curves, as they were, end what is drawn: the vowel's stand before them.
        own = [x + moved for x, _y in places(letter.path)]
        assert [x for x, _y in places(both.path)][-len(own) :] == pytest.approx(own, abs=0.02)
        assert moved > 0

    @pytest.mark.parametrize("letters", ["का", "টা", "ငါ", "កា", "จา", "ຈາ"])
    def test_a_vowel_has_a_place_of_its_own(self, letters: str) -> None:
        alone, both = outlined(letters[0], size=100), outlined(letters, size=100)
        assert both.width > alone.width * 1.2
        assert max(x for x, _y in places(both.path)) > alone.width

    def test_signs_above_are_above_and_letters_below_are_below(self) -> None:
        assert min(y for _x, y in places(outlined("ก็", size=100).path)) < -60
        assert max(y for _x, y in places(outlined("ក្ក", size=100).path)) > 20
        assert max(y for _x, y in places(outlined("ก", size=100).path)) < 5

    def test_lines_grow_with_their_type(self) -> None:
        small, large = (outlined("नेपाल 12 Wise", size=size) for size in (20, 40))
        assert large.width == pytest.approx(2 * small.width, abs=0.02)
        assert outlined("नेपाल 12 Wise", size=40, is_bold=True).width > large.width

    def test_one_font_follows_another_along_the_line(self) -> None:
        line = "नेपाल Wise में"
        begun = [outlined(line[:end], size=50).width for end in (5, 6, 10, 11, len(line))]
        assert all(before < after for before, after in pairwise(begun))
        assert [name for name, _run in outlines._runs(line)] == [
            *("NotoSansDevanagari", "DejaVuSans", "NotoSansDevanagari"),
        ]

    def test_figures_are_those_of_the_script_s_font_where_it_has_them(self) -> None:
        assert list(outlines._runs("₹1,000.50 है")) == [("NotoSansDevanagari", "₹1,000.50 है")]
        assert list(outlines._runs("ได้ 10")) == [("NotoSansThai", "ได้ "), ("DejaVuSans", "10")]

    def test_places_to_break_are_no_boxes(self) -> None:
        assert can_be_outlined("ប្រាក់\u200bខែ")
        assert outlined("ប្រាក់\u200bខែ", size=50) == outlined("ប្រាក់ខែ", size=50)


@pytest.mark.usefixtures("no_fonts")
class TestWithoutFonts:
    def test_a_missing_font_is_named(self) -> None:
        assert not can_be_outlined("है")
        with pytest.raises(FileNotFoundError, match="NotoSansDevanagari in /no/such/folder"):
            outlined("है", size=20)

    def test_charts_are_in_english(self) -> None:
        assert {language_of_png(code) for code in ("hi", "ne", "bn", "my", "km", "th", "lo")} == {"en"}

    def test_a_text_stays_as_it_is(self) -> None:
        assert element_of("<text>है</text>").tag == f"{SVG}text"


class TestPictures:
    def test_a_picture_without_such_letters_is_not_touched(self) -> None:
        svg = PICTURE.format("<text  x='1'>Wise ₱</text>")
        assert with_outlines(svg) is svg

    def test_other_texts_stay_texts(self) -> None:
        root = ElementTree.fromstring(with_outlines(PICTURE.format("<text>है</text><text>Wise</text>")))
        assert [element.tag for element in root] == [f"{SVG}path", f"{SVG}text"]
        assert root[1].text == "Wise"

    def test_what_is_read_out_stays_in_letters(self) -> None:
        assert element_of("<title>है</title>").text == "है"

    def test_colour_and_place_are_those_of_the_text(self) -> None:
        path = element_of('<text x="30" y="7" fill="#123" stroke="#fff" font-size="20px">है</text>')
        assert (path.get("fill"), path.get("stroke"), path.text) == ("#123", "#fff", None)
        assert path.get("transform") == "translate(30.00 7.0)"
        assert path.get("d") == outlined("है", size=20).path

    def test_a_text_that_is_turned_is_moved_after_that(self) -> None:
        turned = element_of('<text transform="translate(5,6) rotate(-90)">है</text>')
        assert turned.get("transform") == "translate(5,6) rotate(-90) translate(0.00 0.0)"

    @pytest.mark.parametrize(("anchor", "before"), [("start", 0), ("middle", 0.5), ("end", 1)])
    def test_it_begins_ends_or_has_its_middle_at_its_place(self, anchor: str, before: float) -> None:
        width = outlined("है Wise", size=20).width
        path = element_of(f'<text x="90" text-anchor="{anchor}" font-size="20">है Wise</text>')
        assert path.get("transform") == f"translate({90 - width * before:.2f} 0.0)"

    @pytest.mark.parametrize(
        ("weight", "is_bold"), [("bold", True), ("normal", False), ("400", False), ("650", True)]
    )
    def test_style_comes_from_around_it_too(self, weight: str, is_bold: bool) -> None:
        inner = f'<g font-weight="{weight}" font-size="30"><text>है</text></g>'
        group = element_of(f'<g font-size="10" text-anchor="end">{inner}</g>')
        line = outlined("है", size=30, is_bold=is_bold)
        (path,) = group.iter(f"{SVG}path")
        assert path.get("d") == line.path
        assert path.get("transform") == f"translate({-line.width:.2f} 0.0)"

    def test_the_engine_draws_it(self) -> None:
        empty, drawn = (
            drawing.png(PICTURE.format(text).encode())
            for text in ("", '<text x="9" y="60" font-size="40">है</text>')
        )
        assert drawn != empty
