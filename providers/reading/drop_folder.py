"""Files that an operator drops into a folder: read where they lie, never moved, changed or removed."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from providers.adapters.base import Answer, Keep
from providers.failures import FetchError
from providers.tables import FileError, read_bytes

CONTENT_TYPES = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def dropped(folder: str, *, keep: Keep) -> Iterator[Answer]:
    """Every CSV and XLSX file in a folder of DROP_FOLDER, archived, by name. No folder is one without files.

    A file that was read before is read again: recording it twice changes nothing.

    Raises:
        FetchError: after the last file, when one could not be read, naming how many and the first.
    """
    place = settings.DROP_FOLDER / folder
    failures: list[str] = []
    for path in _files(place):
        try:
            body = read_bytes(path)
        except FileError as error:
            failures.append(str(error))
            continue
        name = path.name.encode(errors="replace").decode()
        yield keep(body, content_type=CONTENT_TYPES[path.suffix.lower()], asked={"file": name})
    if failures:
        raise FetchError(f"{len(failures)} files cannot be read, first: {failures[0]}")


def _files(place: Path) -> list[Path]:
    """Hidden files are left alone: editors and copying programs write theirs under such names until done."""
    try:
        found = sorted(place.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise FetchError(f"{place}: {error.strerror or error}") from None
    return [
        path
        for path in found
        if path.suffix.lower() in CONTENT_TYPES and not path.name.startswith((".", "~")) and path.is_file()
    ]
