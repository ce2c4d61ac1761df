"""Reviews: a person on the ground has found an entry right, as it stands."""

from collections.abc import Iterable
from datetime import date, timedelta

from support.models import Entry

# After a year a website may have moved and a law changed.
GOOD_FOR = timedelta(days=365)


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


def too_old_before(on: date) -> date:
    """The day before which a review is too old to rely on, on a day."""
    return on - GOOD_FOR
