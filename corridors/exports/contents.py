"""What is known of an export's bytes: found by making it once, and kept until its prices change."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from django.core.cache import cache
from django.db import connection, transaction
from redis.exceptions import RedisError

from corridors.exports.asking import ExportAsked
from corridors.exports.formats import Format
from corridors.exports.layouts import layout_of
from corridors.exports.records import closed
from corridors.exports.selecting import stamp_of
from remitcompare import __version__

KEPT_SECONDS = 24 * 60 * 60
ATTEMPTS = 3


class ChangingError(Exception):
    """Prices were recorded each time while the export was made."""


class Content(NamedTuple):
    """An export's file, before it is packed for the wire."""

    rows: int
    bytes: int
    sha256: str


def version_of(asked: ExportAsked, wanted: Format) -> str:
    """A text that changes with the bytes of an export. Three queries."""
    told = (stamp_of(asked), layout_of(asked).columns, wanted.suffix, __version__)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def content_of(asked: ExportAsked, wanted: Format) -> Content:
    """The rows, length and hash of an export, which is made once for as long as it stays the same.

    Raises:
        ChangingError: prices are recorded faster than it is made.
    """
    for _ in range(ATTEMPTS):
        with _one_moment():
            version = version_of(asked, wanted)
            rows = layout_of(asked).count(asked)
            kept = _kept(version) or _made(asked, wanted)
            if version_of(asked, wanted) == version:
                _keep(version, kept)
                return Content(rows, *kept)
    raise ChangingError


def noted(asked: ExportAsked, wanted: Format, *, version: str) -> Iterator[bytes]:
    """An export as it is made; what is known of it afterwards is kept, unless prices changed meanwhile."""
    summed = _Summed()
    with closed(wanted.write(asked)) as blocks:
        for block in blocks:
            summed.add(block)
            yield block
    if version_of(asked, wanted) == version:
        _keep(version, summed.kept())


Kept = tuple[int, str]


class _Summed:
    """Length and hash of what went by."""

    def __init__(self) -> None:
        self._bytes, self._sha256 = 0, hashlib.sha256()

    def add(self, block: bytes) -> None:
        self._bytes += len(block)
        self._sha256.update(block)

    def kept(self) -> Kept:
        return self._bytes, self._sha256.hexdigest()


def _made(asked: ExportAsked, wanted: Format) -> Kept:
    summed = _Summed()
    with closed(wanted.write(asked)) as blocks:
        for block in blocks:
            summed.add(block)
    return summed.kept()


def _kept(version: str) -> Kept | None:
    """A cache out of reach is done without."""
    with suppress(RedisError):
        kept: Kept | None = cache.get(_key(version))
        return kept
    return None


def _keep(version: str, kept: Kept) -> None:
    with suppress(RedisError):
        cache.set(_key(version), kept, KEPT_SECONDS)


def _key(version: str) -> str:
    return f"export:{version}"


@contextmanager
def _one_moment() -> Iterator[None]:
    """Let PostgreSQL answer every question as of the first, however much is recorded meanwhile."""
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
