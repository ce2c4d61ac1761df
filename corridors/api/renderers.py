"""How an answer becomes bytes."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS


def to_json(data: object) -> bytes:
    """JSON in UTF-8; times, which are in UTC, to the second and with a Z.

    Raises:
        TypeError: the data holds something that nobody decided how to write, a Decimal above all.
    """
    return orjson.dumps(data, default=_text, option=OPTIONS)


def _text(value: object) -> str:
    if isinstance(value, Promise):
        return str(value)
    raise TypeError


class ORJSONRenderer(BaseRenderer):
    """JSON, written by orjson."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: object,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else to_json(data)


class CsvRenderer(BaseRenderer):
    """Lines of CSV as they are; a problem as JSON."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: object,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return data.encode() if isinstance(data, str) else to_json(data)
