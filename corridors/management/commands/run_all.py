"""`manage.py run_all`: serve the site on one machine."""

import argparse
import os
import socket
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

TRY = "/send/ae-ph/?amount=1000"
# Two processes answer while one reads the database; four threads each keep slow phones from blocking others.
WORKERS, THREADS = 2, 4


class Command(BaseCommand):
    help = "Serve the site with everything one machine needs, and say where."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        if not 0 < port < 65_536:
            raise CommandError(f"{port} is not a port: use one from 1 to 65535.")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} cannot be used ({error.strerror}). Another one: make run PORT=8001"
                ) from None
        address = f"http://{host}:{port}"
        self.stdout.write(f"RemitCompare is at {address}\nTry {address}{TRY}\nStop with Ctrl-C.")
        self.stdout.flush()
        gunicorn = Path(sys.executable).with_name("gunicorn")
        os.execv(gunicorn, [str(gunicorn), *_arguments(host, port)])


def _arguments(host: str, port: int) -> list[str]:
    return [
        "remitcompare.wsgi",
        *("--bind", f"{host}:{port}"),
        *("--workers", str(WORKERS), "--threads", str(THREADS)),
        *("--logger-class", "remitcompare.logs.GunicornLogger", "--log-level", "warning"),
        "--no-control-socket",
    ]
