"""Every corridor by quarter from what recordings add up, against the same from the prices in SQL.

Average, median, cheapest, dearest and 90th percentile. PostgreSQL, in a database of its own.
"""

from dataclasses import dataclass

from benchmarks.history import ROWS, child

LEAST_RATIO = 20


@dataclass(frozen=True, slots=True)
class Result:
    """Medians of the pairs."""

    ratio: float
    raw_seconds: float
    rollup_seconds: float
    figures: int

    @property
    def kept(self) -> bool:
        return self.ratio >= LEAST_RATIO

    def sentence(self) -> str:
        verdict = "kept" if self.kept else "BROKEN"
        return (
            f"statistics of every corridor by quarter over {ROWS:,} prices: "
            f"{self.rollup_seconds * 1000:.0f} ms, "
            f"in SQL from the prices {self.raw_seconds:.2f} s, 1/{self.ratio:.0f} (at most 1/{LEAST_RATIO}), "
            f"{self.figures:,} corridors and quarters: {verdict}"
        )


def measure(database: str) -> Result:
    """Ask both ways in turn, on a database of `benchmarks.history`."""
    measured = child(database, "statistics_child")
    return Result(
        ratio=measured["ratio"],
        raw_seconds=measured["raw"],
        rollup_seconds=measured["rollup"],
        figures=int(measured["figures"]),
    )
