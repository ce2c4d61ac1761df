"""`manage.py import_rpw PATH...`: record the prices of World Bank RPW survey files."""

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from providers.ingest import Report, ingest_rpw
from providers.tables import FileError, read_bytes
from remitcompare.progress import Progress
from remitcompare.spreadsheets import harmless

REFUSED_COLUMNS = ("file", "where", "reasons", "row")


class Command(BaseCommand):
    help = (
        "Record the prices of Remittance Prices Worldwide files (CSV or XLSX, gzipped or not, of any year). "
        "Safe to repeat and to interrupt: a file is stored whole or not at all."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--refused", type=Path, metavar="PATH", help="write refused rows and why to this CSV"
        )

    def handle(self, *args: Any, paths: list[Path], refused: Path | None, **options: Any) -> None:
        reports: dict[Path, Report] = {}
        failures: list[str] = []
        for path in paths:
            try:
                reports[path] = self._import(path)
            except FileError as error:
                failures.append(f"{error}; nothing of it was stored")
        for path, report in reports.items():
            self.stdout.write(_summary(path, report))
        if refused is not None:
            _write_refused(refused, reports)
        if failures:
            raise CommandError("\n".join(failures))

    def _import(self, path: Path) -> Report:
        payload = read_bytes(path)
        try:
            with Progress(sys.stderr, f"Reading {path.name}", payload.count(b"\n")) as step:
                return ingest_rpw(payload, name=path.name, progress=step)
        except FileError as error:
            raise FileError(f"{path}: {error}") from None


def _summary(path: Path, report: Report) -> str:
    return (
        f"{path.name}: {report.rows_read:,} rows read, {report.rows_blank:,} blank, "
        f"{report.stored:,} prices stored, {report.already_stored:,} already stored, "
        f"{len(report.refused):,} refused"
    )


def _write_refused(target: Path, reports: dict[Path, Report]) -> None:
    try:
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(REFUSED_COLUMNS)
            for path, report in reports.items():
                for locator, reasons, cells in report.refused:
                    row = json.dumps(cells, ensure_ascii=False)
                    writer.writerow([harmless(cell) for cell in (path.name, locator, reasons, row)])
    except OSError as error:
        raise CommandError(f"{target}: {error.strerror}; the refused rows were not written") from None
