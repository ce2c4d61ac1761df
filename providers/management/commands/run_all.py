"""`manage.py run_all`: the site, collecting and (unless told otherwise) a sandbox, on one machine."""

import argparse
import os
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from providers.sandbox.beside import can_be_tried, copy_for_sandbox, sandbox_environment
from providers.supervision import Part, supervise

TRY = "/send/ae-ph/?amount=1000"
# Two processes answer while one reads the database; four threads each keep slow phones from blocking others.
WORKERS, THREADS = 2, 4


class Command(BaseCommand):
    help = "Serve the site with everything one machine needs, and say where."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument(
            "--no-sandbox", action="store_true", help="collect from the real sources, invent nothing"
        )

    def handle(self, *args: Any, host: str, port: int, no_sandbox: bool, **options: Any) -> None:
        if not 0 < port < 65_536:
            raise CommandError(f"{port} is not a port: use one from 1 to 65535.")
        require_free(host, port)
        has_sandbox = not no_sandbox and not settings.SANDBOX_URL and can_be_tried()
        sandbox_port = free_port() if has_sandbox else 0
        environment = sandbox_environment(sandbox_port) if has_sandbox else dict(os.environ)
        if has_sandbox:
            copy_for_sandbox()
        address = f"http://{host}:{port}"
        if can_be_tried():  # mails are printed here, so that alerts can be tried too
            environment = {"SITE_URL": address, "ALERTS_FROM": "alerts@localhost", **environment}
        self.stdout.write(f"RemitCompare is at {address}\nTry {address}{TRY}")
        if has_sandbox:
            self.stdout.write(
                "Live prices are invented by a sandbox and marked so; make run SANDBOX=no has none.\n"
                f"They go into a copy of your data, made anew at each start: {environment['DATA_DIR']}"
            )
        self.stdout.write("Stop with Ctrl-C.")
        self.stdout.flush()
        parts = [
            Part("site", gunicorn(host, port), is_essential=True),
            Part("collector", manage("collect")),
            Part("exports", manage("make_exports")),
        ]
        if has_sandbox:
            parts.append(
                Part("sandbox", manage("run_sandbox", "--port", str(sandbox_port), "--verbosity", "0"))
            )
        status = supervise(parts, environment=environment)
        if status:
            raise CommandError("The site stopped by itself; the lines above say why.", returncode=status)


def require_free(host: str, port: int) -> None:
    """Raise unless the port can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). Another one: make run PORT=8001"
            ) from None


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def manage(*arguments: str) -> list[str]:
    """A management command as a process of its own."""
    return [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *arguments]


def gunicorn(host: str, port: int) -> list[str]:
    """The web server's command line."""
    return [
        str(Path(sys.executable).with_name("gunicorn")),
        "remitcompare.wsgi",
        *("--bind", f"{host}:{port}"),
        *("--workers", str(WORKERS), "--threads", str(THREADS)),
        *("--logger-class", "remitcompare.logs.GunicornLogger", "--log-level", "warning"),
        "--no-control-socket",
    ]
