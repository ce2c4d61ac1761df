"""A progress bar on a terminal; nothing where the output goes to a file."""

from types import TracebackType
from typing import Self, TextIO

WIDTH = 30


class Progress:
    """`with Progress(stream, "Reading", total) as step: step(done)`."""

    def __init__(self, stream: TextIO, title: str, total: int) -> None:
        self._stream, self._title, self._total = stream, title, max(total, 1)
        self._shown = -1

    def __enter__(self) -> Self:
        self(0)
        return self

    def __call__(self, done: int) -> None:
        """Show that `done` of the total is done; redrawn only when a whole per cent has passed."""
        percent = min(100 * done // self._total, 100)
        if percent != self._shown and self._stream.isatty():
            filled = WIDTH * percent // 100
            bar = "█" * filled + "░" * (WIDTH - filled)
            self._stream.write(f"\r{self._title:<42} {bar} {percent:3}%")
            self._stream.flush()
        self._shown = percent

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self(self._total)
        if self._stream.isatty():
            self._stream.write("\n")
