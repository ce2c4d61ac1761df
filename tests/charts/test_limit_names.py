"""The names of limits, among lines: whatever the figures, they can be read."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from corridors.charts.kinds import Limit
from corridors.charts.looks import PALETTES, Look, Scheme, Size
from tests.charts.builders import SVG, Picture, days, drawn, line, line_chart

TARGET = Limit(Decimal(3), "3%: target for the world")
CORRIDOR = Limit(Decimal(5), "5%: limit for a corridor")

Corners = Sequence[tuple[float, float]]


def crossed(picture: Picture, lines: Sequence[Corners], *limits: Limit) -> list[tuple[float, float]]:
    """Where lines run through the names of limits."""
    names = [limit.label for limit in limits]
    boxes = {box for box, said in zip(picture.boxes(), picture.said(), strict=True) if said in names}
    assert len(boxes) == len(names)
    along = [
        (x1 + (x2 - x1) * n / 100, y1 + (y2 - y1) * n / 100)
        for corners in lines
        for (x1, y1), (x2, y2) in pairwise(corners)
        for n in range(101)
    ]
    return [
        (x, y)
        for x, y in along
        for left, top, right, bottom in boxes
        if left <= x <= right and top <= y <= bottom
    ]


@pytest.mark.parametrize("size", Size)
def test_no_line_runs_through_them(size: Size) -> None:
    above, around, below = "4.1 3.9 4.2 3.8", "3.6 2.6 3.5 2.5", "2.4 2.9 2.3 2.8"
    lines = [line(values, *(values.split() * 3)) for values in (above, around, below)]
    chart = line_chart(*lines, periods=days(date(2026, 1, 1), 12), limits=(TARGET, CORRIDOR))
    picture = drawn(chart, Look(size))
    paths = [path for path in picture.paths() if path.get("stroke-width") in {"2.8", "2"}]
    assert len(paths) == 3
    assert crossed(picture, [picture.corners(path) for path in paths], TARGET, CORRIDOR) == []


@pytest.mark.parametrize("size", Size)
def test_nor_does_what_leads_to_the_name_of_a_line_that_ended_early(size: Size) -> None:
    ended = [line(value, value, None, None) for value in ("3.2", "3.1")]
    picture = drawn(line_chart(*ended, limits=(TARGET,)), Look(size))
    faint = PALETTES[Scheme.LIGHT].faint
    strokes = [picture.ends(node) for node in picture.root.iter(f"{SVG}line") if node.get("stroke") == faint]
    leads = [(start, end) for start, end in strokes if start[0] != end[0]]
    assert len(leads) == 2
    assert crossed(picture, leads, TARGET) == []
