"""`manage.py rebuild_statistics`: add statistics up from history again, or check that they agree."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corridors.rollup import rebuild_rollups, rollup_differences

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Add up statistics from price history again. With --check nothing changes; exit 1 on any difference."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare only")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if not check:
            self.stdout.write(f"Statistics are added up from history again: {rebuild_rollups():,} rows.")
            return
        wrong = rollup_differences()
        for entry in wrong[:SHOWN]:
            told = "is missing from" if entry.is_by_history else "does not belong among"
            self.stderr.write(
                f"service {entry.service_id}, {entry.frequency} {entry.starts_on}, "
                f"USD {entry.price_point} {told} the statistics"
            )
        if wrong:
            raise CommandError(f"{len(wrong)} differences; manage.py rebuild_statistics mends them")
        self.stdout.write("Statistics agree with history.")
