"""`manage.py forget_alerts ADDRESS`: delete all that is kept for somebody who asks by letter."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from alerts import services


class Command(BaseCommand):
    help = "Delete every alert of an e-mail address. Safe to repeat."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("address", help="the address, in capitals or not")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        count = services.forget_address(address.strip())
        self.stdout.write(f"{count} alerts deleted")
