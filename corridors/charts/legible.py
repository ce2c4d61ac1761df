"""Which letters a PNG shows right. An SVG is drawn by its reader's machine, which has them; a PNG by ours.

Scripts whose vowels the engine sets on top of their neighbours are drawn as outlines (outlines.py). What the
first font of a picture lacks the engine takes from any other one, sign for sign: that goes well for the
letters that only Urdu has unless something else in the line is joined.
"""

import re
import unicodedata
from functools import cache, lru_cache

from django.conf import settings
from django.template.loader import render_to_string

from corridors.charts import drawing
from corridors.charts.drawing import BOTH, FONTS
from corridors.charts.outlines import can_be_outlined, must_be_outlined

ENGLISH = "en"
NO_FONT = "no such font"
# No font has a letter for it, and none will: Unicode keeps it for no character.
NO_LETTER = "\U0010fffe"
ALWAYS_WRITTEN = ("COMBINING", "MODIFIER")
IN_BOTH = "ARABIC"
VIETNAMESE = range(0x1E00, 0x1F00)  # Latin letters that the font which the engine brings lacks
OF_URDU = re.compile("[\u06c0-\u06c5\u06d2\u06d3]")
JOINED = re.compile("\u0644[\u0627\u0622\u0623\u0625]")
# Few of its lines are without a letter of its own, and a month's name is enough for one that is joined.
UNSURE = frozenset(("ur",))


def language_of_png(language: str) -> str:
    """The language in which a chart is drawn as PNG for a reader of this one: the same, or English."""
    own_name = dict(settings.LANGUAGES).get(language, language)
    return language if language not in UNSURE and can_be_drawn(own_name) else ENGLISH


def can_be_drawn(line: str) -> bool:
    """Whether the engine writes a line of text right with the fonts of this machine."""
    if must_be_outlined(line):
        return can_be_outlined(line)
    if OF_URDU.search(line) and JOINED.search(line):
        return False
    return all(_can_be_drawn(letter) for letter in set(line) if not letter.isascii())


@lru_cache(maxsize=4096)
def _can_be_drawn(letter: str) -> bool:
    if unicodedata.category(letter)[0] in "ZC":
        return True
    if unicodedata.category(letter)[0] in "LM":
        script = unicodedata.name(letter, "").split(" ")[0]
        if script == IN_BOTH or ord(letter) in VIETNAMESE:
            return _is_installed(BOTH)
        return script in ("LATIN", *ALWAYS_WRITTEN)
    return _letter(letter) != _letter(NO_LETTER)


@cache
def _is_installed(font: str) -> bool:
    return _letter("g", font) != _letter("g", NO_FONT)


def _letter(letter: str, fonts: str = FONTS) -> bytes:
    """A letter as the engine draws it, which is the only way in which it says what it has no letter for."""
    drawn = render_to_string("corridors/letter.svg", {"letter": letter, "fonts": fonts})
    return drawing.png(drawn.encode(), scale=1)
