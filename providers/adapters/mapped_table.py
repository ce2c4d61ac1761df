"""Any CSV or XLSX table of prices, one a row, by a mapping in its TOML: see docs/adding-a-source.md."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from corridors.domain.codes import CollectionMethod
from corridors.domain.readings import PriceReading
from providers.adapters.base import Answer, ParseError, PriceAdapter, RefusedRow
from providers.contract import FIELDS
from providers.reading.cell_numbers import plain_number
from providers.reading.drop_folder import dropped
from providers.reading.options import option
from providers.reading.records import price_in, refusal
from providers.reading.separated import with_commas
from providers.reading.table_rows import name_of, rows_in
from providers.sources import SourceError, SourceFacts
from providers.tables import UNREADABLE, ZIP_MAGIC, FileError, normalised_header

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBERS = frozenset(
    (
        *("send_amount", "fee", "rate", "recipient_fee", "sender_tax"),
        *("speed_min_minutes", "speed_max_minutes", "price_point"),
    )
)
KNOWN = frozenset(
    (
        *("folder", "collection_method", "columns", "constants", "values"),
        *("decimal_comma", "date_format", "delimiter"),
    )
)


class Feed(PriceAdapter):
    """A table at data_url, or each file in DROP_FOLDER/`options.folder`.

    `options.columns` names the column of each field of providers.contract, `options.constants` the fields
    that are the same in every row, `options.values` our word for each of theirs.
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        _Mapping(self.source)
        if "folder" in self.source.options:
            yield from dropped(option(self.source, "folder", str), keep=self.keep)
        else:
            yield self.get(self.source.data_url)

    def parse(self, answer: Answer) -> Iterator[PriceReading | RefusedRow]:
        fields = _Mapping(self.source)
        is_workbook = answer.body.startswith(ZIP_MAGIC)
        try:
            body = answer.body if is_workbook else with_commas(answer.body, delimiter=fields.delimiter)
        except FileError as error:
            raise ParseError(f"{name_of(answer)}: {error}") from None
        for row in rows_in(answer, body, required=tuple(dict.fromkeys(fields.columns.values()))):
            if UNREADABLE in row.cells:
                yield refusal(answer, row.locator, row.cells[UNREADABLE], row.cells)
            else:
                yield self._price(fields, row.cells, answer, row.locator, is_workbook)

    def _price(
        self, fields: "_Mapping", cells: Mapping[str, str], answer: Answer, place: str, is_workbook: bool
    ) -> PriceReading | RefusedRow:
        try:
            record = fields.record(cells, is_workbook=is_workbook)
        except ValueError as error:
            return refusal(answer, place, str(error), cells)
        price = price_in(record, answer=answer, place=place, source=self.source.key, method=fields.method)
        # What the row said helps who looks into it more than what we made of it.
        return refusal(answer, place, price.reason, cells) if isinstance(price, RefusedRow) else price


class _Mapping:
    """The options of a table.

    Raises:
        SourceError: one is missing, not known, or not of its kind.
    """

    def __init__(self, source: SourceFacts) -> None:
        self._key = source.key
        self._refuse_unknown("", source.options, KNOWN)
        named: dict[str, Any] = option(source, "columns", dict)
        self.columns = {field: normalised_header(str(header)) for field, header in named.items()}
        self.constants = self._table(source.options, "constants")
        words = self._table(source.options, "values")
        for name, table in (("columns.", self.columns), ("constants.", self.constants), ("values.", words)):
            self._refuse_unknown(name, table, frozenset(FIELDS))
        self._words = {
            field: {theirs.strip().casefold(): ours for theirs, ours in self._table(words, field).items()}
            for field in words
        }
        try:
            self.method = CollectionMethod(option(source, "collection_method", str))
        except ValueError as error:
            raise SourceError(f"{source.key}.toml: options.collection_method: {error}") from None
        self._decimal_comma = source.options.get("decimal_comma") is True
        self._date_format = str(source.options.get("date_format", ""))
        self.delimiter = str(source.options.get("delimiter", ","))
        if len(self.delimiter) != 1:
            raise SourceError(f"{source.key}.toml: options.delimiter is not one character")

    def _table(self, stated: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        table: Any = stated.get(name, {})
        if not isinstance(table, dict):
            raise SourceError(f"{self._key}.toml: options: {name} is not a table")
        return table

    def _refuse_unknown(self, place: str, stated: Mapping[str, Any], known: frozenset[str]) -> None:
        if unknown := sorted(stated.keys() - known):
            raise SourceError(f"{self._key}.toml: options.{place}{unknown[0]} is not known")

    def record(self, cells: Mapping[str, str], *, is_workbook: bool) -> dict[str, Any]:
        """A row as a record of providers.contract.

        Raises:
            ValueError: a number or a date is not written as the options say.
        """
        record = dict(self.constants)
        for field, header in self.columns.items():
            cell = cells.get(header, "")
            stated: Any = self._words.get(field, {}).get(cell.casefold(), cell)
            if not isinstance(stated, str):
                record[field] = stated
                continue
            if stated and field in NUMBERS:
                stated = plain_number(
                    stated, name=field, decimal_comma=self._decimal_comma, is_workbook=is_workbook
                )
            elif stated and field == "observed_at":
                stated = self._moment(stated, is_workbook=is_workbook)
            if stated or field not in record:
                record[field] = stated
        return record

    def _moment(self, cell: str, *, is_workbook: bool) -> str:
        """A time as ISO 8601, in UTC unless it says otherwise; a workbook's date cells are ISO already."""
        by_format = self._date_format and not (is_workbook and ISO_DAY.fullmatch(cell))
        try:
            if not by_format:
                return _with_offset(datetime.fromisoformat(cell))
            return _with_offset(datetime.strptime(cell, self._date_format))  # noqa: DTZ007  see below
        except ValueError:
            wanted = self._date_format or "2026-11-24"
            raise ValueError(f"observed_at: {cell[:60]!r} is not written like {wanted}") from None


def _with_offset(moment: datetime) -> str:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
