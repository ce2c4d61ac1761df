"""How fast other writers put an export's cells from memory into a file: `… exports_xlsx_child QUESTION`."""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import django

django.setup()

import pyarrow as pa  # noqa: E402
import rustpy_xlsxwriter  # noqa: E402
import xlsxwriter  # noqa: E402
from django.http import QueryDict  # noqa: E402

from corridors.exports.asking import parse_export  # noqa: E402
from corridors.exports.layouts import layout_of  # noqa: E402
from corridors.exports.workbook import batches_of, schema_of_cells  # noqa: E402

# Its speed does not depend on the number of rows, and all would take minutes.
ROWS_OF_XLSXWRITER = 10_000

Records = list[dict[str, Any]]


def cells(question: str) -> pa.Table:
    """The very cells that the export has."""
    asked = parse_export(QueryDict(question), today=date.max)
    layout = layout_of(asked)
    blocks = layout.csv_blocks(asked, is_safe=True)
    return pa.Table.from_batches(batches_of(blocks, layout.columns), schema_of_cells(layout.columns))


def with_rust(source: pa.Table | Records) -> Callable[[Path], None]:
    return lambda path: rustpy_xlsxwriter.write_worksheet(source, str(path), sheet_name="prices")


def with_python(records: Records) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"}
        with xlsxwriter.Workbook(path, options) as workbook:
            sheet = workbook.add_worksheet("prices")
            sheet.write_row(0, 0, list(records[0]))
            for number, record in enumerate(records, start=1):
                for column, value in enumerate(record.values()):
                    if value is not None:
                        sheet.write(number, column, value)

    return write


def rows_a_second(rows: int, write: Callable[[Path], None]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        write(Path(folder, "prices.xlsx"))
        return rows / (time.perf_counter() - started)


def measured(question: str) -> dict[str, object]:
    table = cells(question)
    few = table.slice(0, ROWS_OF_XLSXWRITER).to_pylist()
    speeds = {
        "rustpy-xlsxwriter": rows_a_second(table.num_rows, with_rust(table)),
        "XlsxWriter constant_memory": rows_a_second(len(few), with_python(few)),
    }
    return {"rows": table.num_rows, "rows_a_second": speeds}


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1])))
