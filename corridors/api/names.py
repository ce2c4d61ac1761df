"""Names in the language of the request."""

from functools import cache

from django.utils.translation import get_language

from corridors.places import country_name

_name = cache(country_name)


def name_of(country: str) -> str:
    """The country's name in the language that is being answered in."""
    return _name(country, get_language() or "en")
