"""Sending an export while it is read: packed if asked for, broken off if it fails, few at once."""

import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import BoundedSemaphore

from django.conf import settings

from corridors.exports.records import closed

NO_WEIGHT = re.compile(r"q=0(\.0*)?", re.ASCII)
# 300 MB a second, and a twelfth of the size: packing harder would hold up the database.
GZIP_LEVEL = 3
GZIP_WINDOW = 31  # a window of 2^15, in gzip's own wrapping


class BusyError(Exception):
    """This process is sending as many exports as it may at once."""


class Slots:
    """How many exports a process sends at once.

    Each holds a database connection and a thread for as long as its reader takes; half of the connections,
    so that pages and the API never wait for one.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self._free = BoundedSemaphore(number)

    def take(self) -> Callable[[], None]:
        """Take a slot, and return how to give it back, once.

        Raises:
            BusyError: none is free.
        """
        if not self._free.acquire(blocking=False):
            raise BusyError
        return self._free.release


SLOTS = Slots(max(1, settings.DATABASE_POOL_SIZE // 2))


class Sent(Iterator[bytes]):
    """What a server sends of an export, begun already: what fails at the start is an error like any other.

    An error in the middle is raised to the server, which then ends the connection without the mark of a
    whole answer. Whatever happens (read to its end, failed or left), it is closed once.
    """

    def __init__(self, blocks: Iterator[bytes], *, done: Callable[[], None]) -> None:
        self._blocks, self._done = blocks, done
        self._is_open = True
        self._ahead: list[bytes] = []
        with suppress(StopIteration):
            self._ahead.append(next(self))

    def __next__(self) -> bytes:
        if self._ahead:
            return self._ahead.pop()
        try:
            return next(self._blocks)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Free the database and the slot."""
        if not self._is_open:
            return
        self._is_open = False
        try:
            with closed(self._blocks):
                pass
        finally:
            self._done()


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header takes gzip: named, and not with a weight of 0."""
    for offer in header.lower().split(","):
        name, *parameters = (part.strip() for part in offer.split(";"))
        if name in ("gzip", "x-gzip"):
            return not any(NO_WEIGHT.fullmatch(parameter) for parameter in parameters)
    return False


def gzipped(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The blocks packed, a block at a time. The same bytes each time: without a name and a date."""
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, GZIP_WINDOW)
    with closed(blocks) as plain:
        for block in plain:
            if packed := packer.compress(block):
                yield packed
    yield packer.flush()
