"""The filters a reader can set: quick ones as links, all of them as a form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext as _

from corridors import wording
from corridors.asking import SPEEDS
from corridors.domain.codes import PayIn, PayOut
from corridors.domain.offers import Offer
from corridors.pages import links

FILTERS = ("pay_in", "pay_out", "max_speed", "provider_type")
_Code = TypeVar("_Code", bound=StrEnum)

# What the domain's filters are called in an address, where that differs.
PARAMETER_OF = {"max_speed_minutes": "max_speed"}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in one tap; tapped again it goes."""

    label: str
    link: str
    is_set: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One filter of the form, with the values that make sense in this corridor."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    chosen: str
    wrong: str

    @property
    def says(self) -> str:
        """What the filter is set to: "They get it as: cash"."""
        return f"{self.label}: {dict(self.choices).get(self.chosen, self.chosen)}"


def quick_filters(offers: Iterable[Offer], parameters: Mapping[str, str]) -> list[Chip]:
    """The quick filters that some service of the corridor answers to, and those that are set."""
    known = _values(offers)
    quick = (
        ("pay_in", PayIn.CASH, _("I pay in cash")),
        ("pay_out", PayOut.CASH, _("They need cash")),
        ("pay_out", PayOut.BANK_ACCOUNT, _("Into a bank account")),
        ("max_speed", "same_day", _("Must arrive today")),
    )
    return [
        Chip(label, links.changed(parameters, **{name: None if is_set else value}), is_set)
        for name, value, label in quick
        if (is_set := parameters.get(name) == value) or value in known[name]
    ]


def filter_fields(
    offers: Iterable[Offer], parameters: Mapping[str, str], wrong: Mapping[str, str]
) -> dict[str, Field]:
    """The form's filters by name, each with the values that occur in the corridor."""
    known = _values(offers)
    labelled: tuple[tuple[str, str, Mapping[str, wording.Text]], ...] = (
        ("pay_in", _("You pay with"), _by_word(wording.PAY_IN)),
        ("pay_out", _("They get it as"), _by_word(wording.PAY_OUT)),
        ("max_speed", _("It arrives"), wording.SPEEDS),
        ("provider_type", _("Kind of company"), _by_word(wording.PROVIDER_TYPES)),
    )
    return {
        name: Field(
            name,
            label,
            tuple((code, str(words[code])) for code in words if code in known[name] or code == chosen),
            chosen,
            wrong.get(name, ""),
        )
        for name, label, words in labelled
        for chosen in (parameters.get(name, ""),)
    }


def _by_word(labels: Mapping[_Code, wording.Text]) -> dict[str, wording.Text]:
    return {str(code): label for code, label in labels.items()}


def _values(offers: Iterable[Offer]) -> dict[str, set[str]]:
    """The values of each filter that at least one offer answers to."""
    pay_in, pay_out, speeds, types = set[str](), set[str](), set[str](), set[str]()
    for offer in offers:
        pay_in.update(offer.pay_in)
        pay_out.update(offer.pay_out)
        types.update(kind for kind in (offer.provider.type, *offer.provider.also_types) if kind)
        slowest = offer.speed_max_minutes
        speeds.update(code for code, minutes in SPEEDS.items() if slowest is not None and slowest <= minutes)
    return {"pay_in": pay_in, "pay_out": pay_out, "max_speed": speeds, "provider_type": types}
