"""Text in a picture: broken into lines that fit, whatever sans-serif letters the reader's machine has."""

import re
from collections.abc import Iterator
from typing import Protocol
from unicodedata import category

NARROW, WIDE = frozenset("fijlrt.,:;!|()[]/’'“” "), frozenset("mwMWQO@%&→")
# Widths of letters in hundredths of the type's size, as the widest of the usual sans-serif types has them.
NARROW_WIDTH, USUAL_WIDTH, CAPITAL_WIDTH, WIDE_WIDTH, FULL_WIDTH = 38, 62, 70, 95, 105
THAI, LAO, THAI_WIDTH, LAO_WIDTH = range(0x0E00, 0x0E80), range(0x0E80, 0x0F00), 70, 80
FIRST_WIDE_SCRIPT = 0x0E00
# Vowels of Thai and Lao that are written before the letter they are said after: no line ends with one.
WRITTEN_BEFORE = frozenset(map(chr, (*range(0x0E40, 0x0E45), *range(0x0EC0, 0x0EC5))))
# Marks above and below a letter, and what is not seen, take no place of their own.
WITHOUT_WIDTH = frozenset(("Mn", "Me", "Cf"))
# Khmer says with the second where a word ends.
BREAKS = re.compile("([ \u200b])")
# A letter of Khmer that is written below the one before.
BELOW = re.compile("\u17d2.")
ELLIPSIS = "…"
STEP = 8


class Measure(Protocol):
    """How many pixels a text takes in type of a size."""

    def __call__(self, text: str, *, size: int) -> int: ...


def width_of(text: str, *, size: int) -> int:
    """Pixels that a text takes at most."""
    return sum(map(_letter, BELOW.sub("", text))) * size // 100


def _letter(letter: str) -> int:
    if letter in NARROW:
        return NARROW_WIDTH
    if category(letter) in WITHOUT_WIDTH:
        return 0
    if letter in WIDE:
        return WIDE_WIDTH
    if ord(letter) in THAI:
        return THAI_WIDTH
    if ord(letter) in LAO:
        return LAO_WIDTH
    if ord(letter) >= FIRST_WIDE_SCRIPT and not 0x2000 <= ord(letter) < 0x2100:
        return FULL_WIDTH
    return CAPITAL_WIDTH if letter.isupper() else USUAL_WIDTH


def wrapped(text: str, *, size: int, width: int, most: int) -> list[str]:
    """The text in at most so many lines of at most so many pixels; what does not fit ends in an ellipsis."""
    lines: list[tuple[str, str]] = []  # what stood before the line, and the line
    for gap, word in _words(text, size=size, width=width):
        longer = lines[-1][1] + gap + word if lines else word
        if lines and width_of(longer, size=size) <= width:
            lines[-1] = (lines[-1][0], longer)
        else:
            lines.append((gap, word))
    kept = [line for _gap, line in lines[:most]]
    if len(lines) > most:
        kept[-1] += "".join(gap + line for gap, line in lines[most:])
    return [shortened(line, size=size, width=width) for line in kept if line]


def _words(text: str, *, size: int, width: int) -> Iterator[tuple[str, str]]:
    """Each word and what parts it from the one before: a space, a place to break, or nothing.

    Thai, Lao and Burmese write without spaces: what is too long for a line is parted between two letters.
    """
    gap = ""
    for part in BREAKS.split(text):
        if BREAKS.fullmatch(part):
            gap = part
            continue
        begun = ""
        for letter in part:
            is_full = width_of(begun + letter, size=size) > width
            if begun and is_full and ord(letter) >= FIRST_WIDE_SCRIPT and category(letter)[0] != "M":
                kept = begun.rstrip("".join(WRITTEN_BEFORE)) or begun
                yield gap, kept
                gap, begun = "", begun[len(kept) :]
            begun += letter
        yield gap, begun
        gap = ""


def balanced(text: str, *, size: int, width: int, most: int) -> list[str]:
    """The same lines at the least width that needs no more of them, so that none is left with one word."""
    lines = wrapped(text, size=size, width=width, most=most)
    for narrower in range(width - STEP, width // 2, -STEP):
        tried = wrapped(text, size=size, width=narrower, most=most)
        if len(tried) > len(lines) or any(line.endswith(ELLIPSIS) for line in tried):
            break
        lines = tried
    return lines


def shortened(text: str, *, size: int, width: int, measure: Measure = width_of) -> str:
    """The text, cut where it is too long for its place."""
    if measure(text, size=size) <= width:
        return text
    cut = text
    while cut and measure(cut + ELLIPSIS, size=size) > width:
        cut = cut[:-1]
    return cut.rstrip() + ELLIPSIS
