"""Finished exports in the storage "exports": there whole, or not at all."""

import os
import tempfile
from collections.abc import Container, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages


@contextmanager
def new_file(name: str, *, storage: Storage | None = None) -> Iterator[IO[bytes]]:
    """A file to write that gets its name when the block ends well; when it does not, nothing is left.

    It takes the place of one that has the name. A process that is killed in between leaves a file that
    `delete_strays` finds. Another `storage` than that of exports may be named.
    """
    storage = _storage() if storage is None else storage
    if isinstance(storage, FileSystemStorage):
        with _moved_into_place(Path(storage.path(name)), mode=storage.file_permissions_mode) as file:
            yield file
    else:
        with tempfile.TemporaryFile() as file:
            yield file
            file.seek(0)
            # A bucket puts the new in the place of the old; other storages number a name that is taken.
            if not getattr(storage, "file_overwrite", False):
                storage.delete(name)
            storage.save(name, File(file, name=name))


def open_file(name: str) -> IO[bytes]:
    """A finished file, open for reading.

    Raises:
        FileNotFoundError: there is none of that name.
    """
    file: IO[bytes] = _storage().open(name)
    return file


def delete_file(name: str) -> None:
    """Drop a file. Safe to repeat."""
    _storage().delete(name)


def delete_strays(known: Container[str], *, before: datetime) -> int:
    """Delete what was last written before a moment and is not known; says how many files that were."""
    storage = _storage()
    try:
        _, names = storage.listdir("")
    except FileNotFoundError:  # nothing was ever exported
        return 0
    strays = [name for name in names if name not in known and storage.get_modified_time(name) < before]
    for name in strays:
        storage.delete(name)
    return len(strays)


@contextmanager
def _moved_into_place(path: Path, *, mode: int | None) -> Iterator[IO[bytes]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".unfinished")
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())  # or a power cut could leave the name without the content
        if mode is not None:
            os.chmod(unfinished, mode)
        os.replace(unfinished, path)
    except BaseException:
        os.unlink(unfinished)
        raise


def _storage() -> Storage:
    return storages["exports"]
