"""Days, months, quarters and years as the reader's language writes them."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from babel.dates import format_date, format_skeleton
from django.utils.translation import gettext_lazy, pgettext_lazy

from corridors.domain.periods import Frequency, Period
from corridors.formats import NO_BREAK_SPACE, locale

if TYPE_CHECKING:
    from corridors.wording import Text

# They complete "Total cost in % of the amount sent, …".
BY: Mapping[Frequency, "Text"] = {
    Frequency.DAY: gettext_lazy("by day"),
    Frequency.MONTH: gettext_lazy("by month"),
    Frequency.QUARTER: gettext_lazy("by quarter"),
    Frequency.YEAR: gettext_lazy("by year"),
}
NAMES: Mapping[Frequency, "Text"] = {
    Frequency.DAY: pgettext_lazy("length of a period", "Day"),
    Frequency.MONTH: pgettext_lazy("length of a period", "Month"),
    Frequency.QUARTER: pgettext_lazy("length of a period", "Quarter"),
    Frequency.YEAR: pgettext_lazy("length of a period", "Year"),
}
SKELETONS = {Frequency.DAY: "yMMMd", Frequency.MONTH: "yMMM"}
SHORT_SKELETONS = {Frequency.DAY: "MMMd", Frequency.MONTH: "MMM"}
# Where CLDR's short form is one that only an office writes, or Latin letters.
WRITTEN_OUT = frozenset({"my", "lo", "hi"})
# CLDR's Bengali calls the first quarter of a year "quarter", and the others by their number.
FIRST_QUARTERS = {"bn": "প্রথম ত্রৈমাসিক"}


def period_name(period: Period) -> str:
    """20 Jul 2013, Jul 2013, Q3 2013 or 2013; it never breaks over two lines."""
    if period.frequency is Frequency.YEAR:
        return str(period.starts_on.year)
    if period.frequency is Frequency.QUARTER:
        name = format_skeleton(f"y{_quarters()}", period.starts_on, locale=locale())
        name = name.replace(_by_cldr(period.starts_on), _quarter(period.starts_on))
    else:
        name = format_skeleton(SKELETONS[period.frequency], period.starts_on, locale=locale())
    return name.replace(" ", NO_BREAK_SPACE)


def without_year(period: Period) -> str:
    """20 Jul, Jul, Q3; a year is told in full."""
    if period.frequency is Frequency.YEAR:
        return str(period.starts_on.year)
    if period.frequency is Frequency.QUARTER:
        return _quarter(period.starts_on)
    return format_skeleton(SHORT_SKELETONS[period.frequency], period.starts_on, locale=locale())


def _quarter(day: date) -> str:
    if day.month <= 3 and locale().language in FIRST_QUARTERS:
        return FIRST_QUARTERS[locale().language]
    return _by_cldr(day)


def _by_cldr(day: date) -> str:
    return format_date(day, _quarters(), locale=locale())


def _quarters() -> str:
    return "QQQQ" if locale().language in WRITTEN_OUT else "QQQ"
