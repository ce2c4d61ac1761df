"""Where things stand in a picture, counted out before anything is drawn: its size is known beforehand."""

from dataclasses import dataclass
from typing import NamedTuple

from corridors.charts.kinds import Chart, RankedChart, Words
from corridors.charts.lettering import balanced, wrapped
from corridors.charts.looks import MEASURES, PALETTES, Look, Measures, Palette, Size

# The finding is never cut: a title of more lines than these makes its picture higher.
TITLE_LINES = {Size.WIDE: 2, Size.NARROW: 5}
UNCUT = 99  # lines
MOST_LINES = {Size.WIDE: (2, 2), Size.NARROW: (5, 4)}  # of subtitle and of note
BOLD, PLAIN = 600, 400
BETWEEN = 3  # pixels between title, warning and subtitle
AIR = 10  # pixels between the plot's labels and the note


class Lettering(NamedTuple):
    """A line of text at the margin where reading begins, `y` pixels below the upper edge of the picture."""

    y: int
    text: str
    size: int
    colour: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A picture's plot between its margins, in pixels, and the text above and below it."""

    look: Look
    full_height: int
    left: int
    top: int
    right: int
    bottom: int
    lettering: tuple[Lettering, ...]

    @property
    def measures(self) -> Measures:
        return MEASURES[self.look.size]

    @property
    def palette(self) -> Palette:
        return PALETTES[self.look.scheme]

    @property
    def width(self) -> int:
        """Of the plot."""
        return self.measures.width - self.left - self.right

    @property
    def height(self) -> int:
        """Of the plot."""
        return self.full_height - self.top - self.bottom


def layout_of(chart: Chart, look: Look, *, left: int, right: int, below: int) -> Layout:
    """The layout of a chart's picture; `below` is what the plot's labels take under it."""
    full_height = height_of(chart, look.size)
    head = _head(chart.words, look)
    foot = _foot(chart.words, look, full_height)
    return Layout(
        look=look,
        full_height=full_height,
        left=left,
        top=head[-1].y + _line_height(head[-1].size) + MEASURES[look.size].text,
        right=right,
        bottom=below + AIR + full_height - foot[0].y,
        lettering=(*head, *foot),
    )


def height_of(chart: Chart, size: Size) -> int:
    """The height of a chart's picture, in pixels."""
    measures = MEASURES[size]
    usual = measures.ranked_height if isinstance(chart, RankedChart) else measures.height
    title = wrapped(chart.words.title, size=measures.title, width=_inner(measures), most=UNCUT)
    return usual + max(len(title) - TITLE_LINES[size], 0) * _line_height(measures.title)


def _line_height(size: int) -> int:
    return size + size // 3


def _head(words: Words, look: Look) -> list[Lettering]:
    measures, palette = MEASURES[look.size], PALETTES[look.scheme]
    subtitles, _ = MOST_LINES[look.size]
    told, y = [], measures.margin
    for text, size, colour, weight, most in (
        (words.title, measures.title, palette.ink, BOLD, UNCUT),
        (words.warning, measures.text, palette.warn, BOLD, subtitles),
        (words.subtitle, measures.text, palette.grey, PLAIN, subtitles),
    ):
        for line in balanced(text, size=size, width=_inner(measures), most=most):
            told.append(Lettering(y, line, size, colour, weight))
            y += _line_height(size)
        y += BETWEEN
    return told


def _foot(words: Words, look: Look, full_height: int) -> list[Lettering]:
    measures, palette = MEASURES[look.size], PALETTES[look.scheme]
    lines = balanced(words.note, size=measures.small, width=_inner(measures), most=MOST_LINES[look.size][1])
    first = full_height - measures.margin - len(lines) * _line_height(measures.small)
    return [
        Lettering(first + number * _line_height(measures.small), line, measures.small, palette.grey, PLAIN)
        for number, line in enumerate(lines)
    ]


def _inner(measures: Measures) -> int:
    return measures.width - 2 * measures.margin
