from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"

SQLITE_OPTIONS = {
    # Take the write lock when a transaction begins: one that reads first and writes later can't be upgraded
    # while another process writes, and would fail at once instead of waiting its turn.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # Readers go on while one process writes. NORMAL can lose the last commits in a power cut, never corrupt.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
}


def database(given: dict[str, Any] | None, *, data_dir: Path, pool_size: int) -> dict[str, Any]:
    """Django's settings of the one database: the one given, else an embedded SQLite file in data_dir.

    Raises:
        ImproperlyConfigured: the database given is neither PostgreSQL nor SQLite.
    """
    config: dict[str, Any] = given or {"ENGINE": SQLITE, "NAME": data_dir / "remitcompare.sqlite3"}
    own_options = config.get("OPTIONS", {})
    if config["ENGINE"] == SQLITE:
        return {**config, "OPTIONS": {**SQLITE_OPTIONS, **own_options}}
    if config["ENGINE"] == POSTGRESQL:
        pool = {"min_size": 1, "max_size": pool_size, "timeout": 10} if pool_size else False
        return {**config, "CONN_HEALTH_CHECKS": True, "OPTIONS": {"pool": pool, **own_options}}
    raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// or sqlite://")
