"""Figures in an order, as bars against a limit; each bar carries its name and its number."""

from decimal import Decimal

from corridors.charts.axes import percent_scale
from corridors.charts.kinds import Bar, RankedChart
from corridors.charts.labels import GAP
from corridors.charts.layout import BOLD, layout_of
from corridors.charts.lettering import shortened
from corridors.charts.looks import MEASURES, Look, Size
from corridors.charts.sheet import Rectangle, Segment, Sheet, Text

NAMES = {Size.WIDE: 250, Size.NARROW: 0}  # pixels for names beside the bars; 0: they stand above
NUMBERS = 56
LIMIT_LABEL = 22  # pixels above the bars that the limit's name takes
THICKEST = 22
OVER = 2  # pixels by which a limit's piece stands out from its bar
STEPS = 1000  # of the horizontal axis to one per cent


def ranked_sheet(chart: RankedChart, look: Look) -> Sheet:
    """The bars on a sheet, the first one uppermost. At least one bar."""
    measures = MEASURES[look.size]
    left = NAMES[look.size] or measures.margin
    layout = layout_of(chart, look, left=left, right=NUMBERS, below=0)
    values = [*(bar.percent for bar in chart.bars), chart.limit.percent]
    lowest = percent_scale(values, at_least=Decimal(0)).low
    sheet = Sheet(layout, x=(round(STEPS * lowest), round(STEPS * max(values))))
    limit = sheet.pixel_x(STEPS * chart.limit.percent)
    # A line the whole way down would cross names that stand above the bars: there each bar has a piece of it.
    foot = layout.height if NAMES[look.size] else LIMIT_LABEL
    sheet.segments([Segment(limit, LIMIT_LABEL - GAP, limit, foot)], colour=layout.palette.ink)
    sheet.texts(
        [Text(limit, LIMIT_LABEL - 12, chart.limit.label)],
        colour=layout.palette.ink,
        size=measures.small,
        weight=BOLD,
        align="left" if limit < layout.width / 2 else "right",
    )
    row = Decimal(layout.height - LIMIT_LABEL) / max(len(chart.bars), 5)
    for number, bar in enumerate(chart.bars):
        _draw_bar(sheet, bar, top=LIMIT_LABEL + row * number, row=row, limit=limit)
    return sheet


def _draw_bar(sheet: Sheet, bar: Bar, *, top: Decimal, row: Decimal, limit: float) -> None:
    layout = sheet.layout
    text, names = layout.measures.text, NAMES[layout.look.size]
    above = Decimal(0 if names else text + 6)
    thick = min(row - above - 6, Decimal(THICKEST))
    upper = float(top + (row - thick) / 2 if names else top + above)
    lower, middle = upper + float(thick), upper + float(thick) / 2
    room = names - layout.measures.margin - 2 * GAP if names else layout.width
    name = shortened(bar.name, size=text, width=room)
    place = Text(-2 * GAP, middle, name) if names else Text(0, float(top + above / 2), name)
    sheet.texts([place], colour=layout.palette.ink, align="right" if names else "left", has_halo=True)
    if not names:
        sheet.segments([Segment(limit, upper - OVER, limit, lower + OVER)], colour=layout.palette.ink)
    zero, end = sheet.pixel_x(0), sheet.pixel_x(STEPS * bar.percent)
    left, right = min(zero, end), max(zero, end)
    colour = layout.palette.inks[0]
    sheet.rectangles([Rectangle(left, upper, right, lower)], fill=colour, stroke=colour)
    if left < limit < right:
        sheet.segments([Segment(limit, upper, limit, lower)], colour=layout.palette.paper, width=1.5)
    number = Text(right + GAP + 2, middle, bar.number)
    sheet.texts([number], colour=layout.palette.ink, weight=BOLD, has_halo=True)
