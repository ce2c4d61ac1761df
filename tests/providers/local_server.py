"""A server on this machine that answers each request as a test says."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

Answer = Callable[["Handler"], None]


class Asked(NamedTuple):
    """A request as it arrived; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Server(ThreadingHTTPServer):
    daemon_threads = False  # closing waits for every answer to end: nothing is left over for the next test
    answers: list[Answer]
    asked: list[Asked]
    scheme = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        asked = self.server.asked
        asked.append(Asked(self.command, self.path, headers, body))
        answers = self.server.answers
        answers[min(len(asked), len(answers)) - 1](self)

    def log_message(self, *args: object) -> None:
        """Stay silent."""

    def send(self, *parts: bytes) -> None:
        for part in parts:
            self.wfile.write(part)

    def wait_until_the_other_side_hangs_up(self) -> None:
        with suppress(OSError):
            self.rfile.read(1)


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Answer:
    """An ordinary answer; content_type="a/b" is the header Content-Type."""
    named = {"Content-Length": str(len(body)), **{k.replace("_", "-"): v for k, v in headers.items()}}
    lines = [f"HTTP/1.1 {status} Something", *(f"{name}: {value}" for name, value in named.items()), "", ""]
    return raw("\r\n".join(lines).encode() + body)


def raw(*parts: bytes) -> Answer:
    """Those bytes, and the connection is closed."""
    return lambda handler: handler.send(*parts)


def held(*parts: bytes) -> Answer:
    """Those bytes, and silence."""

    def send(handler: Handler) -> None:
        handler.send(*parts)
        handler.wait_until_the_other_side_hangs_up()

    return send


@contextmanager
def serving(*answers: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve one answer a request, the last one again and again."""
    with Server(("127.0.0.1", 0), Handler) as server:
        server.answers, server.asked = list(answers), []
        if tls:
            server.scheme = "https"
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
