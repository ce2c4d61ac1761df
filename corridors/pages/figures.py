"""Pictures on a page, each in four forms: for wide and narrow screens, on light and on dark."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from corridors.charts.kinds import Chart
from corridors.charts.layout import height_of
from corridors.charts.legible import ENGLISH, language_of_png
from corridors.charts.looks import MEASURES, Look, Scheme, Size
from corridors.pages.links import LANGUAGE, query


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One form of a picture: where it is and how large."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartFigure:
    """A picture in its four forms, with its text alternative and where to take it home from.

    `png_language` is the language of the PNG if it is not the page's, else "".
    """

    title: str
    alt: str
    wide: Source
    wide_dark: Source
    narrow: Source
    narrow_dark: Source
    svg: str
    png: str
    png_language: str


def figure_of(chart: Chart, *, address: str, parameters: Mapping[str, str]) -> ChartFigure:
    """A chart on a page; `address` is its picture's, which ends in .svg, and `parameters` its question."""
    language = get_language() or ENGLISH

    def source(size: Size, scheme: Scheme) -> Source:
        look = {"size": str(size), "scheme": str(scheme)}
        said = {name: value for name, value in look.items() if value not in Look()}
        return Source(
            address=address + query({**parameters, **said, LANGUAGE: language}),
            width=MEASURES[size].width,
            height=height_of(chart, size),
        )

    drawn_in = language_of_png(language)
    wide = source(Size.WIDE, Scheme.LIGHT)
    return ChartFigure(
        title=chart.words.title,
        alt=chart.words.alt,
        wide=wide,
        wide_dark=source(Size.WIDE, Scheme.DARK),
        narrow=source(Size.NARROW, Scheme.LIGHT),
        narrow_dark=source(Size.NARROW, Scheme.DARK),
        svg=wide.address,
        png=wide.address.replace(".svg?", ".png?", 1),
        png_language="" if drawn_in == language else drawn_in,
    )
