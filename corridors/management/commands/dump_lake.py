"""`manage.py dump_lake [DIR]`: the whole price history as Parquet files, brought up to date."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, Storage, storages
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from corridors.lake.dump import dump
from corridors.lake.failures import LakeError
from remitcompare.progress import Progress


class Command(BaseCommand):
    help = (
        "Write the whole price history as Parquet files, partitioned by sending country, year and month, and "
        "a datapackage.json. Safe to repeat and to kill: only what has changed is written, and the next call "
        "goes on."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            metavar="DIR",
            help="where to write; without it the bucket or folder of the settings (docs/operations.md)",
        )

    def handle(self, *args: Any, folder: Path | None, **options: Any) -> None:
        try:
            with Progress(sys.stderr, "Writing the lake", 100) as step:
                done = dump(_storage(folder), now=timezone.now(), progress=step)
        except LakeError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{done.rows:,} prices: {done.written:,} files written, {done.unchanged:,} unchanged, "
            f"{done.removed:,} removed"
        )


def _storage(folder: Path | None) -> Storage:
    if folder is None:
        return storages["lake"]
    return FileSystemStorage(location=folder.absolute(), base_url=None)
