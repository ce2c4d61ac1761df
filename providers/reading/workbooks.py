"""Workbooks that central banks publish: their sheets, bounded, and rates by day in rows."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RefusedRow
from providers.reading.bodies import is_unpublished, since_in
from providers.reading.published import published_rate
from providers.tables import FileError, refuse_bomb


class Sheet(NamedTuple):
    """One sheet: its name and its cells by row, from the first row and column on."""

    name: str
    rows: Sequence[Sequence[object]]


def sheets_in(answer: Answer) -> list[Sheet]:
    """The sheets of an XLSX file.

    Raises:
        ParseError: it is no workbook, is cut off, or is made to fill the memory.
    """
    try:
        refuse_bomb(answer.body)
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.body))
        return [
            Sheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        ]
    except (FileError, CalamineError, OSError, ValueError) as error:
        raise ParseError(f"the answer is not a workbook: {error}") from None


def text_in(cell: object) -> str:
    """A cell as text with single spaces."""
    return " ".join(str(cell).split())


def day_in(cell: object) -> date | None:
    """The day of a date cell; None when it is something else."""
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else None


def number_in(cell: object) -> str | None:
    """A cell's number, with the 15 digits a spreadsheet keeps; None when none is published.

    Words, such as a holiday's name, are no number; digits stored as text are one.
    """
    text = f"{cell:.15g}" if isinstance(cell, float) else str(cell).strip()
    if is_unpublished(text) or isinstance(cell, bool):
        return None
    return None if isinstance(cell, str) and any(map(str.isalpha, text)) else text


def rates_by_day(
    answer: Answer, sheet: Sheet, *, source: str, base: str, columns: Mapping[int, str], below: int
) -> Iterator[PublishedRate | RefusedRow]:
    """Rows below one, each a day in the first cell and in each of `columns` what 1 `base` is in its currency.

    Days before the one that was asked for are left out. A row without a day is a caption or a footer, unless
    there are numbers in it: then it is refused.
    """
    since = since_in(answer)
    for position, cells in enumerate(sheet.rows[below + 1 :], start=below + 2):
        numbers = {
            column: number
            for column in columns
            if column < len(cells) and (number := number_in(cells[column])) is not None
        }
        place = answer.at(f"{sheet.name} row {position}")
        day = day_in(cells[0])
        if day is None:
            if numbers:
                said = {"date": str(cells[0]), **{columns[column]: text for column, text in numbers.items()}}
                yield RefusedRow(place, f"{str(cells[0])!r} is not a date", said)
            continue
        if day >= since:
            for column, number in numbers.items():
                yield published_rate(
                    source=source,
                    base=base,
                    quote=columns[column],
                    number=number,
                    day=day,
                    locator=f"{place}, {columns[column]}",
                )
