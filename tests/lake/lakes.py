"""Lakes in a folder, and prices to fill them with."""

import hashlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.core.files.storage import FileSystemStorage
from pyarrow import parquet

from corridors.domain.readings import PriceReading
from corridors.lake.dump import Dumped, dump
from tests.factories import NOW, price, record

JULY = datetime(2026, 7, 31, 23, 59, tzinfo=UTC)
AUGUST = datetime(2026, 8, 1, tzinfo=UTC)
PATH_JULY = "corridor_from=AE/year=2026/month=07/prices.parquet"
PATH_AUGUST = "corridor_from=AE/year=2026/month=08/prices.parquet"
PATH_UK = "corridor_from=GB/year=2026/month=08/prices.parquet"


def seen(at: datetime, **more: Any) -> PriceReading:
    """A price at USD 200, transparent; without a reference rate it has no total unless one is stated."""
    stated = {"stated_total_percent": Decimal(5)} | more
    return price(seen=at, price_point=200, **stated)


def fill() -> None:
    """Three partitions: two months of one country, and another country."""
    record(seen(JULY), seen(AUGUST), seen(AUGUST, corridor="gb-in", currencies=("GBP", "INR")))


def lake_in(folder: Path) -> FileSystemStorage:
    return FileSystemStorage(location=folder)


def dumped(folder: Path, *, now: datetime = NOW, **more: Any) -> Dumped:
    return dump(lake_in(folder), now=now, **more)


def package(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text())
    return found


def table(path: Path) -> pa.Table:
    """One file by itself: without the columns that are named by its folders."""
    return parquet.ParquetFile(path).read()


def state(folder: Path) -> dict[str, str]:
    """Every file of a lake by path, as the digest of what it holds."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def written_at(folder: Path) -> dict[str, int]:
    """When each file was put into place."""
    return {
        str(path.relative_to(folder)): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file() and path.name != "_dump.lock"
    }
