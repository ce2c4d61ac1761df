"""Figures over time: dashes and shapes tell the lines apart, and each line is named at its end."""

from collections.abc import Sequence
from decimal import Decimal

from corridors.charts.axes import Interval, Scale, begins, ends, intervals, lines_scale, middle
from corridors.charts.kinds import Line, LineChart, StackedChart
from corridors.charts.labels import GAP, Box, least_covered, places_near, spread, strokes_between
from corridors.charts.layout import BOLD, Layout, layout_of
from corridors.charts.lettering import shortened, width_of
from corridors.charts.looks import MEASURES, STROKES, Look, Size
from corridors.charts.sheet import Segment, Sheet, Text

ONE_LINE, TWO_LINES = 22, 37  # pixels below the plot that labels of the time axis take
POINTS_UP_TO = 24  # periods; more of them would make one string of beads
POINT_SIZE = 42
ALONE_SIZE = 12  # of a background line's single value, which no line can show


def line_sheet(chart: LineChart, look: Look) -> Sheet:
    """The lines on a sheet. At least one period; lines in the background may leave the plot above."""
    sheet = time_sheet(chart, look, lines_scale(chart.lines, chart.background))
    layout = sheet.layout
    places = [middle(period) for period in chart.periods]
    _draw_background(sheet, places, chart.background)
    for limit in chart.limits:
        y = sheet.pixel_y(limit.percent)
        sheet.segments([Segment(0, y, layout.width, y)], colour=layout.palette.ink)
    for line, stroke, colour in zip(chart.lines, STROKES, layout.palette.inks, strict=False):
        values = list(zip(places, line.values, strict=True))
        sheet.lines([values], colour=colour, width=stroke.width, dash=stroke.dash)
        sheet.points(
            _pointed(values), colour=colour, shape=stroke.shape, is_filled=stroke.is_filled, size=POINT_SIZE
        )
    leads = _leads(sheet, places, chart.lines)
    sheet.segments(leads, colour=layout.palette.faint)
    _name_limits(sheet, chart, places, leads)
    _name_lines(sheet, chart.lines, leads)
    return sheet


def time_sheet(chart: LineChart | StackedChart, look: Look, scale: Scale) -> Sheet:
    """A sheet with its axes: time to the right, per cent upwards, room for names at the right."""
    measures = MEASURES[look.size]
    stretches = intervals(chart.periods, pixels=measures.width - measures.left - measures.labels)
    below = TWO_LINES if any(stretch.year for stretch in stretches) else ONE_LINE
    layout = layout_of(chart, look, left=measures.left, right=measures.labels, below=below)
    sheet = Sheet(layout, x=(begins(chart.periods[0]), ends(chart.periods[-1])), y=(scale.low, scale.high))
    _draw_percent_axis(sheet, scale)
    _draw_time_axis(sheet, stretches)
    return sheet


def _draw_percent_axis(sheet: Sheet, scale: Scale) -> None:
    """Faint lines across, a stronger one at zero, and what they stand for."""
    layout = sheet.layout
    across = {tick.at: sheet.pixel_y(tick.at) for tick in scale.ticks}
    for is_zero, colour in ((False, layout.palette.rule), (True, layout.palette.grey)):
        drawn = [y for at, y in across.items() if (not at) is is_zero]
        sheet.segments([Segment(0, y, layout.width, y) for y in drawn], colour=colour)
    sheet.texts(
        [Text(-8, across[tick.at], tick.label) for tick in scale.ticks],
        colour=layout.palette.grey,
        size=layout.measures.small,
        align="right",
    )


def _draw_time_axis(sheet: Sheet, stretches: Sequence[Interval]) -> None:
    """A short stroke where each stretch of time begins, its name, and the year where it changes."""
    layout = sheet.layout
    grey, small = layout.palette.grey, layout.measures.small
    bottom = layout.height
    strokes = [sheet.pixel_x(stretch.begins) for stretch in stretches] + [layout.width]
    sheet.segments([Segment(x, bottom, x, bottom + 5) for x in strokes], colour=layout.palette.faint)
    named = [stretch for stretch in stretches if stretch.label]
    middles = [sheet.pixel_x(stretch.middle) for stretch in named]
    sheet.texts(
        [Text(x, bottom + 14, s.label) for x, s in zip(middles, named, strict=True)],
        colour=grey,
        size=small,
        align="center",
    )
    sheet.texts(
        [Text(x, bottom + 29, s.year) for x, s in zip(middles, named, strict=True) if s.year],
        colour=grey,
        size=small,
        weight=BOLD,
        align="center",
    )


def _pointed(values: Sequence[tuple[int, Decimal | None]]) -> Sequence[tuple[int, Decimal | None]]:
    """Those values of a line that have a point of their own."""
    return values if len(values) <= POINTS_UP_TO else _ends_and_alone(values)


