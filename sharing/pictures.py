"""The one number as a picture, for where a link is shown with one."""

import unicodedata
from dataclasses import astuple, dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from corridors import formats
from corridors.charts import drawing
from corridors.charts.lettering import shortened, width_of
from corridors.pages.answers import AnswerPage, State
from corridors.pages.places import names_of
from sharing.wording import pays, seen_on

# Raised when the picture changes its look, so that none of the old look is served from a cache.
LOOK = 2
WIDTH, HEIGHT, MARGIN = 1200, 630, 72
ROOM = WIDTH - 2 * MARGIN
BAR = MARGIN // 3
LARGEST, TITLE, TEXT, SMALL = 132, 46, 40, 30
SMALLEST = 55  # per cent of these, before a text is cut
BOLD = 115  # per cent of the width of the usual letters
FROM_THE_RIGHT, AS_BEFORE = "\u202b", "\u202c"
ENGLISH = "en"
# A font with Latin and Arabic letters, then one that the drawing engine brings along.
BOTH, BROUGHT = "DejaVu Sans", "Liberation Sans"
FONTS = f"{BOTH}, {BROUGHT}, sans-serif"
NO_FONT = "no such font"
# No font has a letter for it, and none will: Unicode keeps it for no character.
NO_LETTER = "\U0010fffe"
ALWAYS_WRITTEN = ("LATIN", "COMBINING", "MODIFIER")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the picture says, a line each; "" for what there is none of."""

    is_rtl: bool
    title: str
    pays: str
    lead: str
    number: str
    provider: str
    seen: str
    warning: str
    advice: str


class Line(NamedTuple):
    """A text and the size of its type."""

    text: str
    size: int


def words_of(page: AnswerPage) -> Words | None:
    """What a picture of this answer says, in the active language where its letters can be drawn here.

    Else in English: letters that no font of this machine has would be drawn as boxes. None where nothing is
    ranked.
    """
    if page.state is not State.RANKED:
        return None
    words = _words(page)
    if can_be_drawn("".join(astuple(words)[1:])):
        return words
    with translation.override(ENGLISH):
        return _words(AnswerPage(page.answer, page.parameters, {}))


def _words(page: AnswerPage) -> Words:
    names, headline = names_of(page.answer.corridor), page.headline
    assert headline is not None  # something is ranked
    is_drawn = can_be_drawn(headline.provider) or (get_language() or ENGLISH) != ENGLISH
    return Words(
        is_rtl=get_language_bidi(),
        title=_("%(from)s to %(to)s") % {"from": names.source.name, "to": names.destination.name},
        pays="" if page.is_receive else _pays(page),
        lead=headline.lead,
        number=headline.number,
        provider=_("with %(provider)s") % {"provider": headline.provider if is_drawn else headline.slug},
        seen=seen_on(page),
        warning=_("Sandbox prices: invented for trying the site.") if page.is_sandbox else page.warning,
        advice="" if page.is_sandbox else page.advice,
    )


def _pays(page: AnswerPage) -> str:
    return _("You pay, all included: %(amount)s") % {"amount": pays(page, formats.money)}


def drawn(words: Words) -> bytes:
    """The picture as PNG."""
    return drawing.png(_svg(words).encode(), scale=1)


def _svg(words: Words) -> str:
    lines = {
        "title": _line(words.title, TITLE, is_rtl=words.is_rtl),
        "pays": _line(words.pays, TEXT, is_rtl=words.is_rtl),
        "lead": _line(words.lead, TEXT, is_rtl=words.is_rtl),
        "number": _line(words.number, LARGEST, is_rtl=words.is_rtl),
        "provider": _line(words.provider, TITLE, is_rtl=words.is_rtl),
        "warning": _warning(words),
        "seen": _line(f"{words.seen} · RemitCompare", SMALL, is_rtl=words.is_rtl),
    }
    places = {
        "x": WIDTH - MARGIN if words.is_rtl else MARGIN,
        "anchor": "end" if words.is_rtl else "start",
        "bar": WIDTH - BAR if words.is_rtl else 0,
        "bar_width": BAR,
        "warning_x": 0 if words.is_rtl else BAR,
        "warning_width": WIDTH - BAR,
    }
    return render_to_string(
        "sharing/picture.svg", {"fonts": FONTS, "width": WIDTH, "height": HEIGHT, **lines, **places}
    )


def _warning(words: Words) -> list[Line]:
    """Its one line, or two in smaller type where there is advice."""
    size = SMALL if words.advice else TEXT
    return [_line(text, size, is_rtl=words.is_rtl) for text in (words.warning, words.advice) if text]


def _line(text: str, size: int, *, is_rtl: bool) -> Line:
    """A text in the largest type up to `size` in which it fits; cut where that would be too small to read."""
    fitting = size * ROOM // max(width_of(text, size=size) * BOLD // 100, 1)
    chosen = max(min(size, fitting), size * SMALLEST // 100)
    fitted = shortened(text, size=chosen * BOLD // 100, width=ROOM)
    # The drawing engine writes every line from the left unless a mark says otherwise.
    return Line(f"{FROM_THE_RIGHT}{fitted}{AS_BEFORE}" if is_rtl else fitted, chosen)


def can_be_drawn(text: str) -> bool:
    """Whether the drawing engine writes a text right with the fonts of this machine.

    It sets the vowels of Devanagari, Bengali, Burmese and Khmer on top of their neighbours, and for letters
    that a font lacks it takes any other font, or draws boxes. So Latin letters, and Arabic ones where one
    font has both.
    """
    return all(_can_be_drawn(letter) for letter in set(text) if not letter.isascii())


@lru_cache(maxsize=4096)
def _can_be_drawn(letter: str) -> bool:
    if unicodedata.category(letter)[0] in "ZC":
        return True
    if unicodedata.category(letter)[0] in "LM":
        script = unicodedata.name(letter, "").split(" ")[0]
        return script in ALWAYS_WRITTEN or (script == "ARABIC" and _is_installed(BOTH))
    return _letter(letter) != _letter(NO_LETTER)


@cache
def _is_installed(font: str) -> bool:
    return _letter("g", font) != _letter("g", NO_FONT)


def _letter(letter: str, fonts: str = FONTS) -> bytes:
    """A letter as the engine draws it, which is the only way in which it says what it has no letter for."""
    drawn = render_to_string("sharing/letter.svg", {"letter": letter, "fonts": fonts})
    return drawing.png(drawn.encode(), scale=1)
