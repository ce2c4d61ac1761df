"""Whether a price may still be acted upon."""

from datetime import datetime, timedelta


def is_fresh(*, observed_at: datetime, stale_after: timedelta, at: datetime) -> bool:
    """Whether a price seen at `observed_at` still stands at `at`, by its source's own limit.

    The last moment of the limit still counts. Source: docs/methodology.md, section 4.
    """
    return at - observed_at <= stale_after


def age_in_words_unit(age: timedelta) -> tuple[int, str]:
    """An age as a whole number of the largest unit that fits, rounded down: (2, "hour").

    Units are minute, hour, day, month (30 days) and year (365 days).
    """
    minutes = max(int(age.total_seconds()) // 60, 0)
    for size, unit in ((525_600, "year"), (43_200, "month"), (1_440, "day"), (60, "hour")):
        if minutes >= size:
            return minutes // size, unit
    return minutes, "minute"
