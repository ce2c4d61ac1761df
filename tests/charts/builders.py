"""Charts for tests, from few words: figures go in, and what a reader sees comes out."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from xml.etree import ElementTree

from corridors.charts import drawing
from corridors.charts.kinds import Bar, Chart, Limit, Line, LineChart, RankedChart, StackedChart, Words
from corridors.charts.looks import Look
from corridors.domain.periods import Frequency, Period

SVG = "{http://www.w3.org/2000/svg}"
PLACE = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")

WORDS = Words(
    title="Here to there: the average cost fell",
    subtitle="Total cost in per cent",
    note="Source: A survey. Prices up to 30 September 2013.",
    alt="Lines over time. At the end it cost 5%.",
)


def quarters(*starts: str) -> tuple[Period, ...]:
    return tuple(Period(Frequency.QUARTER, date.fromisoformat(f"{start}-01")) for start in starts)


def days(first: date, count: int) -> tuple[Period, ...]:
    return tuple(Period(Frequency.DAY, date.fromordinal(first.toordinal() + n)) for n in range(count))


QUARTERS = quarters("2013-01", "2013-04", "2013-07")


def line(name: str, *values: str | None) -> Line:
    """A line of these values in per cent."""
    return Line(name=name, number="", values=tuple(None if v is None else Decimal(v) for v in values))


def line_chart(*lines: Line, periods: Sequence[Period] = QUARTERS, **more: object) -> LineChart:
    given: dict[str, object] = {"words": WORDS, "periods": tuple(periods), "lines": lines, **more}
    return LineChart(**given)  # type: ignore[arg-type]


def stacked_chart(*parts: Line, periods: Sequence[Period] = QUARTERS) -> StackedChart:
    return StackedChart(words=WORDS, periods=tuple(periods), parts=parts)


def ranked_chart(**percents: str) -> RankedChart:
    bars = tuple(Bar(name, f"{percent}%", Decimal(percent)) for name, percent in percents.items())
    return RankedChart(words=WORDS, bars=bars, limit=Limit(Decimal(5), "5%: limit"))


class Picture:
    """A drawn SVG, read back."""

    def __init__(self, drawn: bytes) -> None:
        self.root = ElementTree.fromstring(drawn)

    @property
    def texts(self) -> list[str]:
        """Every piece of text once, in the order in which it is drawn."""
        return list(dict.fromkeys(self.said()))

    def said(self) -> list[str]:
        """Every piece of text, halos too, as boxes() has them."""
        return ["".join(node.itertext()) for node in self.root.iter(f"{SVG}text")]

    def paths(self, **attributes: str) -> list[ElementTree.Element]:
        """The paths with these attributes (stroke_width="2" is stroke-width)."""
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        return [
            node
            for node in self.root.iter(f"{SVG}path")
            if all(node.get(name) == value for name, value in wanted.items())
        ]

    def corners(self, path: ElementTree.Element) -> list[tuple[float, float]]:
        """The corners of a line without gaps, where its picture has them."""
        x, y = self._place(path)
        places = [part.split(",") for part in (path.get("d") or "")[1:].split("L")]
        return [(x + float(right), y + float(down)) for right, down in places]

    def ends(self, stroke: ElementTree.Element) -> tuple[tuple[float, float], tuple[float, float]]:
        """Where a straight stroke begins and ends, where its picture has it."""
        x, y = self._place(stroke)
        return (x, y), (x + float(stroke.get("x2") or 0), y + float(stroke.get("y2") or 0))

    def boxes(self) -> list[tuple[float, float, float, float]]:
        """Left, top, right and bottom of every piece of text, as wide as letters are on average."""
        found = []
        for node in self.root.iter(f"{SVG}text"):
            x, y = self._place(node)
            size = float((node.get("font-size") or "0").removesuffix("px"))
            wide = 0.5 * size * len("".join(node.itertext()))
            left = {"end": x - wide, "middle": x - wide / 2}.get(node.get("text-anchor") or "start", x)
            found.append((left, y - 0.8 * size, left + wide, y + 0.2 * size))
        return found

    def _place(self, node: ElementTree.Element) -> tuple[float, float]:
        parents = {child: parent for parent in self.root.iter() for child in parent}
        x = y = 0.0
        while True:
            moved = PLACE.match(node.get("transform") or "")
            if moved:
                x, y = x + float(moved[1]), y + float(moved[2])
            if node not in parents:
                return x, y
            node = parents[node]


@cache
def drawn(chart: Chart, look: Look | None = None) -> Picture:
    """The chart's picture, as a reader's program reads it."""
    return Picture(drawing.svg(chart, look or Look(), language="en"))
