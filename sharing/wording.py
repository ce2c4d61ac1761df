"""An answer in one dated sentence, for where it is read away from its page."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency
from django.utils.translation import gettext as _

from corridors import formats
from corridors.formats import Money
from corridors.pages.answers import AnswerPage
from corridors.pages.options import compared_amount, seen_in_words

SHOWN = 3  # the best options that a card or a message has room for


def coded(amount: Decimal, currency: str) -> str:
    """PHP 15,412.60: with the ISO code, which every telephone can write."""
    pattern = formats.locale().decimal_formats[None].pattern
    return f"{currency} {format_currency(amount, currency, format=pattern, locale=formats.locale())}"


def short_day(when: date) -> str:
    """20 Jul 2013."""
    return format_date(when, "medium", locale=formats.locale())


def kind_of_price(page: AnswerPage) -> str:
    """What the prices are, before anything is said of them: the day they are true of, or what they are not.

    Invented ones are that whatever else they are.
    """
    answered = page.answer
    if any(option.offer.provider.sandbox for option in answered.comparison.options[:SHOWN]):
        return _("Invented price (sandbox)")
    if page.seen_month and answered.as_of:
        return survey_of(answered.as_of.date())
    return short_day(answered.question.at.date())


def survey_of(day: date) -> str:
    """That a survey of that day's month saw the price: "Old price (survey, Jul 2013)"."""
    month = format_skeleton("yMMM", day, locale=formats.locale())
    return _("Old price (survey, %(month)s)") % {"month": month}


def sentence(page: AnswerPage, provider: str, *, money: Money) -> str:
    """The answer of a page on which something is ranked: "25 Nov 2026: for AED 1,000 your family gets …"."""
    values = {
        "when": kind_of_price(page),
        "pays": pays(page, money),
        "gets": gets(page, money),
        "provider": provider,
    }
    if page.is_receive:
        return _("%(when)s: for %(gets)s to arrive you pay at least %(pays)s with %(provider)s.") % values
    return _("%(when)s: for %(pays)s your family gets up to %(gets)s with %(provider)s.") % values


def pays(page: AnswerPage, money: Money) -> str:
    """What the sender pays with the best option: in pay mode what was asked for."""
    return _of_the_best(page, money) if page.is_receive else _asked_for(page, money)


def gets(page: AnswerPage, money: Money) -> str:
    """What the family gets with the best option: in receive mode what was asked for."""
    return _asked_for(page, money) if page.is_receive else _of_the_best(page, money)


def _asked_for(page: AnswerPage, money: Money) -> str:
    return money(page.answer.question.amount, page.currency)


def _of_the_best(page: AnswerPage, money: Money) -> str:
    return compared_amount(page.answer.comparison.options[0], page.answer, money=money)


def seen_on(page: AnswerPage) -> str:
    """The day that the best price was seen: its age would be read later as it is today."""
    best = page.answer.comparison.options[0]
    return seen_in_words(best.offer, best.payment.basis, replace(page.answer.question, is_now=False))
