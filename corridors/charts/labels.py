"""Where labels stand: beside each other at the ends of lines, and on limits where no line runs."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

MARK_RADIUS = 4  # pixels
HALO = 2  # pixels around a label that no line may run through
GAP = 4  # pixels between a line and its label
RISE, STRIDE = 6, 24  # pixels between two places that a label is tried at, upwards and sideways
REACH = 72  # pixels; a label further from its line seems to name another one
LABEL_WEIGHT = 1_000  # places on a line: of two labels on each other neither can be read
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


def places_near(
    limit: float, *, wide: int, high: int, plot: tuple[int, int], others: Sequence[float] = ()
) -> Iterator[Box]:
    """Where the label of a line across a plot may stand, the best place first: just above it, just below it,
    then further away, and beyond another such line last. At each height at both ends, then between.

    `wide` and `high` are the label's, `plot` is the width and height of what it has to stay in.
    """
    line, nearest = round(limit), high / 2 + GAP
    tops = [line - high - GAP, line + GAP, *range(0, plot[1] - high, RISE)]

    def order(top: int) -> tuple[int, float]:
        middle = top + high / 2
        beyond = sum(min(middle, line) < other < max(middle, line) for other in others)
        return beyond, abs(middle - line)

    last = max(plot[0] - wide - GAP, GAP)
    for top in sorted(tops, key=order):
        if 0 <= top < plot[1] - high and nearest <= order(top)[1] <= REACH:
            yield from (
                Box(left, top, left + wide, top + high) for left in (GAP, last, *range(GAP, last, STRIDE))
            )


def strokes_between(label: Box, limit: float) -> Iterator[Box]:
    """Where an upright stroke may lead from a label to its line; nowhere if it stands right beside it."""
    above, below = sorted((round(limit), label.bottom if label.bottom < limit else label.top))
    if below - above > 2 * GAP:
        # The letters may take less room than was reckoned with.
        ends = (label.left + label.right) // 2
        yield from (Box(x, above, x, below) for x in range(label.left + GAP, ends, GAP))


def least_covered(
    boxes: Iterable[Box],
    lines: Sequence[Sequence[tuple[float, float]]],
    marks: Sequence[tuple[float, float]] = (),
    labels: Sequence[Box] = (),
) -> Box:
    """The first of the boxes that lies on no label, that the fewest pixels of the lines run through, and that
    touches few marks.

    Lines are corners in order, marks the middles of points.
    """
    steps = [step for line in lines for step in _steps(line)]

    def covered(box: Box) -> int:
        touched = sum(_touches(box, x, y, MARK_RADIUS) for x, y in marks)
        hidden = sum(_overlaps(box, label) for label in labels)
        run_through = sum(_touches(box, x, y, HALO) for x, y in steps)
        return run_through + MARK_WEIGHT * touched + LABEL_WEIGHT * hidden

    best: tuple[int, Box] | None = None
    for box in boxes:
        count = covered(box)
        if best is None or count < best[0]:
            best = count, box
        if not count:
            break
    if best is None:
        raise ValueError("a label needs a place to be tried at")
    return best[1]


def _touches(box: Box, x: float, y: float, radius: int) -> bool:
    across = box.left - radius <= x <= box.right + radius
    return across and box.top - radius <= y <= box.bottom + radius


def _overlaps(box: Box, other: Box) -> bool:
    across = box.left <= other.right and other.left <= box.right
    return across and box.top - HALO <= other.bottom and other.top - HALO <= box.bottom


def _steps(line: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Places along a line, at most two pixels apart however steep it is; its corners are among them."""
    for (x1, y1), (x2, y2) in pairwise(line):
        count = max(int(max(abs(x2 - x1), abs(y2 - y1))) // 2, 1)
        yield from ((x1 + (x2 - x1) * n / count, y1 + (y2 - y1) * n / count) for n in range(count + 1))
