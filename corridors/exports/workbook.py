"""XLSX: one sheet written row by row into a temporary file that has no name any more when it is sent."""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import pyarrow as pa
import rustpy_xlsxwriter
from pyarrow import compute

from corridors.exports.arrow import lines_of, read_lines
from corridors.exports.columns import Column, Kind

# Excel's numbers have 15 digits, its cells 32,767 units of UTF-16; a character takes two at most.
MAX_INTEGER = 10**15 - 1
MAX_CHARACTERS = 32_767 // 2
CUT = " […]"
# The writer holds the interpreter's lock while it takes a batch: a long one would keep others waiting.
ROWS_A_BATCH = 1_000
SENT_AT_ONCE = 1 << 20
# What the writer stamps with the time of writing, and what follows it in the archive.
STAMPED, AFTER_IT = "docProps/core.xml", "docProps/app.xml"
UNSTAMPED = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>RemitCompare</dc:creator></cp:coreProperties>'
)
FIRST_DATE_OF_A_ZIP = (1980, 1, 1, 0, 0, 0)

_CELLS = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.DECIMAL: pa.float64(),  # 15 digits go through a double unharmed
    Kind.BOOLEAN: pa.bool_(),
    Kind.DATE: pa.date32(),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
}
_NUMBER_FORMATS = {Kind.DATE: "yyyy-mm-dd", Kind.MOMENT: "yyyy-mm-dd hh:mm:ss"}
_WIDTHS = {Kind.MOMENT: 19.0, Kind.DATE: 11.0, Kind.TEXT: 18.0}
_WIDTH = 12.0


def workbook_blocks(
    blocks: Iterable[bytes], columns: Sequence[Column], *, progress: Callable[[int], object]
) -> Iterator[bytes]:
    """A workbook of a layout's CSV (its text neutralised), whose first line is the head.

    `progress` is told how many rows were read so far. The whole file is made before its first byte is given;
    the same rows give the same bytes. Times are in UTC to the second, as a spreadsheet shows them; a text
    longer than a cell may hold is cut and marked so.

    Raises:
        ValueError: a whole number has more digits than a spreadsheet keeps.
    """
    file = _written(batches_of(blocks, columns, progress), columns)
    with file:
        while piece := file.read(SENT_AT_ONCE):
            yield piece


def _written(batches: Iterator[pa.RecordBatch], columns: Sequence[Column]) -> BinaryIO:
    """The finished file, open at its start. Its name is gone: it takes no room once it is closed."""
    with TemporaryDirectory(prefix="remitcompare-") as folder:
        path = Path(folder, "prices.xlsx")
        source = _Source(batches)
        try:
            rustpy_xlsxwriter.write_worksheet(
                pa.RecordBatchReader.from_batches(schema_of_cells(columns), source),
                str(path),
                sheet_name="prices",
                freeze_row=1,
                bold_headers=True,
                autofilter=True,
                column_widths=[_WIDTHS.get(column.kind, _WIDTH) for column in columns],
                column_formats=_column_formats(columns),
            )
        except RuntimeError:
            if source.error is not None:  # the writer says "cannot read"; what was wrong is what counts
                raise source.error from None
            raise
        _unstamp(path)
        return path.open("rb")


class _Source:
    """Batches for a reader that would hide what went wrong in making them."""

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self._batches = batches
        self.error: BaseException | None = None

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        try:
            yield from self._batches
        except BaseException as error:
            self.error = error
            raise


def _untold(rows: int) -> None:
    """Nobody asked how far it is."""


def batches_of(
    blocks: Iterable[bytes], columns: Sequence[Column], progress: Callable[[int], object] = _untold
) -> Iterator[pa.RecordBatch]:
    """The cells of the rows, some at a time: what a sheet can't hold is cut, or is an error."""
    schema = pa.schema([(column.name, _CELLS[column.kind]) for column in columns])
    count = 0
    for lines in lines_of(blocks):
        table = read_lines(lines, schema)
        arrays = [_cells(table.column(number)) for number in range(table.num_columns)]
        yield from pa.table(arrays, names=schema.names).to_batches(max_chunksize=ROWS_A_BATCH)
        count += table.num_rows
        progress(count)


def schema_of_cells(columns: Sequence[Column]) -> pa.Schema:
    """What a sheet holds of each column."""
    return pa.schema([(column.name, _shown(_CELLS[column.kind])) for column in columns])


def _shown(kind: pa.DataType) -> pa.DataType:
    """A spreadsheet knows no time zones: what it shows is UTC."""
    return pa.timestamp("us") if pa.types.is_timestamp(kind) else kind


def _cells(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_timestamp(column.type):
        return column.cast(_shown(column.type))
    if pa.types.is_string(column.type):
        return _cut(column)
    if pa.types.is_int64(column.type):
        return _exact(column)
    return column


def _cut(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    longest = compute.max(compute.binary_length(texts)).as_py() or 0
    if longest <= MAX_CHARACTERS:
        return texts
    is_long = compute.greater(compute.utf8_length(texts), MAX_CHARACTERS)
    head = compute.utf8_slice_codeunits(texts, 0, MAX_CHARACTERS - len(CUT))
    return compute.if_else(is_long, compute.binary_join_element_wise(head, CUT, ""), texts)


def _exact(numbers: pa.ChunkedArray) -> pa.ChunkedArray:
    ends = compute.min_max(numbers).as_py()
    for number in (ends["min"], ends["max"]):
        if number is not None and abs(number) > MAX_INTEGER:
            raise ValueError(f"{number} has more digits than a spreadsheet keeps")
    return numbers


def _column_formats(columns: Sequence[Column]) -> dict[str, rustpy_xlsxwriter.Format]:
    return {
        column.name: rustpy_xlsxwriter.Format().set_num_format(_NUMBER_FORMATS[column.kind])
        for column in columns
        if column.kind in _NUMBER_FORMATS
    }


def _unstamp(path: Path) -> None:
    """Take the time of writing out of the file, so that the same rows are the same bytes."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        *_, stamped, last = archive.infolist()
        if (stamped.filename, last.filename) != (STAMPED, AFTER_IT):
            raise RuntimeError(f"{STAMPED} is not where the writer of workbooks puts it")
        after_it = archive.read(last)
        for entry in (stamped, last):
            archive.filelist.remove(entry)
            del archive.NameToInfo[entry.filename]
        archive.start_dir = stamped.header_offset
        for name, content in ((STAMPED, UNSTAMPED.encode()), (AFTER_IT, after_it)):
            entry = zipfile.ZipInfo(name, FIRST_DATE_OF_A_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
