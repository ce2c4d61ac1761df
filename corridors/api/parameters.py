"""What a request asks for, in its path and its query string; what cannot be understood becomes a problem."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from http import HTTPStatus
from typing import NamedTuple

from django.utils.translation import gettext as _

from corridors.asking import Asked, AskingError, parse_question
from corridors.domain.validation import EARLIEST_OBSERVATION
from corridors.statistics import Cursor
from corridors.statistics_asking import (
    CORRIDOR_PARAMETERS,
    PARAMETERS,
    Question,
    Reader,
    parse_country,
    parse_cursor,
    read_corridor_statistics,
    read_statistics,
)
from remitcompare.errors import Problem
from remitcompare.language import PARAMETER as LANGUAGE
from remitcompare.money import currencies

SLUG = re.compile(r"[a-z0-9_-]{1,100}", re.ASCII | re.IGNORECASE)
PAGE, LONGEST_PAGE = 100, 500
_OF_ANY_PAGE = ("limit", "after", LANGUAGE)


class Frequency(StrEnum):
    """How a corridor's statistics are grouped: by the survey periods as they are, or over all prices."""

    PERIOD = "period"
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
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
    """A page of statistics."""

    question: Question
    after: Cursor | None
    limit: int
    is_limited: bool


class CorridorStatisticsAsked(NamedTuple):
    """A page of a corridor's statistics, with or without each of its services."""

    question: Question
    frequency: Frequency
    after: Cursor | None
    limit: int
    with_services: bool


class RateAsked(NamedTuple):
    """A reference rate: units of `quote` for 1 `base` on a day."""

    base: str
    quote: str
    on: date


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
    reader = Reader(parameters)
    source = reader.read("from", parse_country, "")
    destination = reader.read("to", parse_country, "")
    page = _page(reader)
    _check(reader)
    return CorridorsAsked(source or None, destination or None, page.after, page.limit)


def providers_asked(parameters: Mapping[str, str]) -> ProvidersAsked:
    """The page of the list of providers."""
    reader = Reader(parameters)
    page = _page(reader)
    _check(reader)
    return page


def statistics_asked(parameters: Mapping[str, str], *, longest: int, usual: int) -> StatisticsAsked:
    """The question about statistics and the page of its answer, of `usual` rows unless said."""
    reader = Reader(parameters)
    reader.accept_only((*PARAMETERS, *_OF_ANY_PAGE))
    question = read_statistics(reader)
    after, limit = _statistics_page(reader, question, longest=longest, usual=usual)
    _check(reader)
    return StatisticsAsked(question, after, limit, is_limited=bool(parameters.get("limit")))


def corridor_statistics_asked(
    parameters: Mapping[str, str], *, source: str, destination: str
) -> CorridorStatisticsAsked:
    """The question about one corridor's statistics and the page of its answer."""
    reader = Reader(parameters)
    reader.accept_only((*CORRIDOR_PARAMETERS, "services", *_OF_ANY_PAGE))
    question = read_corridor_statistics(reader, source=source, destination=destination)
    after, limit = _statistics_page(reader, question, longest=LONGEST_PAGE, usual=LONGEST_PAGE)
    with_services = reader.read("services", _yes, False)
    _check(reader)
    asked = question.asked
    frequency = Frequency.PERIOD if asked.surveys_only else Frequency(asked.frequency.value)
    return CorridorStatisticsAsked(question, frequency, after, limit, with_services)


def _statistics_page(
    reader: Reader, question: Question, *, longest: int, usual: int
) -> tuple[Cursor | None, int]:
    frequency = question.asked.frequency
    after = reader.read("after", lambda text: parse_cursor(text, frequency), None)
    return after, reader.read("limit", lambda text: _limit(text, longest), usual)


def _check(reader: Reader) -> None:
    try:
        reader.check()
    except AskingError as error:
        raise invalid(error) from error


def rate_asked(parameters: Mapping[str, str], *, today: date) -> RateAsked:
    """The currencies and the day of a reference rate."""
    reader = Reader(parameters)
    base = reader.require("base", _currency, _("Say which currency to convert from: for example EUR."))
    quote = reader.require("quote", _currency, _("Say which currency to convert to: for example PHP."))
    on = reader.read("date", lambda text: _day(text, today), today)
    _check(reader)
    return RateAsked(base, quote, on)


def _page(reader: Reader) -> ProvidersAsked:
    return ProvidersAsked(after=reader.read("after", _slug, ""), limit=reader.read("limit", _limit, PAGE))


def _yes(text: str) -> bool:
    if text != "1":
        raise ValueError(_("“%(text)s” is not known. Use one of: %(codes)s.") % _about(text, "1"))
    return True


def _about(text: str, codes: str = "") -> dict[str, str]:
    return {"text": text[:40], "codes": codes}


def _slug(text: str) -> str:
    if not SLUG.fullmatch(text):
        raise ValueError(_("“%(text)s” is not where a page begins: follow “next”.") % _about(text))
    return text.lower()


def _limit(text: str, longest: int = LONGEST_PAGE) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= longest:
        raise ValueError(_("Ask for 1 to %(most)s at a time.") % {"most": longest})
    return int(text)


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
