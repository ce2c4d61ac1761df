"""Parquet and XLSX as formats of an export. What writes them is loaded when the first one is asked for."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from corridors.domain.indices import METHOD_VERSION
from corridors.exports.asking import ExportAsked
from corridors.exports.layouts import layout_of
from corridors.exports.records import closed
from corridors.exports.selecting import DatasetFacts, facts_of

# A sheet has 1,048,576 rows; what is near that no longer opens on most machines.
MAX_ROWS_OF_A_SHEET = 1_000_000
Progress = Callable[[int], object]


def _untold(rows: int) -> None:
    """Nobody asked how far it is."""


def file_metadata(asked: ExportAsked, facts: DatasetFacts) -> dict[str, str]:
    """What a file says of itself, as keys and values; the same for the same question and prices."""
    return {
        "remitcompare.method_version": METHOD_VERSION,
        "remitcompare.filters": asked.query(),
        "remitcompare.sources": "; ".join(source.name for source in facts.sources),
        "remitcompare.licence": "; ".join(f"{source.name}: {source.licence}" for source in facts.sources),
    }


class Parquet:
    """Typed columns, packed: a row group at a time, so that memory holds one."""

    suffix = "parquet"
    media_type = "application/vnd.apache.parquet"
    is_compressed = True

    def write(self, asked: ExportAsked, *, progress: Progress = _untold) -> Iterator[bytes]:
        """The file, streamed; text is as it was said. Three queries."""
        from corridors.exports.arrow import arrow_schema, tables_of
        from corridors.exports.parquet import ROWS_A_GROUP, parquet_blocks

        layout = layout_of(asked)
        schema = arrow_schema(layout.columns, file_metadata(asked, facts_of(asked)))
        with closed(layout.csv_blocks(asked, is_safe=False)) as blocks:
            tables = tables_of(blocks, schema, rows=ROWS_A_GROUP, progress=progress)
            yield from parquet_blocks(tables, schema)

    def refuse(self, asked: ExportAsked, rows: int) -> str:
        """Nothing is too long for it."""
        return ""


class Workbook:
    """One sheet for people; text is neutralised."""

    suffix = "xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    is_compressed = True

    def write(self, asked: ExportAsked, *, progress: Progress = _untold) -> Iterator[bytes]:
        """The file, which is made whole before its first byte. One query."""
        from corridors.exports.workbook import workbook_blocks

        layout = layout_of(asked)
        with closed(layout.csv_blocks(asked, is_safe=True)) as blocks:
            yield from workbook_blocks(blocks, layout.columns, progress=progress)

    def refuse(self, asked: ExportAsked, rows: int) -> str:
        """A sentence when there are more rows than a sheet can have."""
        if rows <= MAX_ROWS_OF_A_SHEET:
            return ""
        return _(
            "An Excel file holds at most 1,000,000 rows, and these are more. Take the CSV, or fewer rows."
        )
