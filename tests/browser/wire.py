"""What goes over the wire: all that a browser asks for, icons, workers and caches' questions included."""

import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

REQUEST = re.compile(rb"^(?:GET|HEAD|POST) (\S+) HTTP/1\.1\r\n", re.MULTILINE)
PIECE = 65_536


@dataclass
class Wire:
    """What went through: the address it listens at, the paths asked for, the bytes answered."""

    address: str = ""
    paths: list[str] = field(default_factory=list)
    received: int = 0


@contextmanager
def wire_to(site: str) -> Iterator[Wire]:
    """A wire to a site that counts what goes through it, as no tool inside of a browser sees all of it."""
    wire = Wire()
    target = (str(urlsplit(site).hostname), urlsplit(site).port or 80)

    class Relay(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection(target) as server:
                answering = threading.Thread(target=self.answer, args=[server])
                answering.start()
                while asked := self.request.recv(PIECE):
                    wire.paths += [path.decode() for path in REQUEST.findall(asked)]
                    server.sendall(asked)
                server.shutdown(socket.SHUT_WR)
                answering.join()

        def answer(self, server: socket.socket) -> None:
            while answered := server.recv(PIECE):
                wire.received += len(answered)
                self.request.sendall(answered)

    class Listening(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Listening(("127.0.0.1", 0), Relay) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        wire.address = "http://{}:{}".format(*listening.server_address)
        yield wire
        listening.shutdown()
