"""An answer as one text message."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from corridors.domain.ranking import Option
from corridors.pages.answers import AnswerPage, State
from corridors.pages.as_text import why_nothing
from corridors.pages.options import compared_amount
from sharing.domain.sms import Message, fitted, fitted_sentence
from sharing.wording import SHOWN, coded, gets, kind_of_price, pays, sentence


def answer_in_a_message(page: AnswerPage, address: str) -> str:
    """What the family gets, of which price, with whom; then the next best and the address if they fit."""
    if page.state is not State.RANKED:
        return fitted_sentence(why_nothing(page), address)
    best, *others = page.answer.comparison.options[:SHOWN]
    when, number = kind_of_price(page), compared_amount(best, page.answer, money=coded)
    both = f"{pays(page, coded)} = {gets(page, coded)}"
    return fitted(
        Message(
            sentences=(
                lambda name: sentence(page, name, money=coded),
                lambda name: f"{when}: {both}, {name}",
                lambda name: f"{when}: {number}, {name}",
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


def error_in_a_message(fields: Mapping[str, str]) -> str:
    """What is wrong with a question, as one text message: the first field at fault."""
    return fitted_sentence(next(iter(fields.values())))


def unknown_in_a_message(source: str, destination: str) -> str:
    """That nobody knows a price between two countries, as one text message."""
    said = _("We know no prices from %(from)s to %(to)s.") % {"from": source, "to": destination}
    return fitted_sentence(said)
