"""What an alert waits for, in the reader's words."""

from datetime import date
from decimal import Decimal
from typing import Protocol
from urllib.parse import parse_qsl

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alerts.domain.news import Kind
from corridors import formats
from corridors.models import Corridor
from corridors.pages.filters import FILTERS, filter_fields
from corridors.places import country_name


class Waits(Protocol):
    """A wish or a stored alert."""

    @property
    def corridor(self) -> Corridor: ...
    @property
    def kind(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def threshold(self) -> Decimal | None: ...
    @property
    def filters(self) -> str: ...
    @property
    def send_currency(self) -> str: ...
    @property
    def receive_currency(self) -> str: ...


def wish_in_words(alert: Waits) -> str:
    """What the person wants: "Write to me when my family would get at least …"."""
    values = names_of(alert) | {"amount": formats.money(alert.amount, alert.send_currency)}
    if alert.kind == Kind.BEST_CHANGES or alert.threshold is None:
        return (
            _("Write to me when another company is best for %(amount)s from %(source)s to %(destination)s.")
            % values
        )
    values["threshold"] = formats.money(alert.threshold, alert.receive_currency)
    return (
        _(
            "Write to me when my family would get at least %(threshold)s for %(amount)s from %(source)s to "
            "%(destination)s."
        )
        % values
    )


def names_of(alert: Waits) -> dict[str, str]:
    """Where the money comes from and goes to, in the active language."""
    language = get_language() or "en"
    return {
        "source": country_name(alert.corridor.source_id, language),
        "destination": country_name(alert.corridor.destination_id, language),
    }


def filters_in_words(filters: str) -> list[str]:
    """Which ways count, a line each: "They get it as: cash"."""
    chosen = dict(parse_qsl(filters))
    fields = filter_fields((), chosen, {})
    return [fields[name].says for name in FILTERS if name in chosen]


def until_in_words(day: date) -> str:
    """The day on which an alert ends by itself."""
    return formats.day(day)