def _ends_and_alone(values: Sequence[tuple[int, Decimal | None]]) -> list[tuple[int, Decimal | None]]:
    """The last value of a line, and those without a neighbour that a line could lead to."""
    known = [place for place, value in values if value is not None]
    padded = [None, *(value for _, value in values), None]
    return [
        (place, value)
        for number, (place, value) in enumerate(values, start=1)
        if value is not None
        and (place == known[-1] or (padded[number - 1] is None and padded[number + 1] is None))
    ]


def _draw_background(sheet: Sheet, places: Sequence[int], lines: Sequence[Line]) -> None:
    if not lines:
        return
    faint = sheet.layout.palette.faint
    values = [list(zip(places, line.values, strict=True)) for line in lines]
    alone = [point for each in values for point in _ends_and_alone(each)]
    sheet.lines(values, colour=faint, width=1, is_clipped=True)
    sheet.points(alone, colour=faint, shape="circle", is_filled=True, size=ALONE_SIZE, is_clipped=True)


def _name_limits(sheet: Sheet, chart: LineChart, places: Sequence[int], leads: Sequence[Segment]) -> None:
    """Each limit's name beside it where that covers nothing, else as near as it covers least of anything."""
    layout = sheet.layout
    size = layout.measures.small
    values = [list(zip(places, line.values, strict=True)) for line in chart.lines]
    drawn = [_on_the_plot(sheet, each) for each in values]
    drawn += [[(lead.x, lead.y), (lead.x2, lead.y2)] for lead in leads]
    marks = [mark for each in values for mark in _on_the_plot(sheet, _pointed(each))]
    heights = [sheet.pixel_y(limit.percent) for limit in chart.limits]
    across = [[(0.0, height), (float(layout.width), height)] for height in heights]
    named: list[Box] = []
    for limit, y in zip(chart.limits, heights, strict=True):
        boxes = places_near(
            y,
            wide=width_of(limit.label, size=size),
            high=size,
            plot=(layout.width, layout.height),
            others=[height for height in heights if height != y],
        )
        box = least_covered(boxes, [*drawn, *across], marks, named)
        named.append(box)
        if strokes := list(strokes_between(box, y)):
            stroke = least_covered(strokes, drawn, marks)
            sheet.segments([Segment(*stroke)], colour=layout.palette.ink)
        sheet.texts(
            [Text(box.left, box.top, limit.label)],
            colour=layout.palette.ink,
            size=size,
            weight=BOLD,
            baseline="top",
            has_halo=True,
        )


def _on_the_plot(sheet: Sheet, values: Sequence[tuple[int, Decimal | None]]) -> list[tuple[float, float]]:
    """Where the known ones of a line's values stand, in pixels."""
    return [(sheet.pixel_x(place), sheet.pixel_y(value)) for place, value in values if value is not None]


def _leads(sheet: Sheet, places: Sequence[int], lines: Sequence[Line]) -> list[Segment]:
    """From each line's last value to its name right of the plot: as high, or as near as there is room."""
    layout = sheet.layout
    last = [_last(places, line) for line in lines]
    wanted = [sheet.pixel_y(value) for _, value in last]
    heights = spread(wanted, gap=label_height(layout), low=0, high=layout.height)
    return [
        Segment(sheet.pixel_x(place) + 2 * GAP, from_y, layout.width + 2 * GAP, to_y)
        for (place, _), from_y, to_y in zip(last, wanted, heights, strict=True)
    ]


def _name_lines(sheet: Sheet, lines: Sequence[Line], leads: Sequence[Segment]) -> None:
    """Each line's name where what leads to it ends."""
    for line, lead, colour in zip(lines, leads, sheet.layout.palette.inks, strict=False):
        name_part(sheet, line, x=int(lead.x2) + GAP, y=int(lead.y2), colour=colour)


def label_height(layout: Layout) -> int:
    """What a label at the end of a line takes: one line of text, or two where the picture is narrow."""
    return layout.measures.text + 3 if layout.look.size is Size.WIDE else 2 * layout.measures.text + 6


def name_part(sheet: Sheet, line: Line, *, x: int, y: int, colour: str) -> None:
    """A name with its number, beside or below each other."""
    layout = sheet.layout
    size = layout.measures.text
    room = layout.right - (x - layout.width) - GAP
    if layout.look.size is Size.WIDE:
        name = shortened(line.name, size=size, width=room - width_of(f" {line.number}", size=size))
        sheet.texts([Text(x, y, f"{name} {line.number}")], colour=colour, weight=BOLD)
    else:
        half = (size + 2) // 2
        sheet.texts(
            [Text(x, y - half, shortened(line.name, size=size, width=room))], colour=colour, weight=BOLD
        )
        sheet.texts([Text(x, y + half, line.number)], colour=colour, weight=BOLD)


def _last(places: Sequence[int], line: Line) -> tuple[int, Decimal]:
    """The last value of a line and its place. A line has one."""
    return [(place, value) for place, value in zip(places, line.values, strict=True) if value is not None][-1]
