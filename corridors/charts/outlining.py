"""A picture with those of its texts as outlines that the engine for PNG would set wrong."""

from typing import NamedTuple
from xml.etree.ElementTree import Element, register_namespace, tostring

from defusedxml.ElementTree import fromstring

from corridors.charts.outlines import can_be_outlined, must_be_outlined, outlined

SVG = "http://www.w3.org/2000/svg"
OF_TEXT = ("x", "y", "text-anchor", "font-family", "font-size", "font-weight", "font-style")
LEAST_BOLD = 600
# How much of a text stands before the place that it is given.
BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}

register_namespace("", SVG)


class Style(NamedTuple):
    """How a text is set, where its element or one around it says so. `size` is in pixels."""

    size: float = 16
    is_bold: bool = False
    anchor: str = "start"

    def within(self, element: Element) -> "Style":
        """The style inside of an element."""
        said = element.attrib
        weight = said.get("font-weight")
        return Style(
            float(said["font-size"].removesuffix("px")) if "font-size" in said else self.size,
            self.is_bold if weight is None else _is_bold(weight),
            said.get("text-anchor", self.anchor),
        )


def with_outlines(svg: str) -> str:
    """The SVG with outlines for the texts that need them and whose letters this machine has."""
    if not must_be_outlined(svg):
        return svg
    root = fromstring(svg)
    _outline(root, Style())
    return tostring(root, encoding="unicode")


def _outline(element: Element, around: Style) -> None:
    style, text = around.within(element), element.text or ""
    if element.tag == f"{{{SVG}}}text" and must_be_outlined(text) and can_be_outlined(text):
        _become_path(element, text, style)
    for inner in element:
        _outline(inner, style)


def _become_path(element: Element, text: str, style: Style) -> None:
    """Everything else that is said of the text, such as its colour, is said of the curves."""
    line = outlined(text, size=style.size, is_bold=style.is_bold)
    x, y = (float(element.get(name, "0")) for name in ("x", "y"))
    moved = f"translate({x - line.width * BEFORE[style.anchor]:.2f} {y})"
    for name in OF_TEXT:
        element.attrib.pop(name, None)
    element.set("transform", f"{element.get('transform', '')} {moved}".strip())
    element.set("d", line.path)
    element.tag, element.text = f"{{{SVG}}}path", None


def _is_bold(weight: str) -> bool:
    return int(weight) >= LEAST_BOLD if weight.isdecimal() else weight == "bold"
