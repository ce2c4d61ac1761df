"""`manage.py run_sandbox`: invented prices in real formats on this machine, for trying the site."""

import argparse
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from providers.sandbox.faults import SECONDS, Fault, Switch
from providers.sandbox.market import Market, SandboxError
from providers.sandbox.server import SandboxServer
from providers.sandbox.survey import read_market
from remitcompare.collecting import refuse_sandbox_in_production

STOPPING = (signal.SIGTERM, signal.SIGINT)


class Command(BaseCommand):
    help = "Answer like Wise, the ECB and a bank's price list, with invented prices and faults on request."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8001)
        parser.add_argument("--host", default="127.0.0.1", help="an address of this machine alone")
        parser.add_argument("--fault", choices=list(Fault), help="what every answer shall have")

    def handle(self, *args: Any, host: str, port: int, fault: str | None, **options: Any) -> None:
        if not 0 <= port < 65_536:
            raise CommandError(f"{port} is not a port: use one from 1 to 65535.")
        try:
            # A sandbox beside a site that others reach is refused before anything could ask it.
            refuse_sandbox_in_production(
                f"http://{host}:{port}",
                allowed_hosts=settings.ALLOWED_HOSTS,
                behind_proxy=settings.BEHIND_HTTPS_PROXY,
            )
            server = SandboxServer((host, port), market=read_market())
        except (SandboxError, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}); name another: --port"
            ) from None
        if fault is not None:
            server.faults.set(Switch(path="*", fault=Fault(fault), seconds=SECONDS.get(Fault(fault), 0)))
        with _stop_asked() as stop, server.running() as url:
            self._say(server.market, url, fault)
            stop.wait()
        self.stdout.write("The sandbox has stopped.")

    def _say(self, market: Market, url: str, fault: str | None) -> None:
        self.stdout.write(f"The sandbox is at {url}: {len(market.stalls)} corridors, every price invented.")
        if market.closed:
            self.stdout.write(f"No survey or no reference rate for: {', '.join(market.closed)}.")
        if fault is not None:
            self.stdout.write(f"Every answer has the fault {fault}.")
        self.stdout.write("Stop with Ctrl-C.")
        self.stdout.flush()


@contextmanager
def _stop_asked() -> Iterator[threading.Event]:
    """An event that is set when the process is asked to stop."""
    asked = threading.Event()
    before = {each: signal.signal(each, lambda *_: asked.set()) for each in STOPPING}
    try:
        yield asked
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
