"""Tables whose cells are separated by something else than a comma."""

import csv
import io

from providers.tables import FileError, decode


def with_commas(payload: bytes, *, delimiter: str) -> bytes:
    """The same table separated by commas, its lines where they were.

    Raises:
        FileError: it is no text, or is cut off in a quoted cell.
    """
    if delimiter == ",":
        return payload
    text, written = decode(payload), io.StringIO()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        csv.writer(written, lineterminator="\n").writerows(reader)
    except csv.Error as error:
        raise FileError(f"the file is cut off or broken in line {reader.line_num:,}: {error}") from None
    # What ends without a line's end may be cut off, and must go on looking so.
    table = written.getvalue()
    return (table if text.endswith(("\n", "\r")) else table.removesuffix("\n")).encode()
