"""Reviews: a person on the ground has found an entry right, as it stands."""

from collections.abc import Iterable
from datetime import date

from support.models import Entry


def review(entries: Iterable[Entry], *, by: str, on: date) -> int:
    """Note who found entries right, and when; how many. Repeating it moves the day."""
    count = 0
    for entry in entries:
        entry.reviewed_on, entry.reviewed_by = on, by
        entry.save(update_fields=["reviewed_on", "reviewed_by"])
        count += 1
    return count


def forget_review(entry: Entry) -> None:
    """Note that nobody has found an entry right as it stands now. The caller saves it."""
    entry.reviewed_on, entry.reviewed_by = None, ""
