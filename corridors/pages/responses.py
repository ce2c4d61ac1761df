"""What every public page has in common."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from remitcompare.heads import without_body

CACHED_SECONDS = 60

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """A page for anyone: read only, compressed on the wire (it holds no secret), good for a minute."""

    @wraps(view)
    def cached(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=CACHED_SECONDS)
        return response

    compressed: View = gzip_page(require_safe(cached))

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return without_body(request, compressed(request, *args, **kwargs))

    return answered
