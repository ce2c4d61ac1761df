"""The rows of a table that a source answered with or an operator dropped, or ParseError naming it."""

from collections.abc import Iterator, Sequence

from providers.adapters.base import Answer, ParseError
from providers.tables import FileError, Row, rows


def rows_in(answer: Answer, body: bytes, *, required: Sequence[str]) -> Iterator[Row]:
    """The rows of a CSV or XLSX body that say anything, by normalised header (see providers.tables).

    Raises:
        ParseError: it is empty, is no table, lacks a column, or is cut off.
    """
    if not body.strip():
        raise ParseError(f"{name_of(answer)}: the file is empty")
    try:
        for row in rows(body, required=required, aliases={}):
            if any(row.cells.values()):
                yield row
    # A broken workbook makes Python's own reader of archives complain of values.
    except (FileError, ValueError) as error:
        raise ParseError(f"{name_of(answer)}: {error}") from None


def name_of(answer: Answer) -> str:
    """The file's name where there is one, for whoever has to find it."""
    return answer.asked.get("file", "the table")
