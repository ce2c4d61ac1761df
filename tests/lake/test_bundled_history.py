"""The bundled survey, exported in the survey's layout and dumped into a lake: both say the same again."""

import csv
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import transaction
from django.test import TestCase

from corridors.lake.dump import Dumped, dump
from corridors.models import Price
from providers.ingest import Report, ingest_rates, ingest_rpw
from providers.models import Provider
from tests.bundled import NOW, rates_of_the_survey_years, unpacked
from tests.exports.survey_exports import exported

# Ibis 12 calls DuckDB 2 by a name that it is giving up.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
AGREES_WITHIN = Decimal("0.000002")
PUBLISHED_VALUES = 1417
STATEMENTS = 18_889
# What another database, another run and another file give a price; everything else must be the same.
OF_THE_PLACE = {"id", "service", "corridor", "run", "recorded_at", "locator", "corrects"}
COLUMNS = [
    *(field.attname for field in Price._meta.concrete_fields if field.name not in OF_THE_PLACE),
    *("corridor__slug", "service__provider__slug", "service__pay_in", "service__access"),
    *("service__pay_out", "service__send_currency", "service__receive_currency"),
]
Figures = dict[tuple[str, str, str], dict[str, str]]


class _UndoneError(Exception):
    """Takes back what was recorded, so that the database is empty again."""


@contextmanager
def undone() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise _UndoneError
    except _UndoneError:
        pass


def everything() -> tuple[list[Any], list[Any]]:
    return (
        list(Price.objects.order_by("id").values_list(*COLUMNS)),
        list(Provider.objects.order_by("slug").values_list("slug", "name", "type")),
    )


def figures(command: str, *arguments: str) -> Figures:
    printed = io.StringIO()
    call_command(command, *arguments, format="csv", stdout=printed)
    lines = csv.DictReader(io.StringIO(printed.getvalue()))
    return {(each["period"], each["source_iso3"], each["destination_iso3"]): each for each in lines}


class TestBundledHistory(TestCase):
    before: ClassVar[tuple[list[Any], list[Any]]]
    file: ClassVar[bytes]
    averages: ClassVar[Figures]
    of_the_lake: ClassVar[Figures]
    dumped: ClassVar[Dumped]
    report: ClassVar[Report]

    @classmethod
    def setUpTestData(cls) -> None:
        ingest_rates("nbp", rates_of_the_survey_years(), name="nbp.csv")
        with undone(), tempfile.TemporaryDirectory() as folder:
            ingest_rpw(unpacked("rpw_dataset_2011_2013.cp1252.csv.gz"), name="rpw.csv", now=NOW)
            cls.before, cls.averages, cls.file = everything(), figures("corridor_statistics"), exported()
            cls.dumped = dump(FileSystemStorage(location=folder), now=NOW)
            cls.of_the_lake = figures("lake_statistics", folder)
        cls.report = ingest_rpw(cls.file, name="exported.csv", now=NOW)

    def test_the_exported_file_has_a_row_for_every_statement(self) -> None:
        assert len(list(csv.reader(io.StringIO(self.file.decode(), newline="")))) == STATEMENTS + 1
        assert self.report.refused == []

    def test_an_empty_database_takes_the_same_prices_and_providers_from_it(self) -> None:
        prices, providers = everything()
        assert self.report.stored == len(self.before[0])
        assert prices == self.before[0]
        assert providers == self.before[1]

    def test_it_gives_the_same_averages_to_the_last_digit(self) -> None:
        assert figures("corridor_statistics") == self.averages
        assert len(self.averages) >= PUBLISHED_VALUES

    def test_the_lake_holds_every_price(self) -> None:
        assert self.dumped.rows == len(self.before[0])
        assert (self.dumped.unchanged, self.dumped.removed) == (0, 0)

    def test_the_lake_gives_the_figures_of_the_database(self) -> None:
        assert self.of_the_lake.keys() == self.averages.keys()
        for corridor, ours in self.averages.items():
            theirs = self.of_the_lake[corridor]
            for name in ("services", "services_left_out"):
                assert theirs[name] == ours[name], (corridor, name)
            if ours["average_percent"]:
                apart = Decimal(theirs["average_percent"]) - Decimal(ours["average_percent"])
                assert abs(apart) < Decimal("1e-11"), corridor
                assert Decimal(theirs["cheapest_percent"]) == Decimal(ours["cheapest"]), corridor

    def test_the_lake_gives_every_average_that_the_world_bank_published(self) -> None:
        lines = list(csv.DictReader(io.StringIO(unpacked("corridor_averages_published.csv.gz").decode())))
        assert len(lines) == PUBLISHED_VALUES
        apart = {}
        for line in lines:
            corridor = (line["period"], line["source"], line["destination"])
            ours = Decimal(self.of_the_lake[corridor]["average_percent"])
            difference = abs(ours - Decimal(line["published_avg_cost_pct_usd200"]))
            if difference > AGREES_WITHIN:
                apart[corridor] = difference
        assert apart == {}
