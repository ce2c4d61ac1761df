"""One dump into a lake at a time, whoever begins it on whichever machine; a dump that is killed lets go."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db import connection

from corridors.lake.failures import LakeBusyError

NAME = "_dump.lock"
UNDER_WAY = "another dump into this lake is under way"


def only_dump_into(storage: Storage) -> AbstractContextManager[None]:
    """Hold a lake for the length of a block.

    A folder is held by a lock on a file in it. A bucket is held by the database that all machines share, or,
    with SQLite, by a file of the one machine there is.

    Raises:
        LakeBusyError: another process holds it.
    """
    if isinstance(storage, FileSystemStorage):
        return _file_held(Path(storage.path(NAME)))
    if connection.vendor == "postgresql":
        return _database_held("lake")
    return _file_held(Path(settings.DATA_DIR) / "lake.lock")


@contextmanager
def _file_held(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LakeBusyError(UNDER_WAY) from None
        yield


@contextmanager
def _database_held(name: str) -> Iterator[None]:
    """Held by the connection, so that the database lets go when this process is gone."""
    key = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        if cursor.fetchone() != (True,):
            raise LakeBusyError(UNDER_WAY)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
