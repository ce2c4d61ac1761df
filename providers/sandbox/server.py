"""The sandbox's HTTP server: invented prices in real formats, and faults on request.

    GET /v4/comparisons (also below /wise)         Wise's comparison, version 4
    GET /stats/eurofxref/eurofxref-hist-90d.xml    the ECB's reference rates: one day, today
    GET /tariff.json                               the generic tariff of one provider, all corridors
    GET, POST, DELETE /faults                      see, switch on, switch off

    POST /faults {"path": "/v4/comparisons" or "*", "fault": one of these, "times": n, "seconds": n}

    fault                what the next `times` answers are (every one, without `times`)
    server_error         500 with an HTML page
    too_many_requests    429, Retry-After in `seconds` (2 unless said)
    timeout              nothing: the connection is held for `seconds` (120), then closed
    truncated            the right length in the headers, half of the body, and the connection closed
    wrong_content_type   200 with the HTML page of somebody's sign-in
    redirect             302 to the same address, so that following it ends in the next answer
    redirect_away        302 to another host
    slow_drip            the whole body in at most 600 pieces, `seconds` (1) apart
    duplicated           every quote, rate and tariff twice
    late                 what was true an hour ago, after fresher answers have been given
    garbage              200, the right content type, and bytes that mean nothing

Loopback only: there is no sign-in, and nobody else may take these prices for real. Every answer says
X-Sandbox: yes.
"""

import logging
import re
import socket
import socketserver
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import orjson

from providers.sandbox import formats
from providers.sandbox.faults import Fault, FaultBoard, Switch, SwitchError, read_switch
from providers.sandbox.market import Market, SandboxError

COMPARISONS = "/v4/comparisons"
REFERENCE_RATES = "/stats/eurofxref/eurofxref-hist-90d.xml"
TARIFF = "/tariff.json"
FAULTS = "/faults"
# Wise's adapter adds the path of the version to an address of its own.
BELOW = "/wise"

JSON, XML, HTML, TEXT = (
    "application/json",
    "text/xml",
    "text/html; charset=utf-8",
    "text/plain; charset=utf-8",
)
BROKEN_PAGE = b"<!doctype html><title>Sandbox: 500</title><p>Something went wrong, on purpose.</html>"
SIGN_IN_PAGE = b"<!doctype html><title>Sandbox: sign in</title><form><input name=user></form></html>"
NOISE = bytes(range(256)) * 4
# RFC 2606 keeps this name from ever leading anywhere.
ELSEWHERE = "http://sandbox.invalid/"
LATE_BY = timedelta(hours=1)
MOST_PIECES = 600
MOST_BODY = 2**16
POLL_SECONDS = 0.05

logger = logging.getLogger(__name__)


class Answer(NamedTuple):
    """What is sent, unless a fault says otherwise."""

    body: bytes
    content_type: str
    status: HTTPStatus = HTTPStatus.OK


Answering = Callable[[Mapping[str, str], datetime, bool], bytes]


