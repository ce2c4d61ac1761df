"""Bytes out of gzip and deflate, never more of them than allowed, and never half of them."""

import zlib
from collections.abc import Iterable, Iterator
from itertools import chain

# What zlib calls a window: 16 more means a gzip header, less than zero none at all.
WINDOW = zlib.MAX_WBITS
GZIP = WINDOW + 16
NO_HEADER = -WINDOW


class UnpackError(Exception):
    """Bytes that are too many, cut off, broken or packed in an unknown way; reason_code says which."""

    def __init__(self, sentence: str, *, reason_code: str = "cut_off") -> None:
        super().__init__(sentence)
        self.reason_code = reason_code


def unpacked(chunks: Iterable[bytes], *, encoding: str, limit: int) -> bytes:
    """The whole content of chunks, at most `limit` bytes of it.

    Args:
        chunks: the packed bytes in order; read only until the limit is passed.
        encoding: as in the header Content-Encoding; "" is not packed.
        limit: bytes after unpacking, so that a bomb is found out before it is held.

    Raises:
        UnpackError: reason_code "too_large" beyond the limit, "cut_off" for what ends early or is broken,
            "encoding" for any packing but gzip and deflate.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return _joined(chunks, limit)
    if encoding in ("gzip", "x-gzip"):
        return _inflated(chunks, GZIP, limit)
    if encoding == "deflate":
        return _deflated(iter(chunks), limit)
    raise UnpackError(f"it is packed as {encoding[:40]!r}, not as gzip or deflate", reason_code="encoding")


def _joined(chunks: Iterable[bytes], limit: int) -> bytes:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        _refuse_more(content, limit)
    return bytes(content)


def _deflated(chunks: Iterator[bytes], limit: int) -> bytes:
    """RFC 9110 means zlib's format by "deflate"; some servers leave zlib's two bytes of header out."""
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) > 1:
            break
    has_header = len(head) > 1 and head[0] & 15 == zlib.DEFLATED and int.from_bytes(head[:2]) % 31 == 0
    return _inflated(chain([head], chunks), WINDOW if has_header else NO_HEADER, limit)


def _inflated(chunks: Iterable[bytes], window: int, limit: int) -> bytes:
    content = bytearray()
    inflater = zlib.decompressobj(window)
    try:
        for chunk in chunks:
            while chunk:
                if inflater.eof:  # a gzip file may be several, one after the other
                    inflater = zlib.decompressobj(window)
                content += inflater.decompress(chunk, limit + 1 - len(content))
                _refuse_more(content, limit)
                chunk = inflater.unused_data
    except zlib.error as error:
        raise UnpackError(f"its packed bytes are broken: {error}") from None
    if not inflater.eof:
        raise UnpackError("its packed bytes end early")
    return bytes(content)


def _refuse_more(content: bytearray, limit: int) -> None:
    if len(content) > limit:
        raise UnpackError(f"it has more than the {limit:,} bytes allowed", reason_code="too_large")
