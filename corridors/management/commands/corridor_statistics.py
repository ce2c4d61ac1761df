"""`manage.py corridor_statistics`: average, median, cheapest and SmaRT-style cost by corridor and period."""

import argparse
import csv
import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corridors.domain.indices import figures
from corridors.places import known_countries
from corridors.selectors import statistic_rows

COLUMNS = (
    "period", "source_iso3", "destination_iso3", "services", "average_percent", "median", "cheapest",
    "smart_style", "services_left_out",
)  # fmt: skip


class Command(BaseCommand):
    help = (
        "Print what each corridor cost in each survey period, at the USD 200 price point, in full precision."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--period", help="one survey period, such as 2013_3Q")
        parser.add_argument("--from", dest="source", help="sending country, ISO alpha-2, such as ae")
        parser.add_argument("--to", dest="destination", help="receiving country, ISO alpha-2, such as eg")
        parser.add_argument("--format", choices=["table", "csv", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        source, destination = (_country(options[name]) for name in ("source", "destination"))
        rows = list(_rows(options["period"], source, destination))
        if not rows:
            raise CommandError("No survey price answers to that; nothing to print.")
        if options["format"] == "json":
            self.stdout.write(json.dumps(rows, indent=1))
        elif options["format"] == "csv":
            writer = csv.DictWriter(self.stdout, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        else:
            self._print_table(rows)

    def _print_table(self, rows: list[dict[str, str | int | None]]) -> None:
        lines = [COLUMNS, *(tuple(_short(row[name]) for name in COLUMNS) for row in rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(COLUMNS))]
        for line in lines:
            self.stdout.write("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)))


def _country(code: str | None) -> str | None:
    if code is None:
        return None
    if code.upper() not in known_countries():
        raise CommandError(f"{code!r} is not an ISO 3166 alpha-2 country code, such as ae.")
    return code.upper()


def _rows(
    period: str | None, source: str | None, destination: str | None
) -> Iterator[dict[str, str | int | None]]:
    iso3 = known_countries()
    priced = statistic_rows(period=period, source=source, destination=destination)
    for (of_period, slug), group in groupby(priced, key=lambda row: (row.period, row.corridor)):
        found = figures(row.price for row in group)
        sending, receiving = slug.upper().split("-")
        yield {
            "period": of_period,
            "source_iso3": iso3[sending],
            "destination_iso3": iso3[receiving],
            "services": found.services,
            "average_percent": _text(found.average_percent),
            "median": _text(found.median_percent),
            "cheapest": _text(found.cheapest_percent),
            "smart_style": _text(found.smart_style_percent),
            "services_left_out": found.services_left_out,
        }


def _text(figure: Any) -> str | None:
    return None if figure is None else f"{figure:f}"


def _short(cell: str | int | None) -> str:
    """A table cell: figures to two decimals, a dash where there is none."""
    if cell is None:
        return "–"
    return f"{float(cell):.2f}" if isinstance(cell, str) and "." in cell else str(cell)
