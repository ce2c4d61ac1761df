"""The one number as a picture, for where a link is shown with one."""

from dataclasses import dataclass, fields
from math import ceil
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from corridors import formats
from corridors.charts import drawing
from corridors.charts.drawing import FONTS
from corridors.charts.legible import ENGLISH, can_be_drawn
from corridors.charts.lettering import shortened, width_of
from corridors.charts.outlines import must_be_outlined, outlined
from corridors.pages.answers import AnswerPage, State
from corridors.pages.places import names_of
from sharing.wording import pays, seen_on

# Raised when the picture changes its look, so that none of the old look is served from a cache.
LOOK = 4
WIDTH, HEIGHT, MARGIN = 1200, 630, 72
ROOM = WIDTH - 2 * MARGIN
BAR = MARGIN // 3
LARGEST, TITLE, TEXT, SMALL = 132, 46, 40, 30
SMALLEST = 55  # per cent of these, before a text is cut
BOLD = 115  # per cent of the width of the usual letters
FROM_THE_RIGHT, AS_BEFORE = "\u202b", "\u202c"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the picture says, a line each; "" for what there is none of."""

    language: str
    is_rtl: bool
    title: str
    pays: str
    lead: str
    number: str
    provider: str
    seen: str
    warning: str
    advice: str

    @property
    def lines(self) -> tuple[str, ...]:
        """Everything that is written."""
        return tuple(value for field in fields(self)[2:] if (value := getattr(self, field.name)))


class Line(NamedTuple):
    """A text and the size of its type."""

    text: str
    size: int


def words_of(page: AnswerPage) -> Words | None:
    """What a picture of this answer says, in the active language where its letters can be drawn here.

    Else in English. None where nothing is ranked.
    """
    if page.state is not State.RANKED:
        return None
    words = _words(page)
    if all(map(can_be_drawn, words.lines)):
        return words
    with translation.override(ENGLISH):
        return _words(AnswerPage(page.answer, page.parameters, {}))


def _words(page: AnswerPage) -> Words:
    names, headline = names_of(page.answer.corridor), page.headline
    assert headline is not None  # something is ranked
    language = get_language() or ENGLISH
    is_drawn = can_be_drawn(headline.provider) or language != ENGLISH
    return Words(
        language=language,
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
    fitting = size * ROOM // max(_width_of(text, size=size), 1)
    chosen = max(min(size, fitting), size * SMALLEST // 100)
    fitted = shortened(text, size=chosen, width=ROOM, measure=_width_of)
    # The drawing engine writes every line from the left unless a mark says otherwise.
    return Line(f"{FROM_THE_RIGHT}{fitted}{AS_BEFORE}" if is_rtl else fitted, chosen)


def _width_of(text: str, *, size: int) -> int:
    """Pixels that a text takes in bold type: as it will be drawn where that is known, else at most."""
    if must_be_outlined(text):
        return ceil(outlined(text, size=size, is_bold=True).width)
    return width_of(text, size=size) * BOLD // 100
