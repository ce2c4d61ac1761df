"""A finished export on its way to whoever asked for it; unpacked on our side only for those who can't."""

import base64
import gzip
from collections.abc import Iterator
from contextlib import closing
from typing import IO

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from corridors.exports.formats import FORMATS
from corridors.exports.kept_files import open_file
from corridors.exports.streaming import accepts_gzip
from corridors.models import ExportJob

SENT_AT_ONCE = 1 << 20


def file_of(job: ExportJob, request: HttpRequest) -> HttpResponseBase:
    """The file of a job that is done: the same bytes each time, and what they can be checked against.

    Raises:
        Http404: the operator removed the file before its day was over.
    """
    wanted = FORMATS[job.format]
    is_packed = not wanted.is_compressed and accepts_gzip(request.headers.get("Accept-Encoding", ""))
    headers = {
        "Content-Disposition": f'attachment; filename="{job.name}"',
        "ETag": f'"{job.sha256}-gzip"' if is_packed else f'"{job.sha256}"',
        "Cache-Control": "no-cache",
    }
    if is_packed:
        headers["Content-Encoding"] = "gzip"
    else:
        digest = base64.b64encode(bytes.fromhex(job.sha256)).decode()
        headers["Repr-Digest"] = f"sha-256=:{digest}:"  # RFC 9530
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers={"ETag": headers["ETag"]})
    response = _with_body(job, is_stored_so=is_packed or wanted.is_compressed, headers=headers)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _with_body(job: ExportJob, *, is_stored_so: bool, headers: dict[str, str]) -> HttpResponseBase:
    try:
        stored = open_file(job.stored_as)
    except FileNotFoundError:
        raise Http404 from None
    if is_stored_so:
        response = FileResponse(
            stored,
            as_attachment=True,
            filename=job.name,
            content_type=FORMATS[job.format].media_type,
            headers=headers,
        )
        response.headers["Content-Length"] = str(job.stored_bytes)
        return response
    return StreamingHttpResponse(
        _unpacked(stored),
        content_type=FORMATS[job.format].media_type,
        headers={**headers, "Content-Length": str(job.bytes or 0)},
    )


def _unpacked(stored: IO[bytes]) -> Iterator[bytes]:
    with closing(stored), gzip.GzipFile(fileobj=stored) as file:
        while piece := file.read(SENT_AT_ONCE):
            yield piece
