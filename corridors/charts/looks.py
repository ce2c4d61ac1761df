"""How a picture looks: its size, its colours, its dashes and its shapes.

Every line differs from the others by its dashes and the shape of its points, so that a picture printed in
black and white loses nothing; colour only helps.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from corridors.asking import AskingError, one_of


class Size(StrEnum):
    """For a column of text, or for a telephone."""

    WIDE = "wide"
    NARROW = "narrow"


class Scheme(StrEnum):
    """Dark on light, or light on dark."""

    LIGHT = "light"
    DARK = "dark"


class Look(NamedTuple):
    """The form of a picture that its content does not decide."""

    size: Size = Size.WIDE
    scheme: Scheme = Scheme.LIGHT


def parse_look(parameters: Mapping[str, str]) -> Look:
    """The look asked for in a query string.

    Raises:
        AskingError: naming each parameter that is not known.
    """
    size, scheme = parameters.get("size", "").strip(), parameters.get("scheme", "").strip()
    wrong: dict[str, str] = {}
    look = Look()
    try:
        look = look._replace(size=one_of(Size)(size or Size.WIDE))
    except ValueError as error:
        wrong["size"] = str(error)
    try:
        look = look._replace(scheme=one_of(Scheme)(scheme or Scheme.LIGHT))
    except ValueError as error:
        wrong["scheme"] = str(error)
    if wrong:
        raise AskingError(wrong)
    return look


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of the site's pages; `inks` colour lines, the first the one that matters most."""

    paper: str
    ink: str
    grey: str
    rule: str
    faint: str
    warn: str
    pale: str
    inks: tuple[str, ...]


PALETTES = {
    Scheme.LIGHT: Palette(
        paper="#ffffff",
        ink="#191c1b",
        grey="#555b58",
        rule="#e3e2dc",
        faint="#b9bab3",
        warn="#7a3200",
        pale="#c9dcd4",
        inks=("#0a5a49", "#8a4b08", "#2f5d9b", "#6d3a78", "#3f4a46", "#9a2b3c"),
    ),
    Scheme.DARK: Palette(
        paper="#1b1f1d",
        ink="#eceeec",
        grey="#a9b0ac",
        rule="#333936",
        faint="#666d69",
        warn="#ffc07a",
        pale="#3c5c51",
        inks=("#7fd3ba", "#f0b46e", "#9dc0f2", "#d7a8e2", "#c6ccc9", "#f29aa8"),
    ),
}


class Stroke(NamedTuple):
    """A line that can be told from the others without colour: its width, dashes and point."""

    width: float
    dash: tuple[float, ...]
    shape: str
    is_filled: bool


STROKES = (
    Stroke(2.8, (), "circle", is_filled=True),
    Stroke(2, (7, 3), "square", is_filled=False),
    Stroke(2, (1.5, 3), "triangle-up", is_filled=True),
    Stroke(2, (9, 3, 2, 3), "diamond", is_filled=False),
    Stroke(1.6, (), "square", is_filled=True),
    Stroke(2, (4, 2), "triangle-down", is_filled=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Lengths in pixels, and sizes of type. `labels` is what is kept free at the right of lines."""

    width: int
    height: int
    ranked_height: int
    margin: int
    left: int
    labels: int
    title: int
    text: int
    small: int


MEASURES = {
    Size.WIDE: Measures(
        width=720, height=440, ranked_height=440, margin=16, left=52, labels=184, title=19, text=13, small=12
    ),
    Size.NARROW: Measures(
        width=328, height=440, ranked_height=560, margin=10, left=38, labels=106, title=17, text=12, small=11
    ),
}
