"""One thing that wants an operator's attention."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Concern(NamedTuple):
    """What waits, how many of it (None where that says nothing), since when, and where it is handled.

    `detail` names a few of them or says what to do. Only who has one of `permissions` is told; everybody
    where there is none. `is_urgent`: what people see is wrong or missing because of it.
    """

    what: str
    number: int | None
    since: date | None
    address: str
    detail: str = ""
    permissions: tuple[str, ...] = ()
    is_urgent: bool = False


def some(names: Iterable[str], *, most: int = 6) -> str:
    """A few of many names: a, b, c and 4 more."""
    every = list(names)
    more = len(every) - most
    return ", ".join(every[:most]) + (f" and {more} more" if more > 0 else "")
