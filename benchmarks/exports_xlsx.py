"""An export as XLSX through the web server, against writers that have its cells in memory, in turn."""

from dataclasses import dataclass
from statistics import median

from benchmarks.history import child
from benchmarks.site import running_site

PAIRS = 5
MIN_RATIO = 0.5
# 200,000 rows of the 2,000,000: a sheet takes half of them at most.
QUESTION = "from=AE"
ADDRESS = f"/exports/prices.xlsx?{QUESTION}"


@dataclass(frozen=True, slots=True)
class Result:
    """Rows a second, medians of the pairs; `rivals` by what they write with."""

    ratio: float
    rows: int
    rows_a_second: float
    rivals: dict[str, float]
    peak_megabytes: float

    @property
    def kept(self) -> bool:
        return self.ratio >= MIN_RATIO

    def sentence(self) -> str:
        verdict = "kept" if self.kept else "BROKEN"
        rivals = ", ".join(f"{name} {speed:,.0f}" for name, speed in self.rivals.items())
        return (
            f"XLSX of {self.rows:,} rows through the web server: {self.rows_a_second:,.0f} rows a second; "
            f"the same cells from memory to a file: {rivals}; {self.ratio:.2f} of the fastest (at least "
            f"{MIN_RATIO}); peak memory of the serving process {self.peak_megabytes:.0f} MB: {verdict}"
        )


def measure(database: str) -> Result:
    """Download and write in turn, on a database of `benchmarks.history`."""
    pairs = []
    with running_site(database) as site:
        site.download("/exports/prices.xlsx?from=AE&to=PH&price_point=200&current=1")  # loads the libraries
        for _ in range(PAIRS):
            seconds = site.download(ADDRESS)[1]
            written = child(database, "exports_xlsx_child", QUESTION)
            pairs.append((written["rows"] / seconds, written["rows_a_second"]))
        peak = site.peak_megabytes()
    return Result(
        ratio=median(ours / max(theirs.values()) for ours, theirs in pairs),
        rows=int(written["rows"]),
        rows_a_second=median(ours for ours, _ in pairs),
        rivals={name: median(theirs[name] for _, theirs in pairs) for name in written["rows_a_second"]},
        peak_megabytes=peak,
    )
