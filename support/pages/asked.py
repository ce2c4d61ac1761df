"""The language that an address asks for. A text may be in one that the pages themselves are not in yet."""

from django.http import HttpRequest
from django.utils.translation import get_language

from corridors.pages.links import LANGUAGE
from support import rules
from support.languages import ENGLISH


def language_asked(request: HttpRequest) -> str:
    """The language of the address, or "" where it names none that CLDR knows."""
    asked = request.GET.get(LANGUAGE, "")
    return "" if rules.language(asked) else asked


def wanted(request: HttpRequest) -> str:
    """The language to look for a text in: the address's, else the page's own."""
    return language_asked(request) or get_language() or ENGLISH
