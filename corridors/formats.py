"""Money, numbers, days and ages as the reader's language writes them (CLDR, by Babel)."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Literal, cast

from babel import Locale
from babel.dates import TIMEDELTA_UNITS, format_date, format_skeleton, format_time, format_timedelta
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_name
from babel.units import format_unit
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridors.domain.freshness import age_in_words_unit

# How an amount of a currency is written.
Money = Callable[[Decimal, str], str]

# English as the world writes it: US$ for the American dollar among others, and the day before the month.
# Spanish as Latin America does: 12,570.40 in Mexico is 12.570,40 in Spain, and each reads the other's wrong.
AS_WRITTEN_IN = {"en": "en-001", "es": "es-419"}
# Between a currency's letters and its digits, whichever stand first.
LETTERS_BESIDE_DIGITS = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
NEGATIVE = re.compile(r"-[\d.,]+")
# What an Arabic currency's letters end in, which would stand beside the stop of a sentence: د.إ.
STOP_OF_LETTERS = re.compile(r"(?<=[^\W\d_])\.(?=\u200f?$)")
NO_BREAK_SPACE = "\u00a0"
DIGITS_OF_A_RATE = 6
EXACT = "#,##0.##############"
# CLDR's long form says "3 mga oras", which nobody says after a number.
WITHOUT_PLURAL_WORD = {("fil", "hour"), ("fil", "week"), ("fil", "month")}
SECONDS = dict(TIMEDELTA_UNITS)
# Alphabets in which a marked letter has a place of its own: Spanish puts ñ after n.
OWN_LETTERS = {"es": {"ñ": "n\uffff"}}


@cache
def locale_of(language: str) -> Locale:
    """CLDR's facts about a language of the site (BCP 47 tag), as those who read the site write it."""
    return Locale.parse(AS_WRITTEN_IN.get(language, language), sep="-")


def locale() -> Locale:
    """CLDR's facts about the active language."""
    return locale_of(get_language() or "en")


def is_right_to_left() -> bool:
    """Whether the active language is read from the right."""
    return str(locale().text_direction) == "rtl"


def money(amount: Decimal, currency: str) -> str:
    """₱1,234.50 with the currency's own decimals; letters keep a space from the digits: AED 1,234.50."""
    return _spaced(format_currency(amount, currency, locale=locale()))


def exact_money(amount: Decimal, currency: str) -> str:
    """Money with every decimal that is known: US$10.256."""
    return _spaced(format_currency(amount, currency, locale=locale(), decimal_quantization=False))


def _spaced(written: str) -> str:
    """Money with a space between letters and digits, in its own order whatever stands beside it."""
    spaced = LETTERS_BESIDE_DIGITS.sub(NO_BREAK_SPACE, written)
    if not is_right_to_left():
        return spaced
    spaced = NEGATIVE.sub(lambda number: _left_to_right(number[0]), STOP_OF_LETTERS.sub("", spaced))
    # A sign that ends in neither direction, as in UK£, is held to its letters by the mark.
    return f"\u2068{spaced}\u200e\u2069"


def in_its_direction(said: str) -> str:
    """Some words that stand alone in a picture, whose engine takes what it draws for left to right."""
    return f"\u2067{said}\u2069" if is_right_to_left() else said


def _left_to_right(written: str) -> str:
    """An equation, or a number with its signs, which every language reads from the left."""
    return f"\u2066{written}\u2069" if is_right_to_left() else written


def whole_money(amount: int, currency: str) -> str:
    """A round amount without decimals: US$ 200."""
    written = format_currency(amount, currency, format="¤#,##0", currency_digits=False, locale=locale())
    return _spaced(written)


def currency_name(code: str, *, count: int = 1) -> str:
    """The currency's name in a sentence: "Philippine peso", "Philippine pesos"."""
    return get_currency_name(code, count=count, locale=locale())


def percent(number: Decimal) -> str:
    """A number that counts per cent, to one decimal: 1.57 is 1.6%."""
    return _per_cent(number, "##0.0")


def short_percent(number: Decimal) -> str:
    """A number that counts per cent, with a decimal where it has one: 5%, 0.5%."""
    return _per_cent(number, "##0.#")


def _per_cent(number: Decimal, digits: str) -> str:
    pattern = locale().percent_formats[None].pattern.replace("##0", digits)
    return _left_to_right(format_percent(number / 100, format=pattern, locale=locale()))


