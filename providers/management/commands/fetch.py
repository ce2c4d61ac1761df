"""`manage.py fetch KEY`: pull one source now, whatever its rhythm; the same work as a worker's."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from providers import collecting, feeds
from providers.models import FeedRun
from providers.sources import SourceError, facts_of


class Command(BaseCommand):
    help = "Ask one source, archive and record its answers. With --dry-run nothing is stored."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("key", help="the name of a file in providers/sources, without .toml")
        parser.add_argument("--dry-run", action="store_true", help="ask and read, store nothing")

    def handle(self, *args: Any, key: str, dry_run: bool, **options: Any) -> None:
        try:
            facts = facts_of(key)
        except SourceError as error:
            raise CommandError(str(error)) from None
        if not facts.adapter:
            raise CommandError(f"{key} is not pulled: its prices come in files or from partners")
        if facts.token_required and not facts.token:
            raise CommandError(f"{key} wants a key: set {facts.token_setting} (docs/operations.md)")
        if dry_run:
            self._try(key)
        else:
            self._run(key)

    def _try(self, key: str) -> None:
        tally, errors = collecting.dry_run(key)
        self.stdout.write(
            f"{key}: {tally.rows_read:,} rows read, {tally.stored:,} would be stored, "
            f"{tally.already_stored:,} are stored already, {tally.refused:,} refused, {tally.held:,} held"
        )
        for locator, reason in tally.examples:
            self.stderr.write(f"{locator}: {reason}")
        if errors:
            raise CommandError("; ".join(errors))

    def _run(self, key: str) -> None:
        feeds.register_feed(key, timezone.now())
        run = collecting.run_feed(key, trigger=FeedRun.Trigger.COMMAND)
        if run is None:
            raise CommandError(f"{key} is being collected by another worker right now")
        run.refresh_from_db()
        self.stdout.write(
            f"{key}: {run.rows_read:,} rows read, {run.stored:,} stored, "
            f"{run.already_stored:,} already stored, {run.refused:,} refused, {run.held:,} held"
        )
        for refused in collecting.refused_in(run):
            self.stderr.write(f"refused {refused.locator}: {refused.reasons}")
        if run.error:
            raise CommandError(run.error)
