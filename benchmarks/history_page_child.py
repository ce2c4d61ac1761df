"""The requests of benchmarks/history_page.py, in a process of their own."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from statistics import median
from typing import Any
from unittest.mock import patch

import django
from django.conf import settings

# What no command collected can be named by its own name.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
django.setup()

from django.db.backends.utils import CursorWrapper  # noqa: E402
from django.test import Client  # noqa: E402

PAGE = "/corridors/ae-ph/history/"
REQUESTS = 15


class Stopwatch:
    """Seconds spent in a cursor, and how many statements it was given."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.statements = 0

    def timed(self, method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def watched(*arguments: Any, **named: Any) -> Any:
            started = time.perf_counter()
            try:
                return method(*arguments, **named)
            finally:
                self.seconds += time.perf_counter() - started

        return watched


@contextmanager
def watched_cursors() -> Iterator[Stopwatch]:
    """Every statement and every fetch of Django's cursors on a stopwatch."""
    watch = Stopwatch()
    execute, attribute = watch.timed(CursorWrapper.execute), CursorWrapper.__getattr__

    def counted(self: CursorWrapper, *arguments: Any) -> Any:
        watch.statements += 1
        return execute(self, *arguments)

    def fetching(self: CursorWrapper, name: str) -> Any:
        found = attribute(self, name)
        return watch.timed(found) if name.startswith("fetch") else found

    with (
        patch.object(CursorWrapper, "execute", counted),
        patch.object(CursorWrapper, "__getattr__", fetching),
    ):
        yield watch


def page_costs(question: str) -> tuple[float, int]:
    """Milliseconds in the database at the median, and the number of queries, of a page that is warm."""
    client = Client(SERVER_NAME="localhost")
    milliseconds, statements = [], 0
    for number in range(REQUESTS + 1):
        with watched_cursors() as watch:
            response = client.get(f"{PAGE}{question}")
        assert response.status_code == 200
        assert b"<figure" in response.content
        if number:
            milliseconds.append(watch.seconds * 1000)
            statements = watch.statements
    return median(milliseconds), statements


if __name__ == "__main__":
    quarter, queries = page_costs("")
    day, _queries = page_costs("?frequency=day")
    print(json.dumps({"quarter": quarter, "day": day, "queries": queries}))
