"""Where the lake's statistics are computed: DuckDB in this process, or an engine that the settings name.

Needs the packages of `make lake`, and Ibis's own for every engine but DuckDB.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from importlib.metadata import entry_points
from typing import Any, NamedTuple

import ibis
from ibis import ir

from corridors.lake.averages import COLUMNS, corridor_averages
from corridors.lake.datapackage import files_of
from corridors.lake.failures import LakeError

EMBEDDED, SPARK = "duckdb", "pyspark"
# A double is right to 15 digits, of which a per cent has three before its point.
PLACES = 12


class CorridorAverage(NamedTuple):
    """One corridor in one quarter; None where no service counts. Countries are ISO 3166-1 alpha-2."""

    quarter: str
    from_country: str
    to_country: str
    services: int
    services_left_out: int
    average_percent: Decimal | None
    cheapest_percent: Decimal | None


def lake_averages(
    folder: str, *, engine: str, url: str, table: str, price_point: int
) -> list[CorridorAverage]:
    """The corridor averages of a lake, computed by an engine; see lake_table() and corridor_averages().

    Raises:
        LakeError: as lake_table(), or the engine cannot compute them.
    """
    prices = lake_table(folder, engine=engine, url=url, table=table)
    with _as_lake_error(f"{engine} cannot compute it"):
        rows = corridor_averages(prices, price_point=price_point).to_pyarrow().to_pylist()
    return [_exact(CorridorAverage(**row)) for row in rows]


def _exact(row: CorridorAverage) -> CorridorAverage:
    average: Any = row.average_percent
    return row if average is None else row._replace(average_percent=round(Decimal(repr(average)), PLACES))


def engine_of(url: str) -> str:
    """The engine that an address such as LAKE_ENGINE_URL names; the embedded one without an address."""
    return url.partition("://")[0].lower() if url else EMBEDDED


def lake_table(folder: str, *, engine: str, url: str, table: str) -> ir.Table:
    """The lake's prices as a table of an engine.

    DuckDB and Spark read the files of a lake in a folder. The engine at `url` is asked for its own `table`
    over them, which docs/exports.md says how to make.

    Raises:
        LakeError: there is no such lake, engine or table, or the table lacks a column.
    """
    if url and engine == engine_of(url):
        _check(engine)
        with _as_lake_error(f"{engine} does not give the table {table}"):
            found = ibis.connect(url).table(table)
    elif engine in (EMBEDDED, SPARK):
        _check(engine)
        files = files_of(folder)
        with _as_lake_error(f"{engine} cannot read {folder}"):
            found = _files(engine, folder, files)
    else:
        raise LakeError(f"LAKE_ENGINE_URL names no {engine}; without it there are {EMBEDDED} and {SPARK}")
    if missing := [name for name in COLUMNS if name not in found.columns]:
        raise LakeError(f"the table of {engine} has no column {', '.join(missing)}")
    return found


def _files(engine: str, folder: str, files: list[str]) -> ir.Table:
    if engine == SPARK:
        # Given files, Spark does not see what their folders' names say.
        return ibis.pyspark.connect().read_parquet(folder, pathGlobFilter="*.parquet")
    return ibis.duckdb.connect().read_parquet(files, hive_partitioning=True)


def _check(engine: str) -> None:
    """Raise LakeError unless Ibis has the engine. The address is not told: it may hold a password."""
    if not entry_points(group="ibis.backends", name=engine):
        raise LakeError(f"Ibis knows no engine {engine}")
    try:
        getattr(ibis, engine)
    except ImportError:
        raise LakeError(f"Ibis's packages for {engine} are missing: ibis-framework[{engine}]") from None


@contextmanager
def _as_lake_error(sentence: str) -> Iterator[None]:
    """Whatever an engine raises: each has exceptions of its own, of packages that need not be here."""
    try:
        yield
    except Exception as error:
        raise LakeError(f"{sentence}: {error}") from error
