"""`manage.py make_api_key NAME --scope submit:<provider>`: a key for a partner, shown once."""

import argparse
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partners.keys import PartnerNameError, ScopeError, make_key

MOST_DAYS = 36_500


def _days(text: str) -> timedelta:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days from 1 to {MOST_DAYS:,}")
    return timedelta(days=int(text))


class Command(BaseCommand):
    help = "Make an API key and print it: it is shown this once and kept as a hash only."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("name", help="the partner's name")
        parser.add_argument(
            "--scope", action="append", default=[], help="read, or submit:<provider's slug>; may be repeated"
        )
        parser.add_argument("--days", type=_days, help="how long it is good for; for ever unless said")

    def handle(self, *args: Any, name: str, scope: list[str], days: timedelta | None, **options: Any) -> None:
        now = timezone.now()
        try:
            _key, token = make_key(
                name, scope, now=now, expires_at=now + days if days else None, by="manage.py"
            )
        except (PartnerNameError, ScopeError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(token)
