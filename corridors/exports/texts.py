"""A column's value as the text that stands in a file, worked out by the database: the same in both."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, F, Func, TextField
from django.db.models.sql.compiler import SQLCompiler

from corridors.exports.columns import Column, Kind
from remitcompare.spreadsheets import FORMULA_STARTS, MARK


class _Text(Func):
    """A function of one value that is text afterwards; null stays null."""

    output_field = TextField()
    on_sqlite: str

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any
    ) -> tuple[str, tuple[Any, ...]]:
        sql, parameters = super().as_sql(compiler, connection, template=self.on_sqlite, **more)
        return sql, tuple(parameters)


class Stated(_Text):
    """Text that is null when it is empty."""

    template = on_sqlite = "NULLIF(%(expressions)s, '')"


class Harmless(_Text):
    """The same, and marked where a spreadsheet would take it for a formula: `remitcompare.spreadsheets`."""

    _STARTS = ", ".join(str(ord(start)) for start in FORMULA_STARTS)
    template = (
        "CASE WHEN %(expressions)s = '' THEN NULL "
        f"WHEN ASCII(%(expressions)s) IN ({_STARTS}) THEN CHR({ord(MARK)}) || %(expressions)s "
        "ELSE %(expressions)s END"
    )
    on_sqlite = template.replace("ASCII(", "UNICODE(").replace("CHR(", "CHAR(")


class Exact(_Text):
    """A decimal with every digit and no zeros at its end.

    SQLite holds a number of 15 digits as a double, which prints to the column's places unharmed.
    """

    template = "TRIM_SCALE(%(expressions)s)::TEXT"
    on_sqlite = (
        "CASE WHEN %(expressions)s IS NOT NULL "
        "THEN RTRIM(RTRIM(PRINTF('%%%%.%(places)sf', %(expressions)s), '0'), '.') END"
    )


class YesOrNo(_Text):
    """true or false."""

    template = on_sqlite = "CASE WHEN %(expressions)s THEN 'true' ELSE 'false' END"


class Utc(_Text):
    """2013-07-20T00:00:00Z, with a fraction of a second where there is one.

    Of a PostgreSQL session in UTC with days as in ISO 8601.
    """

    template = "REPLACE(%(expressions)s::TIMESTAMP::TEXT, ' ', 'T') || 'Z'"
    on_sqlite = (
        "REPLACE(CASE WHEN INSTR(%(expressions)s, '.') THEN RTRIM(%(expressions)s, '0') "
        "ELSE %(expressions)s END, ' ', 'T') || 'Z'"
    )


_BY_KIND: Mapping[Kind, Callable[[F], Expression]] = {
    Kind.TEXT: Stated,
    Kind.BOOLEAN: YesOrNo,
    Kind.MOMENT: Utc,
}


def csv_cell(column: Column, *, is_safe: bool) -> Expression | F:
    """The column as it stands in a CSV file; what is foreign in it neutralised for spreadsheets if asked."""
    value = F(column.path)
    if column.kind is Kind.DECIMAL:
        return Exact(value, places=column.places)
    if column.is_foreign and is_safe:
        return Harmless(value)
    is_never_empty = column.kind is Kind.TEXT and column.is_required
    make = _BY_KIND.get(column.kind)
    return value if make is None or is_never_empty else make(value)


def json_member(column: Column) -> Expression | F:
    """The column as PostgreSQL's row_to_json() takes it: numbers that count and yes or no as they are."""
    return F(column.path) if column.kind is Kind.BOOLEAN else csv_cell(column, is_safe=False)
