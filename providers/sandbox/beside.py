"""A sandbox beside the site on one machine, in a copy of the data: nothing invented gets into it."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings

FEEDS = "sandbox_wise,sandbox_ecb,sandbox_tariff"
FOLDER = "sandbox"
DATABASE = "remitcompare.sqlite3"


def can_be_tried() -> bool:
    """Whether this is a machine of one's own, where invented prices mislead nobody else."""
    return (
        not settings.DATABASE_URL and not settings.BEHIND_HTTPS_PROXY and not os.environ.get("ALLOWED_HOSTS")
    )


def folder() -> Path:
    """Where everything of the sandbox is kept."""
    return Path(settings.DATA_DIR) / FOLDER


def sandbox_environment(port: int) -> dict[str, str]:
    """The environment of a site that collects from a sandbox on this machine, and from nobody else."""
    chosen = {
        "DATA_DIR": str(folder()),
        "SANDBOX_URL": f"http://127.0.0.1:{port}",
        "ALLOW_PRIVATE_FEEDS": "true",
        "FEED_PACE_SECONDS": "0",
    }
    return {**os.environ, **chosen, "FEEDS": os.environ.get("FEEDS") or FEEDS}


def copy_for_sandbox() -> None:
    """Begin the sandbox anew with a copy of the embedded database. Safe to repeat and to interrupt.

    What a sandbox invented before goes with the old copy; the data itself is only read.
    """
    target = folder()
    target.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(target / "archive", ignore_errors=True)
    for suffix in ("", "-wal", "-shm"):
        (target / f"{DATABASE}{suffix}").unlink(missing_ok=True)
    source = Path(settings.DATA_DIR) / DATABASE
    if not source.exists():
        return
    with closing(sqlite3.connect(source)) as data, closing(sqlite3.connect(target / DATABASE)) as copy:
        data.backup(copy)
