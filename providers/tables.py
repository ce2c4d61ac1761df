"""Rows out of spreadsheet files that somebody sent: CSV or XLSX, decoded, bounded, with line numbers."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

ZIP_MAGIC = b"PK\x03\x04"
MAX_FILE_BYTES = 200 * 2**20
# An RPW workbook unpacks to about 10 times its size; a bomb to a thousand times.
MAX_UNPACKED_BYTES = 1500 * 2**20
MAX_RATIO = 200
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
    """The whole file.

    Raises:
        FileError: it is missing, unreadable, empty or too large.
    """
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise FileError(f"{path}: {size:,} bytes is more than the {MAX_FILE_BYTES:,} allowed")
        payload = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: {error.strerror or error}") from None
    if not payload.strip():
        raise FileError(f"{path}: the file is empty")
    return payload


def rows(payload: bytes, *, required: Sequence[str], aliases: dict[str, str]) -> Iterator[Row]:
    """The rows of a CSV or XLSX file under its canonical column names.

    `aliases` maps a normalised header to its canonical name. Cells are text as a person would read it.

    Raises:
        FileError: not a table, a missing column, a file cut off in a row, or a workbook that is a bomb.
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
    doubled = {name for name in names if name and names.count(name) > 1 and name in required}
    if doubled:
        raise FileError(f"two columns {', '.join(repr(name) for name in sorted(doubled))} in the header")
    return names


def decode(payload: bytes) -> str:
    """The text of a CSV file, UTF-8 or else cp1252.

    Raises:
        FileError: it is neither.
    """
    if b"\x00" in payload[:4096]:
        raise FileError("the file is not text: it has zero bytes")
    try:
        return payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return payload.decode("cp1252")
    except UnicodeDecodeError as error:
        raise FileError(f"the file is neither UTF-8 nor cp1252 text (byte {error.start:,})") from None


def _csv_rows(payload: bytes, required: Sequence[str], aliases: dict[str, str]) -> Iterator[Row]:
    text = decode(payload)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    complete = text.endswith(("\n", "\r"))
    try:
        names = _columns(next(reader), required, aliases)
        previous: tuple[int, list[str]] | None = None
        for cells in reader:
            if previous:
                yield _csv_row(names, *previous)
            previous = (reader.line_num, cells)
        if previous:
            if not complete and len(previous[1]) != len(names):
                raise FileError(f"the file is cut off in line {previous[0]:,}")
            yield _csv_row(names, *previous)
    except csv.Error as error:
        raise FileError(f"the file is cut off or broken in line {reader.line_num:,}: {error}") from None


def _csv_row(names: list[str], line: int, cells: list[str]) -> Row:
    values = [cell.strip() for cell in cells]
    if not any(values):
        return Row(f"line {line}", {})
    if len(cells) != len(names):
        return Row(f"line {line}", {UNREADABLE: f"{len(cells)} cells where the header has {len(names)}"})
    return Row(f"line {line}", dict(zip(names, values, strict=False)))


def _workbook_rows(payload: bytes, required: Sequence[str], aliases: dict[str, str]) -> Iterator[Row]:
    _refuse_bomb(payload)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(payload))
        problem = FileError("the workbook has no sheet")
        found = False
        for name in workbook.sheet_names:
            table = workbook.get_sheet_by_name(name).iter_rows()
            try:
                names = _columns([_text(cell) for cell in next(table, [])], required, aliases)
            except FileError as error:
                problem = FileError(f"sheet {name!r}: {error}")
                continue
            found = True
            for number, cells in enumerate(table, start=2):
                yield Row(f"{name} row {number}", dict(zip(names, map(_text, cells), strict=False)))
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileError(f"the workbook cannot be read: {error}") from None
    if not found:
        raise problem


def _refuse_bomb(payload: bytes) -> None:
    """Unpack every part once, counting, so that a part that lies about its size is found out too."""
    limit = min(MAX_UNPACKED_BYTES, len(payload) * MAX_RATIO)
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            for part in archive.infolist():
                with archive.open(part) as stream:
                    while chunk := stream.read(2**20):
                        unpacked += len(chunk)
                        if unpacked > limit:
                            raise FileError(
                                f"the workbook unpacks to more than {limit:,} bytes; no survey needs that"
                            )
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise FileError(f"the workbook is cut off or broken: {error}") from None


def _text(cell: object) -> str:
    """A cell as text; numbers with the 15 digits a spreadsheet keeps, so that 2.67 is 2.67."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
