"""`manage.py collect`: pull every feed on its rhythm, in this one process, until stopped."""

import signal
from threading import Event
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from providers.scheduler import run_until


class Command(BaseCommand):
    help = "Pull prices and rates from every source on its rhythm. For one machine; many use Celery."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Event()

        def stopping(signum: int, frame: FrameType | None) -> None:
            stop.set()

        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, stopping)
        run_until(stop)
