"""Parquet, written as it is read: a row group, then its bytes, so that memory holds one group at a time."""

from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import Any

import pyarrow as pa
from pyarrow import parquet

# Few enough for a small server, enough that a column's pages compress well.
ROWS_A_GROUP = 65_536


def write_options() -> dict[str, Any]:
    """How each Parquet file of ours is written: keywords of `pyarrow.parquet.ParquetWriter`.

    A decimal of 15 digits is an integer of 8 bytes, smaller and quicker to read than 7 bytes of its own.
    """
    return {"compression": "zstd", "compression_level": 1, "store_decimal_as_integer": True}


def parquet_blocks(tables: Iterable[pa.Table], schema: pa.Schema) -> Iterator[bytes]:
    """A Parquet file piece by piece, one after each table, which becomes a row group.

    The same tables give the same bytes. When `tables` raises, the file ends without the footer that would
    make it readable.
    """
    sink = _Collected()
    writer = parquet.ParquetWriter(sink, schema, **write_options())
    for table in tables:
        writer.write_table(table, row_group_size=max(table.num_rows, 1))
        yield sink.taken()
    writer.close()
    yield sink.taken()


class _Collected(RawIOBase):
    """A file that is written to its end only, and whose new bytes can be taken away."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self._length += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._length

    def taken(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
