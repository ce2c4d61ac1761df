"""What a lake holds, file by file: written as a dump goes on, so that the next one knows where to go on."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Self

from django.core.files.storage import Storage

from corridors.exports.kept_files import new_file
from corridors.lake.partitions import partition_at

# Readers of folders of Parquet pass over names that begin with an underscore.
NAME = "_dump.json"
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LakeFile:
    """One file of a lake as it was written; `stamp` says of which state of history."""

    stamp: str
    rows: int
    bytes: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """The files of a lake by path. `is_whole` is false from the first change until the last is written."""

    files: dict[str, LakeFile] = field(default_factory=dict)
    is_whole: bool = False

    @classmethod
    def read(cls, storage: Storage) -> Self:
        """The manifest of a lake; an empty one where there is none, or none that can be understood.

        A lake without it is written anew: that costs time and loses nothing.
        """
        try:
            with storage.open(NAME) as file:
                said = json.loads(file.read())
            if said["format"] != FORMAT:
                return cls()
            files = {path: LakeFile(**facts) for path, facts in said["files"].items() if partition_at(path)}
        except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
            return cls()
        return cls(files, bool(said.get("is_whole")))

    @property
    def rows(self) -> int:
        """The rows of all files."""
        return sum(file.rows for file in self.files.values())

    def plan(self, paths: Iterable[str]) -> None:
        """Note files that are to be written, or were and may hold anything."""
        for path in paths:
            self.files[path] = LakeFile(stamp="", rows=0, bytes=0, sha256="")

    def write(self, storage: Storage) -> None:
        """Keep it in the lake."""
        said = {
            "format": FORMAT,
            "is_whole": self.is_whole,
            "files": {path: asdict(facts) for path, facts in sorted(self.files.items())},
        }
        with new_file(NAME, storage=storage) as file:
            file.write(json.dumps(said, indent=1).encode())
