"""The whole history as CSV through the web server, against psql's own copy of the same columns, in turn.

And whether the serving process grows with the number of rows. PostgreSQL, in a database of its own.
"""

import subprocess
import time
from dataclasses import dataclass
from statistics import median

from benchmarks.history import ROWS, child
from benchmarks.site import running_site

PAIRS = 3
MIN_RATIO = 0.6
MAX_GROWTH_MEGABYTES = 60
WHOLE, ONE_CORRIDOR = "/exports/prices.csv", "/corridors/ae-ph/history.csv"


@dataclass(frozen=True, slots=True)
class Result:
    """Medians of the pairs."""

    ratio: float
    export_seconds: float
    copy_seconds: float
    megabytes: float
    growth_megabytes: float

    @property
    def kept(self) -> bool:
        return self.ratio >= MIN_RATIO and self.growth_megabytes < MAX_GROWTH_MEGABYTES

    def sentence(self) -> str:
        verdict = "kept" if self.kept else "BROKEN"
        return (
            f"CSV of {ROWS:,} rows ({self.megabytes:.0f} MB) through the web server: "
            f"{self.export_seconds:.2f} s, psql \\copy of the same columns {self.copy_seconds:.2f} s, "
            f"{self.ratio:.2f} of its speed (at least {MIN_RATIO}); the serving process grew by "
            f"{self.growth_megabytes:.0f} MB between 20,000 rows and all (less than "
            f"{MAX_GROWTH_MEGABYTES}): {verdict}"
        )


def measure(database: str) -> Result:
    """Download and copy in turn, on a database of `benchmarks.history`."""
    statement = child(database, "exports_child")["statement"]
    with running_site(database) as site:
        site.download(ONE_CORRIDOR)
        little = site.peak_megabytes()
        pairs = []
        for _ in range(PAIRS):
            length, exported = site.download(WHOLE)
            pairs.append((exported, _copy(database, statement)))
        grown = site.peak_megabytes() - little
    return Result(
        ratio=median(copied / exported for exported, copied in pairs),
        export_seconds=median(exported for exported, _ in pairs),
        copy_seconds=median(copied for _, copied in pairs),
        megabytes=length / 1_000_000,
        growth_megabytes=grown,
    )


def _copy(database: str, statement: str) -> float:
    """Seconds that psql takes to copy what the statement reads."""
    command = f"\\copy ({statement}) TO '/dev/null' WITH (FORMAT csv)"
    started = time.perf_counter()
    subprocess.run(["psql", database, "--no-psqlrc", "--quiet", "--command", command], check=True)
    return time.perf_counter() - started
