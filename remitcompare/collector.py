"""Python's cycle collector, out of the way of work that makes many objects and no cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Iterator[None]:
    """Hold the cycle collector off while a file is read: it makes no cycles, and walking its rows over and
    over took a third of an import's time.
    """
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            gc.enable()
