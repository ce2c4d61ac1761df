"""`manage.py make_exports`: make the exports that people asked for in the browser, until stopped."""

import argparse
import signal
from threading import Event
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from providers.scheduler import make_exports, make_exports_until


class Command(BaseCommand):
    help = "Make the exports that wait, one after the other. For one machine; many use Celery."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="make what waits now, and stop")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            make_exports(timezone.now())
            return
        stop = Event()

        def stopping(signum: int, frame: FrameType | None) -> None:
            stop.set()

        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, stopping)
        make_exports_until(stop)
