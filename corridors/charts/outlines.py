"""Lines of text as outlines of their letters, for scripts that the engine for PNG sets on top of each other.

HarfBuzz shapes them with the fonts of this machine, and the engine is given curves. What is read from the
right stays with the engine, which turns it round; nothing here does.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from uharfbuzz import DrawFuncs, Font

# By the first word of the names of a script's letters.
FONT_OF = {
    "DEVANAGARI": "NotoSansDevanagari",
    "BENGALI": "NotoSansBengali",
    "MYANMAR": "NotoSansMyanmar",
    "KHMER": "NotoSansKhmer",
    "THAI": "NotoSansThai",
    "LAO": "NotoSansLao",
}
OTHERS = "DejaVuSans"  # for what stands beside these letters
FILES = {False: ("{}-Regular.ttf", "{}.ttf"), True: ("{}-Bold.ttf",)}
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
# Signs of no script, such as ZERO WIDTH SPACE and the joiners, which a font may have no letter for.
UNSEEN = "Cf"


class Outline(NamedTuple):
    """A line as the data of an SVG path: from 0, on its base line, to its width in pixels."""

    path: str
    width: float


def must_be_outlined(line: str) -> bool:
    """Whether a line has a letter that the engine would set wrong."""
    return any(_script(letter) in FONT_OF for letter in line)


def can_be_outlined(line: str) -> bool:
    """Whether the fonts of this machine have every letter of a line, in both weights."""
    return all(_has(name, run, is_bold) for name, run in _runs(line) for is_bold in FILES)


def outlined(line: str, *, size: float, is_bold: bool = False) -> Outline:
    """A line in type of so many pixels.

    FileNotFoundError where a font is missing: `can_be_outlined` tells before.
    """
    parts: list[str] = []
    width = 0.0
    for name, run in _runs(line):
        font = _font(name, is_bold)
        if font is None:
            raise FileNotFoundError(f"no font {name} in {', '.join(FOLDERS)}")
        width = _add(run, font, size / font.face.upem, parts, width)
    return Outline("".join(parts), round(width, 2))


def _add(run: str, font: "Font", scale: float, parts: list[str], begins: float) -> float:
    """Add the curves of letters of one font from a place on, in font units times `scale`; where they end."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    x = begins
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        pen = Pen(parts, x + place.x_offset * scale, -place.y_offset * scale, scale)
        font.draw_glyph(glyph.codepoint, _curves(), pen)
        x += place.x_advance * scale
    return x


class Pen(NamedTuple):
    """Writes curves of a letter, which are counted upwards, as they stand in a picture: counted downwards."""

    parts: list[str]
    x: float
    y: float
    scale: float

    def write(self, command: str, *points: float) -> None:
        """A command of SVG's paths, with its points: x, y, x, y and so on."""
        xs, ys = points[::2], points[1::2]
        told = (
            f"{self.x + x * self.scale:.2f} {self.y - y * self.scale:.2f}"
            for x, y in zip(xs, ys, strict=True)
        )
        self.parts.append(command + " ".join(told))


@cache
def _curves() -> "DrawFuncs":
    """What HarfBuzz calls for each piece of a letter's outline."""
    from uharfbuzz import DrawFuncs

    curves = DrawFuncs()
    curves.set_move_to_func(lambda x, y, pen: pen.write("M", x, y))
    curves.set_line_to_func(lambda x, y, pen: pen.write("L", x, y))
    curves.set_quadratic_to_func(lambda x1, y1, x, y, pen: pen.write("Q", x1, y1, x, y))
    curves.set_cubic_to_func(lambda x1, y1, x2, y2, x, y, pen: pen.write("C", x1, y1, x2, y2, x, y))
    curves.set_close_path_func(lambda pen: pen.write("Z"))
    return curves


def _runs(line: str) -> Iterator[tuple[str, str]]:
    """The names of fonts, each with the letters that follow each other in it.

    What no script claims, such as digits and signs of money, stays with the letters before it where their
    font has it, so that a line is not spotted with two kinds of digits.
    """
    for name, letters in groupby(_with_fonts(line), key=lambda pair: pair[0]):
        yield name, "".join(letter for _name, letter in letters)


def _with_fonts(line: str) -> Iterator[tuple[str, str]]:
    name = next((FONT_OF[script] for letter in line if (script := _script(letter)) in FONT_OF), OTHERS)
    for letter in line:
        if own := FONT_OF.get(_script(letter)):
            name = own
        yield (name if own or _has(name, letter) else OTHERS), letter


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


def _has(name: str, letters: str, is_bold: bool = False) -> bool:
    """Whether a font of this name is here, and has a letter for each of these."""
    font = _font(name, is_bold)
    return font is not None and all(
        font.get_nominal_glyph(ord(letter)) or unicodedata.category(letter) == UNSEEN for letter in letters
    )


@cache
def _font(name: str, is_bold: bool) -> "Font | None":
    """The font of a name from where a system keeps its fonts; None where it is not there."""
    import uharfbuzz

    for folder in map(Path, FOLDERS):
        for pattern in FILES[is_bold]:
            for file in sorted(folder.expanduser().rglob(pattern.format(name))):
                return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))))
    return None
