"""`manage.py load_support`: load organisations, services and lessons; what operators edited is left alone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from support.loading import load


class Command(BaseCommand):
    help = "Load the organisations, services and lessons that come with RemitCompare. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load()
        self.stdout.write(
            f"Organisations and texts: {loaded.added:,} added, {loaded.changed:,} changed, "
            f"{loaded.unchanged:,} unchanged, {loaded.removed:,} removed, "
            f"{loaded.left_as_edited:,} left as edited here"
        )
        for fault in loaded.faults:
            self.stderr.write(str(fault))
        if loaded.faults:
            raise CommandError("The rest is loaded.")
