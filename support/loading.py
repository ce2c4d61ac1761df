"""What content files state, stored: the only writer of entries beside the admin and reviewing.py."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from support.contents import FOLDER, FaultInFile, read_folder
from support.models import Article, Entry, Organisation, digest_of

MODELS: tuple[type[Entry], ...] = (Organisation, Article)
_Identity = tuple[str, ...]


@dataclass(slots=True)
class Loaded:
    """What became of the entries of the content files, counted, and what is wrong with the files."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    left_as_edited: int = 0
    removed: int = 0
    faults: list[FaultInFile] = field(default_factory=list)


@transaction.atomic
def load(folder: Path = FOLDER) -> Loaded:
    """Store what a folder of content states. Safe to repeat: what is stored already changes nothing.

    An entry that an operator has edited, renamed or made is left alone. A new text is no longer what was
    reviewed, so its review is the file's. What no file states any more is removed, unless it was edited, or a
    file of the same folder is at fault, or that folder is gone.
    """
    contents = read_folder(folder)
    loaded = Loaded(faults=contents.faults)
    stored = _Stored(entry for model in MODELS for entry in _every(model))
    for entry in contents.entries:
        _store(entry, stored.take(entry), loaded)
    left = [entry for entry in stored.left() if entry.is_as_loaded]
    gone = {_folder_of(entry.origin) for entry in left if not (folder / _folder_of(entry.origin)).is_dir()}
    loaded.faults += [
        FaultInFile(f"{name}/", 1, "is gone; what came from it is kept") for name in sorted(gone)
    ]
    in_trouble = {_folder_of(fault.file) for fault in loaded.faults}
    for entry in left:
        if _folder_of(entry.origin) not in in_trouble:
            entry.delete()
            loaded.removed += 1
    return loaded


class _Stored:
    """What is stored, found by what its file calls it, or by what it is called now."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._left: dict[_Identity, Entry] = {}
        self._by_file: dict[_Identity, Entry] = {}
        for entry in entries:
            self._left[_identity(entry, entry.key)] = entry
            if entry.loaded_key:
                self._by_file[_identity(entry, entry.loaded_key)] = entry
        self._by_name = dict(self._left)

    def take(self, stated: Entry) -> Entry | None:
        """The entry that a file states; None where it is not stored yet."""
        asked = _identity(stated, stated.key)
        found = self._by_file.get(asked) or self._by_name.get(asked)
        if found is not None:
            self._left.pop(_identity(found, found.key), None)
        return found

    def left(self) -> Iterable[Entry]:
        """What no file has stated."""
        return self._left.values()


def _every(model: type[Entry]) -> Iterable[Entry]:
    manager: Any = model._default_manager
    return manager.all()  # type: ignore[no-any-return]


def _folder_of(file: str) -> str:
    return file.partition("/")[0]


def _identity(entry: Entry, key: Iterable[str]) -> _Identity:
    return (type(entry).__name__, *key)


def _store(stated: Entry, stored: Entry | None, loaded: Loaded) -> None:
    digest = digest_of(stated.content)
    if stored is None:
        stated.loaded_digest, stated.loaded_key = digest, list(stated.key)
        stated.save()
        loaded.added += 1
    elif not stored.is_as_loaded:
        loaded.left_as_edited += 1
    elif stored.loaded_digest == digest:
        _note(stated, stored)
        loaded.unchanged += 1
    else:
        if stated.what_is_reviewed != stored.what_is_reviewed or _is_reviewed_later(stated, stored):
            stored.reviewed_on, stored.reviewed_by = stated.reviewed_on, ""
        for name, value in stated.content.items():
            setattr(stored, name, value)
        stored.loaded_digest, stored.origin = digest, stated.origin
        stored.save()
        loaded.changed += 1


def _is_reviewed_later(stated: Entry, stored: Entry) -> bool:
    return stated.reviewed_on is not None and (
        stored.reviewed_on is None or stored.reviewed_on < stated.reviewed_on
    )


def _note(stated: Entry, stored: Entry) -> None:
    """Keep the later review of one and the same text, and where it came from now."""
    later = _is_reviewed_later(stated, stored)
    if later:
        stored.reviewed_on, stored.reviewed_by = stated.reviewed_on, ""
    if later or stored.origin != stated.origin:
        stored.origin = stated.origin
        stored.save(update_fields=["reviewed_on", "reviewed_by", "origin"])
