"""From a chart to the bytes of its picture: the same each time, and nothing leaves the machine."""

import re
from typing import Any
from unicodedata import normalize
from xml.sax.saxutils import escape

from corridors.charts.kinds import Chart, LineChart, StackedChart
from corridors.charts.looks import Look
from corridors.charts.outlining import with_outlines

VEGA_LITE = "6.4"
# For e-mail, where pictures are shown on screens of any density.
PNG_SCALE = 2
# A font with Latin and Arabic letters, then one that the engine for PNG brings along.
BOTH, BROUGHT = "DejaVu Sans", "Liberation Sans"
FONTS = f"{BOTH}, {BROUGHT}, sans-serif"
WRITTEN = re.compile(r">([^<>]+)</text>")
# Where a font joins two letters and another one is taken for a letter of the same line, boxes are drawn.
JOINED_F = re.compile("f(?=[fil])")
APART = "\u200c"
URDU_STOP = "\u06d4"  # which the first font lacks
# Vega's descriptions of each mark say less than ours of the whole, and would be read out one by one.
MARK_ROLES = re.compile(r' (?:role|aria-roledescription)="[^"]*"')


def svg(chart: Chart, look: Look, *, language: str) -> bytes:
    """The picture as SVG, with its title and its text alternative inside."""
    # The drawing engine takes half a second and 60 MB to start: only a process that draws pays for it.
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(
        _specification(chart, look), vl_version=VEGA_LITE, allowed_base_urls=[], show_warnings=False
    )
    return _described(drawn, chart, language).encode()


def png(drawn: bytes, *, scale: int = PNG_SCALE) -> bytes:
    """The picture of an SVG as PNG, at so many times its size. Which letters come out right: legible.py."""
    import vl_convert

    with_a_font = drawn.decode().replace('font-family="sans-serif"', f'font-family="{FONTS}"')
    told = WRITTEN.sub(lambda found: f">{_unjoined(found[1])}</text>", with_outlines(with_a_font))
    picture: bytes = vl_convert.svg_to_png(told, scale=scale)
    return picture


def _unjoined(text: str) -> str:
    return JOINED_F.sub(f"f{APART}", normalize("NFC", text)).replace(URDU_STOP, ".")


def _specification(chart: Chart, look: Look) -> dict[str, Any]:
    from corridors.charts.lines import line_sheet
    from corridors.charts.ranks import ranked_sheet
    from corridors.charts.stacks import stacked_sheet

    if isinstance(chart, LineChart):
        return line_sheet(chart, look).specification()
    if isinstance(chart, StackedChart):
        return stacked_sheet(chart, look).specification()
    return ranked_sheet(chart, look).specification()


def _described(drawn: str, chart: Chart, language: str) -> str:
    head, tail = drawn.split(">", 1)
    body = MARK_ROLES.sub("", tail)
    title, alt = (escape(text) for text in (chart.words.title, chart.words.alt))
    named = f'{head} role="img" xml:lang="{language}" aria-labelledby="title desc">'
    return f'{named}<title id="title">{title}</title><desc id="desc">{alt}</desc>{body}'
