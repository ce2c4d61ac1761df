"""Recording 100,000 readings into a history of 1,000,000 against bare COPY and INSERT … ON CONFLICT.

Of the same rows, in turn; what keeping statistics current adds to it; and whether memory grows with their
number. PostgreSQL, in a database of its own.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_DATABASE = "postgresql://postgres@127.0.0.1:5432/postgres"
PAIRS = 3
MAX_RATIO = 2
MAX_MEMORY_RATIO = 1.2
MAX_STATISTICS_RATIO = 1.25
MANY, FEW = 100_000, 10_000


@dataclass(frozen=True, slots=True)
class Result:
    """Medians of the pairs."""

    ratio: float
    record_seconds: float
    bare_seconds: float
    statistics_ratio: float
    memory_ratio: float
    megabytes: float
    history: int

    @property
    def kept(self) -> bool:
        return (
            self.ratio <= MAX_RATIO
            and self.statistics_ratio <= MAX_STATISTICS_RATIO
            and self.memory_ratio <= MAX_MEMORY_RATIO
        )

    def sentence(self) -> str:
        verdict = "kept" if self.kept else "BROKEN"
        return (
            f"recording {MANY:,} readings into a history of {self.history:,}: {self.record_seconds:.2f} s, "
            f"bare COPY and INSERT {self.bare_seconds:.2f} s, ratio {self.ratio:.2f} (at most {MAX_RATIO}); "
            f"{self.statistics_ratio:.2f} times what it takes without statistics "
            f"(at most {MAX_STATISTICS_RATIO}); "
            f"peak memory {self.megabytes:.0f} MB, {self.memory_ratio:.2f} times that of {FEW:,} readings "
            f"(at most {MAX_MEMORY_RATIO}): {verdict}"
        )


def measure() -> Result:
    """Record and copy in turn, each in a transaction that is undone; then memory, a process a size."""
    server = os.environ.get("DATABASE_URL", DEFAULT_DATABASE)
    name = f"remitcompare_benchmark_{os.getpid()}"
    _psql(server, f"CREATE DATABASE {name}")
    try:
        database = f"{server.rsplit('/', 1)[0]}/{name}"
        history = int(_child(database, "fill")["rows"])
        pairs = [_child(database, "pair", str(MANY)) for _ in range(PAIRS)]
        few, many = (_child(database, "memory", str(size))["megabytes"] for size in (FEW, MANY))
    finally:
        _psql(server, f"DROP DATABASE {name} WITH (FORCE)")
    return Result(
        ratio=median(pair["record"] / pair["bare"] for pair in pairs),
        record_seconds=median(pair["record"] for pair in pairs),
        bare_seconds=median(pair["bare"] for pair in pairs),
        statistics_ratio=median(pair["record"] / pair["without_statistics"] for pair in pairs),
        memory_ratio=many / few,
        megabytes=many,
        history=history,
    )


def _psql(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


def _child(database: str, *arguments: str) -> dict[str, float]:
    environment = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "remitcompare.settings"}
    environment |= {"SECRET_KEY": "only-for-benchmarks", "REDIS_URL": ""}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.recording_child", *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    measured: dict[str, float] = json.loads(done.stdout)
    return measured
