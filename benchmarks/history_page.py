"""What one corridor's history page asks of the database while millions of prices are stored.

By quarter, as it opens, and by day, which reads most rows. PostgreSQL, in a database of its own.
"""

from dataclasses import dataclass

from benchmarks.history import ROWS, child

MAX_MILLISECONDS = 15


@dataclass(frozen=True, slots=True)
class Result:
    """Medians of the requests: milliseconds spent in the database, fetching its rows included."""

    quarter_milliseconds: float
    day_milliseconds: float
    queries: int

    @property
    def kept(self) -> bool:
        return max(self.quarter_milliseconds, self.day_milliseconds) <= MAX_MILLISECONDS

    def sentence(self) -> str:
        verdict = "kept" if self.kept else "BROKEN"
        return (
            f"one corridor's history page with {ROWS:,} prices stored: {self.quarter_milliseconds:.1f} ms of "
            f"database time in {self.queries} queries, by day {self.day_milliseconds:.1f} ms "
            f"(at most {MAX_MILLISECONDS}): {verdict}"
        )


def measure(database: str) -> Result:
    """Ask for the page again and again, on a database of `benchmarks.history`."""
    measured = child(database, "history_page_child")
    return Result(
        quarter_milliseconds=measured["quarter"],
        day_milliseconds=measured["day"],
        queries=int(measured["queries"]),
    )
