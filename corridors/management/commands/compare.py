"""`manage.py compare ae ph 1000`: the comparison page in a terminal."""

import argparse
from datetime import UTC, datetime
from typing import Any

from babel.numbers import format_currency
from django.core.management.base import BaseCommand, CommandError

from corridors import selectors
from corridors.asking import AskingError, parse_question
from corridors.comparison import Answer, answer
from corridors.domain.ranking import Option
from corridors.places import country_name
from corridors.wording import REASONS
from remitcompare.money import plain

ASKABLE = (
    "mode",
    "pay_in",
    "pay_out",
    "max_speed",
    "provider_type",
    "as_of",
    "send_currency",
    "receive_currency",
)


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
        self._print(answer(corridor, asked, now=now))

    def _print(self, found: Answer) -> None:
        corridor, comparison = found.corridor, found.comparison
        self.stdout.write(f"{country_name(corridor.source_id)} → {country_name(corridor.destination_id)}")
        if found.is_survey_only and found.as_of:
            self.stdout.write(
                f"These prices were seen in {found.as_of:%B %Y}. Use them to see who tends to be cheap, "
                "not to decide today."
            )
        for option in comparison.options:
            self.stdout.write(_line(option))
        if not comparison.options:
            self.stdout.write("No service can be ranked for this.")
        for unranked in comparison.not_ranked:
            self.stdout.write(f"  – {unranked.offer.provider.name}: {REASONS[unranked.reason]}")
        if reference := found.reference_rate:
            self.stdout.write(
                f"Reference rate: 1 {reference.base} = {plain(reference.rate)} {reference.quote} "
                f"({reference.source}, {reference.observed_on}, {reference.age_days} days old)"
            )


def _line(option: Option) -> str:
    offer, payment = option.offer, option.payment
    gets = format_currency(payment.recipient_gets or 0, offer.receive_currency, locale="en")
    pays = format_currency(payment.you_pay, offer.send_currency, locale="en")
    cost = f"{option.cost.total_percent:.2f}%" if option.cost else "cost unknown"
    sandbox = " [sandbox]" if offer.provider.sandbox else ""
    ways = f"{'+'.join(offer.pay_in) or '?'} → {'+'.join(offer.pay_out) or '?'}"
    return f"{option.rank:>3}  {gets:>18}  {offer.provider.name}{sandbox}  ({pays}, {cost}, {ways})"
