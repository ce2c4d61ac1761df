"""Writing the lake: only what has changed, each file whole or not at all, and the datapackage last."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO

import pyarrow as pa
from django.core.files.storage import Storage

from corridors.exports.arrow import arrow_schema, tables_of
from corridors.exports.asking import ExportAsked
from corridors.exports.kept_files import new_file
from corridors.exports.layouts import layout_of
from corridors.exports.parquet import ROWS_A_GROUP, parquet_blocks
from corridors.exports.selecting import chosen
from corridors.lake import datapackage
from corridors.lake.failures import as_lake_error
from corridors.lake.leftovers import partition_files, remove_unfinished
from corridors.lake.manifest import LakeFile, Manifest
from corridors.lake.one_at_a_time import only_dump_into
from corridors.lake.partitions import Partition, stamped

# What a dump that is killed has to write again at most.
KEPT_EVERY_FILES, KEPT_EVERY_ROWS = 100, 500_000
EVERYTHING = ExportAsked()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dumped:
    """What a dump did, in files, and the rows that the lake now holds."""

    written: int
    unchanged: int
    removed: int
    rows: int


def dump(
    storage: Storage, *, now: datetime, progress: Callable[[int], object] = lambda percent: None
) -> Dumped:
    """Bring a lake up to what history holds. `progress` is told how many per cent of the files are written.

    Safe to repeat: where nothing is new, nothing is written. Safe to kill: every file is whole, and the next
    dump goes on. A lake that is being changed has no datapackage, so who finds one can trust the files it
    lists. Prices that come in meanwhile are in it or come with the next dump. Memory is that of a row group.

    Raises:
        LakeBusyError: another dump into this lake is under way.
        LakeError: the storage cannot be read or written.
    """
    with as_lake_error(), only_dump_into(storage):
        return _Dump(storage, progress).run(now)


class _Dump:
    """One call of dump()."""

    def __init__(self, storage: Storage, progress: Callable[[int], object]) -> None:
        self._storage, self._progress = storage, progress
        self._schema = arrow_schema(layout_of(EVERYTHING).columns)
        self._manifest = Manifest.read(storage)
        self._files_since, self._rows_since = 0, 0

    def run(self, now: datetime) -> Dumped:
        if not self._manifest.files:
            self._manifest.plan(partition_files(self._storage))
        wanted = dict(stamped(chosen(EVERYTHING), schema=self._schema.to_string(show_field_metadata=True)))
        changed = [partition for partition, stamp in wanted.items() if not self._is_there(partition, stamp)]
        gone = sorted(self._manifest.files.keys() - {partition.path for partition in wanted})
        if changed or gone or not self._is_told(now):
            self._begin(changed)
            for number, partition in enumerate(changed, start=1):
                self._write(partition, wanted[partition])
                self._progress(100 * number // len(changed))
            self._remove(gone)
            self._finish(now)
        return Dumped(
            written=len(changed),
            unchanged=len(wanted) - len(changed),
            removed=len(gone),
            rows=self._manifest.rows,
        )

    def _is_there(self, partition: Partition, stamp: str) -> bool:
        known = self._manifest.files.get(partition.path)
        if known is None or known.stamp != stamp:
            return False
        try:
            return self._storage.size(partition.path) == known.bytes
        except FileNotFoundError:
            return False

    def _is_told(self, now: datetime) -> bool:
        """Whether the lake was finished, and says of itself what is true by now."""
        if not self._manifest.files:
            return True
        return self._manifest.is_whole and datapackage.is_current(self._storage, self._manifest, now=now)

    def _begin(self, changed: Iterable[Partition]) -> None:
        """From here on the lake is not whole, and every file that will lie in it is known."""
        self._manifest.is_whole = False
        self._manifest.plan(partition.path for partition in changed)
        self._manifest.write(self._storage)
        datapackage.remove(self._storage)
        remove_unfinished(self._storage)

    def _write(self, partition: Partition, stamp: str) -> None:
        tables = _Counted(self._tables(partition))
        with new_file(partition.path, storage=self._storage) as file:
            written = _Digested(file)
            for block in parquet_blocks(tables, self._schema):
                written.write(block)
        self._manifest.files[partition.path] = LakeFile(
            stamp=stamp, rows=tables.rows, bytes=written.bytes, sha256=written.sha256
        )
        self._files_since += 1
        self._rows_since += tables.rows
        if self._files_since >= KEPT_EVERY_FILES or self._rows_since >= KEPT_EVERY_ROWS:
            self._manifest.write(self._storage)
            self._files_since = self._rows_since = 0

    def _tables(self, partition: Partition) -> Iterator[pa.Table]:
        asked = ExportAsked(source=partition.sending, since=partition.first_day, until=partition.last_day)
        blocks = layout_of(asked).csv_blocks(asked, is_safe=False)
        return tables_of(blocks, self._schema, rows=ROWS_A_GROUP)

    def _remove(self, paths: Collection[str]) -> None:
        for path in paths:
            self._storage.delete(path)
            del self._manifest.files[path]

    def _finish(self, now: datetime) -> None:
        self._manifest.is_whole = True
        self._manifest.write(self._storage)
        if self._manifest.files:
            datapackage.write(self._storage, self._manifest, now=now)


class _Counted:
    """Tables, and how many rows they had."""

    def __init__(self, tables: Iterable[pa.Table]) -> None:
        self._tables = tables
        self.rows = 0

    def __iter__(self) -> Iterator[pa.Table]:
        for table in self._tables:
            self.rows += table.num_rows
            yield table


class _Digested:
    """A file that is written from its beginning, and what it holds so far."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest = file, hashlib.sha256()
        self.bytes = 0

    def write(self, block: bytes) -> None:
        self._file.write(block)
        self._digest.update(block)
        self.bytes += len(block)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()
