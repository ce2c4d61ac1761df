"""One PostgreSQL database with a long history in it, for the benchmarks that read a long history."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_DATABASE = "postgresql://postgres@127.0.0.1:5432/postgres"
ROWS = 2_000_000


@contextmanager
def history_database(rows: int = ROWS) -> Iterator[str]:
    """The address of a database of its own with so many generated prices, dropped afterwards."""
    server = os.environ.get("DATABASE_URL", DEFAULT_DATABASE)
    name = f"remitcompare_history_{os.getpid()}"
    _execute(server, f"CREATE DATABASE {name}")
    try:
        database = f"{server.rsplit('/', 1)[0]}/{name}"
        child(database, "history_child", str(rows))
        yield database
    finally:
        _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def environment(database: str) -> dict[str, str]:
    """What a process that works on the database is started with."""
    given = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "remitcompare.settings"}
    return {**os.environ, **given, "SECRET_KEY": "only-for-benchmarks", "REDIS_URL": ""}


def child(database: str, module: str, *arguments: str) -> dict[str, Any]:
    """What `python -m benchmarks.MODULE ARGUMENTS` measures in a process of its own, on the database."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *arguments],
        cwd=ROOT,
        env=environment(database),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def _execute(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())
