"""Durations as ISO 8601 writes them."""

import re
from decimal import Decimal

from providers.reading.shapes import words

WEEK, DAY, HOUR = 7 * 24 * 60, 24 * 60, 60
SECONDS_A_MINUTE = 60
# Years and months have no fixed length, so they are not read.
PATTERN = re.compile(
    r"P(?=.)(?:([0-9]{1,9})W)?(?:([0-9]{1,9})D)?"
    r"(?:T(?=.)(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:[.,][0-9]{1,12})?)S)?)?"
)


def whole_minutes(stated: object, *, up: bool) -> int | None:
    """A duration such as "PT31H33M19.27S" in whole minutes, rounded up or down; None when it is not stated.

    Raises:
        ValueError: it is not a duration, or counts in years or months; in a sentence.
    """
    if stated is None:
        return None
    match = PATTERN.fullmatch(stated) if isinstance(stated, str) else None
    if match is None:
        raise ValueError(f"duration: {words(stated)[:60]!r} is not written like PT24H or P2DT12H")
    weeks, days, hours, minutes, seconds = match.groups()
    whole = int(weeks or 0) * WEEK + int(days or 0) * DAY + int(hours or 0) * HOUR + int(minutes or 0)
    more, rest = divmod(Decimal((seconds or "0").replace(",", ".")), SECONDS_A_MINUTE)
    return whole + int(more) + (1 if up and rest else 0)
