"""`manage.py lake_statistics DIR`: what each corridor cost, computed from the lake by any engine."""

import argparse
import csv
import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from corridors.lake.failures import LakeError
from corridors.places import known_countries

COLUMNS = (
    "period", "source_iso3", "destination_iso3", "services", "services_left_out", "average_percent",
    "cheapest_percent",
)  # fmt: skip
NOT_INSTALLED = "lake_statistics needs packages that are not installed; install them with: make lake"


class Command(BaseCommand):
    help = (
        "Print what each corridor cost in each quarter, computed from the Parquet files of dump_lake by one "
        "expression: in this process by DuckDB, or by the engine that LAKE_ENGINE_URL names."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", default="", metavar="DIR", help="a lake; needless with LAKE_ENGINE_URL"
        )
        parser.add_argument(
            "--engine", help="duckdb, pyspark, or the engine of LAKE_ENGINE_URL (the default)"
        )
        parser.add_argument("--price-point", type=int, choices=[200, 500], default=200)
        parser.add_argument("--format", choices=["csv", "json"], default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from corridors.lake.engines import engine_of, lake_averages
        except ImportError:
            raise CommandError(NOT_INSTALLED) from None
        url = settings.LAKE_ENGINE_URL
        try:
            averages = lake_averages(
                options["folder"],
                engine=options["engine"] or engine_of(url),
                url=url,
                table=settings.LAKE_TABLE,
                price_point=options["price_point"],
            )
        except LakeError as error:
            raise CommandError(str(error)) from error
        rows = [dict(zip(COLUMNS, _cells(average), strict=True)) for average in averages]
        if options["format"] == "json":
            self.stdout.write(json.dumps(rows, indent=1))
        else:
            writer = csv.DictWriter(self.stdout, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _cells(average: Any) -> tuple[str | int | None, ...]:
    iso3 = known_countries()
    return (
        average.quarter,
        iso3[average.from_country],
        iso3[average.to_country],
        average.services,
        average.services_left_out,
        _text(average.average_percent),
        _text(average.cheapest_percent),
    )


def _text(figure: Any) -> str | None:
    return None if figure is None else f"{figure:f}"
