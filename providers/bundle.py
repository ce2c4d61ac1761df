"""The data that comes with the product (datasets/), and loading it once."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from providers import ingest

FOLDER = Path(settings.BASE_DIR) / "datasets"


class Dataset(NamedTuple):
    """One bundled file: its source, what to call it, and how it is read."""

    source: str
    title: str
    file: str
    read: Callable[[bytes, str, Callable[[int], None]], ingest.Report]
    steps: int  # about how many rows are read, for the progress bar


def _rates(source: str) -> Callable[[bytes, str, Callable[[int], None]], ingest.Report]:
    def read(payload: bytes, name: str, progress: Callable[[int], None]) -> ingest.Report:
        return ingest.ingest_rates(source, payload, name=name, progress=progress)

    return read


def _survey(payload: bytes, name: str, progress: Callable[[int], None]) -> ingest.Report:
    return ingest.ingest_rpw(payload, name=name, progress=progress)


# Rates before prices: a survey price is measured against its own day's reference rate.
DATASETS = (
    Dataset("ecb", "European Central Bank rates", "ecb_eurofxref-hist.zip", _rates("ecb"), 221_702),
    Dataset(
        "nbp", "National Bank of Poland rates", "nbp_pln_per_unit_2008_2026.csv.gz", _rates("nbp"), 277_710
    ),
    Dataset("rpw", "World Bank price survey", "rpw_dataset_2011_2013.cp1252.csv.gz", _survey, 22_907),
)


def payload_of(dataset: Dataset) -> bytes:
    """The file's content, unpacked when gzipped."""
    content = (FOLDER / dataset.file).read_bytes()
    return gzip.decompress(content) if dataset.file.endswith(".gz") else content


def missing() -> Iterator[tuple[Dataset, bytes]]:
    """The datasets that are not loaded yet, with their content."""
    for dataset in DATASETS:
        payload = payload_of(dataset)
        if not ingest.already_ingested(dataset.source, payload):
            yield dataset, payload
