"""The one number of a comparison, and what it is worth to choose."""

from dataclasses import dataclass
from unicodedata import category

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridors import formats
from corridors.comparison import Answer
from corridors.domain.codes import Mode
from corridors.domain.receipt import Spread, spread_of
from corridors.pages import options
from corridors.pages.yearly import worth_in_words

MIDDLE_FROM = 3  # fewer options have no middle worth naming
# By its longest: the class in which a number keeps to one line on the narrowest phone (320 pixels).
SIZES = ((11, ""), (14, "long"), (18, "longer"), (21, "longest"))
LONGER_THAN_LIFE = "endless"


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The one number, with what leads up to it and what follows from it; "" where there is nothing to say.

    `size` is the class of the number's type. `usual` compares it with the middle option, which `footnote`
    explains; `yearly` says what that difference comes to.
    """

    lead: str
    number: str
    size: str
    provider: str
    slug: str
    pay: str
    arrives: str
    seen: str
    worst: str
    usual: str
    yearly: str
    footnote: str


def seen_month(answered: Answer) -> str:
    """The month of a survey that stands in for prices of the moment asked about; "" when there are such."""
    as_of = answered.as_of
    return formats.month(as_of.date()) if as_of and answered.is_survey_only else ""


def past_day(answered: Answer) -> str:
    """The past day asked about, or ""."""
    day = answered.asked.as_of
    return formats.day(day) if day and not answered.question.is_now else ""


def warning(answered: Answer) -> str:
    """What kind of prices these are where they are not those of now; "" where they are."""
    if month := seen_month(answered):
        return _("These prices were seen in %(when)s.") % {"when": month}
    day = past_day(answered)
    return _("Prices as they were on %(when)s.") % {"when": day} if day else ""


def advice(answered: Answer) -> str:
    """What to make of prices that only a survey saw; "" of any others."""
    if not seen_month(answered):
        return ""
    if day := past_day(answered):
        return _("They are the latest known by %(when)s.") % {"when": day}
    return _("Use them to see who tends to be cheap, not to decide today.")


def headline_of(answered: Answer, *, times: int) -> Headline | None:
    """The headline of a comparison, sent `times` a year; None when nothing is ranked."""
    ranked, asked = answered.comparison.options, answered.question
    if not ranked:
        return None
    best = ranked[0]
    spread = spread_of(ranked, mode=asked.mode, send_step=asked.send_step, payout_step=asked.payout_step)
    has_middle = spread is not None and spread.to_worst > 0 and len(ranked) >= MIDDLE_FROM
    number = options.compared_amount(best, answered)
    return Headline(
        lead=_lead(answered),
        number=number,
        size=size_of(number),
        provider=best.offer.provider.name,
        slug=best.offer.provider.slug,
        pay=options.pay_in_words(best.offer),
        arrives=options.pay_out_in_words(best.offer),
        seen=options.seen_in_words(best.offer, best.payment.basis, asked),
        worst=_worst(spread, answered),
        usual=_usual(spread, answered) if spread and has_middle else "",
        yearly=worth_in_words(spread.to_middle, answered, times=times) if spread and has_middle else "",
        footnote=_footnote(len(ranked), asked.mode) if has_middle else "",
    )


def size_of(number: str) -> str:
    """The class of type in which a number is as large as one line allows; "" is the largest."""
    seen = sum(category(letter) != "Cf" for letter in number)
    return next((size for longest, size in SIZES if seen <= longest), LONGER_THAN_LIFE)


def _lead(answered: Answer) -> str:
    asked = answered.question
    month, day = seen_month(answered), past_day(answered)
    values = {"when": month or day}
    if asked.mode is Mode.RECEIVE:
        values["amount"] = formats.money(asked.amount, asked.receive_currency)
        if month:
            return _("In %(when)s, for %(amount)s to arrive, you would have paid at least") % values
        if day:
            return _("On %(when)s, for %(amount)s to arrive, you would have paid at least") % values
        return _("For %(amount)s to arrive, you pay at least") % values
    if month:
        return _("In %(when)s your family would have got up to") % values
    if day:
        return _("On %(when)s your family would have got up to") % values
    return _("Your family gets up to")


def _worst(spread: Spread | None, answered: Answer) -> str:
    asked = answered.question
    if spread is None and asked.filters.active():
        return _("It is the only way left with these filters.")
    if spread is None:
        return _("It is the only way we can compare.")
    if not spread.to_worst:
        return _("All the ways compared here come to the same.")
    if asked.mode is Mode.RECEIVE:
        more = formats.money(spread.to_worst, asked.send_currency)
        return _("The most expensive way costs %(difference)s more.") % {"difference": more}
    less = formats.money(spread.to_worst, asked.receive_currency)
    return _("The most expensive way gives %(difference)s less.") % {"difference": less}


def _usual(spread: Spread, answered: Answer) -> str:
    asked = answered.question
    if asked.mode is Mode.RECEIVE:
        less = formats.money(spread.to_middle, asked.send_currency)
        return _("That is %(difference)s less than the usual way.") % {"difference": less}
    more = formats.money(spread.to_middle, asked.receive_currency)
    return _("That is %(difference)s more than the usual way.") % {"difference": more}


def _footnote(count: int, mode: Mode) -> str:
    said = (
        ngettext(
            "The usual way: the middle of the %(count)s ways compared here. As many cost more as cost less.",
            "The usual way: the middle of the %(count)s ways compared here. As many cost more as cost less.",
            count,
        )
        if mode is Mode.RECEIVE
        else ngettext(
            "The usual way: the middle of the %(count)s ways compared here. As many give more as give less.",
            "The usual way: the middle of the %(count)s ways compared here. As many give more as give less.",
            count,
        )
    )
    return said % {"count": count}
