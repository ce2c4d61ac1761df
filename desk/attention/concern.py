"""One thing that wants an operator's attention."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Concern(NamedTuple):
    """What waits, how many of it (None where that says nothing), since when, and where it is handled.

    `detail` names a few of them or says what to do. Only who may look at `model`, such as
    "providers.heldreading", in the admin is told; everybody where there is none. `is_urgent`: what people see
    is wrong or missing because of it.
    """

    what: str
    number: int | None
    since: date | None
    address: str
    detail: str = ""
    model: str = ""
    is_urgent: bool = False


def some(names: Iterable[str], *, most: int = 6, between: str = ", ") -> str:
    """A few of many names: a, b, c and 4 more. Names with commas in them want something else between."""
    every = list(names)
    more = len(every) - most
    return between.join(every[:most]) + (f" and {more} more" if more > 0 else "")
