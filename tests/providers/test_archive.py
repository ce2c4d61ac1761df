"""An answer comes back from the archive as it was, or not at all: from a folder, from memory, from S3."""

import gzip
import hashlib
import os
import stat
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from providers import archive
from providers.archive import ArchiveError

ANSWER = b'{"rate": "19.4321"}'
SHA256 = hashlib.sha256(ANSWER).hexdigest()
NAME = f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}.gz"
NO_NAMES = ["", "ab", SHA256[:-1], SHA256 + "0", SHA256.upper(), "../" + SHA256, "g" * 64, SHA256 + "\n"]


class Bucket(ThreadingHTTPServer):
    """As much of S3 as keeping and reading objects needs."""

    objects: dict[str, bytes]
    refuses = False


class BucketHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Bucket

    def answer(self, status: int, body: bytes = b"", *, length: int | None = None) -> None:
        if self.server.refuses:
            status, body, length = 403, b"", 0
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("ETag", '"1"')
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self) -> None:
        self.server.objects[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200)

    def do_GET(self) -> None:
        found = self.server.objects.get(self.path)
        self.answer(404) if found is None else self.answer(200, found)

    def do_HEAD(self) -> None:
        found = self.server.objects.get(self.path)
        self.answer(404) if found is None else self.answer(200, length=len(found))

    def do_DELETE(self) -> None:
        self.server.objects.pop(self.path, None)
        self.answer(204)

    def log_message(self, *args: object) -> None:
        """Stay silent."""


def kept_in(settings, backend: str, **options: object) -> None:
    settings.STORAGES = settings.STORAGES | {"archive": {"BACKEND": backend, "OPTIONS": options}}


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    kept_in(settings, "django.core.files.storage.FileSystemStorage", location=str(tmp_path), base_url=None)
    return tmp_path


@pytest.fixture
def _memory(settings) -> None:
    kept_in(settings, "django.core.files.storage.InMemoryStorage")


@pytest.fixture
def bucket(settings) -> Iterator[Bucket]:
    with Bucket(("127.0.0.1", 0), BucketHandler) as server:
        server.objects = {}
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        kept_in(
            settings,
            "storages.backends.s3.S3Storage",
            bucket_name="archive",
            location="answers",
            endpoint_url=f"http://127.0.0.1:{server.server_port}",
            addressing_style="path",
            region_name="nowhere",
            access_key="test",
            secret_key="test",
        )
        yield server
        storage: Any = storages["archive"]
        storage.connection.meta.client.close()
        server.shutdown()
        thread.join()


@pytest.fixture(params=["folder", "_memory", "bucket"])
def _each_storage(request) -> None:
    request.getfixturevalue(request.param)


