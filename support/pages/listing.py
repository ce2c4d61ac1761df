"""Words in a row, and countries by name."""

from collections.abc import Iterable

from babel.lists import format_list

from corridors import formats
from corridors.pages.places import Place, place


def in_a_row(words: Iterable[object]) -> str:
    """wages, health and going home."""
    return format_list([str(word) for word in words], locale=formats.locale())


def by_name(countries: Iterable[str]) -> list[Place]:
    """Countries by their codes, in alphabetical order of the reader's language."""
    return sorted((place(code) for code in countries), key=lambda each: formats.in_alphabet(each.name))