def rate(units: Decimal, *, base: str, quote: str) -> str:
    """1 AED = 11.8166 PHP, to six significant digits."""
    places = max(DIGITS_OF_A_RATE - 1 - units.adjusted(), 0)
    number = format_decimal(round(units, places), format="#,##0.##########", locale=locale())
    return _equation(base, number, quote)


def points(difference: Decimal) -> str:
    """A difference of two percentages, with its sign: +0.5, -12.0, 0.0."""
    rounded = round(difference, 1) + 0  # what is no difference has no sign
    pattern = "+#,##0.0;-#,##0.0" if rounded else "0.0"
    return _left_to_right(format_decimal(rounded, format=pattern, locale=locale()))


def whole(number: int) -> str:
    """1,234."""
    return _left_to_right(format_decimal(number, locale=locale()))


def exact(number: Decimal) -> str:
    """A number with all its decimals and no zeros after them: 1,234.5."""
    return _left_to_right(format_decimal(number, format=EXACT, locale=locale()))


def exact_percent(number: Decimal) -> str:
    """A number that counts per cent, with all its decimals: 1.570001%."""
    return _per_cent(number, "##0.##############")


def exact_rate(units: Decimal, *, base: str, quote: str) -> str:
    """1 AED = 11.816612345 PHP, with all its decimals."""
    number = format_decimal(units, format=EXACT, locale=locale())
    return _equation(base, number, quote)


def _equation(base: str, number: str, quote: str) -> str:
    return _left_to_right(f"1 {base} = {number} {quote}".replace(" ", NO_BREAK_SPACE))


def moment(when: datetime) -> str:
    """20 July 2013, 14:05:30 UTC."""
    clock = format_time(when, "HH:mm:ss", tzinfo=UTC, locale=locale())
    return _("%(day)s, %(time)s UTC") % {"day": day(when.astimezone(UTC).date()), "time": clock}


def day(when: date) -> str:
    """20 July 2013."""
    return format_date(when, "long", locale=locale())


def month(when: date) -> str:
    """July 2013."""
    return format_skeleton("yMMMM", when, locale=locale())


def seen(observed_at: datetime, *, at: datetime) -> str:
    """The age of a price: "3 hours ago" in its first month, then the day it was seen."""
    count, unit = age_in_words_unit(at - observed_at)
    if unit in ("month", "year"):
        return day(observed_at.date())
    return _ago(count, unit)


def ago(when: datetime, *, at: datetime) -> str:
    """How long ago something was, in the largest unit that fits: "13 years ago", "2 days ago"."""
    return _ago(*age_in_words_unit(at - when))


def _ago(count: int, unit: str) -> str:
    # What was under a minute ago would be "in 0 minutes".
    past = timedelta(seconds=-max(count, 1) * SECONDS[unit])
    return format_timedelta(
        past, granularity=cast(Any, unit), threshold=math.inf, add_direction=True, locale=locale()
    )


def age(since: date, *, on: date) -> str:
    """How long ago a day was, in the largest unit that fits: "13 years", "2 days"."""
    count, unit = age_in_words_unit(on - since)
    return duration(count, unit)


def duration(count: int, unit: str) -> str:
    """So many seconds, minutes, hours, days, weeks, months or years: "3 hours"."""
    says_it_short = (get_language() or "", unit) in WITHOUT_PLURAL_WORD
    return in_unit(count, f"duration-{unit}", length="short" if says_it_short else "long")


def in_unit(number: Decimal | int, unit: str, *, length: Literal["long", "short"] = "long") -> str:
    """A number of a unit that CLDR knows: "3 hours", "3 bytes".

    CLDR says only once what a language writes alike in long and short, and Babel does not follow it there.
    """
    written = format_unit(number, unit, length=length, locale=locale())
    return format_unit(number, unit, length="short", locale=locale()) if unit in written else written


def sentence(said: str) -> str:
    """Some words made a sentence: with the full stop of the language, which Thai does without; "" is none."""
    return _("%(sentence)s.") % {"sentence": said} if said else ""


def both(words: Iterable[object]) -> str:
    """cash, card and money order."""
    return format_list([str(word) for word in words], locale=locale())


def either(words: Iterable[object]) -> str:
    """cash, by card or by money order."""
    return format_list([str(word) for word in words], style="or", locale=locale())


def in_alphabet(name: str) -> str:
    """A key that sorts names as the active language does: É beside E, Spanish ñ after n."""
    language = (get_language() or "en").split("-")[0]
    for letter, key in OWN_LETTERS.get(language, {}).items():
        name = name.casefold().replace(letter, key)
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
