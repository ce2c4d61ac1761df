"""`python -m benchmarks`: measure every promise, print the figures, exit 1 when one is broken.

`python -m benchmarks exports_csv exports_xlsx` measures only those.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import Protocol

from benchmarks import (
    exports_csv,
    exports_parquet,
    exports_xlsx,
    history_page,
    import_rpw,
    record_prices,
    statistics,
)
from benchmarks.history import history_database


class Result(Protocol):
    """What a benchmark found."""

    @property
    def kept(self) -> bool: ...

    def sentence(self) -> str: ...


ALONE: dict[str, Callable[[], Result]] = {
    "import_rpw": import_rpw.measure,
    "record_prices": record_prices.measure,
}
# These share one database with a long history; it is filled when the first of them is measured.
OVER_HISTORY: dict[str, Callable[[str], Result]] = {
    "statistics": statistics.measure,
    "history_page": history_page.measure,
    "exports_csv": exports_csv.measure,
    "exports_parquet": exports_parquet.measure,
    "exports_xlsx": exports_xlsx.measure,
}


def results(wanted: list[str]) -> Iterator[Result]:
    """The results of the benchmarks wanted (all when none is named), one after the other."""
    with ExitStack() as open_until_the_end:
        database = cache(lambda: open_until_the_end.enter_context(history_database()))
        for name in wanted or [*ALONE, *OVER_HISTORY]:
            yield ALONE[name]() if name in ALONE else OVER_HISTORY[name](database())


if __name__ == "__main__":
    known = [*ALONE, *OVER_HISTORY]
    if unknown := set(sys.argv[1:]) - set(known):
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(known)}.")
    kept = []
    for result in results(sys.argv[1:]):
        print(result.sentence(), flush=True)
        kept.append(result.kept)
    sys.exit(0 if all(kept) else 1)
