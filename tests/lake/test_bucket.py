"""A lake in S3-compatible storage, through the library that talks to it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from storages.backends.s3 import S3Storage

from corridors.lake.dump import dump
from corridors.lake.failures import LakeError
from tests.factories import NOW, record
from tests.lake.lakes import JULY, PATH_AUGUST, PATH_JULY, PATH_UK, dumped, fill, seen
from tests.providers.test_archive import Bucket, BucketHandler

pytestmark = pytest.mark.django_db


class ListingHandler(BucketHandler, BaseHTTPRequestHandler):
    """A bucket that can be listed, folder by folder."""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if not asked.query:
            super().do_GET()
            return
        (prefix,) = parse_qs(asked.query).get("prefix", [""])
        keys = [unquote(path).removeprefix("/bucket/") for path in self.server.objects]
        inside = [key.removeprefix(prefix) for key in keys if key.startswith(prefix)]
        folders = sorted({name.split("/")[0] for name in inside if "/" in name})
        listed = "".join(
            f"<CommonPrefixes><Prefix>{prefix}{each}/</Prefix></CommonPrefixes>" for each in folders
        )
        listed += "".join(
            f"<Contents><Key>{prefix}{each}</Key></Contents>" for each in inside if "/" not in each
        )
        self.answer(200, f"<ListBucketResult>{listed}</ListBucketResult>".encode())


@pytest.fixture
def bucket(settings: Any, tmp_path: Path) -> Iterator[Bucket]:
    settings.DATA_DIR = tmp_path
    with Bucket(("127.0.0.1", 0), ListingHandler) as server:
        server.objects = {}
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def storage(bucket: Bucket) -> Iterator[S3Storage]:
    made = S3Storage(
        bucket_name="bucket",
        location="lake",
        file_overwrite=True,
        endpoint_url=f"http://127.0.0.1:{bucket.server_port}",
        addressing_style="path",
        region_name="nowhere",
        access_key="test",
        secret_key="test",
    )
    yield made
    made.connection.meta.client.close()


def test_a_bucket_holds_what_a_folder_would(bucket: Bucket, storage: S3Storage, tmp_path: Path) -> None:
    fill()
    assert dump(storage, now=NOW).written == 3
    dumped(tmp_path / "lake")
    names = (PATH_JULY, PATH_AUGUST, PATH_UK, "datapackage.json", "_schema.json", "_dump.json")
    assert bucket.objects == {
        f"/bucket/lake/{quote(name)}": (tmp_path / "lake" / name).read_bytes() for name in names
    }


def test_only_what_has_changed_is_sent(bucket: Bucket, storage: S3Storage) -> None:
    fill()
    dump(storage, now=NOW)
    assert dump(storage, now=NOW).written == 0
    record(seen(JULY, provider="Late Bird"))
    assert dump(storage, now=NOW).written == 1


def test_a_lake_without_its_manifest_is_found_again(bucket: Bucket, storage: S3Storage) -> None:
    fill()
    dump(storage, now=NOW)
    whole = dict(bucket.objects)
    bucket.objects[quote("/bucket/lake/corridor_from=FR/year=2020/month=01/prices.parquet")] = b"PAR1"
    del bucket.objects["/bucket/lake/_dump.json"]
    done = dump(storage, now=NOW)
    assert (done.written, done.removed) == (3, 1)
    assert bucket.objects == whole


def test_a_bucket_that_refuses_is_told_in_a_sentence(bucket: Bucket, storage: S3Storage) -> None:
    fill()
    bucket.refuses = True
    with pytest.raises(LakeError, match="403"):
        dump(storage, now=NOW)
