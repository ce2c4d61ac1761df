"""The site as it is served in production, over a benchmark's database."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.history import ROOT, environment

READ_AT_ONCE = 1 << 20
# The threads are the Dockerfile's; one process, so that what it takes is what an export takes.
OPTIONS = ("--workers", "1", "--threads", "4", "--no-control-socket", "--log-level", "error")


@dataclass(frozen=True, slots=True)
class Site:
    """A running site, at a port of this machine."""

    port: int
    process: int

    def download(self, path: str) -> tuple[int, float]:
        """Bytes of an answer, and the seconds until all of it was there."""
        started = time.perf_counter()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            if answer.status != http.HTTPStatus.OK:
                raise RuntimeError(f"{path}: {answer.status} {answer.read(500)!r}")
            length, room = 0, bytearray(READ_AT_ONCE)
            while taken := answer.readinto(room):
                length += taken
        return length, time.perf_counter() - started

    def peak_megabytes(self) -> float:
        """The most memory that the serving process ever had."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        status = Path(f"/proc/{children[0]}/status").read_text()
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) / 1024


@contextmanager
def running_site(database: str) -> Iterator[Site]:
    """The site over a database, until the block ends."""
    # The socket listens before the server starts, so the first request waits instead of being refused.
    with socket.create_server(("127.0.0.1", 0)) as listening:
        command = [sys.executable, "-W", "ignore", "-m", "gunicorn", "remitcompare.wsgi", *OPTIONS]
        server = subprocess.Popen(
            [*command, "--bind", f"fd://{listening.fileno()}"],
            cwd=ROOT,
            env=environment(database),
            pass_fds=[listening.fileno()],
        )
        try:
            yield Site(listening.getsockname()[1], server.pid)
        finally:
            server.terminate()
            server.wait(timeout=60)
