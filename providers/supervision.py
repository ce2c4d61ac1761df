"""Several processes that make up one service on one machine, started and stopped together."""

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from threading import Event
from types import FrameType
from typing import NamedTuple

import structlog

log = structlog.get_logger(__name__)
LOOK_EVERY_SECONDS = 1.0
STOPS_WITHIN_SECONDS = 30
# Between two starts of a part that dies, so that one that cannot live does not keep the machine busy.
LONGEST_PAUSE = 60


class Part(NamedTuple):
    """A process; without an essential one the service is over, any other is started again."""

    name: str
    command: Sequence[str]
    is_essential: bool = False


def supervise(
    parts: Sequence[Part],
    *,
    environment: Mapping[str, str],
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Run the parts until told to stop (SIGTERM, SIGINT), or until an essential one ends; its exit status.

    A part that ends is started again, after a pause that doubles each time.
    """
    stop = Event()

    def stopping(signum: int, frame: FrameType | None) -> None:
        stop.set()

    before = {name: signal.signal(name, stopping) for name in (signal.SIGTERM, signal.SIGINT)}
    running: dict[str, subprocess.Popen[bytes]] = {}
    pauses: dict[str, float] = {}
    again_at: dict[str, float] = {}
    try:
        for part in parts:
            running[part.name] = _start(part, environment)
        while not stop.wait(LOOK_EVERY_SECONDS):
            for part in parts:
                status, now = running[part.name].poll(), clock()
                if status is None:
                    continue
                if part.is_essential:
                    return status or 1
                if part.name not in again_at:
                    pause = pauses[part.name] = min(2 * pauses.get(part.name, 0.5), LONGEST_PAUSE)
                    again_at[part.name] = now + pause
                    log.warning("starts again", part=part.name, status=status, after_seconds=pause)
                elif now >= again_at[part.name]:
                    del again_at[part.name]
                    running[part.name] = _start(part, environment)
        return 0
    finally:
        _stop(list(running.values()))
        for name, handler in before.items():
            signal.signal(name, handler)


def _start(part: Part, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    # A session of its own: Ctrl-C reaches the supervisor alone, which stops the parts in order.
    return subprocess.Popen(part.command, env=dict(environment), start_new_session=True)


def _stop(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=STOPS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
