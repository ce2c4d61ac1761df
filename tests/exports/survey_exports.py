"""Exports in the survey's layout, as the site makes them and the importer takes them."""

import csv
import io

from corridors.exports.asking import ExportAsked
from corridors.exports.layouts import layout_of
from providers.ingest import Report, ingest_rpw
from tests.factories import NOW
from tests.providers.survey_files import csv_file

ASKED = ExportAsked(layout="rpw")


def exported(asked: ExportAsked = ASKED) -> bytes:
    """The CSV file, spreadsheet-safe as over HTTP."""
    return b"".join(layout_of(asked).csv_blocks(asked, is_safe=True))


def exported_rows(asked: ExportAsked = ASKED) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(asked).decode(), newline="")))


def imported(*rows: dict[str, str]) -> Report:
    """What became of a file of these rows, which the World Bank wrote."""
    return ingest_rpw(csv_file(rows), name="survey.csv", now=NOW)


def imported_again() -> Report:
    """What becomes of the export where it was made."""
    return ingest_rpw(exported(), name="exported.csv", now=NOW)
