"""`manage.py rebuild_current`: derive the current prices from history again, or check that they agree."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corridors.current import current_differences, rebuild_current_prices

SHOWN = 20


class Command(BaseCommand):
    help = "Derive current prices from price history. With --check nothing changes; exit 1 on any difference."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare only")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if not check:
            rebuild_current_prices()
            self.stdout.write("Current prices are derived from history again.")
            return
        wrong = current_differences()
        for entry in wrong[:SHOWN]:
            told = "is missing from" if entry.is_current_by_history else "does not belong among"
            self.stderr.write(
                f"price {entry.price_id} of service {entry.service_id} {told} the current prices"
            )
        if wrong:
            raise CommandError(f"{len(wrong)} differences; manage.py rebuild_current mends them")
        self.stdout.write("Current prices agree with history.")
