"""Importing the bundled survey against a bare executemany of the same rows into the same SQLite."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
DATASET = ROOT / "datasets" / "rpw_dataset_2011_2013.cp1252.csv.gz"
DATABASE = "remitcompare.sqlite3"
# What importing the survey writes: prices, their services, which of them are current, what statistics count.
TABLES = (
    "providers_provider",
    "corridors_corridor",
    "corridors_service",
    "corridors_price",
    "corridors_currentprice",
    "corridors_servicerollup",
)
PAIRS = 5
MAX_RATIO = 6
MAX_MEGABYTES = 300

# Run in a process of its own, so that its peak memory is the import's.
IMPORT = """
import gzip, json, resource, sys, time
import django
django.setup()
from providers.ingest import ingest_rpw
payload = gzip.decompress(open(sys.argv[1], "rb").read())
started = time.perf_counter()
report = ingest_rpw(payload, name="benchmark")
seconds = time.perf_counter() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "megabytes": peak, "stored": report.stored}))
"""


@dataclass(frozen=True, slots=True)
class Result:
    """Medians of the pairs."""

    ratio: float
    import_seconds: float
    bare_seconds: float
    megabytes: float
    rows: int

    @property
    def kept(self) -> bool:
        return self.ratio <= MAX_RATIO and self.megabytes <= MAX_MEGABYTES

    def sentence(self) -> str:
        verdict = "kept" if self.kept else "BROKEN"
        return (
            f"import of {self.rows:,} prices: {self.import_seconds:.2f} s, "
            f"bare executemany {self.bare_seconds:.2f} s, ratio {self.ratio:.2f} (at most {MAX_RATIO}); "
            f"peak memory {self.megabytes:.0f} MB (at most {MAX_MEGABYTES}): {verdict}"
        )


def measure() -> Result:
    """Import and bare insert in turn, each pair into fresh copies of one prepared database."""
    with tempfile.TemporaryDirectory() as name:
        prepared = Path(name) / "prepared"
        _prepare(prepared)
        imports, bares = [], []
        for number in range(PAIRS):
            folder = Path(name) / f"import-{number}"
            shutil.copytree(prepared, folder)
            imports.append(_import(folder))
            bares.append(_bare_insert(folder / DATABASE, prepared / DATABASE, Path(name) / f"bare-{number}"))
        ratios = [done["seconds"] / bare for done, bare in zip(imports, bares, strict=True)]
        return Result(
            ratio=median(ratios),
            import_seconds=median(done["seconds"] for done in imports),
            bare_seconds=median(bares),
            megabytes=max(done["megabytes"] for done in imports),
            rows=int(imports[0]["stored"]),
        )


def _environment(folder: Path) -> dict[str, str]:
    cleared = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    return cleared | {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "remitcompare.settings"}


def _prepare(folder: Path) -> None:
    """An empty database with the reference rates of the survey's years."""
    folder.mkdir()
    environment = _environment(folder)
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True)
    nbp = str(ROOT / "datasets" / "nbp_pln_per_unit_2008_2026.csv.gz")
    subprocess.run(
        [*manage, "import_rates", "nbp", nbp, "--verbosity", "0"], cwd=ROOT, env=environment, check=True
    )


def _import(folder: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, str(DATASET)],
        cwd=ROOT,
        env=_environment(folder),
        check=True,
        capture_output=True,
        text=True,
    )
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _bare_insert(imported: Path, empty: Path, target: Path) -> float:
    """Seconds for one executemany a table of the rows that the import wrote, into the database before it."""
    shutil.copy(empty, target)
    with sqlite3.connect(imported) as source:
        written = {table: source.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    connection = sqlite3.connect(target)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    started = time.perf_counter()
    with connection:
        for table, rows in written.items():
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    seconds = time.perf_counter() - started
    connection.close()
    return seconds
