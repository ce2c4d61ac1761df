"""`manage.py import_rates {ecb,nbp} PATH`: load a central bank's history of reference rates."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from providers.ingest import Report, ingest_rates
from providers.tables import FileError, read_bytes
from remitcompare.progress import Progress

SHOWN_REFUSALS = 10


class Command(BaseCommand):
    help = "Load reference rates from the ECB's or the National Bank of Poland's history file."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("source", choices=["ecb", "nbp"])
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, source: str, path: Path, **options: Any) -> None:
        try:
            report = self._import(source, path)
        except FileError as error:
            raise CommandError(f"{error}; nothing was stored") from None
        if options["verbosity"]:
            self.stdout.write(
                f"{report.rows_read:,} rates read, {report.stored:,} stored, "
                f"{report.already_stored:,} already stored, {len(report.refused):,} refused"
            )
        for locator, reason, _ in report.refused[:SHOWN_REFUSALS]:
            self.stderr.write(f"refused {locator}: {reason}")

    def _import(self, source: str, path: Path) -> Report:
        payload = read_bytes(path)
        try:
            with Progress(sys.stderr, f"Reading {path.name}", payload.count(b"\n")) as step:
                return ingest_rates(source, payload, name=path.name, progress=step)
        except FileError as error:
            raise FileError(f"{path}: {error}") from None
