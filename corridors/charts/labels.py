"""Where labels stand: beside each other at the ends of lines, and on limits where no line runs."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

MARK_RADIUS = 4  # pixels
MARK_WEIGHT = 25  # places on a line: a hidden point is a lost figure, a line still shows at both sides


def spread(wanted: Sequence[float], *, gap: int, low: int, high: int) -> list[int]:
    """Places at least `gap` apart, in the order of the wanted ones and as near to them as that allows.

    Places lie between `low` and `high`, as long as there is room for all of them there.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    clusters: list[list[int]] = []
    for index in order:
        clusters.append([index])
        while (
            len(clusters) > 1 and _top(clusters[-1], wanted, gap) < _bottom(clusters[-2], wanted, gap) + gap
        ):
            clusters[-2:] = [clusters[-2] + clusters[-1]]
    places = [0.0] * len(wanted)
    for cluster in clusters:
        for number, index in enumerate(cluster):
            places[index] = _top(cluster, wanted, gap) + number * gap
    return [round(place) for place in _within(places, order, gap=gap, low=low, high=high)]


def _top(cluster: Sequence[int], wanted: Sequence[float], gap: int) -> float:
    """Where a cluster begins whose middle is as near as can be to what its members want."""
    return sum(wanted[index] - number * gap for number, index in enumerate(cluster)) / len(cluster)


def _bottom(cluster: Sequence[int], wanted: Sequence[float], gap: int) -> float:
    return _top(cluster, wanted, gap) + (len(cluster) - 1) * gap


def _within(places: list[float], order: Sequence[int], *, gap: int, low: int, high: int) -> list[float]:
    ceiling: float = high
    for index in reversed(order):
        places[index] = min(places[index], ceiling)
        ceiling = places[index] - gap
    floor: float = low
    for index in order:
        places[index] = max(places[index], floor)
        floor = places[index] + gap
    return places


class Box(NamedTuple):
    """Where a label would stand, in pixels."""

    left: int
    top: int
    right: int
    bottom: int


def least_covered(
    boxes: Sequence[Box],
    lines: Sequence[Sequence[tuple[float, float]]],
    marks: Sequence[tuple[float, float]] = (),
) -> Box:
    """The first of the boxes that the fewest pixels of the lines run through, and that touches few marks.

    Lines are corners in order, marks the middles of points.
    """

    def covered(box: Box) -> int:
        touched = sum(_touches(box, x, y) for x, y in marks)
        return sum(_pixels_in(box, line) for line in lines) + MARK_WEIGHT * touched

    return min(boxes, key=covered)


def _touches(box: Box, x: float, y: float) -> bool:
    across = box.left - MARK_RADIUS <= x <= box.right + MARK_RADIUS
    return across and box.top - MARK_RADIUS <= y <= box.bottom + MARK_RADIUS


def _pixels_in(box: Box, line: Sequence[tuple[float, float]]) -> int:
    return sum(
        box.top <= y <= box.bottom
        for (x1, y1), (x2, y2) in pairwise(line)
        for x, y in _steps(x1, y1, x2, y2)
        if box.left <= x <= box.right
    )


def _steps(x1: float, y1: float, x2: float, y2: float) -> Iterator[tuple[float, float]]:
    """Places along a straight line, at most two pixels apart sideways; both ends are among them."""
    count = max(int(abs(x2 - x1)) // 2, 1)
    return ((x1 + (x2 - x1) * n / count, y1 + (y2 - y1) * n / count) for n in range(count + 1))
