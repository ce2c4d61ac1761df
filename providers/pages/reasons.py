"""Readings that were left out, by reason: the same reason names other numbers each time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from providers.source_selectors import Reason

# What differs from one reading to the next: what a source wrote, times, and numbers.
VARIABLE = re.compile(r"'[^']*'|\"[^\"]*\"|\d{4}-\d\d-\d\d(?:T[\d:.+Z-]+)?|-?\d[\d,.]*(?:[eE][+-]?\d+)?%?")
EXAMPLES = 3


@dataclass(slots=True)
class Group:
    """Readings left out for one reason; `sentence` has … for what differs among them.

    `decision` is "" for refused ones. Each example is where a reading stood, and what was said of it.
    """

    sentence: str
    decision: str
    readings: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)


def grouped(reasons: Iterable[Reason]) -> list[Group]:
    """One group a reason and decision, the largest first; a reason with one wording is said as it is."""
    groups: dict[tuple[str, str], Group] = {}
    for reason in reasons:
        pattern = VARIABLE.sub("…", reason.reasons)
        group = groups.setdefault((pattern, reason.decision), Group(reason.reasons, reason.decision))
        if group.sentence != reason.reasons:
            group.sentence = pattern
        group.readings += reason.readings
        if len(group.examples) < EXAMPLES:
            group.examples.append((reason.locator, reason.reasons))
    return sorted(groups.values(), key=lambda group: (-group.readings, group.sentence))
