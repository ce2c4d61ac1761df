"""The sheet that marks are put on, layer by layer. Altair is told where each stands and lays out nothing.

Figures become floats here and nowhere else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import altair as alt

from corridors import formats
from corridors.charts.layout import PLAIN, Layout

FONT = "sans-serif"  # every reader has one; a picture that names a type of its own would have to bring it
HALO = 4

# Places on the horizontal axis with the value there, None where there is none.
Values = Sequence[tuple[int, Decimal | None]]


class Text(NamedTuple):
    """A piece of text at a place of the plot, in pixels from its upper left corner."""

    x: float
    y: float
    text: str


class Segment(NamedTuple):
    """A straight line between two places of the plot, in pixels."""

    x: float
    y: float
    x2: float
    y2: float


class Rectangle(NamedTuple):
    """From one corner to the other, in pixels."""

    x: float
    y: float
    x2: float
    y2: float


@dataclass(slots=True)
class Sheet:
    """Layers of one picture over a plot whose values run from left to right and from below to above."""

    layout: Layout
    x: tuple[int, int] = (0, 1)
    y: tuple[Decimal, Decimal] = (Decimal(0), Decimal(1))
    _layers: list[alt.Chart] = field(default_factory=list)
    _datasets: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def pixel_x(self, value: int | Decimal) -> float:
        """Where a value of the horizontal axis stands."""
        low, high = self.x
        return float(Decimal(self.layout.width) * (value - low) / (high - low))

    def pixel_y(self, value: Decimal) -> float:
        """Where a value of the vertical axis stands."""
        low, high = self.y
        return float(Decimal(self.layout.height) * (high - value) / (high - low))

    def texts(
        self,
        texts: Iterable[Text],
        *,
        colour: str,
        size: int | None = None,
        weight: int = PLAIN,
        align: Any = "left",
        baseline: Any = "middle",
        has_halo: bool = False,
    ) -> None:
        """Pieces of text in one style; a halo keeps them legible over lines."""
        rows = [text._replace(text=formats.in_its_direction(text.text))._asdict() for text in texts]
        if not rows:
            return
        style: dict[str, Any] = {
            "align": align,
            "baseline": baseline,
            "fontSize": size or self.layout.measures.text,
            "fontWeight": weight,
        }
        chart = self._chart(rows)
        places = {"x": _pixels("x"), "y": _pixels("y"), "text": alt.Text("text:N")}
        if has_halo:
            paper = self.layout.palette.paper
            halo: dict[str, Any] = {
                "stroke": paper,
                "strokeWidth": HALO,
                "strokeJoin": "round",
                "fill": paper,
            }
            self._layers.append(chart.mark_text(**style, **halo).encode(**places))
        self._layers.append(chart.mark_text(**style, fill=colour).encode(**places))

    def segments(
        self, segments: Iterable[Segment], *, colour: str, width: float = 1, dash: Sequence[float] = ()
    ) -> None:
        """Straight lines in one style."""
        rows = [segment._asdict() for segment in segments]
        if rows:
            mark = self._chart(rows).mark_rule(
                stroke=colour, strokeWidth=width, strokeDash=list(dash) or alt.Undefined
            )
            self._layers.append(
                mark.encode(x=_pixels("x"), y=_pixels("y"), x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"))
            )

    def rectangles(self, rectangles: Iterable[Rectangle], *, fill: str, stroke: str) -> None:
        """Rectangles in one style."""
        rows = [rectangle._asdict() for rectangle in rectangles]
        if rows:
            mark = self._chart(rows).mark_rect(fill=fill, stroke=stroke, strokeWidth=1)
            self._layers.append(
                mark.encode(x=_pixels("x"), y=_pixels("y"), x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"))
            )

    def lines(
        self,
        lines: Iterable[Values],
        *,
        colour: str,
        width: float,
        dash: Sequence[float] = (),
        is_clipped: bool = False,
    ) -> None:
        """A line through each of several rows of values in one style, broken where there is none."""
        mark = self._values(lines).mark_line(
            stroke=colour,
            strokeWidth=width,
            strokeDash=list(dash) or alt.Undefined,
            strokeJoin="round",
            strokeCap="butt",
            clip=is_clipped,
        )
        self._layers.append(mark.encode(**self._scaled(), detail=alt.Detail("line:N")))

    def points(
        self,
        values: Values,
        *,
        colour: str,
        shape: Any,
        is_filled: bool,
        size: float,
        is_clipped: bool = False,
    ) -> None:
        """A point at each value."""
        mark = self._values([values]).mark_point(
            shape=shape,
            size=size,
            fill=colour if is_filled else self.layout.palette.paper,
            stroke=colour,
            strokeWidth=1.6,
            opacity=1,
            clip=is_clipped,
        )
        self._layers.append(mark.encode(**self._scaled()))

    def _values(self, lines: Iterable[Values]) -> alt.Chart:
        rows = [
            {"x": x, "y": None if y is None else float(y), "line": number}
            for number, values in enumerate(lines)
            for x, y in values
        ]
        return self._chart(rows)

    def _scaled(self) -> dict[str, Any]:
        x = alt.Scale(domain=list(self.x), nice=False, zero=False)
        y = alt.Scale(domain=[float(end) for end in self.y], nice=False, zero=False)
        return {"x": alt.X("x:Q", scale=x, axis=None), "y": alt.Y("y:Q", scale=y, axis=None)}

    def specification(self) -> dict[str, Any]:
        """The picture as Vega-Lite."""
        layout = self.layout
        # Figures run from left to right in every language; what is read begins where reading does.
        is_rtl = formats.is_right_to_left()
        margin = layout.measures.margin
        edge = layout.measures.width - margin if is_rtl else margin
        for letters in layout.lettering:
            self.texts(
                [Text(edge - layout.left, letters.y - layout.top, letters.text)],
                colour=letters.colour,
                size=letters.size,
                weight=letters.weight,
                align="right" if is_rtl else "left",
                baseline="top",
            )
        # All at once: each change to a chart that stands would copy it whole, data included.
        chart = alt.LayerChart(
            layer=self._layers,
            datasets=self._datasets,
            width=layout.width,
            height=layout.height,
            padding={"left": layout.left, "top": layout.top, "right": layout.right, "bottom": layout.bottom},
            autosize="none",
            background=layout.palette.paper,
            config=alt.Config(aria=False, font=FONT, view=alt.ViewConfig(stroke=None)),
        )
        specification: dict[str, Any] = chart.to_dict(validate=False)
        return specification

    def _chart(self, rows: list[dict[str, Any]]) -> alt.Chart:
        """A layer over some rows."""
        name = f"rows-{len(self._datasets)}"
        self._datasets[name] = rows
        return alt.Chart({"name": name})


def _pixels(name: str) -> Any:
    """A place that is given in pixels, not by the scale of the values."""
    kind = alt.X if name.startswith("x") else alt.Y
    return kind(f"{name}:Q", scale=None, axis=None)
