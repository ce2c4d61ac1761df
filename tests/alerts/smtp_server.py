"""A mail server of the tests' own: it keeps what it takes; refuses, falls silent or hangs up on request."""

import socketserver
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from enum import Enum
from threading import Event, Thread


class Stage(Enum):
    """A moment of the conversation, named by what the server has just been told."""

    CONNECTED = "connected"
    RECIPIENT = "RCPT"
    TAKEN = "taken"


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails on a port of this machine.

    `answers` replaces the answer at a stage. At `silent_at` it says nothing until `go_on` is set; `reached`
    says that a conversation has come so far. At `hangs_up_at` it closes the connection instead of answering.
    It thinks for `thinks_seconds` before each answer.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: list[tuple[str, Message]] = []
        self.answers: dict[Stage, str] = {}
        self.silent_at: Stage | None = None
        self.hangs_up_at: Stage | None = None
        self.reached, self.go_on = Event(), Event()
        self.thinks_seconds = 0.0

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def copies(self) -> Counter[str]:
        """How often each mail was taken, by its Message-ID."""
        return Counter(message["Message-ID"] for _to, message in self.taken)

    @contextmanager
    def running(self) -> Iterator["MailServer"]:
        thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            self.go_on.set()
            self.shutdown()
            self.server_close()
            thread.join()


class Conversation(socketserver.StreamRequestHandler):
    """One client: EHLO, MAIL, RCPT, DATA and QUIT, as far as smtplib speaks."""

    server: MailServer

    def handle(self) -> None:
        try:
            self._talk()
        except (ConnectionError, _HungUpError):
            """The client died, or was meant to think so of us."""

    def _talk(self) -> None:
        self._say(Stage.CONNECTED, "220 here")
        to = ""
        while line := self.rfile.readline().decode():
            verb = line[:4].upper()
            if verb == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                self._say(Stage.RECIPIENT, "250 fine")
            elif verb == "DATA":
                self._write("354 go on")
                self.server.taken.append((to, message_from_bytes(self._data())))
                if self.server.answers.get(Stage.TAKEN, "250")[:3] != "250":
                    self.server.taken.pop()
                self._say(Stage.TAKEN, "250 taken")
            elif verb == "QUIT":
                self._write("221 bye")
                return
            else:
                self._write("250 fine")

    def _data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if not line:
            raise _HungUpError  # cut off in the middle: no mail
        return b"".join(lines)

    def _say(self, stage: Stage, usual: str) -> None:
        if self.server.silent_at is stage:
            self.server.reached.set()
            self.server.go_on.wait()
        if self.server.hangs_up_at is stage:
            raise _HungUpError
        self._write(self.server.answers.get(stage, usual))

    def _write(self, line: str) -> None:
        if self.server.thinks_seconds:
            self.server.go_on.wait(self.server.thinks_seconds)
        self.wfile.write(f"{line}\r\n".encode())


class _HungUpError(Exception):
    pass
