"""Histories of reference rates as central banks publish them: ECB (units per euro), NBP (zloty per unit)."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from corridors.domain.rates import PublishedRate
from providers.tables import (
    CUT_OFF,
    GZIP_MAGIC,
    MAX_FILE_BYTES,
    NO_ROWS,
    ZERO_BYTES,
    ZIP_MAGIC,
    FileError,
    gunzipped,
)
from remitcompare.money import currencies

# What the column keeps on every database: 8 digits before the point, 10 after, 15 significant.
RATE_STEP = Decimal("0.0000000001")
MAX_RATE = Decimal(10) ** 8
NOT_QUOTED = frozenset({"", "N/A"})


class RefusedRate(NamedTuple):
    """A number that cannot be stored, where it stood and why."""

    locator: str
    reason: str


def parse(source: str, payload: bytes) -> Iterator[PublishedRate | RefusedRate]:
    """The rates of a file of one source ("ecb" or "nbp"), plain, zipped or gzipped.

    Raises:
        FileError: it is not that source's file, has no rows, may be cut off, or unpacks to too much.
    """
    text = _unpacked(payload)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        yield from (_ecb if source == "ecb" else _nbp)(header, reader)
    except csv.Error as error:
        raise FileError(f"the file is cut off or broken in line {reader.line_num:,}: {error}") from None
    if not text.endswith(("\n", "\r")):
        # Cut off inside the last column a rate is another rate: 4.2345 is 4.2.
        raise FileError(CUT_OFF)
    if reader.line_num < 2:
        raise FileError(NO_ROWS)


def _unpacked(payload: bytes) -> str:
    try:
        if payload.startswith(ZIP_MAGIC):
            with zipfile.ZipFile(io.BytesIO(payload)) as archive, archive.open(archive.namelist()[0]) as part:
                content = part.read(MAX_FILE_BYTES + 1)
        else:
            content = gunzipped(payload) if payload.startswith(GZIP_MAGIC) else payload
    except (zipfile.BadZipFile, IndexError, OSError, EOFError, zlib.error, RuntimeError) as error:
        raise FileError(f"the archive is cut off or broken: {error}") from None
    if len(content) > MAX_FILE_BYTES:
        raise FileError(f"the file has more than the {MAX_FILE_BYTES:,} bytes allowed")
    if b"\x00" in content:
        raise FileError(ZERO_BYTES)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"the file is not UTF-8 text (byte {error.start:,})") from None


def _ecb(header: list[str], lines: Iterator[list[str]]) -> Iterator[PublishedRate | RefusedRate]:
    codes = header[1:]
    if header[:1] != ["Date"] or "USD" not in codes:
        raise FileError("no columns 'Date' and 'USD' in the header: not the ECB's reference-rate history")
    for number, cells in enumerate(lines, start=2):
        if len(cells) != len(header):
            raise FileError(f"line {number:,} has {len(cells)} cells where the header has {len(header)}")
        for code, cell in zip(codes, cells[1:], strict=True):
            if code and cell.strip() not in NOT_QUOTED:
                yield _rate("ecb", "EUR", code, cell, cells[0], f"line {number}, {code}")


def _nbp(header: list[str], lines: Iterator[list[str]]) -> Iterator[PublishedRate | RefusedRate]:
    if header != ["date", "currency", "pln_per_unit"]:
        raise FileError("the header is not 'date,currency,pln_per_unit': not the NBP's history")
    for number, cells in enumerate(lines, start=2):
        if len(cells) != len(header):
            raise FileError(f"line {number:,} has {len(cells)} cells where the header has {len(header)}")
        yield _rate("nbp", cells[1].strip(), "PLN", cells[2], cells[0], f"line {number}")


def _rate(
    source: str, base: str, quote: str, cell: str, day: str, locator: str
) -> PublishedRate | RefusedRate:
    for code in (base, quote):
        if code not in currencies():
            return RefusedRate(locator, f"{code!r} is not an ISO 4217 currency")
    try:
        observed_on = date.fromisoformat(day.strip())
    except ValueError:
        return RefusedRate(locator, f"date {day!r} is not written like 2013-07-31")
    try:
        rate = Decimal(cell.strip())
    except InvalidOperation:
        return RefusedRate(locator, f"rate {cell!r} is not a number")
    if not rate.is_finite() or not RATE_STEP <= rate < MAX_RATE:
        return RefusedRate(locator, f"rate {cell.strip()} is not between {RATE_STEP:f} and {MAX_RATE:f}")
    return PublishedRate(source, base, quote, rate, observed_on)
