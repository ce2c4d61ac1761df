"""What can go wrong on purpose, and how often it still shall."""

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import orjson

EVERY_PATH = "*"
MOST_TIMES = 1_000_000
MOST_SECONDS = 600


class Fault(StrEnum):
    """The faults; providers/sandbox/server.py says what each does."""

    SERVER_ERROR = "server_error"
    TOO_MANY_REQUESTS = "too_many_requests"
    TIMEOUT = "timeout"
    TRUNCATED = "truncated"
    WRONG_CONTENT_TYPE = "wrong_content_type"
    REDIRECT = "redirect"
    REDIRECT_AWAY = "redirect_away"
    SLOW_DRIP = "slow_drip"
    DUPLICATED = "duplicated"
    LATE = "late"
    GARBAGE = "garbage"


# Seconds that a fault takes where nobody says otherwise: 429's Retry-After, how long a connection is held
# (more than anyone's patience), the pause between two drops.
SECONDS = {Fault.TOO_MANY_REQUESTS: 2, Fault.TIMEOUT: 120, Fault.SLOW_DRIP: 1}


class SwitchError(Exception):
    """A fault that cannot be switched on, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """One fault at one path, or at every one; `times` answers are still to have it, None for all."""

    path: str
    fault: Fault
    times: int | None = None
    seconds: int = 0

    def to_json(self) -> dict[str, object]:
        return {"path": self.path, "fault": self.fault, "times": self.times, "seconds": self.seconds}


def read_switch(body: bytes, *, paths: Collection[str]) -> Switch:
    """The switch that a JSON object describes, for one of the paths there are.

    `path` is every one, and `times` is every time, unless said.

    Raises:
        SwitchError: it is none, with what is wrong.
    """
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise SwitchError(f"the body is not JSON: {error}") from None
    if not isinstance(said, dict):
        raise SwitchError("the body is not a JSON object")
    if unknown := said.keys() - {"path", "fault", "times", "seconds"}:
        raise SwitchError(f"not known: {', '.join(sorted(unknown))}")
    path, fault = said.get("path", EVERY_PATH), said.get("fault")
    if path not in (known := [EVERY_PATH, *paths]):
        raise SwitchError(f"path is none of: {', '.join(known)}")
    if fault not in list(Fault):
        raise SwitchError(f"fault is none of: {', '.join(Fault)}")
    times = _whole(said, "times", least=1, most=MOST_TIMES)
    seconds = _whole(said, "seconds", least=0, most=MOST_SECONDS)
    usual = SECONDS.get(Fault(fault), 0)
    return Switch(path=path, fault=Fault(fault), times=times, seconds=usual if seconds is None else seconds)


def _whole(said: Mapping[str, object], name: str, *, least: int, most: int) -> int | None:
    value = said.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise SwitchError(f"{name} is not a whole number from {least} to {most:,}")
    return value


class FaultBoard:
    """The switches that are on. A path's own goes before the one for every path; safe among threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._switches: dict[str, Switch] = {}

    def set(self, switch: Switch) -> None:
        """Switch a fault on, in place of any other at that path."""
        with self._lock:
            self._switches[switch.path] = switch

    def clear(self) -> None:
        """Switch every fault off."""
        with self._lock:
            self._switches.clear()

    def on(self) -> list[Switch]:
        """What is switched on, with how often it still will show."""
        with self._lock:
            return list(self._switches.values())

    def take(self, path: str) -> Switch | None:
        """The fault that the next answer at a path shall have; each taking uses one of its times up."""
        with self._lock:
            switch = self._switches.get(path) or self._switches.get(EVERY_PATH)
            if switch is not None and switch.times is not None:
                if switch.times > 1:
                    self._switches[switch.path] = replace(switch, times=switch.times - 1)
                else:
                    del self._switches[switch.path]
            return switch
