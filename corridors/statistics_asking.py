"""What is asked of statistics, by an address or in a terminal: one parser, so that all get the same."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from corridors.asking import AskingError
from corridors.domain.codes import PayIn, PayOut, ProviderType
from corridors.domain.periods import Frequency, Period, parse_period
from corridors.domain.statistic_codes import GroupBy, Measure, RegionScheme
from corridors.places import known_countries
from corridors.statistics import PRICE_POINTS, USD_200, Asked, Cursor

PARAMETERS = (
    "group_by", "region_scheme", "frequency", "period", "from", "to", "exclude_from", "price_point",
    "provider_type", "pay_in", "pay_out", "measure",
)  # fmt: skip
CORRIDOR_PARAMETERS = (
    "frequency", "period", "price_point", "provider_type", "pay_in", "pay_out", "measure",
)  # fmt: skip
# How much of an unknown parameter's name is said back.
ECHOED = 40
SURVEYS = "period"
GROUP = re.compile(r"[a-zA-Z0-9_-]{1,40}", re.ASCII)
MOST_COUNTRIES = 250

Code = TypeVar("Code", bound=StrEnum)
Value = TypeVar("Value")


class Question(NamedTuple):
    """What was asked, and which of the figures are to be answered with, in the order of Measure."""

    asked: Asked
    measures: tuple[Measure, ...]


class Span(NamedTuple):
    """The first and the last day of the periods asked for, and the shortest of them."""

    since: date | None
    until: date | None
    frequency: Frequency | None


EVER = Span(None, None, None)
NOBODY: frozenset[str] = frozenset()
NEED_MORE_THAN_TOTALS = {Measure.SMART_STYLE, Measure.SPEED, Measure.COST_SPLIT}


class Reader:
    """Reads parameters one by one and remembers what is wrong with each; empty counts as not given."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self._parameters = parameters
        self._wrong: dict[str, str] = {}

    def read(self, name: str, parse: Callable[[str], Value], default: Value) -> Value:
        text = self._parameters.get(name, "").strip()
        try:
            return parse(text) if text else default
        except ValueError as error:
            self.refuse(name, str(error))
            return default

    def accept_only(self, known: Iterable[str]) -> None:
        """Refuses a parameter that is none of these, and one given twice; to be asked before any is read.

        Either would give an analyst other figures than meant.
        """
        names = list(known)
        for name in self._parameters:
            if name not in names:
                sentence = _("There is no such parameter. The parameters are: %(names)s.")
                self.refuse(name[:ECHOED], sentence % {"names": ", ".join(names)})
            elif isinstance(self._parameters, MultiValueDict) and len(self._parameters.getlist(name)) > 1:
                self.refuse(name, _("Give it once."))

    def require(self, name: str, parse: Callable[[str], str], sentence: str) -> str:
        """The same for one that must be given; the sentence says so where it is not."""
        value = self.read(name, parse, "")
        if not value:
            self.refuse(name, sentence)
        return value

    def refuse(self, name: str, sentence: str) -> None:
        """What is wrong with a parameter in the light of others; what was wrong with it before stays said."""
        self._wrong.setdefault(name, sentence)

    def check(self) -> None:
        """Raises AskingError when anything was wrong."""
        if self._wrong:
            raise AskingError(self._wrong)


def parse_statistics(parameters: Mapping[str, str]) -> Question:
    """The question in a query string; other parameters are ignored.

    Raises:
        AskingError: naming every parameter that cannot be understood.
    """
    reader = Reader(parameters)
    question = read_statistics(reader)
    reader.check()
    return question


def read_statistics(reader: Reader) -> Question:
    """The question about statistics, as far as it can be understood; what cannot stays with the reader."""
    return _question(
        reader,
        group_by=reader.read("group_by", _one_of(GroupBy), GroupBy.WORLD),
        region_scheme=reader.read("region_scheme", _one_of(RegionScheme), RegionScheme.WORLD_BANK),
        source=reader.read("from", parse_country, "") or None,
        destination=reader.read("to", parse_country, "") or None,
        exclude_from=reader.read("exclude_from", _countries, NOBODY),
    )


def read_corridor_statistics(reader: Reader, *, source: str, destination: str) -> Question:
    """The question about one corridor. Unless said, `frequency` is "period": the surveys alone."""
    surveys_only = reader.read("frequency", lambda text: text == SURVEYS, True)
    return _question(
        reader,
        frequency=Frequency.QUARTER if surveys_only else None,
        group_by=GroupBy.CORRIDOR,
        source=source,
        destination=destination,
        surveys_only=surveys_only,
    )


