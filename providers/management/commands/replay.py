"""`manage.py replay KEY`: record a source's archived answers again, without asking anyone."""

import argparse
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from providers import collecting
from providers.sources import SourceError


def _day(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-11-24") from None


class Command(BaseCommand):
    help = "Parse a source's archived answers again. What is stored already stays as it is."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("key", help="the name of a file in providers/sources, without .toml")
        parser.add_argument("--since", type=_day, help="only runs from this day on (UTC)")

    def handle(self, *args: Any, key: str, since: datetime | None, **options: Any) -> None:
        failed = 0
        try:
            for run in collecting.replay(key, since=since):
                failed += bool(run.error)
                self.stdout.write(
                    f"{run.payload_sha256[:16]}: {run.rows_read:,} rows read, {run.stored:,} stored, "
                    f"{run.already_stored:,} already stored, {run.refused:,} refused, {run.held:,} held"
                    + (f"; {run.error}" if run.error else "")
                )
        except SourceError as error:
            raise CommandError(str(error)) from None
        if failed:
            raise CommandError(f"{failed} runs could not be read whole")
