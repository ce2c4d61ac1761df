"""The addresses of exports: each reads what is asked, has it made, and sends it on."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from sys import maxsize

import orjson
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from corridors.api.parameters import invalid
from corridors.api.views import known_corridor
from corridors.asking import AskingError
from corridors.exports.asking import ExportAsked, parse_export
from corridors.exports.contents import ChangingError, noted, version_of
from corridors.exports.datapackage import describe
from corridors.exports.formats import FORMAT, FORMATS, Csv, Format, format_asked
from corridors.exports.layouts import layout_of
from corridors.exports.naming import address_of, description_of, filename
from corridors.exports.selecting import days_of
from corridors.exports.streaming import SLOTS, BusyError, Sent, accepts_gzip, gzipped
from remitcompare.errors import Problem, problem_answer
from remitcompare.language import PARAMETER as LANGUAGE

FRESH_SECONDS = 60
RETRY_SECONDS = 30
SHOWN = "Content-Disposition, ETag, Link"

View = Callable[..., HttpResponseBase]


def _open_to_all(view: View) -> View:
    """Read only, for anyone from any origin; what cannot be answered is a problem (RFC 9457)."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except AskingError as error:
            return problem_answer(request, invalid(error))
        except BusyError:
            return problem_answer(request, _NotNow(_("Too many exports are being sent now. Ask again soon.")))
        except ChangingError:
            return problem_answer(request, _NotNow(_("Prices are being recorded now. Ask again soon.")))
        except Problem as problem:
            return problem_answer(request, problem)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = SHOWN
        return response

    # Nothing is written here, so a wrong method is told so, not taken for a forged form.
    safe: View = csrf_exempt(require_safe(answered))
    return safe


class _NotNow(Problem):
    """Ask again later."""

    wait = RETRY_SECONDS

    def __init__(self, sentence: str) -> None:
        super().__init__(
            status=HTTPStatus.SERVICE_UNAVAILABLE, kind="busy", title="Not at this moment", detail=sentence
        )


@_open_to_all
def export(request: HttpRequest, suffix: str, slug: str = "") -> HttpResponseBase:
    """The prices asked for as a file, streamed. Six queries at most before its first row."""
    asked, wanted = _asked(request, slug), FORMATS[suffix]
    _require_taken(asked, wanted)
    version = version_of(asked, wanted)
    response = StreamingHttpResponse([], headers=_headers(asked, wanted, version))
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    if not wanted.is_compressed:
        patch_vary_headers(response, ["Accept-Encoding"])
    unchanged = get_conditional_response(request, etag=response.headers["ETag"])
    if unchanged is not None:
        for name in ("ETag", "Cache-Control", "Vary"):
            if name in response.headers:
                unchanged.headers[name] = response.headers[name]
        return unchanged
    is_packed = not wanted.is_compressed and accepts_gzip(request.headers.get("Accept-Encoding", ""))
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    if request.method == "GET":
        done = SLOTS.take()
        blocks = noted(asked, wanted, version=version)
        response.streaming_content = Sent(gzipped(blocks) if is_packed else blocks, done=done)
    return response


@_open_to_all
def datapackage(request: HttpRequest, slug: str = "") -> HttpResponseBase:
    """What is in an export, and whose it is. The export is made once to find out its length and hash."""
    wanted = format_asked(request.GET)
    asked = _asked(request, slug, FORMAT)
    _require_taken(asked, wanted)
    response = StreamingHttpResponse([], content_type="application/json")
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    if request.method == "GET":
        response.streaming_content = [_described(asked, wanted, request)]
    return response


def _described(asked: ExportAsked, wanted: Format, request: HttpRequest) -> bytes:
    address = request.build_absolute_uri(address_of(asked, wanted.suffix))
    done = SLOTS.take()
    try:
        package = describe(asked, wanted, address=address, now=timezone.now())
    finally:
        done()
    return orjson.dumps(package, option=orjson.OPT_INDENT_2)


def _asked(request: HttpRequest, slug: str, *also: str) -> ExportAsked:
    corridor = known_corridor(slug).slug if slug else ""
    return parse_export(request.GET, today=timezone.now().date(), corridor=corridor, also=(LANGUAGE, *also))


def _require_taken(asked: ExportAsked, wanted: Format) -> None:
    """Raise unless the format takes so many rows; they are counted only where there is a limit."""
    if not wanted.refuse(asked, maxsize):
        return
    rows = layout_of(asked).count(asked)
    if sentence := wanted.refuse(asked, rows):
        address = address_of(asked, Csv.suffix)
        raise Problem(
            status=HTTPStatus.BAD_REQUEST,
            kind="too-many-rows",
            title="Too many rows",
            detail=f"{sentence} {address}",
            rows=rows,
            csv_url=address,
        )


def _headers(asked: ExportAsked, wanted: Format, version: str) -> dict[str, str]:
    name = filename(asked, days_of(asked), wanted.suffix)
    return {
        "Content-Type": wanted.media_type,
        "Content-Disposition": f'attachment; filename="{name}"',
        "ETag": f'W/"{version}"',
        "Link": f'<{description_of(asked, wanted.suffix)}>; rel="describedby"; type="application/json"',
    }
