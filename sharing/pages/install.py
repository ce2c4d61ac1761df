"""What a telephone needs to have the site on its home screen, and the last comparisons offline."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from corridors.pages import links
from corridors.pages.responses import public_page
from remitcompare.heads import without_body
from sharing.addresses import in_language

NAME = "RemitCompare"
# The stylesheet's --paper and --accent by day.
PAPER, ACCENT = "#f6f5f1", "#0a5a49"
ICONS = (
    ("corridors/favicon.svg", "any", "any"),
    ("sharing/icon-192.png", "192x192", "any"),
    ("sharing/icon-512.png", "512x512", "any"),
    ("sharing/icon-maskable.svg", "any", "maskable"),
    ("sharing/icon-maskable-512.png", "512x512", "maskable"),
)
TYPES = {"svg": "image/svg+xml", "png": "image/png"}
WORKER = Path(__file__).resolve().parent.parent / "worker.js"
WORKER_SECONDS = 3_600  # so long may a browser take to learn of a new one


@public_page
def manifest(request: HttpRequest) -> HttpResponse:
    """The site as an app. No query."""
    start = reverse("pages:home")
    described = {
        "id": start,
        "name": NAME,
        "short_name": NAME,
        "description": _("What it costs to send money home"),
        "lang": get_language() or "en",
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": start + links.query(in_language(request, {})),
        "scope": start,
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "icons": [
            {"src": static(path), "sizes": sizes, "type": TYPES[path[-3:]], "purpose": purpose}
            for path, sizes, purpose in ICONS
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json")


@cache
def _worker() -> bytes:
    return WORKER.read_bytes()


@gzip_page
@require_safe
@condition(etag_func=lambda _request: quote_etag(sha256(_worker()).hexdigest()[:32]))
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root of what it serves. No query."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    patch_cache_control(response, public=True, max_age=WORKER_SECONDS)
    return without_body(request, response)
