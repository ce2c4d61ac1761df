"""`python -m benchmarks`: measure every promise, print the figures, exit 1 when one is broken."""

import sys

from benchmarks import import_rpw

if __name__ == "__main__":
    results = [import_rpw.measure()]
    for result in results:
        print(result.sentence())
    sys.exit(0 if all(result.kept for result in results) else 1)
