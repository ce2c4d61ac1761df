"""The language of a page: the one its address asks for (?lang=es), else the browser's. No cookie."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

PARAMETER = "lang"


def language_asked(request: HttpRequest) -> str:
    """The language that the address asks for, or "" where the browser's choice stands."""
    return str(getattr(request, "language_asked", ""))


class LanguageMiddleware(LocaleMiddleware):
    """Django's choice by Accept-Language, with `lang` in the address before it.

    `request.language_asked` is the language of the address, or "" where it names none that we have.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        asked = request.GET.get(PARAMETER, "")
        known = asked if asked in dict(settings.LANGUAGES) else ""
        request.language_asked = known  # type: ignore[attr-defined]
        if known:
            translation.activate(known)
            request.LANGUAGE_CODE = known
