"""Workbooks as central banks write them: dates as numbers that are shown as dates."""

import io
from collections.abc import Sequence
from datetime import date

import xlsxwriter


def workbook(*rows: Sequence[object]) -> bytes:
    """One sheet of these rows; None is an empty cell."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "d-mmm-yy"})
        sheet = book.add_worksheet()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell, day if isinstance(cell, date) else None)
    return buffer.getvalue()
