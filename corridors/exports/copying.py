"""Our own layout's lines as PostgreSQL's COPY writes them.

What a service or a run says is worked out once and looked up for each of its prices: most of a line is the
same in thousands of lines.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Expression, F, QuerySet
from django.db.models.expressions import RawSQL

from corridors.exports.columns import Column
from corridors.exports.texts import csv_cell, json_member
from corridors.models import Price, Service

Compiled = tuple[str, tuple[Any, ...]]
Write = Callable[[Column], Expression | F]

_CSV = "FORMAT csv, ENCODING 'UTF8'"
# JSON has no control characters: with two of them as quote and delimiter, COPY writes it untouched.
_JSON = r"FORMAT csv, ENCODING 'UTF8', QUOTE E'\x01', DELIMITER E'\x02'"
# Whatever the server is set to: days and times as ISO 8601 has them; and no compiling of the statement, which
# takes longer than most exports.
_SETTINGS = "SET LOCAL DateStyle TO ISO; SET LOCAL jit TO off"


def copied_csv(prices: QuerySet[Price], columns: Sequence[Column], *, is_safe: bool) -> Iterator[bytes]:
    """The prices as CSV, a record at a time, in the order of their numbers. One query, streamed."""
    statement = _statement(prices, columns, lambda column: csv_cell(column, is_safe=is_safe))
    return _copied(statement, _CSV)


def copied_json(prices: QuerySet[Price], columns: Sequence[Column]) -> Iterator[bytes]:
    """The prices as JSON lines, a line at a time, in the order of their numbers. One query, streamed."""
    sql, parameters = _statement(prices, columns, json_member)
    names = ", ".join(connection.ops.quote_name(column.name) for column in columns)
    # All of it is ours: what was asked is in the parameters.
    as_json = f"SELECT ROW_TO_JSON(whole) FROM ({sql}) AS whole ({names})"  # noqa: S608
    return _copied((as_json, parameters), _JSON)


def _statement(prices: QuerySet[Price], columns: Sequence[Column], write: Write) -> Compiled:
    """The columns of the prices in order. What was asked is in the parameters, all else is ours."""
    parts: dict[str, dict[str, Expression | F]] = {"price": {}, "service": {}, "run": {}}
    chosen = []
    for number, column in enumerate(columns):
        part, path = _place_of(column)
        parts[part][f"value_{number}"] = write(replace(column, path=path))
        chosen.append(f"{part}.value_{number}")
    own = prices.order_by().annotate(**parts["price"])
    own_sql, parameters = own.values_list(
        "id", "service_id", "run_id", *parts["price"]
    ).query.sql_with_params()
    sql = (
        f"SELECT {', '.join(chosen)} FROM ({own_sql}) AS price "  # noqa: S608
        f"CROSS JOIN LATERAL ({_looked_up(Service, 'service', parts['service'])}) AS service "
        f"CROSS JOIN LATERAL ({_looked_up(_model_of_runs(), 'run', parts['run'])}) AS run ORDER BY price.id"
    )
    return sql, tuple(parameters)


def _place_of(column: Column) -> tuple[str, str]:
    """Who says it (the price itself, its service or its run), and where it stands from there."""
    first, _, rest = column.path.partition("__")
    if first == "corridor":  # a price's corridor is its service's
        return "service", column.path
    return (first, rest) if rest else ("price", column.path)


def _looked_up(model: type[models.Model], name: str, values: dict[str, Expression | F]) -> str:
    """What a price's row of another table says. OFFSET 0 keeps it whole, so that PostgreSQL remembers it."""
    found = model._default_manager.order_by().filter(pk=RawSQL(f"price.{name}_id", []))
    return f"{found.annotate(**values).values_list(*values).query} OFFSET 0"


def _model_of_runs() -> type[models.Model]:
    model: type[models.Model] = Price._meta.get_field("run").related_model
    return model


def _copied(compiled: Compiled, options: str) -> Iterator[bytes]:
    """What COPY writes, a record at a time. Closing the iterator cancels it and frees the connection.

    Until its end the connection is taken: whoever asks something else in the same thread waits for ever.
    """
    sql, parameters = compiled
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SETTINGS)
        # The driver's own cursor: Django's, where it notes queries, takes no parameters here.
        with cursor.cursor.copy(f"COPY ({sql}) TO STDOUT ({options})", parameters) as copied:
            yield from copied
