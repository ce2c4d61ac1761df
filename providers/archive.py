"""Every answer as it came, kept before it is read: packed, named by its SHA-256, in the storage "archive"."""

import gzip
import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages

from providers.unpacking import UnpackError, unpacked

SHA256 = re.compile(r"[0-9a-f]{64}")
# Answers have at most 20 MB (providers/http.py), partners' posts 10; the rest is margin.
MAX_BYTES = 32 * 2**20
# What does not pack at all grows by a few bytes for every block.
MAX_PACKED_BYTES = MAX_BYTES + 2**20


class ArchiveError(Exception):
    """An answer that cannot be kept or had again, in one sentence."""


def store(body: bytes) -> str:
    """Keep an answer; returns the SHA-256 of it in hex, by which to read it again.

    Safe to repeat: the same body is one file. Safe to interrupt: what is half written has another name.
    A file that is there and broken is replaced.

    Raises:
        ArchiveError: the body is larger than an answer may be, or the storage does not take it.
    """
    if len(body) > MAX_BYTES:
        raise ArchiveError(f"{len(body):,} bytes is more than the {MAX_BYTES:,} that the archive keeps")
    sha256 = hashlib.sha256(body).hexdigest()
    try:
        read(sha256)
    except ArchiveError:
        _write(_name(sha256), gzip.compress(body, mtime=0))  # no time: the same body is the same file
    return sha256


def read(sha256: str) -> bytes:
    """The answer of that name.

    Raises:
        ArchiveError: there is none, or its file is broken or is not what its name says.
    """
    name = _name(sha256)
    with _as_archive_error(f"{name} in the archive cannot be read"):
        try:
            with _storage().open(name) as file:
                packed = file.read(MAX_PACKED_BYTES)
        except FileNotFoundError:
            raise ArchiveError(f"the archive has no {name}") from None
    try:
        body = unpacked([packed], encoding="gzip", limit=MAX_BYTES)
    except UnpackError as error:
        raise ArchiveError(f"{name} in the archive is broken: {error}") from None
    if hashlib.sha256(body).hexdigest() != sha256:
        raise ArchiveError(f"{name} in the archive is not what was stored under that name")
    return body


def exists(sha256: str) -> bool:
    """Whether there is a file for it; read() says whether it is whole.

    Raises:
        ArchiveError: that is no SHA-256, or the storage does not say.
    """
    name = _name(sha256)
    with _as_archive_error(f"{name} cannot be looked for in the archive"):
        return _storage().exists(name)


def delete(sha256: str) -> None:
    """Drop an answer. Safe to repeat.

    Raises:
        ArchiveError: that is no SHA-256, or the storage does not let go of it.
    """
    name = _name(sha256)
    with _as_archive_error(f"{name} in the archive cannot be deleted"):
        _storage().delete(name)


def stored_before(moment: datetime) -> Iterator[str]:
    """The names of the answers that were stored before a moment, folder by folder.

    Raises:
        ArchiveError: the storage does not list what it has.
    """
    storage = _storage()
    with _as_archive_error("the archive cannot be listed"):
        for outer in sorted(_listed(storage, "")[0]):
            for inner in sorted(_listed(storage, outer)[0]):
                folder = f"{outer}/{inner}"
                for file in sorted(_listed(storage, folder)[1]):
                    sha256 = file.removesuffix(".gz")
                    path = f"{folder}/{file}"
                    if SHA256.fullmatch(sha256) and storage.get_modified_time(path) < moment:
                        yield sha256


def _listed(storage: Storage, folder: str) -> tuple[list[str], list[str]]:
    """The folders and the files in a folder; none where there is no such folder yet."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return [], []
    return folders, files


@contextmanager
def _as_archive_error(sentence: str) -> Iterator[None]:
    try:
        yield
    except _storage_errors() as error:
        raise ArchiveError(f"{sentence}: {getattr(error, 'strerror', None) or error}") from None


def _storage_errors() -> tuple[type[Exception], ...]:
    """What folders raise, and what S3 does where that optional package is in use."""
    botocore = sys.modules.get("botocore.exceptions")
    return (OSError, botocore.BotoCoreError, botocore.ClientError) if botocore else (OSError,)


def _storage() -> Storage:
    return storages["archive"]


def _name(sha256: str) -> str:
    """Two levels of 256 folders, so that none gets large."""
    if not SHA256.fullmatch(sha256):
        raise ArchiveError("an answer in the archive is named by 64 hexadecimal digits")
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}.gz"


def _write(name: str, packed: bytes) -> None:
    storage = _storage()
    with _as_archive_error(f"{name} cannot be archived"):
        if isinstance(storage, FileSystemStorage):
            _move_into_place(Path(storage.path(name)), packed, mode=storage.file_permissions_mode)
        else:
            _put(storage, name, packed)


def _move_into_place(path: Path, packed: bytes, *, mode: int | None) -> None:
    """Write a file under its name whole or not at all; Django's own save() would leave half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".unfinished")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(packed)
            file.flush()
            os.fsync(descriptor)  # or a power cut could leave the name without the content
        if mode is not None:
            os.chmod(unfinished, mode)
        os.replace(unfinished, path)
    except BaseException:
        os.unlink(unfinished)
        raise


def _put(storage: Storage, name: str, packed: bytes) -> None:
    """Where a put is atomic by itself. Some storages number a name that is taken instead of replacing it."""
    if storage.exists(name):
        storage.delete(name)
    saved = storage.save(name, ContentFile(packed))
    if saved != name:  # another worker stored the same body meanwhile
        storage.delete(saved)
