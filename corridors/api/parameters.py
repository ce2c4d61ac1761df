"""What a request asks for, in its path and its query string; what cannot be understood becomes a problem."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from http import HTTPStatus
from typing import NamedTuple, TypeVar

from django.utils.translation import gettext as _

from corridors.asking import Asked, AskingError, parse_question
from corridors.domain.validation import EARLIEST_OBSERVATION
from corridors.places import known_countries
from remitcompare.errors import Problem
from remitcompare.money import currencies

SLUG = re.compile(r"[a-z0-9_-]{1,100}", re.ASCII | re.IGNORECASE)
PAGE, LONGEST_PAGE = 100, 500

Value = TypeVar("Value")


class Frequency(StrEnum):
    """How statistics are grouped: by the survey periods as they are, or by calendar year."""

    PERIOD = "period"
    YEAR = "year"


class PricePoint(StrEnum):
    """The amounts, in US dollars or their worth, at which surveys ask for prices."""

    USD_200 = "200"
    USD_500 = "500"


class CorridorsAsked(NamedTuple):
    """A page of the list of corridors."""

    source: str | None
    destination: str | None
    after: str
    limit: int


class ProvidersAsked(NamedTuple):
    """A page of the list of providers."""

    after: str
    limit: int


class StatisticsAsked(NamedTuple):
    """Which statistics of a corridor."""

    frequency: Frequency
    price_point: PricePoint


class RateAsked(NamedTuple):
    """A reference rate: units of `quote` for 1 `base` on a day."""

    base: str
    quote: str
    on: date


class _Reader:
    """Reads parameters one by one and remembers what is wrong with each; empty counts as not given."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self._parameters = parameters
        self._wrong: dict[str, str] = {}

    def read(self, name: str, parse: Callable[[str], Value], default: Value) -> Value:
        text = self._parameters.get(name, "").strip()
        try:
            return parse(text) if text else default
        except ValueError as error:
            self._wrong[name] = str(error)
            return default

    def require(self, name: str, parse: Callable[[str], str], sentence: str) -> str:
        value = self.read(name, parse, "")
        if not value:
            self._wrong.setdefault(name, sentence)
        return value

    def check(self) -> None:
        if self._wrong:
            raise invalid(AskingError(self._wrong))


def invalid(error: AskingError) -> Problem:
    """The problem of a question that cannot be understood."""
    return Problem(
        status=HTTPStatus.BAD_REQUEST,
        kind="invalid-parameters",
        title="Invalid parameters",
        detail=" ".join(f"{name}: {sentence}" for name, sentence in error.fields.items()),
        fields=error.fields,
    )


def options_asked(parameters: Mapping[str, str], *, today: date) -> Asked:
    """The question of a comparison."""
    try:
        return parse_question(parameters, today=today)
    except AskingError as error:
        raise invalid(error) from error


def corridors_asked(parameters: Mapping[str, str]) -> CorridorsAsked:
    """The filters and the page of the list of corridors."""
    reader = _Reader(parameters)
    source = reader.read("from", _country, "")
    destination = reader.read("to", _country, "")
    page = _page(reader)
    reader.check()
    return CorridorsAsked(source or None, destination or None, page.after, page.limit)


def providers_asked(parameters: Mapping[str, str]) -> ProvidersAsked:
    """The page of the list of providers."""
    reader = _Reader(parameters)
    page = _page(reader)
    reader.check()
    return page


def statistics_asked(parameters: Mapping[str, str]) -> StatisticsAsked:
    """The grouping and the price point of statistics."""
    reader = _Reader(parameters)
    frequency = reader.read("frequency", lambda text: Frequency(_one_of(Frequency, text)), Frequency.PERIOD)
    point = reader.read("price_point", lambda text: PricePoint(_one_of(PricePoint, text)), PricePoint.USD_200)
    reader.check()
    return StatisticsAsked(frequency, point)


def rate_asked(parameters: Mapping[str, str], *, today: date) -> RateAsked:
    """The currencies and the day of a reference rate."""
    reader = _Reader(parameters)
    base = reader.require("base", _currency, _("Say which currency to convert from: for example EUR."))
    quote = reader.require("quote", _currency, _("Say which currency to convert to: for example PHP."))
    on = reader.read("date", lambda text: _day(text, today), today)
    reader.check()
    return RateAsked(base, quote, on)


def _page(reader: _Reader) -> ProvidersAsked:
    return ProvidersAsked(after=reader.read("after", _slug, ""), limit=reader.read("limit", _limit, PAGE))


def _one_of(codes: Iterable[str], text: str) -> str:
    if text not in list(codes):
        raise ValueError(
            _("“%(text)s” is not known. Use one of: %(codes)s.") % _about(text, ", ".join(codes))
        )
    return text


def _about(text: str, codes: str = "") -> dict[str, str]:
    return {"text": text[:40], "codes": codes}


def _slug(text: str) -> str:
    if not SLUG.fullmatch(text):
        raise ValueError(_("“%(text)s” is not where a page begins: follow “next”.") % _about(text))
    return text.lower()


def _limit(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= LONGEST_PAGE:
        raise ValueError(_("Ask for 1 to %(most)s at a time.") % {"most": LONGEST_PAGE})
    return int(text)


def _country(text: str) -> str:
    code = text.upper()
    if code not in known_countries():
        raise ValueError(_("“%(text)s” is not an ISO 3166-1 alpha-2 country code.") % _about(text))
    return code


def _currency(text: str) -> str:
    code = text.upper()
    if code not in currencies():
        raise ValueError(_("“%(text)s” is not an ISO 4217 currency code.") % _about(text))
    return code


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        sentence = _("“%(text)s” is not a date. Write it as year-month-day: 2013-07-31.") % _about(text)
        raise ValueError(sentence) from None
    if day > today:
        raise ValueError(_("%(day)s is in the future.") % {"day": day.isoformat()})
    if day < EARLIEST_OBSERVATION.date():
        raise ValueError(_("%(day)s is before any price was recorded.") % {"day": day.isoformat()})
    return day
