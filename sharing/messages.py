"""An answer as one text message."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from corridors.domain.ranking import Option
from corridors.pages.answers import AnswerPage, State
from corridors.pages.as_text import why_nothing
from corridors.pages.options import compared_amount
from corridors.pages.places import Place
from sharing.domain.sms import Message, fitted, fitted_sentence, with_less_quoted
from sharing.wording import (
    SHOWN,
    brief,
    coded,
    kind_in_short,
    kind_of_price,
    sentence,
    short_sentence,
    shortest_sentence,
    without_groups,
)

QUOTED = 40  # so many letters of what was asked are quoted at most


def answer_in_a_message(page: AnswerPage, address: str) -> str:
    """What is paid and what arrives, at which price, with whom; the next best and the address if they fit."""
    if page.state is not State.RANKED:
        return fitted_sentence([why_nothing(page)], address)
    best, *others = page.answer.comparison.options[:SHOWN]
    when, in_short = kind_of_price(page), kind_in_short(page)
    return fitted(
        Message(
            sentences=(
                lambda name: sentence(page, name, money=coded),
                lambda name: short_sentence(page, when, name, money=coded),
                lambda name: short_sentence(page, in_short, name, money=coded),
                lambda name: short_sentence(page, in_short, name, money=brief),
                lambda name: shortest_sentence(page, in_short, name, money=brief),
                lambda name: shortest_sentence(page, in_short, name, money=without_groups),
            ),
            provider=best.offer.provider.name,
            others=tuple(_line(option, page) for option in others),
            address=address,
        )
    )


def _line(option: Option, page: AnswerPage) -> str:
    """A further option: "2. Plain Exchange PHP 11,564.00"."""
    number = compared_amount(option, page.answer, money=coded)
    return f"{option.rank}. {option.offer.provider.name} {number}"


def error_in_a_message(fields: Mapping[str, str], asked: Mapping[str, str]) -> str:
    """What is wrong with a question (`asked`), as one text message: the first field at fault."""
    name, said = next(iter(fields.items()))
    return fitted_sentence(with_less_quoted(said, asked.get(name, "").strip()[:QUOTED]))


def unknown_in_a_message(source: Place, destination: Place) -> str:
    """That nobody knows a price between two countries, as one text message: by name, else by code."""
    said = _("We know no prices from %(from)s to %(to)s.")
    return fitted_sentence(
        [
            said % {"from": source.name, "to": destination.name},
            said % {"from": source.code.upper(), "to": destination.code.upper()},
        ]
    )
