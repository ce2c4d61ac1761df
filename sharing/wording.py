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


def brief(amount: Decimal, currency: str) -> str:
    """PHP 15,412.60, but AED 1,000: without decimals where there are none."""
    pattern = formats.locale().decimal_formats[None].pattern.split(".")[0]
    return _of_a_pattern(amount, currency, pattern)


def without_groups(amount: Decimal, currency: str) -> str:
    """PHP 15412.60, AED 1000: the shortest way to write an amount with its code."""
    return _of_a_pattern(amount, currency, "0")


def _of_a_pattern(amount: Decimal, currency: str, pattern: str) -> str:
    """An amount with the decimals of its currency, or with none where it is whole."""
    is_whole = amount == amount.to_integral_value()
    written = format_currency(
        amount, currency, format=pattern, locale=formats.locale(), currency_digits=not is_whole
    )
    return f"{currency} {written}"


def short_day(when: date) -> str:
    """20 Jul 2013."""
    return format_date(when, "medium", locale=formats.locale())


def kind_of_price(page: AnswerPage) -> str:
    """What the prices are, before anything is said of them: the day they are true of, or what they are not.

    Invented ones are that whatever else they are.
    """
    answered = page.answer
    if _is_invented(page):
        return _("Invented price (sandbox)")
    if page.seen_month and answered.as_of:
        return survey_of(answered.as_of.date())
    return short_day(answered.question.at.date())


def kind_in_short(page: AnswerPage) -> str:
    """The same in as few letters as there are: "20/11/2026", "Old price, 7/2013"."""
    answered = page.answer
    if _is_invented(page):
        return _("Invented price")
    if page.seen_month and answered.as_of:
        return survey_in_short(answered.as_of.date())
    return format_skeleton("yMd", answered.question.at.date(), locale=formats.locale())


def _is_invented(page: AnswerPage) -> bool:
    return any(option.offer.provider.sandbox for option in page.answer.comparison.options[:SHOWN])


def survey_in_short(day: date) -> str:
    """That a survey of that day's month saw the price: "Old price, 7/2013"."""
    return _("Old price, %(month)s") % {"month": format_skeleton("yM", day, locale=formats.locale())}


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


def short_sentence(page: AnswerPage, when: str, provider: str, *, money: Money) -> str:
    """The same in few words: "25 Nov 2026: pay AED 1,000, get PHP 11,781, Swift Hawk"."""
    values = {"when": when, "pays": pays(page, money), "gets": gets(page, money), "provider": provider}
    return _("%(when)s: pay %(pays)s, get %(gets)s, %(provider)s") % values


def shortest_sentence(page: AnswerPage, when: str, provider: str, *, money: Money) -> str:
    """The same without a word that is not needed: "25/11/2026: AED 1,000 > PHP 11,781, Swift Hawk"."""
    values = {"when": when, "pays": pays(page, money), "gets": gets(page, money), "provider": provider}
    return _("%(when)s: %(pays)s > %(gets)s, %(provider)s") % values


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
