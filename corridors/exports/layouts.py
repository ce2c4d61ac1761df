"""Layouts: which columns an export has, and where its rows come from. Every format writes every layout."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from corridors.exports import price_lines
from corridors.exports.asking import RPW, ExportAsked
from corridors.exports.columns import Column
from corridors.exports.price_columns import COLUMNS
from corridors.exports.records import (
    BLOCK,
    Value,
    cells_of,
    closed,
    csv_records,
    head_of,
    in_blocks,
    json_records,
)
from corridors.exports.rpw_columns import RPW_COLUMNS
from corridors.exports.rpw_rows import count_rows, survey_rows
from corridors.exports.selecting import chosen


class Layout:
    """Columns, and the rows of a question in the columns' order; text files follow from them.

    All iterators stream; closing one frees the database.
    """

    name: str
    columns: Sequence[Column]

    def count(self, asked: ExportAsked) -> int:
        """How many rows the export has."""
        raise NotImplementedError

    def rows(self, asked: ExportAsked) -> Iterator[tuple[Value, ...]]:
        """The rows, always in the same order; None is what is not stated."""
        raise NotImplementedError

    def csv_blocks(self, asked: ExportAsked, *, is_safe: bool, size: int = BLOCK) -> Iterator[bytes]:
        """CSV in UTF-8: a line of names, then whole records, in blocks of about this many bytes.

        A line ends in a line feed; quotes stand where they are needed. `is_safe` keeps a spreadsheet from
        running foreign text.
        """
        with closed(self.rows(asked)) as rows:
            records = csv_records(cells_of(rows, self.columns, is_safe=is_safe))
            yield from in_blocks(chain([head_of(self.columns)], records), size=size)

    def json_blocks(self, asked: ExportAsked, *, size: int = BLOCK) -> Iterator[bytes]:
        """JSON lines, an object a row, in such blocks. Decimals are text, as in the API."""
        with closed(self.rows(asked)) as rows:
            yield from in_blocks(json_records(rows, self.columns), size=size)


class Prices(Layout):
    """Everything known of each price, in the order in which prices got their numbers."""

    name = ""
    columns = COLUMNS

    def count(self, asked: ExportAsked) -> int:
        return chosen(asked).count()

    def rows(self, asked: ExportAsked) -> Iterator[tuple[Value, ...]]:
        return price_lines.rows(chosen(asked), self.columns)

    def csv_blocks(self, asked: ExportAsked, *, is_safe: bool, size: int = BLOCK) -> Iterator[bytes]:
        return price_lines.csv_lines(chosen(asked), self.columns, is_safe=is_safe, size=size)

    def json_blocks(self, asked: ExportAsked, *, size: int = BLOCK) -> Iterator[bytes]:
        return price_lines.json_lines(chosen(asked), self.columns, size=size)


class Survey(Layout):
    """The columns of Remittance Prices Worldwide: a row a statement, its two price points beside each other.

    Fewer rows than prices, in the order of each one's first price.
    """

    name = RPW
    columns = RPW_COLUMNS

    def count(self, asked: ExportAsked) -> int:
        return count_rows(chosen(asked))

    def rows(self, asked: ExportAsked) -> Iterator[tuple[Value, ...]]:
        return survey_rows(chosen(asked))


LAYOUTS: Mapping[str, Layout] = {layout.name: layout for layout in (Prices(), Survey())}


def layout_of(asked: ExportAsked) -> Layout:
    """The layout that is asked for."""
    return LAYOUTS[asked.layout]
