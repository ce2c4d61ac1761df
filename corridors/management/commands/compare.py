"""`manage.py compare ae ph 1000`: the comparison page in a terminal."""

import argparse
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corridors import directory, selectors
from corridors.asking import PARAMETERS, AskingError, parse_question
from corridors.comparison import answer
from corridors.pages.answers import AnswerPage
from corridors.pages.as_text import lines_of

ASKABLE = tuple(name for name in PARAMETERS if name != "amount")


class Command(BaseCommand):
    help = "Compare what a family gets, by every service of a corridor: compare ae ph 1000"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("source", help="sending country, ISO alpha-2")
        parser.add_argument("destination", help="receiving country, ISO alpha-2")
        parser.add_argument(
            "amount", help="all the sender pays (or, with --mode receive, what the family must get)"
        )
        for name in ASKABLE:
            parser.add_argument(f"--{name.replace('_', '-')}", dest=name)

    def handle(self, *args: Any, source: str, destination: str, amount: str, **options: Any) -> None:
        now = datetime.now(UTC)
        corridor = selectors.corridor_of(f"{source}-{destination}")
        if corridor is None:
            near = ", ".join(
                c.slug for c in selectors.corridors_near(source.upper(), destination.upper())[:5]
            )
            raise CommandError(
                f"No prices from {source!r} to {destination!r}." + (f" Nearest: {near}." if near else "")
            )
        given = {name: options[name] for name in ASKABLE if options[name]}
        try:
            asked = parse_question(given | {"amount": amount}, today=now.date())
        except AskingError as error:
            raise CommandError(str(error)) from None
        sources = {source.key: source.name for source in directory.sources()}
        page = AnswerPage(answer(corridor, asked, now=now), given | {"amount": amount}, sources)
        for line in lines_of(page):
            self.stdout.write(line)
