"""`manage.py statistics --group-by region`: the figures of /api/v1/statistics/ in a terminal."""

import argparse
import json
from collections.abc import Iterable
from decimal import Decimal
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from corridors.api.statistics_answers import as_text, columns, csv_lines, result, rows
from corridors.asking import AskingError
from corridors.statistics import GroupFigures, every_figure
from corridors.statistics_asking import PARAMETERS, Question, parse_statistics
from corridors.statistics_rows import Cell

SHORT = ("period", "group", "services", "services_left_out")
FIGURE = "_percent"


class Once(argparse.Action):
    """An option whose second value would silently take the place of the first."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        if getattr(namespace, self.dest, None) is not None:
            raise argparse.ArgumentError(self, _("Give it once."))
        setattr(namespace, self.dest, values)


class Command(BaseCommand):
    help = (
        "Print what sending money costs by region, country, corridor or kind of service, in full precision "
        "as csv or json and to two decimals as a table: statistics --group-by region --period 2013"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        for name in PARAMETERS:
            parser.add_argument(
                f"--{name.replace('_', '-')}",
                dest=name,
                action=Once,
                help=f"as in /api/v1/statistics/?{name}=",
            )
        parser.add_argument("--format", choices=["table", "csv", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            question = parse_statistics({name: options[name] for name in PARAMETERS if options[name]})
        except AskingError as error:
            raise CommandError(str(error)) from None
        figures = every_figure(question.asked)
        first = next(figures, None)
        if first is None:
            self.stderr.write("No price answers to that; there are no figures.")
        found = figures if first is None else chain([first], figures)
        if options["format"] == "json":
            answer = [result(question, each) for each in found]
            self.stdout.write(json.dumps(answer, indent=1, default=str, ensure_ascii=False))
        elif options["format"] == "csv":
            for line in csv_lines(question, found):
                self.stdout.write(line, ending="")
        else:
            self._print_table(question, found)

    def _print_table(self, question: Question, found: Iterable[GroupFigures]) -> None:
        heads = [name for name in columns(question) if name in SHORT or name.endswith(FIGURE)]
        cells = [[_short(row[name]) for name in heads] for row in rows(question, found)]
        lines = [[name.removesuffix(FIGURE) for name in heads], *cells]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        for line in lines:
            self.stdout.write("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)))


def _short(cell: Cell) -> str:
    """Figures to two decimals, a dash where there is none."""
    return f"{cell:.2f}" if isinstance(cell, Decimal) else as_text(cell) or "–"
