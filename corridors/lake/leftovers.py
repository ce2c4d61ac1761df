"""What an interrupted dump left behind."""

from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import FileSystemStorage, Storage

from corridors.lake.partitions import FOLDERS, partition_at


def partition_files(storage: Storage, folder: str = "") -> Iterator[str]:
    """The paths of the partitions' files that lie in a lake, whoever wrote them."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    inside = [f"{folder}/{name}" if folder else name for name in sorted((*folders, *files))]
    yield from (path for path in inside if partition_at(path))
    for path in inside:
        if FOLDERS.fullmatch(path):
            yield from partition_files(storage, path)


def remove_unfinished(storage: Storage) -> None:
    """Delete what a killed dump was at. In a bucket there is no such thing: files appear in it whole."""
    if isinstance(storage, FileSystemStorage):
        for path in Path(storage.location).rglob(".*.unfinished"):
            path.unlink(missing_ok=True)
