"""What a workbook would fill the memory with, found out before it is read.

calamine lays a sheet out as a rectangle up to its last cell, and copies a shared text into each cell that
refers to it: 1.4 kB with two cells in opposite corners ask for 549 GB, and the process is aborted.
"""

import io
import re
import zipfile
import zlib
from array import array
from collections.abc import Iterator, Mapping
from xml.parsers import expat

# The survey from 2011 to 2013 has 22,907 rows of 30 columns and 5 MB as text; its workbook unpacks to about
# 10 times its size, a bomb to a thousand times.
MAX_UNPACKED_BYTES = 300 * 2**20
MAX_RATIO = 200
MAX_CELLS = 12_000_000
MAX_TEXT_BYTES = 300 * 2**20
CHUNK = 2**16
SHARED_TEXTS = "xl/sharedstrings.xml"
CELL_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class OutOfBoundsError(Exception):
    """A workbook that is cut off, broken or larger than any that is wanted, in one sentence."""


def refuse_out_of_bounds(payload: bytes) -> None:
    """Read every part of a workbook once, counting what it would become.

    Raises:
        OutOfBoundsError: it is cut off or broken; or it unpacks to too many bytes, or its sheets reach over
            too many cells or hold too much text.
    """
    meter = _Meter(limit=min(MAX_UNPACKED_BYTES, len(payload) * MAX_RATIO))
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            parts = archive.infolist()
            names = [part.filename.casefold() for part in parts]
            if len(set(names)) < len(names):
                raise OutOfBoundsError("the workbook has two parts of one name")
            # Shared texts come first: cells refer to them by number.
            for part in sorted(parts, key=lambda part: part.filename.casefold() != SHARED_TEXTS):
                meter.read_part(part.filename.casefold(), _chunks(archive, part))
    except (zipfile.BadZipFile, EOFError, OSError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise OutOfBoundsError(f"the workbook is cut off or broken: {error}") from None


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    # zipfile stops at the size that a part claims, calamine at the end of its packed bytes.
    part.file_size = MAX_UNPACKED_BYTES + 1
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


class _Meter:
    """Adds up over all parts what calamine would hold."""

    def __init__(self, *, limit: int) -> None:
        self._limit = limit
        self._unpacked = self._cells = self._text = 0
        self._text_sizes = array("L")

    def read_part(self, name: str, chunks: Iterator[bytes]) -> None:
        part = _Part(name, self._text_sizes)
        # The encoding that calamine takes, whatever the part says of itself.
        parser = expat.ParserCreate("UTF-8")
        parser.buffer_text = True
        parser.StartElementHandler, parser.CharacterDataHandler = part.start, part.text
        parser.StartDoctypeDeclHandler = part.doctype
        failure: expat.ExpatError | None = None
        tail, holds_cells = b"", False
        for chunk in chunks:
            self._count(len(chunk))
            # In what is no XML, such as a picture, calamine finds no cells; it looks for this word.
            holds_cells = holds_cells or b"sheetData" in tail + chunk
            tail = chunk[-len(b"sheetData") :]
            if failure is None:
                failure = _fed(parser, chunk)
                self._check(part)
        failure = failure or _fed(parser, b"", last=True)
        if failure and (holds_cells or name.endswith(".xml")):
            raise OutOfBoundsError(f"the workbook is cut off or broken: {name}: {failure}")
        part.settle()
        self._check(part)
        self._cells += part.area
        self._text += part.text_bytes

    def _count(self, size: int) -> None:
        self._unpacked += size
        if self._unpacked > self._limit:
            raise OutOfBoundsError(
                f"the workbook unpacks to more than {self._limit:,} bytes; no survey needs that"
            )

    def _check(self, part: "_Part") -> None:
        if max(self._cells + part.area, len(self._text_sizes)) > MAX_CELLS:
            raise OutOfBoundsError(
                f"{part.name} reaches over {part.height:,} rows and {part.width:,} columns; "
                f"a workbook may have {MAX_CELLS:,} cells"
            )
        if self._text + part.text_bytes > MAX_TEXT_BYTES:
            raise OutOfBoundsError(f"the workbook's cells hold more than {MAX_TEXT_BYTES:,} bytes of text")


def _fed(parser: expat.XMLParserType, chunk: bytes, *, last: bool = False) -> expat.ExpatError | None:
    try:
        parser.Parse(chunk, last)
    except expat.ExpatError as error:
        return error
    return None


class _Part:
    """One part as it is read: how far its cells reach, and the shared texts it has or refers to.

    Cells without a value count for nothing, as in calamine. One without a place stands after the one before.
    """

    def __init__(self, name: str, text_sizes: "array[int]") -> None:
        self.name = name
        self.width = self.height = self.text_bytes = 0
        self._text_sizes = text_sizes
        self._is_shared = name == SHARED_TEXTS
        self._row = self._column = 0
        self._in_shared_cell = False
        self._index = ""

    @property
    def area(self) -> int:
        return self.width * self.height

    def doctype(self, *_: object) -> None:
        raise OutOfBoundsError("the workbook defines words of its own, which no spreadsheet program does")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in ("v", "is"):
            self.width, self.height = max(self.width, self._column), max(self.height, self._row)
        elif name == "c":
            self.settle()
            self._place(attributes.get("r"))
            self._in_shared_cell = attributes.get("t") == "s"
        elif name == "row":
            self._row = _number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
        elif name == "si" and self._is_shared:
            self._text_sizes.append(0)

    def text(self, text: str) -> None:
        if self._in_shared_cell:
            self._index += text
        elif self._is_shared and self._text_sizes:
            self._text_sizes[-1] += len(text) if text.isascii() else len(text.encode())

    def settle(self) -> None:
        """Count the shared text that the cell just read refers to."""
        index = self._index.strip()
        if index.isdecimal() and int(index) < len(self._text_sizes):
            self.text_bytes += self._text_sizes[int(index)]
        self._index, self._in_shared_cell = "", False

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._row, self._column = max(self._row, 1), self._column + 1
            return
        found = CELL_REFERENCE.fullmatch(reference.upper())
        if found is None:
            raise OutOfBoundsError(f"the workbook is broken: {reference[:20]!r} is no place of a cell")
        self._column = 0
        for letter in found[1]:
            self._column = self._column * 26 + ord(letter) - ord("A") + 1
        self._row = int(found[2])


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 7:
        raise OutOfBoundsError(f"the workbook is broken: {text[:20]!r} is no number of a row")
    return int(text)
