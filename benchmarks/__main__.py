"""`python -m benchmarks`: measure every promise, print the figures, exit 1 when one is broken."""

import sys

from benchmarks import import_rpw, record_prices

if __name__ == "__main__":
    kept = []
    for measure in (import_rpw.measure, record_prices.measure):
        result = measure()
        print(result.sentence(), flush=True)
        kept.append(result.kept)
    sys.exit(0 if all(kept) else 1)
