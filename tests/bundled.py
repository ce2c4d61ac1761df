"""The bundled survey with the reference rates of its years, imported once for a class of tests."""

import gzip
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from django.test import TestCase

from providers.ingest import Report, ingest_rates, ingest_rpw

DATASETS = Path(__file__).resolve().parent.parent / "datasets"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def unpacked(name: str) -> bytes:
    return gzip.decompress((DATASETS / name).read_bytes())


def rates_of_the_survey_years() -> bytes:
    """The lines of the National Bank of Poland's history that the survey can need: 2010 to 2013."""
    header, *lines = unpacked("nbp_pln_per_unit_2008_2026.csv.gz").splitlines(keepends=True)
    return header + b"".join(line for line in lines if b"2010-12" <= line[:7] <= b"2013-12")


class BundledData(TestCase):
    """A test class over everything that the bundled survey holds."""

    survey: ClassVar[bytes]
    first_import: ClassVar[Report]

    @classmethod
    def setUpTestData(cls) -> None:
        ingest_rates("nbp", rates_of_the_survey_years(), name="nbp.csv")
        cls.survey = unpacked("rpw_dataset_2011_2013.cp1252.csv.gz")
        cls.first_import = ingest_rpw(cls.survey, name="rpw.csv", now=NOW)
