"""What a lake holds, for people and programs: a Frictionless Data Package at its root, written last.

Standard: https://specs.frictionlessdata.io/data-package/
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.files.storage import Storage

from corridors.domain.indices import METHOD_VERSION
from corridors.exports.asking import ExportAsked
from corridors.exports.datapackage import DESCRIPTION, SOFTWARE, schema_of
from corridors.exports.kept_files import new_file
from corridors.exports.price_columns import COLUMNS
from corridors.exports.selecting import facts_of
from corridors.lake.failures import LakeError
from corridors.lake.manifest import Manifest
from corridors.lake.partitions import partition_at

NAME = "datapackage.json"
# One for all files. Readers of folders of Parquet pass over names that begin with an underscore.
SCHEMA_NAME = "_schema.json"
MEDIA_TYPE = "application/vnd.apache.parquet"


def is_current(storage: Storage, manifest: Manifest, *, now: datetime) -> bool:
    """Whether a lake says of itself what it would say now, but for when it was made. Two queries."""
    said = _get(storage, NAME), _get(storage, SCHEMA_NAME)
    if said[0] is None:
        return False
    return said == (describe(manifest, now=now) | {"created": said[0].get("created")}, schema_of(COLUMNS))


def remove(storage: Storage) -> None:
    """Say that the lake is being changed. Safe to repeat."""
    storage.delete(NAME)


def write(storage: Storage, manifest: Manifest, *, now: datetime) -> None:
    """Say that the lake is whole, and what is in each of its files. Two queries."""
    _put(storage, SCHEMA_NAME, schema_of(COLUMNS))
    _put(storage, NAME, describe(manifest, now=now))


def describe(manifest: Manifest, *, now: datetime) -> dict[str, Any]:
    """The descriptor. Two queries."""
    facts = facts_of(ExportAsked())
    return {
        "profile": "data-package",
        "name": "remitcompare-lake",
        "title": "Remittance prices: the whole history",
        "description": f"{DESCRIPTION} A file holds the prices of one sending country observed in one month.",
        "created": now.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "licenses": [
            {"title": f"{source.name}: {source.licence}", "path": source.url} for source in facts.sources
        ],
        "sources": [{"title": source.name, "path": source.url} for source in facts.sources],
        "temporal": {"start": _iso(facts.first_day), "end": _iso(facts.last_day)},
        "method_version": METHOD_VERSION,
        "software": SOFTWARE,
        "row_count": manifest.rows,
        "resources": list(_resources(manifest)),
    }


def _resources(manifest: Manifest) -> Iterator[dict[str, Any]]:
    for path, file in sorted(manifest.files.items()):
        partition = partition_at(path)
        assert partition is not None  # a manifest knows no other files
        yield {
            "name": f"{partition.sending.lower()}-{partition.year:04d}-{partition.month:02d}",
            "path": path,
            "format": "parquet",
            "mediatype": MEDIA_TYPE,
            "type": "file",
            "row_count": file.rows,
            "bytes": file.bytes,
            "hash": f"sha256:{file.sha256}",
            "schema": SCHEMA_NAME,
        }


def files_of(folder: str) -> list[str]:
    """The files that a lake in a folder lists, with the folder before them.

    Raises:
        LakeError: there is no datapackage, or none that lists files: no lake, or one that is being written.
    """
    root = Path(folder)
    try:
        listed = [resource["path"] for resource in json.loads((root / NAME).read_bytes())["resources"]]
    except OSError:
        where = folder or "no folder is named"
        raise LakeError(f"{where}: there is no {NAME}; it is no lake, or one that is being written") from None
    except (ValueError, KeyError, TypeError) as error:
        raise LakeError(f"{root / NAME} is not a lake's: {error}") from None
    if not listed or not all(isinstance(path, str) and partition_at(path) for path in listed):
        raise LakeError(f"{root / NAME} does not list the files of a lake")
    return [str(root / path) for path in listed]


def _get(storage: Storage, name: str) -> dict[str, Any] | None:
    try:
        with storage.open(name) as file:
            said = json.loads(file.read())
    except (FileNotFoundError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def _put(storage: Storage, name: str, said: dict[str, Any]) -> None:
    with new_file(name, storage=storage) as file:
        file.write(json.dumps(said, indent=1, ensure_ascii=False).encode())


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
