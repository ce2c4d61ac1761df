"""The formats that an export is had in, by the ending of its address."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from django.http import QueryDict
from django.utils.translation import gettext as _

from corridors.asking import AskingError
from corridors.exports.asking import ECHOED, ExportAsked
from corridors.exports.binary_formats import Parquet, Workbook
from corridors.exports.layouts import layout_of
from corridors.exports.records import SENT_AT_ONCE

Progress = Callable[[int], object]


def untold(rows: int) -> None:
    """Nobody asks how far an export is."""


class Format(Protocol):
    """A way of writing the rows of a question into a file; the same rows are the same bytes.

    `is_compressed` formats gain nothing from being packed on the wire.
    """

    suffix: str
    media_type: str
    is_compressed: bool

    def write(self, asked: ExportAsked, *, progress: Progress = untold) -> Iterator[bytes]:
        """The file, piece by piece; closing the iterator frees the database.

        `progress` is told how many rows were read where the pieces come only once all of them were.
        """

    def refuse(self, asked: ExportAsked, rows: int) -> str:
        """A sentence why the format does not take so many rows; "" where it does."""


class Csv:
    """Comma-separated values, safe to open in a spreadsheet program."""

    suffix = "csv"
    media_type = "text/csv; charset=utf-8"
    is_compressed = False

    def write(self, asked: ExportAsked, *, progress: Progress = untold) -> Iterator[bytes]:
        """Streamed from the database. One query."""
        return layout_of(asked).csv_blocks(asked, is_safe=True, size=SENT_AT_ONCE)

    def refuse(self, asked: ExportAsked, rows: int) -> str:
        """Nothing is too long for it."""
        return ""


class JsonLines:
    """An object a line, its texts as they were stored."""

    suffix = "jsonl"
    media_type = "application/x-ndjson; charset=utf-8"
    is_compressed = False

    def write(self, asked: ExportAsked, *, progress: Progress = untold) -> Iterator[bytes]:
        """Streamed from the database. One query."""
        return layout_of(asked).json_blocks(asked, size=SENT_AT_ONCE)

    def refuse(self, asked: ExportAsked, rows: int) -> str:
        """Nothing is too long for it."""
        return ""


_ALL: tuple[Format, ...] = (Csv(), JsonLines(), Parquet(), Workbook())
FORMATS: Mapping[str, Format] = {each.suffix: each for each in _ALL}
FORMAT = "format"


def format_asked(parameters: QueryDict) -> Format:
    """The format that a query string names; CSV when it names none.

    Raises:
        AskingError: there is no such format, or there are several.
    """
    names = [name for name in parameters.getlist(FORMAT) if name] or [Csv.suffix]
    if len(names) > 1:
        raise AskingError({FORMAT: _("Give it once.")})
    if names[0] not in FORMATS:
        told = {"text": names[0][:ECHOED], "codes": ", ".join(FORMATS)}
        raise AskingError({FORMAT: _("“%(text)s” is not known. Use one of: %(codes)s.") % told})
    return FORMATS[names[0]]