def parse_cursor(text: str, frequency: Frequency) -> Cursor:
    """Where a page begins, as cursor_text() writes it.

    Raises:
        ValueError: it is not written so, or is of periods of another length.
    """
    label, _tilde, group = text.partition("~")
    sentence = _("“%(text)s” is not where a page begins: follow “next”.") % _about(text)
    try:
        period = parse_period(label)
    except ValueError:
        raise ValueError(sentence) from None
    if period.frequency is not frequency or not GROUP.fullmatch(group):
        raise ValueError(sentence)
    return Cursor(period, group)


def cursor_text(cursor: Cursor | None) -> str | None:
    """A page's last figures, to be asked for what follows them: "2013_3Q~ae-ph"."""
    return None if cursor is None else f"{cursor.period.label}~{cursor.group}"


def _question(reader: Reader, *, frequency: Frequency | None = None, **chosen: object) -> Question:
    span = reader.read("period", _span, EVER)
    if frequency is None:
        frequency = reader.read("frequency", _one_of(Frequency), span.frequency or Frequency.QUARTER)
    if span.frequency and _order(span.frequency) < _order(frequency):
        sentence = _(
            "This is shorter than frequency=%(frequency)s: ask for a longer period or a shorter frequency."
        )
        reader.refuse("period", sentence % {"frequency": frequency})
    measures = reader.read("measure", _measures, tuple(Measure))
    point = reader.read("price_point", _price_point, USD_200)
    provider_type = reader.read("provider_type", _maybe(ProviderType), None)
    pay_in, pay_out = reader.read("pay_in", _maybe(PayIn), None), reader.read("pay_out", _maybe(PayOut), None)
    asked = Asked(
        frequency=frequency,
        since=span.since,
        until=span.until,
        price_point=point,
        provider_type=provider_type,
        pay_in=pay_in,
        pay_out=pay_out,
        both_price_points=Measure.PRICE_POINTS in measures,
        only_totals=NEED_MORE_THAN_TOTALS.isdisjoint(measures),
        **chosen,  # type: ignore[arg-type]
    )
    return Question(asked, measures)


def _order(frequency: Frequency) -> int:
    return list(Frequency).index(frequency)


def _span(text: str) -> Span:
    """2013_3Q, or from one to another: 2011..2013."""
    first, dots, last = text.partition("..")
    begins, ends = _period(first), _period(last if dots else first)
    if begins.starts_on > ends.ends_on:
        raise ValueError(_("“%(text)s” ends before it begins.") % _about(text))
    return Span(begins.starts_on, ends.ends_on, min(begins.frequency, ends.frequency, key=_order))


def _period(text: str) -> Period:
    try:
        return parse_period(text.strip())
    except ValueError:
        raise ValueError(
            _(
                "“%(text)s” is not a period. Write it like 2013, 2013_3Q, 2013-07 or 2013-07-31, "
                "or two of them like 2011..2013."
            )
            % _about(text)
        ) from None


def _price_point(text: str) -> int:
    known = {str(point): point for point in PRICE_POINTS}
    if text not in known:
        raise ValueError(_unknown(text, known))
    return known[text]


def _measures(text: str) -> tuple[Measure, ...]:
    named = {_one_of(Measure)(part.strip()) for part in text.split(",")}
    return tuple(measure for measure in Measure if measure in named)


def _countries(text: str) -> frozenset[str]:
    parts = text.split(",")
    if len(parts) > MOST_COUNTRIES:
        raise ValueError(_("Name at most %(most)s countries.") % {"most": MOST_COUNTRIES})
    return frozenset(parse_country(part.strip()) for part in parts)


def parse_country(text: str) -> str:
    """An ISO 3166-1 alpha-2 code in capitals.

    Raises:
        ValueError: with a sentence.
    """
    code = text.upper()
    if code not in known_countries():
        raise ValueError(_("“%(text)s” is not an ISO 3166-1 alpha-2 country code.") % _about(text))
    return code


def _one_of(kind: type[Code]) -> Callable[[str], Code]:
    def parse(text: str) -> Code:
        try:
            return kind(text)
        except ValueError:
            raise ValueError(_unknown(text, kind)) from None

    return parse


def _maybe(kind: type[Code]) -> Callable[[str], Code | None]:
    return _one_of(kind)


def _unknown(text: str, codes: Iterable[str]) -> str:
    return _("“%(text)s” is not known. Use one of: %(codes)s.") % {
        "text": text[:40],
        "codes": ", ".join(codes),
    }


def _about(text: str) -> dict[str, str]:
    return {"text": text[:40]}
