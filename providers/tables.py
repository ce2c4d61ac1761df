"""Rows out of spreadsheet files that somebody sent: CSV or XLSX, decoded, bounded, with line numbers."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from providers.unpacking import UnpackError, unpacked
from providers.workbook_bounds import OutOfBoundsError, refuse_out_of_bounds

ZIP_MAGIC = b"PK\x03\x04"
GZIP_MAGIC = b"\x1f\x8b"
# The survey from 2011 to 2013 has 5 MB, the longest history of rates 7 MB. Counts for what is packed too.
MAX_FILE_BYTES = 100 * 2**20
# What a file says that ends in the middle of a line, even behind its last comma.
CUT_OFF = "the file does not end with a line break: it may be cut off"
NO_ROWS = "the file has a header and no rows"
ZERO_BYTES = "the file is not text: it has zero bytes"
# Key under which a row that does not fit its header says why.
UNREADABLE = ""


class FileError(Exception):
    """A file that cannot be read as a whole, in one sentence."""


class Row(NamedTuple):
    """One row by column name, and where it stands."""

    locator: str
    cells: dict[str, str]


def normalised_header(name: str) -> str:
    """A column name without case, spacing or underscores: "Pick-up_Method " is "pick-up method"."""
    return re.sub(r"[\s_\u00a0]+", " ", name.lstrip("\ufeff")).strip().casefold()


def read_bytes(path: Path) -> bytes:
    """The whole file, unpacked if it is gzipped.

    Raises:
        FileError: it is missing, unreadable, empty, too large or a broken archive; names the file.
    """
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise FileError(f"{path}: {size:,} bytes is more than the {MAX_FILE_BYTES:,} allowed")
        payload = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: {error.strerror or error}") from None
    if payload.startswith(GZIP_MAGIC):
        try:
            payload = gunzipped(payload)
        except FileError as error:
            raise FileError(f"{path}: {error}") from None
    if not payload.strip():
        raise FileError(f"{path}: the file is empty")
    return payload


def gunzipped(payload: bytes) -> bytes:
    """What a gzip file holds.

    Raises:
        FileError: it is cut off, broken, or unpacks to more than a file may have.
    """
    try:
        return unpacked([payload], encoding="gzip", limit=MAX_FILE_BYTES)
    except UnpackError as error:
        raise FileError(f"the archive cannot be unpacked: {error}") from None


def rows(payload: bytes, *, required: Sequence[str], aliases: dict[str, str]) -> Iterator[Row]:
    """The rows of a CSV or XLSX file under its canonical column names.

    `aliases` maps a normalised header to its canonical name. Cells are text as a person would read it.

    Raises:
        FileError: not a table, a missing column, no rows, a file cut off in a row, zero bytes, or a workbook
            that is a bomb.
    """
    if payload.startswith(ZIP_MAGIC):
        yield from _workbook_rows(payload, required, aliases)
    else:
        yield from _csv_rows(payload, required, aliases)


def _columns(header: Sequence[str], required: Sequence[str], aliases: dict[str, str]) -> list[str]:
    names = [aliases.get(name, name) for name in map(normalised_header, header)]
    missing = [name for name in required if name not in names]
    if missing:
        raise FileError(f"no column {', '.join(repr(name) for name in missing)} in the header")
    known = {*required, *aliases.values()}
    doubled = {name for name in names if name and names.count(name) > 1 and name in known}
    if doubled:
        raise FileError(f"two columns {', '.join(repr(name) for name in sorted(doubled))} in the header")
    return names


def decode(payload: bytes) -> str:
    """The text of a CSV file, UTF-8 or else cp1252.

    Raises:
        FileError: it is neither, or has zero bytes, which no database keeps in text.
    """
    return payload.decode(_encoding_of(payload))


def _encoding_of(payload: bytes) -> str:
    if b"\x00" in payload:
        raise FileError(ZERO_BYTES)
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8-sig"
    try:
        payload.decode("cp1252")
    except UnicodeDecodeError as error:
        raise FileError(f"the file is neither UTF-8 nor cp1252 text (byte {error.start:,})") from None
    return "cp1252"


def _csv_rows(payload: bytes, required: Sequence[str], aliases: dict[str, str]) -> Iterator[Row]:
    text = io.TextIOWrapper(io.BytesIO(payload), encoding=_encoding_of(payload), newline="")
    reader = csv.reader(text, strict=True)
    try:
        names = _columns(next(reader, []), required, aliases)
        cells: list[str] | None = None
        for cells in reader:
            yield _csv_row(names, reader.line_num, cells)
    except csv.Error as error:
        raise FileError(f"the file is cut off or broken in line {reader.line_num:,}: {error}") from None
    if not payload.endswith((b"\n", b"\r")):
        raise FileError(CUT_OFF)
    if cells is None:
        raise FileError(NO_ROWS)


def _csv_row(names: list[str], line: int, cells: list[str]) -> Row:
    values = [cell.strip() for cell in cells]
    if not any(values):
        return Row(f"line {line}", {})
    if len(cells) != len(names):
        return Row(f"line {line}", {UNREADABLE: f"{len(cells)} cells where the header has {len(names)}"})
    return Row(f"line {line}", dict(zip(names, values, strict=False)))


def _workbook_rows(payload: bytes, required: Sequence[str], aliases: dict[str, str]) -> Iterator[Row]:
    refuse_bomb(payload)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(payload))
        problem = FileError("the workbook has no sheet")
        found = has_rows = False
        for name in workbook.sheet_names:
            table = workbook.get_sheet_by_name(name).iter_rows()
            try:
                names = _columns([_text(cell) for cell in next(table, [])], required, aliases)
            except FileError as error:
                problem = FileError(f"sheet {name!r}: {error}")
                continue
            found = True
            for number, cells in enumerate(table, start=2):
                has_rows = True
                yield Row(f"{name} row {number}", dict(zip(names, map(_text, cells), strict=False)))
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileError(f"the workbook cannot be read: {error}") from None
    if not found:
        raise problem
    if not has_rows:
        raise FileError(NO_ROWS)


def refuse_bomb(payload: bytes) -> None:
    """Refuse a workbook that would fill the memory, before it is read.

    Raises:
        FileError: it is one, or is cut off or broken.
    """
    try:
        refuse_out_of_bounds(payload)
    except OutOfBoundsError as error:
        raise FileError(str(error)) from None


def _text(cell: object) -> str:
    """A cell as text; numbers with the 15 digits a spreadsheet keeps, so that 2.67 is 2.67.

    Raises:
        FileError: it has a zero byte, which a workbook can write as _x0000_.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        # A spreadsheet keeps a day as its first moment.
        return cell.isoformat() if cell.time() != time.min else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell).strip()
    if "\x00" in text:
        raise FileError(ZERO_BYTES)
    return text
