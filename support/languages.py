"""Which language a text is shown in, and what languages are called."""

from collections.abc import Iterable
from typing import NamedTuple

from babel import Locale

from corridors import formats
from support.models import Article

ENGLISH = "en"


class Chosen(NamedTuple):
    """A text in the language nearest to the one asked for, and whether it is that one."""

    text: Article
    is_as_asked: bool


def choose(texts: Iterable[Article], wanted: str) -> Chosen | None:
    """The text in a language, in the language without its region, in English, or in any; None without one."""
    by_language = {text.language: text for text in texts}
    near = (wanted, wanted.split("-")[0])
    for language in (*near, ENGLISH, *by_language):
        if language in by_language:
            return Chosen(by_language[language], language in near)
    return None


def choose_each(texts: Iterable[Article], wanted: str) -> list[Chosen]:
    """Of each slug the one text to show, in the order in which the slugs first come."""
    by_slug: dict[str, list[Article]] = {}
    for text in texts:
        by_slug.setdefault(text.slug, []).append(text)
    return [chosen for same in by_slug.values() if (chosen := choose(same, wanted))]


def own_name(language: str) -> str:
    """What a language calls itself: "Tiếng Việt"."""
    return str(Locale.parse(language, sep="-").get_display_name())


def name_of(language: str) -> str:
    """What the reader calls a language: "Vietnamese"."""
    locale = Locale.parse(language, sep="-")
    return str(locale.get_display_name(formats.locale()) or locale.get_display_name())


def direction(language: str) -> str:
    """Which way a language is written: "ltr" or "rtl"."""
    return str(Locale.parse(language, sep="-").text_direction)
