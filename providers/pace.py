"""At most one request to a host every few seconds, whichever worker or machine asks."""

import threading
import time
from collections.abc import Callable

import structlog
from django.core.cache import cache
from redis.exceptions import RedisError

from providers.failures import FetchError

# How long a request waits for its turn, or 3 turns where those are longer, and how often it looks.
MAX_WAIT_SECONDS = 60
POLL_SECONDS = 0.25

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def shared_pace(
    seconds: int,
    *,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Callable[[str], None]:
    """What to call with a host before each request to it: returns when `seconds` have passed since the last.

    The turns are kept in Django's cache, so that all who share it (Redis) share the pace. Where the cache
    does not answer, each process keeps its own, and one warning is logged. 0 seconds is no pace.

    Raises, when called:
        FetchError: reason_code "pace"; too many others wait for the same host.
    """
    if not seconds:
        return lambda host: None
    return _Pace(seconds, sleep, clock).wait


class _Turns:
    """When each host may next be asked, for the threads of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}

    def take(self, host: str, *, seconds: int, now: float, longest: float) -> float | None:
        """Seconds until the turn that is now taken, or None where that would be too long."""
        with self._lock:
            turn = max(now, self._next.get(host, now))
            if turn - now > longest:
                return None
            self._next[host] = turn + seconds
            return turn - now


_turns_of_this_process = _Turns()


class _Pace:
    def __init__(self, seconds: int, sleep: Callable[[float], None], clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._longest = max(MAX_WAIT_SECONDS, 3 * seconds)
        self._sleep = sleep
        self._clock = clock
        self._warned = False

    def wait(self, host: str) -> None:
        waited = 0.0
        while not self._shared_turn(host):
            if waited >= self._longest:
                raise _crowded(host, self._longest)
            self._sleep(POLL_SECONDS)
            waited += POLL_SECONDS

    def _shared_turn(self, host: str) -> bool:
        try:
            is_ours = cache.add(f"pace:{host}", 1, timeout=self._seconds)
        except (RedisError, OSError) as error:
            if not self._warned:
                logger.warning("pace_not_shared", reason=type(error).__name__)
            self._warned = True
            self._own_turn(host)
            return True
        self._warned = False
        return is_ours

    def _own_turn(self, host: str) -> None:
        wait = _turns_of_this_process.take(
            host, seconds=self._seconds, now=self._clock(), longest=self._longest
        )
        if wait is None:
            raise _crowded(host, self._longest)
        self._sleep(wait)


def _crowded(host: str, longest: float) -> FetchError:
    return FetchError(f"{host}: no turn to ask came within {longest:g} s", reason_code="pace")
