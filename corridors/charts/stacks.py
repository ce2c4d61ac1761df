"""A whole in two parts, period by period: the one dark, the other pale with an outline, each named once."""

from decimal import Decimal

from corridors.charts.axes import begins, ends, percent_scale
from corridors.charts.kinds import StackedChart
from corridors.charts.labels import GAP, spread
from corridors.charts.lines import label_height, name_part, time_sheet
from corridors.charts.looks import Look
from corridors.charts.sheet import Rectangle, Sheet

OUTLINED_FROM = 6  # pixels; the outline of a narrower bar would be most of it
AIR = Decimal("0.12")  # of a period's width, left free at each side of its bar
type_of_slab = tuple[Decimal, Decimal]


def stacked_sheet(chart: StackedChart, look: Look) -> Sheet:
    """The bars on a sheet. At least one period, whose last has every part."""
    slabs = [_slabs([part.values[number] for part in chart.parts]) for number in range(len(chart.periods))]
    scale = percent_scale([end for stack in slabs for slab in stack if slab for end in slab])
    sheet = time_sheet(chart, look, scale)
    palette = sheet.layout.palette
    for number, fill in enumerate((palette.inks[0], palette.pale)[: len(chart.parts)]):
        rectangles = []
        for period, stack in zip(chart.periods, slabs, strict=True):
            slab = stack[number]
            if slab is not None:
                air = AIR * (ends(period) - begins(period))
                rectangles.append(
                    Rectangle(
                        sheet.pixel_x(begins(period) + air),
                        sheet.pixel_y(slab[1]),
                        sheet.pixel_x(ends(period) - air),
                        sheet.pixel_y(slab[0]),
                    )
                )
        thinnest = min((box.x2 - box.x for box in rectangles), default=0)
        sheet.rectangles(rectangles, fill=fill, stroke=palette.inks[0] if thinnest >= OUTLINED_FROM else fill)
    _name_parts(sheet, chart, slabs[-1])
    return sheet


def _slabs(values: list[Decimal | None]) -> list[type_of_slab | None]:
    """From where to where each part reaches: the positive ones upwards from zero, the negative downwards."""
    above = below = Decimal(0)
    slabs: list[type_of_slab | None] = []
    for value in values:
        if value is None:
            slabs.append(None)
        elif value >= 0:
            slabs.append((above, above + value))
            above += value
        else:
            slabs.append((below + value, below))
            below += value
    return slabs


def _name_parts(sheet: Sheet, chart: StackedChart, last: list[type_of_slab | None]) -> None:
    layout = sheet.layout
    known = [(part, slab) for part, slab in zip(chart.parts, last, strict=True) if slab]
    wanted = [sheet.pixel_y((slab[0] + slab[1]) / 2) for _, slab in known]
    heights = spread(wanted, gap=label_height(layout), low=0, high=layout.height)
    for (part, _), y in zip(known, heights, strict=True):
        name_part(sheet, part, x=layout.width + 2 * GAP, y=y, colour=layout.palette.ink)
