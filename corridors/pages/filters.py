"""The filters a reader can set: quick ones as links, all of them as a form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridors import wording
from corridors.asking import SPEEDS
from corridors.domain.codes import PayIn
from corridors.domain.filters import Bank, Filters, Reach
from corridors.domain.offers import Offer
from corridors.pages import links
from corridors.wording import Text

FILTERS = ("pay_in", "pay_out", "max_speed", "provider_type", "sender_bank", "family_bank", "reach")
_Code = TypeVar("_Code", bound=StrEnum)


class _Life(NamedTuple):
    """What a life asks: its one value, said as the person would say it, and the filter it sets."""

    value: str
    label: Text
    filters: Filters


_LIVES: Mapping[str, _Life] = {
    "sender_bank": _Life(Bank.NO, gettext_lazy("I have no bank account"), Filters(sender_bank=Bank.NO)),
    "family_bank": _Life(
        Bank.NO, gettext_lazy("My family has no bank account"), Filters(family_bank=Bank.NO)
    ),
    "reach": _Life(Reach.FAR, gettext_lazy("They live far from a city"), Filters(reach=Reach.FAR)),
}

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
    def is_box(self) -> bool:
        """Whether it is only set or not set: a box to tick, whose one choice is its label."""
        return not self.label

    @property
    def says(self) -> str:
        """What the filter is set to: "They get it as: cash", "I have no bank account"."""
        said = dict(self.choices).get(self.chosen, self.chosen)
        return said if self.is_box else f"{self.label}: {said}"


def quick_filters(offers: Collection[Offer], parameters: Mapping[str, str]) -> list[Chip]:
    """The quick filters that some service of the corridor answers to, and those that are set."""
    known = _values(offers)
    quick = (
        ("pay_in", PayIn.CASH, _("I pay in cash")),
        *((name, life.value, life.label) for name, life in _LIVES.items()),
        ("max_speed", "same_day", _("It must arrive today")),
    )
    return [
        Chip(str(label), links.changed(parameters, **{name: None if is_set else value}), is_set)
        for name, value, label in quick
        if (is_set := parameters.get(name) == value) or value in known[name]
    ]


def filter_fields(
    offers: Collection[Offer], parameters: Mapping[str, str], wrong: Mapping[str, str]
) -> dict[str, Field]:
    """The form's filters by name, each with the values that occur in the corridor."""
    known = _values(offers)
    labelled: tuple[tuple[str, Text, Mapping[str, Text]], ...] = (
        ("pay_in", _("You pay with"), _by_word(wording.PAY_IN)),
        ("pay_out", _("They get it as"), _by_word(wording.PAY_OUT)),
        ("max_speed", _("It arrives"), wording.SPEEDS),
        ("provider_type", _("Kind of company"), _by_word(wording.PROVIDER_TYPES)),
        *((name, "", {life.value: life.label}) for name, life in _LIVES.items()),
    )
    return {
        name: Field(
            name,
            str(label),
            tuple((code, str(words[code])) for code in words if code in known[name] or code == chosen),
            chosen,
            wrong.get(name, ""),
        )
        for name, label, words in labelled
        for chosen in (parameters.get(name, ""),)
    }


def _by_word(labels: Mapping[_Code, Text]) -> dict[str, Text]:
    return {str(code): label for code, label in labels.items()}


def _values(offers: Collection[Offer]) -> dict[str, set[str]]:
    """The values of each filter that at least one offer answers to."""
    pay_in, pay_out, speeds, types = set[str](), set[str](), set[str](), set[str]()
    for offer in offers:
        pay_in.update(offer.pay_in)
        pay_out.update(offer.pay_out)
        types.update(kind for kind in (offer.provider.type, *offer.provider.also_types) if kind)
        slowest = offer.speed_max_minutes
        speeds.update(code for code, minutes in SPEEDS.items() if slowest is not None and slowest <= minutes)
    return {
        "pay_in": pay_in,
        "pay_out": pay_out,
        "max_speed": speeds,
        "provider_type": types,
        **{
            name: {life.value} if any(map(life.filters.match, offers)) else set()
            for name, life in _LIVES.items()
        },
    }
