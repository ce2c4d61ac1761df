"""The whole history as Parquet through the web server, against the same as CSV, in turn; and its memory."""

from dataclasses import dataclass
from statistics import median

from benchmarks.history import ROWS
from benchmarks.site import running_site

PAIRS = 3
MIN_RATIO = 0.6
MAX_MEGABYTES = 350


@dataclass(frozen=True, slots=True)
class Result:
    """Medians of the pairs; memory is the most that the serving process ever had."""

    ratio: float
    parquet_seconds: float
    csv_seconds: float
    megabytes: float
    peak_megabytes: float

    @property
    def kept(self) -> bool:
        return self.ratio >= MIN_RATIO and self.peak_megabytes < MAX_MEGABYTES

    def sentence(self) -> str:
        verdict = "kept" if self.kept else "BROKEN"
        return (
            f"Parquet of {ROWS:,} rows ({self.megabytes:.0f} MB) through the web server: "
            f"{self.parquet_seconds:.2f} s, CSV of the same {self.csv_seconds:.2f} s, "
            f"{self.ratio:.2f} of its rows a second (at least {MIN_RATIO}); peak memory of the serving "
            f"process {self.peak_megabytes:.0f} MB (less than {MAX_MEGABYTES}): {verdict}"
        )


def measure(database: str) -> Result:
    """Download both in turn, on a database of `benchmarks.history`."""
    with running_site(database) as site:
        pairs = []
        for _ in range(PAIRS):
            length, as_parquet = site.download("/exports/prices.parquet")
            pairs.append((as_parquet, site.download("/exports/prices.csv")[1]))
        peak = site.peak_megabytes()
    return Result(
        ratio=median(as_csv / as_parquet for as_parquet, as_csv in pairs),
        parquet_seconds=median(as_parquet for as_parquet, _ in pairs),
        csv_seconds=median(as_csv for _, as_csv in pairs),
        megabytes=length / 1_000_000,
        peak_megabytes=peak,
    )
