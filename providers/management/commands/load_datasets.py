"""`manage.py load_datasets`: load the bundled data; what is loaded already is left alone."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from providers.bundle import missing
from remitcompare.progress import Progress


class Command(BaseCommand):
    help = "Load the reference rates and the price survey that come with RemitCompare. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        nothing_new = True
        for dataset, payload in missing():
            with Progress(sys.stderr, f"Loading {dataset.title}", dataset.steps) as step:
                report = dataset.read(payload, dataset.file, step)
            nothing_new = False
            self.stdout.write(f"{dataset.title}: {report.stored:,} stored, {len(report.refused):,} refused")
        if nothing_new:
            self.stdout.write("The bundled data is loaded already.")
