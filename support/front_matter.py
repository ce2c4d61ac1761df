"""TOML, and Markdown with TOML before it between two lines of +++; what is wrong is told with its line."""

import re
import tomllib
from typing import Any

FENCE = "+++"
AT_LINE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")

Table = dict[str, Any]


class UnreadableError(Exception):
    """A file of which nothing can be read: the line, and why."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line, self.sentence = line, sentence


def parse_toml(text: str, *, first_line: int = 1) -> Table:
    """A TOML document that begins at a line of its file.

    Raises:
        UnreadableError: it is not TOML.
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise UnreadableError(first_line, "is not TOML that can be read: it is nested too deeply") from None
    except ValueError as error:  # also of a number with thousands of digits, and that names no line
        said = str(error)
        place = AT_LINE.search(said)
        last = max(text.count("\n"), 1)
        at = (int(place["line"]) if place["line"] else last) if place else 1
        raise UnreadableError(first_line - 1 + at, f"is not TOML: {AT_LINE.sub('', said)}") from None


def split(text: str) -> tuple[Table, str]:
    """The front matter of a text, and the text itself.

    Raises:
        UnreadableError: there is no front matter, it does not end, or it is not TOML.
    """
    lines = [FENCE if line.rstrip() == FENCE else line for line in text.splitlines()]
    if not lines or lines[0] != FENCE:
        raise UnreadableError(1, f"does not begin with a line {FENCE} and facts in TOML")
    if FENCE not in lines[1:]:
        raise UnreadableError(1, f"has no second line {FENCE} where the facts end")
    end = lines.index(FENCE, 1)
    return parse_toml("\n".join(lines[1:end]), first_line=2), "\n".join(lines[end + 1 :]).strip() + "\n"


def line_of(text: str, name: str, *, item: int | None = None, start: int = 1) -> int:
    """The line on which a field is stated, the first from `start` on; `start` where it is stated nowhere.

    With `item`, the line on which that table of a list begins, counted from 0.
    """
    begins = f"[[{name}]]" if item is not None else name
    pattern = re.compile(rf"\s*{re.escape(begins)}" + ("" if item is not None else r"\s*="))
    places = [number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)]
    if item is not None:
        return places[item] if item < len(places) else start
    return next((number for number in places if number >= start), places[0] if places else start)
