"""The site's languages: how much of it each has, and whether a native speaker has checked it."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from babel.messages import Catalog
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_locale

# What the head of a catalogue says until somebody who grew up with the language has read it.
UNCHECKED = "Not yet checked by a native speaker."
SOURCE_LANGUAGE = "en"

Key = tuple[str, str]  # context and message, the singular where there are two


class Language(NamedTuple):
    """A language of the site, by its own name; `translated` of its `messages` are in it.

    `note` is what the head of its file says first, in English: what kind of translation it is.
    """

    code: str
    name: str
    translated: int
    messages: int
    is_checked: bool
    note: str

    @property
    def english_name(self) -> str:
        """What it is called in English, for those who run the site."""
        return Locale.parse(self.code, sep="-").get_display_name("en") or self.name


@cache
def languages() -> tuple[Language, ...]:
    """Every language of LANGUAGES in its order. Catalogues are read once a process.

    English is what the messages are written in: all of it is there. What any catalogue knows counts for
    all, so that one with gaps shows them. A language without a catalogue has nothing and is not checked.
    """
    catalogues = {code: _catalogue(code) for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE}
    known = {code: _translated(catalogue) for code, catalogue in catalogues.items()}
    every = frozenset[Key]().union(*(_messages(catalogue) for catalogue in catalogues.values()))
    return tuple(
        Language(code, str(name), len(every), len(every), True, "")
        if code == SOURCE_LANGUAGE
        else Language(
            code=code,
            name=str(name),
            translated=len(known[code]),
            messages=len(every),
            is_checked=_is_checked(catalogues[code]),
            note=_note(catalogues[code]),
        )
        for code, name in settings.LANGUAGES
    )


def _catalogue(code: str) -> Catalog:
    """The messages of a language as they stand in the first folder that has it; empty where none has."""
    for folder in settings.LOCALE_PATHS:
        path = Path(folder, to_locale(code), "LC_MESSAGES", "django.po")
        if path.is_file():
            with path.open("rb") as file:
                return read_po(file)
    return Catalog(header_comment=f"# {UNCHECKED}")


def _messages(catalogue: Catalog) -> frozenset[Key]:
    return frozenset((message.context or "", _forms(message.id)[0]) for message in catalogue if message.id)


def _translated(catalogue: Catalog) -> frozenset[Key]:
    """Messages with every form said, and none of them guessed."""
    return frozenset(
        (message.context or "", _forms(message.id)[0])
        for message in catalogue
        if message.id and not message.fuzzy and all(form.strip() for form in _forms(message.string))
    )


def _forms(said: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said or ("",))


def _is_checked(catalogue: Catalog) -> bool:
    return UNCHECKED not in catalogue.header_comment


def _note(catalogue: Catalog) -> str:
    """The first line of the file's head, which says what kind of translation it is."""
    lines = (line.lstrip("# ").strip() for line in catalogue.header_comment.splitlines())
    return next((line for line in lines if line and line != UNCHECKED), "")
