"""Pictures at addresses of their own: drawn once for each version of what they show, and kept."""

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from http import HTTPStatus

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import get_language, override
from django.views.decorators.gzip import gzip_page
from redis.exceptions import RedisError

from corridors.asking import AskingError
from corridors.charts import drawing
from corridors.charts.kinds import Chart
from corridors.charts.legible import ENGLISH, language_of_png
from corridors.charts.looks import Look
from remitcompare import __version__
from remitcompare.heads import without_body

MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
# A page and its pictures may be this many seconds apart, as two pages may.
FRESH_SECONDS = 60
KEPT_SECONDS = 24 * 60 * 60
# Raised when pictures change their look, so that none of the old look is served from a cache.
DRAWN = 4
PLAIN_TEXT = "text/plain; charset=utf-8"

Draw = Callable[[], Chart | None]


def picture(
    request: HttpRequest,
    *,
    suffix: str,
    look: Look,
    stamp: str,
    draw: Draw,
    name: str = "remitcompare",
    empty: str = "",
) -> HttpResponse:
    """A chart as SVG or PNG; 304 where the reader has it already, 404 where there is nothing to draw.

    `stamp` is all that decides what is shown: a picture of the same stamp, look and language is not drawn
    again, and `draw` is not called. `name` is what the file is called where it is saved, `empty` the sentence
    that is answered when there is nothing to draw. A PNG is in English where it cannot be in the active
    language, and `draw` is called in the language of the picture.
    """
    language = get_language() or ENGLISH
    language = language_of_png(language) if suffix == "png" else language
    return kept_picture(
        request,
        suffix=suffix,
        stamp=repr((DRAWN, stamp, look, language)),
        drawn=lambda: _drawn(draw, suffix, look, language),
        language=language,
        name=name,
        empty=empty,
    )


def kept_picture(
    request: HttpRequest,
    *,
    suffix: str,
    stamp: str,
    drawn: Callable[[], bytes | None],
    language: str,
    name: str,
    empty: str,
) -> HttpResponse:
    """A picture of any kind, as `picture()` answers with a chart; `drawn` gives its file, None for nothing.

    `stamp` is all that decides how it looks, language included; `language` is the one that it is in.
    """
    key = sha256(repr((__version__, stamp, suffix)).encode()).hexdigest()
    etag = quote_etag(key[:32])
    response: HttpResponse | None = get_conditional_response(request, etag=etag)
    if response is None:
        file = _kept(f"picture:{key}", drawn)
        if file is None:
            return HttpResponse(empty, status=HTTPStatus.NOT_FOUND, content_type=PLAIN_TEXT)
        response = HttpResponse(file, content_type=MEDIA_TYPES[suffix])
        response.headers["Content-Disposition"] = f'inline; filename="{name}.{suffix}"'
    response.headers["ETag"] = etag
    response.headers["Content-Language"] = language
    # Anyone may show them, as anyone may show the figures.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return without_body(request, _compressed(request, response) if suffix == "svg" else response)


def _compressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    compressed: HttpResponse = gzip_page(lambda _request: response)(request)
    return compressed


def wrong_picture(error: AskingError) -> HttpResponse:
    """The sentences of a question that cannot be understood, where a picture was asked for."""
    sentences = "\n".join(f"{name}: {sentence}" for name, sentence in error.fields.items())
    return HttpResponse(sentences, status=HTTPStatus.BAD_REQUEST, content_type=PLAIN_TEXT)


def _kept(key: str, draw: Callable[[], bytes | None]) -> bytes | None:
    """What the cache keeps under the key, else what is drawn now. A cache out of reach is done without."""
    with suppress(RedisError):
        known: bytes | None = cache.get(key)
        if known is not None:
            return known
    drawn = draw()
    if drawn is not None:
        with suppress(RedisError):
            cache.set(key, drawn, KEPT_SECONDS)
    return drawn


def _drawn(draw: Draw, suffix: str, look: Look, language: str) -> bytes | None:
    with override(language):
        chart = draw()
        if chart is None:
            return None
        drawn = drawing.svg(chart, look, language=language)
    return drawing.png(drawn) if suffix == "png" else drawn
