"""The service's HTTP client with time in the test's hands."""

from datetime import UTC, datetime
from typing import Any

import pytest

from providers.http import FetchError, Http

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Client:
    """An Http, what it slept, and whom it let go first."""

    def __init__(self, **settings: Any) -> None:
        self.slept: list[float] = []
        self.paced: list[str] = []
        self.clock = Clock()
        ours: dict[str, Any] = {
            "user_agent": "RemitCompare/test (ops@example.org)",
            "allow_private": True,
            "pace": self.paced.append,
            "sleep": self.slept.append,
            "jitter": lambda: 0.5,
            "clock": self.clock,
            "now": lambda: NOON,
        }
        self.http = Http(**(ours | settings))
        self.get, self.post = self.http.get, self.http.post

    def refused(self, url: str, **asked: Any) -> FetchError:
        """The error that a GET ends in."""
        with pytest.raises(FetchError) as refusal:
            self.get(url, **asked)
        return refusal.value
