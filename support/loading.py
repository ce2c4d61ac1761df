"""What content files state, stored: the only writer of entries beside the admin and reviewing.py."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from support.contents import FOLDER, FaultInFile, read_folder
from support.models import Article, Entry, Organisation, digest_of

MODELS: tuple[type[Entry], ...] = (Organisation, Article)


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

    An entry that an operator has edited or made is left alone. A new text is no longer what was reviewed, so
    its review is the file's. What no file states any more is removed, unless it was edited, or a file of the
    same folder is at fault.
    """
    contents = read_folder(folder)
    loaded = Loaded(faults=contents.faults)
    stored = {_identity(entry): entry for model in MODELS for entry in _every(model)}
    for entry in contents.entries:
        _store(entry, stored.pop(_identity(entry), None), loaded)
    in_trouble = {_folder_of(fault.file) for fault in contents.faults}
    for entry in stored.values():
        if entry.is_as_loaded and _folder_of(entry.origin) not in in_trouble:
            entry.delete()
            loaded.removed += 1
    return loaded


def _every(model: type[Entry]) -> Iterable[Entry]:
    manager: Any = model._default_manager
    return manager.all()  # type: ignore[no-any-return]


def _folder_of(file: str) -> str:
    return file.partition("/")[0]


def _identity(entry: Entry) -> tuple[str, ...]:
    return (type(entry).__name__, *entry.key)


def _store(stated: Entry, stored: Entry | None, loaded: Loaded) -> None:
    digest = digest_of(stated.content)
    if stored is None:
        stated.loaded_digest = digest
        stated.save()
        loaded.added += 1
    elif not stored.is_as_loaded:
        loaded.left_as_edited += 1
    elif stored.loaded_digest == digest:
        _note(stated, stored)
        loaded.unchanged += 1
    else:
        for name, value in stated.content.items():
            setattr(stored, name, value)
        stored.loaded_digest, stored.origin = digest, stated.origin
        stored.reviewed_on, stored.reviewed_by = stated.reviewed_on, ""
        stored.save()
        loaded.changed += 1


def _note(stated: Entry, stored: Entry) -> None:
    """Keep the later review of one and the same text, and where it came from now."""
    later = stated.reviewed_on is not None and (
        stored.reviewed_on is None or stored.reviewed_on < stated.reviewed_on
    )
    if later:
        stored.reviewed_on, stored.reviewed_by = stated.reviewed_on, ""
    if later or stored.origin != stated.origin:
        stored.origin = stated.origin
        stored.save(update_fields=["reviewed_on", "reviewed_by", "origin"])
