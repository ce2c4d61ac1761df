"""What somebody hands in, as records of providers.contract: JSON, JSON lines, CSV or a workbook."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from providers.contract import FIELDS, REQUIRED
from providers.tables import UNREADABLE, ZIP_MAGIC, FileError, decode, normalised_header, rows

JSON, LINES, CSV = "application/json", "application/x-ndjson", "text/csv"
# A table by a program, which can be told to write UTF-8; a person's spreadsheet may write cp1252.
UTF8_CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_BYTES = 10 * 2**20
MAX_READINGS = 10_000
MAX_MEMBERS = 60
# Far more digits than money has, and fewer than Python refuses to write as text.
MAX_DIGITS = 400
COLUMNS = {normalised_header(name): name for name in FIELDS}
ONE_LINE = "a price is one JSON object in one line"


class BatchError(ValueError):
    """What was handed in cannot be read as a whole; one sentence."""


class TooManyError(BatchError):
    """It holds more prices than may come at once."""


class Given(NamedTuple):
    """One price as it was handed in: its number from 0, where it stood, and what is wrong with its form.

    `errors` maps a field, or "" for the whole, to a sentence; with any, `record` is only good for showing.
    """

    number: int
    place: str
    record: Mapping[str, Any]
    errors: Mapping[str, str]


def records_in(body: bytes, content_type: str) -> Iterator[Given]:
    """Every price of a body, in order, whether its form is right or not.

    Raises:
        BatchError: the body is not what its type says, holds no price, or (TooManyError) too many.
    """
    readers = {
        JSON: _json_records,
        LINES: _line_records,
        UTF8_CSV: _utf8_table_records,
        CSV: _table_records,
        XLSX: _table_records,
    }
    number = -1
    for number, (place, record, errors) in enumerate(readers[content_type](body)):
        if number >= MAX_READINGS:
            raise TooManyError(f"there are more than {MAX_READINGS:,} prices; send them in several batches")
        yield Given(number, place, record, errors or malformed(record))
    if number < 0:
        raise BatchError("there is no price in it")


type_of_part = tuple[str, Mapping[str, Any], Mapping[str, str]]


def _json_records(body: bytes) -> Iterator[type_of_part]:
    document = _parsed(_utf8(body))
    if isinstance(document, _Object):
        if document.keys() != {"prices"} or document.twice:
            raise BatchError('the document is neither a list of prices nor {"prices": […]}')
        document = document["prices"]
        where = "$.prices"
    else:
        where = "$"
    if not isinstance(document, list):
        raise BatchError('the document is neither a list of prices nor {"prices": […]}')
    for number, value in enumerate(document):
        place = f"{where}[{number}]"
        yield (place, value, {}) if isinstance(value, dict) else (place, {}, {"": "a price is a JSON object"})


def _line_records(body: bytes) -> Iterator[type_of_part]:
    for number, line in enumerate(_utf8(body).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = _parsed(line)
        except BatchError as error:
            yield f"line {number}", {}, {"": str(error)}
            continue
        errors = {} if isinstance(value, dict) else {"": ONE_LINE}
        yield f"line {number}", value if isinstance(value, dict) else {}, errors


def _utf8_table_records(body: bytes) -> Iterator[type_of_part]:
    _utf8(body)
    yield from _table_records(body)


def _table_records(body: bytes) -> Iterator[type_of_part]:
    try:
        if not body.startswith(ZIP_MAGIC):
            _refuse_unclear_header(decode(body))
        for row in rows(body, required=REQUIRED, aliases=COLUMNS):
            if UNREADABLE in row.cells:
                yield row.locator, {}, {"": row.cells[UNREADABLE]}
            elif any(row.cells.values()):
                yield row.locator, {name: cell for name, cell in row.cells.items() if name or cell}, {}
    except (FileError, csv.Error, StopIteration) as error:
        raise BatchError(str(error)) from None


def _refuse_unclear_header(text: str) -> None:
    """Refuse columns that are not fields, or that stand there twice: the second would hide the first."""
    names = [COLUMNS.get(name, name) for name in _header(text)]
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise BatchError(f"two columns {_quoted(twice)} in the header")
    if unknown := [name for name in names if name not in FIELDS]:
        raise BatchError(f"no field of a price is called {_quoted(unknown)}; the header names the fields")


def _header(text: str) -> list[str]:
    header: list[str] = next(csv.reader(io.StringIO(text, newline=""), strict=True), [])
    return [normalised_header(name) for name in header]


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(repr(printable(name)[:60]) for name in names[:10])


def printable(text: str) -> str:
    """The text as every database and every JSON reader can keep it."""
    return text.encode(errors="replace").decode().replace("\x00", "\ufffd")


def malformed(record: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with a record before its fields are read; safe against values of any depth and size."""
    if len(record) > MAX_MEMBERS:
        return {"": f"has {len(record):,} members; a price has at most {len(FIELDS)}"}
    wrong = {}
    for name, value in record.items():
        parts = value if isinstance(value, list) else [value]
        if any(isinstance(part, dict | list) for part in parts):
            wrong[printable(name)] = "is neither text nor a number nor a list of codes"
        elif any(isinstance(part, str) and printable(part) != part for part in parts):
            wrong[printable(name)] = "holds a zero byte or half a character"
    for name in getattr(record, "twice", ()):
        wrong[printable(name)] = "is stated twice"
    return wrong


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its members were stated twice."""

    twice: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        made.twice = tuple(name for name, count in counts.items() if count > 1)
    return made


def _parsed(text: str) -> Any:
    """A JSON value. Numbers beyond any money, NaN and Infinity stay text, which no field takes for one."""
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_fraction,
            parse_int=lambda digits: int(digits) if len(digits) <= MAX_DIGITS else digits[:MAX_DIGITS],
            parse_constant=str,
        )
    except json.JSONDecodeError as error:
        raise BatchError(f"it is not JSON: {error.msg}, line {error.lineno} column {error.colno}") from None
    except RecursionError:
        raise BatchError("it is not a list of prices: it is nested too deep") from None


def _fraction(digits: str) -> Decimal | str:
    try:
        return Decimal(digits) if len(digits) <= MAX_DIGITS else digits[:MAX_DIGITS]
    except InvalidOperation:
        return digits


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BatchError(f"it is not UTF-8 text (byte {error.start:,})") from None