def files(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


@pytest.mark.usefixtures("_each_storage")
@pytest.mark.parametrize(
    "body", [ANSWER, b"", bytes(range(256)) * 100, gzip.compress(b"packed already", mtime=0)]
)
def test_an_answer_comes_back_as_it_was(body):
    sha256 = archive.store(body)
    assert sha256 == hashlib.sha256(body).hexdigest()
    assert archive.read(sha256) == body
    assert archive.exists(sha256)


@pytest.mark.usefixtures("_each_storage")
def test_what_was_never_stored_or_is_deleted_is_missing():
    assert not archive.exists(SHA256)
    archive.delete(SHA256)
    archive.store(ANSWER)
    archive.store(ANSWER + b" ")
    archive.delete(SHA256)
    archive.delete(SHA256)
    assert not archive.exists(SHA256)
    with pytest.raises(ArchiveError, match=f"^the archive has no {NAME}$"):
        archive.read(SHA256)
    assert archive.read(hashlib.sha256(ANSWER + b" ").hexdigest()) == ANSWER + b" "


@pytest.mark.usefixtures("_each_storage")
@pytest.mark.parametrize("damaged", [b"", gzip.compress(ANSWER)[:-4], gzip.compress(b"another"), ANSWER])
def test_a_broken_file_is_refused_and_healed_by_storing_again(damaged):
    storages["archive"].save(NAME, ContentFile(damaged))
    with pytest.raises(ArchiveError, match=NAME) as refusal:
        archive.read(SHA256)
    assert "\n" not in str(refusal.value)
    assert archive.store(ANSWER) == SHA256
    assert archive.read(SHA256) == ANSWER


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", NO_NAMES)
def test_only_the_name_of_an_answer_is_looked_for(name):
    for look in (archive.read, archive.exists, archive.delete):
        with pytest.raises(ArchiveError, match="named by 64 hexadecimal digits"):
            look(name)


def test_the_same_answer_is_one_file_and_the_same_bytes(folder):
    archive.store(ANSWER)
    assert files(folder) == [NAME]
    first = (folder / NAME).read_bytes()
    archive.delete(SHA256)
    archive.store(ANSWER)
    archive.store(ANSWER)
    assert files(folder) == [NAME]
    assert (folder / NAME).read_bytes() == first == gzip.compress(ANSWER, mtime=0)


def test_the_same_answer_is_one_object(bucket):
    archive.store(ANSWER)
    archive.store(ANSWER)
    assert bucket.objects == {f"/archive/answers/{NAME}": gzip.compress(ANSWER, mtime=0)}


@pytest.mark.usefixtures("_memory")
def test_two_workers_that_store_the_same_answer_leave_one_file(monkeypatch):
    storage = storages["archive"]
    real = storage.get_available_name

    def after_another_worker(name, max_length=None):
        monkeypatch.undo()
        archive.store(ANSWER)
        return real(name, max_length)

    monkeypatch.setattr(storage, "get_available_name", after_another_worker)
    assert archive.store(ANSWER) == SHA256
    assert storage.listdir(f"{SHA256[:2]}/{SHA256[2:4]}") == ([], [f"{SHA256}.gz"])


def stop(*args: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("stopped_in", ["fsync", "replace"])
def test_a_worker_that_is_stopped_leaves_nothing(folder, monkeypatch, stopped_in):
    monkeypatch.setattr(os, stopped_in, stop)
    with pytest.raises(KeyboardInterrupt):
        archive.store(ANSWER)
    assert files(folder) == []


@pytest.mark.parametrize("killed_in", ["fsync", "replace"])
def test_what_a_killed_worker_leaves_is_not_taken_for_the_answer(folder, monkeypatch, killed_in):
    with monkeypatch.context() as killed:
        killed.setattr(os, killed_in, stop)
        killed.setattr(os, "unlink", lambda path: None)  # who is killed does not clean up
        with pytest.raises(KeyboardInterrupt):
            archive.store(ANSWER)
    assert len(files(folder)) == 1
    assert not archive.exists(SHA256)
    assert archive.store(ANSWER) == SHA256
    assert archive.read(SHA256) == ANSWER


@pytest.mark.parametrize(("mode", "expected"), [(0o640, 0o640), (None, 0o600)])
def test_a_file_has_the_rights_that_the_storage_gives(settings, tmp_path, mode, expected):
    settings.FILE_UPLOAD_PERMISSIONS = mode
    kept_in(settings, "django.core.files.storage.FileSystemStorage", location=str(tmp_path))
    archive.store(ANSWER)
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == expected


def test_a_folder_that_cannot_be_written_or_read_is_named(folder):
    (folder / SHA256[:2]).write_text("a file where a folder should be")
    with pytest.raises(ArchiveError, match=f"{NAME} in the archive cannot be read: Not a directory"):
        archive.read(SHA256)
    with pytest.raises(ArchiveError, match=f"{NAME} cannot be archived: "):
        archive.store(ANSWER)


def test_a_bucket_that_refuses_is_named(bucket):
    bucket.refuses = True
    for ask in (archive.read, archive.exists, archive.delete):
        with pytest.raises(ArchiveError, match=rf"{NAME} .*: An error occurred \(403\)"):
            ask(SHA256)
    with pytest.raises(ArchiveError, match=rf"^{NAME} cannot be archived: An error occurred \(403\)"):
        archive.store(ANSWER)


def test_a_folder_is_an_archive_where_the_package_for_s3_is_not_installed(folder, monkeypatch):
    monkeypatch.delitem(sys.modules, "botocore.exceptions", raising=False)
    with pytest.raises(ArchiveError, match="the archive has no"):
        archive.read(SHA256)
    (folder / NAME).mkdir(parents=True)
    with pytest.raises(ArchiveError, match="cannot be read: Is a directory"):
        archive.read(SHA256)


@pytest.mark.usefixtures("folder")
def test_what_is_larger_than_an_answer_may_be_is_not_stored(monkeypatch):
    monkeypatch.setattr(archive, "MAX_BYTES", 10)
    assert archive.read(archive.store(b"x" * 10)) == b"x" * 10
    with pytest.raises(ArchiveError, match="11 bytes is more than the 10"):
        archive.store(b"x" * 11)


def test_a_bomb_in_the_archive_is_not_unpacked(folder, monkeypatch):
    archive.store(bytes(10_000))
    monkeypatch.setattr(archive, "MAX_BYTES", 9_999)
    with pytest.raises(ArchiveError, match="more than the 9,999 bytes allowed"):
        archive.read(hashlib.sha256(bytes(10_000)).hexdigest())