class SandboxServer(ThreadingHTTPServer):
    """Answers for one market; `clock` says what time it is, `wait` lets some seconds pass.

    `wait` answers whether the server is closing; without it a pause ends when the server does.

    Raises:
        SandboxError: the host is not this machine alone.
        OSError: the port cannot be used.
    """

    # Closing waits for every answer under way, and pauses end by then.
    daemon_threads = False

    def __init__(
        self,
        address: tuple[str, int],
        *,
        market: Market,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        host = address[0]
        if not is_loopback(host):
            raise SandboxError(
                f"{host} can be reached from other machines; the sandbox answers on 127.0.0.1, ::1 or "
                "localhost only, because others could take its prices for real"
            )
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.market = market
        self.clock = clock
        self.faults = FaultBoard()
        self.closing = threading.Event()
        self.pause: Callable[[float], bool] = wait or self.closing.wait
        self.answering = _answering(market)
        super().__init__(address, _Handler)

    @property
    def url(self) -> str:
        """The address of the server, without a slash at its end."""
        host, port = self.server_address[:2]
        return (
            f"http://[{host!s}]:{port}"
            if self.address_family == socket.AF_INET6
            else f"http://{host!s}:{port}"
        )

    def server_bind(self) -> None:
        """Bind without asking the network what this machine is called."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error here: faults are made to have it do so."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            logger.exception("the sandbox failed to answer")

    @contextmanager
    def running(self) -> Iterator[str]:
        """Serve from a thread of its own, yielding the address; end every pause and answer at the end."""
        thread = threading.Thread(target=self.serve_forever, args=(POLL_SECONDS,), name="sandbox")
        thread.start()
        try:
            yield self.url
        finally:
            self.closing.set()
            self.shutdown()
            self.server_close()
            thread.join()


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _answering(market: Market) -> dict[str, tuple[str, Answering]]:
    """What answers at each path, and the content type of it."""
    return {
        COMPARISONS: (
            JSON,
            lambda asked, now, twice: formats.comparison(market, asked, now=now, twice=twice),
        ),
        REFERENCE_RATES: (XML, lambda _, now, twice: formats.reference_rates(market, now=now, twice=twice)),
        TARIFF: (JSON, lambda _, now, twice: formats.tariff(market, now=now, twice=twice)),
    }


class _Handler(BaseHTTPRequestHandler):
    server: SandboxServer
    protocol_version = "HTTP/1.1"
    server_version = "RemitCompareSandbox"
    # Seconds for a client that says nothing, or does not take what it asked for.
    timeout = 10

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        path = re.sub("/+", "/", parts.path).removeprefix(BELOW) or "/"
        if path == FAULTS:
            self._send_switches()
        elif path == "/":
            addresses = [f"{self.server.url}{each}" for each in (*self.server.answering, FAULTS)]
            self._send(Answer(formats.market_summary(self.server.market, addresses), TEXT))
        elif path in self.server.answering:
            self._answer(path, dict(parse_qsl(parts.query)))
        else:
            self._send(_wrong(f"there is nothing at {path}", HTTPStatus.NOT_FOUND))

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if urlsplit(self.path).path != FAULTS:
            self._send(_wrong(f"faults are switched on at {FAULTS}", HTTPStatus.NOT_FOUND))
        elif not (length.isascii() and length.isdigit() and int(length) <= MOST_BODY):
            self._send(_wrong("the length of the body is not stated or is too large", HTTPStatus.BAD_REQUEST))
        else:
            try:
                switch = read_switch(self.rfile.read(int(length)), paths=self.server.answering)
            except SwitchError as error:
                self._send(_wrong(str(error), HTTPStatus.BAD_REQUEST))
            else:
                self.server.faults.set(switch)
                self._send_switches()

    def do_DELETE(self) -> None:
        if urlsplit(self.path).path != FAULTS:
            self._send(_wrong(f"faults are switched off at {FAULTS}", HTTPStatus.NOT_FOUND))
        else:
            self.server.faults.clear()
            self._send_switches()

    def _send_switches(self) -> None:
        on = [switch.to_json() for switch in self.server.faults.on()]
        self._send(Answer(orjson.dumps({"faults": on}), JSON))

    def _answer(self, path: str, asked: Mapping[str, str]) -> None:
        switch = self.server.faults.take(path)
        fault = switch.fault if switch else None
        now = self.server.clock() - (LATE_BY if fault is Fault.LATE else timedelta(0))
        content_type, answering = self.server.answering[path]
        try:
            body = answering(asked, now, fault is Fault.DUPLICATED)
        except formats.AskedWrongError as error:
            self._send(_wrong(str(error), HTTPStatus.BAD_REQUEST))
        else:
            self._deliver(Answer(body, content_type), switch)

    def _deliver(self, answer: Answer, switch: Switch | None) -> None:
        seconds = switch.seconds if switch else 0
        match switch.fault if switch else None:
            case Fault.SERVER_ERROR:
                self._send(Answer(BROKEN_PAGE, HTML, HTTPStatus.INTERNAL_SERVER_ERROR))
            case Fault.TOO_MANY_REQUESTS:
                slower = Answer(b"slower, please\n", TEXT, HTTPStatus.TOO_MANY_REQUESTS)
                self._send(slower, {"Retry-After": str(seconds)})
            case Fault.TIMEOUT:
                self.server.pause(seconds)
                self.close_connection = True
            case Fault.TRUNCATED:
                self._send_head(answer, {})
                self.wfile.write(answer.body[: len(answer.body) // 2])
            case Fault.WRONG_CONTENT_TYPE:
                self._send(Answer(SIGN_IN_PAGE, HTML))
            case Fault.REDIRECT:
                self._send(Answer(b"", TEXT, HTTPStatus.FOUND), {"Location": self.path})
            case Fault.REDIRECT_AWAY:
                self._send(Answer(b"", TEXT, HTTPStatus.FOUND), {"Location": ELSEWHERE})
            case Fault.SLOW_DRIP:
                self._drip(answer, seconds)
            case Fault.GARBAGE:
                self._send(answer._replace(body=NOISE))
            case _:  # none, or one that is in the body already
                self._send(answer)

    def _drip(self, answer: Answer, seconds: int) -> None:
        self._send_head(answer, {})
        size = -(-len(answer.body) // MOST_PIECES)
        for start in range(0, len(answer.body), size):
            self.wfile.write(answer.body[start : start + size])
            if self.server.pause(seconds):
                return

    def _send(self, answer: Answer, headers: Mapping[str, str] | None = None) -> None:
        self._send_head(answer, headers or {})
        self.wfile.write(answer.body)

    def _send_head(self, answer: Answer, headers: Mapping[str, str]) -> None:
        self.send_response(answer.status)
        usual = {"Content-Type": answer.content_type, "Content-Length": str(len(answer.body))}
        for name, value in {**usual, "Connection": "close", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def end_headers(self) -> None:
        """Mark every answer, errors of the protocol too."""
        self.send_header("X-Sandbox", "yes")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        logger.debug(format, *args)


def _wrong(sentence: str, status: HTTPStatus) -> Answer:
    return Answer(orjson.dumps({"error": sentence}), JSON, status)
