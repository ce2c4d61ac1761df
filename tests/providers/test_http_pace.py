"""Requests to one host wait for their turn, across workers, and a cache that is away stops nobody."""

import pytest
import time_machine
from django.core.cache.backends.locmem import LocMemCache
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError
from structlog.testing import capture_logs

from providers import pace
from providers.http import FetchError, shared_pace


class AbsentCache:
    """A cache that raises what it is given, or else lets everybody pass."""

    def __init__(self, error: Exception | None) -> None:
        self.error = error

    def add(self, *args: object, **kwargs: object) -> bool:
        if self.error:
            raise self.error
        return True


@pytest.fixture
def time():
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def _cache(monkeypatch):
    cache = LocMemCache("pace", {})
    cache.clear()
    monkeypatch.setattr(pace, "cache", cache)


@pytest.fixture
def absent(monkeypatch):
    cache = AbsentCache(RedisConnectionError("Error 111 connecting to redis:6379"))
    monkeypatch.setattr(pace, "cache", cache)
    monkeypatch.setattr(pace, "_turns_of_this_process", pace._Turns())
    return cache


@pytest.mark.usefixtures("_cache")
def test_the_second_request_waits_until_the_first_is_old_enough(time):
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        time.shift(seconds)

    one_worker, another = shared_pace(2, sleep=sleep), shared_pace(2, sleep=sleep)
    one_worker("bank.example")
    assert slept == []
    another("bank.example")
    assert sum(slept) == 2
    another("other.example")
    assert sum(slept) == 2


@pytest.mark.usefixtures("_cache")
@pytest.mark.parametrize(("seconds", "longest"), [(1, 60), (30, 90)])
def test_nobody_waits_for_ever(time, seconds, longest):
    slept: list[float] = []
    wait = shared_pace(seconds, sleep=slept.append)  # time stands still: the turn never comes
    wait("bank.example")
    with pytest.raises(
        FetchError, match=rf"bank\.example: no turn to ask came within {longest} s"
    ) as refusal:
        wait("bank.example")
    assert refusal.value.reason_code == "pace"
    assert sum(slept) == longest


@pytest.mark.usefixtures("_cache")
def test_no_pace_is_no_wait():
    slept: list[float] = []
    wait = shared_pace(0, sleep=slept.append)
    wait("bank.example")
    wait("bank.example")
    assert slept == []


@pytest.mark.parametrize(
    "error", [RedisConnectionError("away"), RedisTimeoutError("slow"), ConnectionResetError()]
)
def test_without_the_cache_a_process_keeps_its_own_pace_and_says_so_once(absent, error):
    absent.error = error
    slept: list[float] = []
    one_worker, another = (shared_pace(5, sleep=slept.append, clock=lambda: 1000.0) for _ in range(2))
    with capture_logs() as lines:
        one_worker("bank.example")
        one_worker("bank.example")
        one_worker("other.example")
    another("bank.example")
    assert slept == [0, 5, 0, 10]
    assert lines == [{"event": "pace_not_shared", "log_level": "warning", "reason": type(error).__name__}]


@pytest.mark.usefixtures("absent")
def test_time_that_passed_anyway_is_not_waited_again():
    slept: list[float] = []
    hours = iter([0.0, 3600.0])
    wait = shared_pace(5, sleep=slept.append, clock=lambda: next(hours))
    wait("bank.example")
    wait("bank.example")
    assert slept == [0, 0]


@pytest.mark.usefixtures("absent")
def test_without_the_cache_nobody_waits_for_ever_either():
    slept: list[float] = []
    wait = shared_pace(20, sleep=slept.append, clock=lambda: 0.0)
    for _ in range(4):
        wait("bank.example")
    with pytest.raises(FetchError, match="no turn to ask came within 60 s"):
        wait("bank.example")
    assert slept == [0, 20, 40, 60]


def test_a_cache_that_is_back_is_used_and_a_second_outage_is_told(absent):
    slept: list[float] = []
    error = absent.error
    wait = shared_pace(5, sleep=slept.append, clock=lambda: 0.0)
    with capture_logs() as lines:
        for absent.error in (error, None, error):
            wait("bank.example")
    assert slept == [0, 5]
    assert len(lines) == 2
