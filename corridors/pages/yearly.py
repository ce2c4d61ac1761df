"""What a choice is worth in a year, at the sender's own rhythm."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridors import formats
from corridors.comparison import Answer
from corridors.domain.codes import Mode
from corridors.domain.ranking import Option
from corridors.domain.receipt import behind_best
from corridors.domain.rhythms import EVERY_SECOND_MONTH, MONTHLY, RHYTHMS, WEEKLY, in_a_year
from corridors.habits import Rhythm
from corridors.pages import links
from corridors.wording import Text

OFFERED = (WEEKLY, MONTHLY, EVERY_SECOND_MONTH)
RHYTHM_NAMES: Mapping[int, Text] = {
    52: gettext_lazy("Every week"),
    26: gettext_lazy("Every two weeks"),
    12: gettext_lazy("Every month"),
    6: gettext_lazy("Every two months"),
    4: gettext_lazy("Every three months"),
}

SAVING_BY: Mapping[int, Text] = {
    26: gettext_lazy(
        "Sending every two weeks instead would save about %(amount)s a year. "
        "Your family waits longer for each transfer."
    ),
    12: gettext_lazy(
        "Sending every month instead would save about %(amount)s a year. "
        "Your family waits longer for each transfer."
    ),
    6: gettext_lazy(
        "Sending every two months instead would save about %(amount)s a year. "
        "Your family waits longer for each transfer."
    ),
    4: gettext_lazy(
        "Sending every three months instead would save about %(amount)s a year. "
        "Your family waits longer for each transfer."
    ),
}


@dataclass(frozen=True, slots=True)
class RhythmRow:
    """A rhythm in the table of what sending more or less often costs; "" is what is not known."""

    name: str
    is_chosen: bool
    each: str
    cost: str
    family_gets: str


@dataclass(frozen=True, slots=True)
class RhythmLink:
    """A rhythm to reckon with instead; the chosen one has no need of its link."""

    label: str
    link: str
    is_chosen: bool


def times_in(parameters: Mapping[str, str]) -> int:
    """How often a year the person sends; every month where they did not say, or said what is no rhythm."""
    said = parameters.get(links.TIMES, "")
    return next((times for times in RHYTHMS if str(times) == said), MONTHLY)


def rhythm_links(parameters: Mapping[str, str]) -> list[RhythmLink]:
    """The rhythms to choose from, and the chosen one where it is another."""
    chosen = times_in(parameters)
    return [
        RhythmLink(
            label=str(RHYTHM_NAMES[times]),
            link=links.changed(parameters, **{links.TIMES: None if times == MONTHLY else str(times)}),
            is_chosen=times == chosen,
        )
        for times in RHYTHMS
        if times in OFFERED or times == chosen
    ]


def rhythm_rows(years: Mapping[int, Rhythm], *, chosen: int, send: str, receive: str) -> list[RhythmRow]:
    """A year in each rhythm; `send` and `receive` are the currencies."""
    return [
        RhythmRow(
            name=str(RHYTHM_NAMES[times]),
            is_chosen=times == chosen,
            each=formats.money(year.each, send),
            cost="" if year.cost is None else formats.money(year.cost, send),
            family_gets="" if year.family_gets is None else formats.money(year.family_gets, receive),
        )
        for times, year in years.items()
    ]


def rarer_in_words(times: int, amount: str) -> str:
    """What sending less often saves in a year."""
    return str(SAVING_BY[times]) % {"amount": amount}


def rhythm_choices(parameters: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """Every rhythm for a form: its times a year, its name, and whether it is chosen."""
    chosen = times_in(parameters)
    return [(str(times), str(name), times == chosen) for times, name in RHYTHM_NAMES.items()]


def worth_in_words(to_middle: Decimal, answered: Answer, *, times: int) -> str:
    """What the best way is worth in a year against the usual way; "" where it is worth nothing.

    Only of prices that stand: nobody can go on sending at what a survey saw years ago.
    """
    asked = answered.question
    if not to_middle or not answered.comparison.is_current:
        return ""
    worth = in_a_year(each=to_middle, times=times)
    if asked.mode is Mode.RECEIVE:
        values = {"amount": formats.money(worth, asked.send_currency)}
        return _("In a year you pay %(amount)s less than by the usual way.") % values
    values = {"amount": formats.money(worth, asked.receive_currency)}
    return _("In a year your family gets %(amount)s more than by the usual way.") % values


def behind_in_words(option: Option, answered: Answer, *, times: int) -> str:
    """What switching from an option to the best is worth in a year; "" where it is worth nothing."""
    asked, comparison = answered.question, answered.comparison
    behind = behind_best(
        option,
        comparison.options[0],
        mode=asked.mode,
        send_step=asked.send_step,
        payout_step=asked.payout_step,
    )
    if not behind or not comparison.is_current:
        return ""
    saved = in_a_year(each=behind, times=times)
    if asked.mode is Mode.RECEIVE:
        values = {"amount": formats.money(saved, asked.send_currency)}
        return _("If you use this now: with the best way you pay %(amount)s less in a year.") % values
    values = {"amount": formats.money(saved, asked.receive_currency)}
    return _("If you use this now: with the best way your family gets %(amount)s more in a year.") % values
