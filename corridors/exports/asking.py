"""What an export is of: the same filters at every address, in every format and layout."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self, TypeVar
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from corridors.asking import AskingError, one_of
from corridors.domain.codes import PayIn, PayOut
from corridors.domain.periods import parse_period
from corridors.exports.known import is_corridor, is_provider
from corridors.places import known_countries

RPW = "rpw"
LAYOUTS = (RPW,)
PRICE_POINTS = ("200", "500")
YES, NO = ("1", "true", "yes"), ("0", "false", "no")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# How much of what was asked is said back.
ECHOED = 40

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAsked:
    """Which prices, and laid out how; "" and None take everything.

    `source` and `destination` are countries (ISO 3166-1 alpha-2); `period` is as `domain.periods` labels it;
    `since` and `until` are days in UTC, both included; `pay_in` and `pay_out` are one way among a service's;
    `current` takes the latest price of each service, line and amount only.
    """

    corridor: str = ""
    source: str = ""
    destination: str = ""
    provider: str = ""
    period: str = ""
    since: date | None = None
    until: date | None = None
    price_point: int | None = None
    pay_in: str = ""
    pay_out: str = ""
    current: bool = False
    layout: str = ""

    def given(self) -> dict[str, str]:
        """What is asked for, as parameters of an address, always in the same order."""
        values = {
            "corridor": self.corridor,
            "from": self.source,
            "to": self.destination,
            "provider": self.provider,
            "period": self.period,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "price_point": str(self.price_point or ""),
            "pay_in": self.pay_in,
            "pay_out": self.pay_out,
            "current": YES[0] if self.current else "",
            "layout": self.layout,
        }
        return {name: value for name, value in values.items() if value}

    def query(self, **more: str) -> str:
        """The query string that asks for the same, with more parameters at its end."""
        return urlencode(self.given() | more)

    def without_corridor(self) -> Self:
        """The same but for the corridor, which an address may name in its path."""
        return replace(self, corridor="")


PARAMETERS = (
    *("corridor", "from", "to", "provider", "period", "since", "until", "price_point", "pay_in", "pay_out"),
    *("current", "layout"),
)


def parse_export(
    parameters: QueryDict, *, today: date, corridor: str = "", also: Collection[str] = ()
) -> ExportAsked:
    """The question in a query string; empty values count as not given. At most two queries.

    A parameter that is none of ours is refused: misspelt, it would give an analyst other rows than meant.

    Args:
        parameters: as they came.
        today: nothing can be asked for from a later day on.
        corridor: the slug in the address, where it has one; then the parameter `corridor` is none.
        also: parameters that the caller reads.

    Raises:
        AskingError: naming every parameter that cannot be understood.
    """
    read = _Reader(parameters, known=[name for name in PARAMETERS if name != "corridor" or not corridor])
    read.refuse_others(also)
    asked = ExportAsked(
        corridor=corridor or read("corridor", _corridor, ""),
        source=read("from", _country, ""),
        destination=read("to", _country, ""),
        provider=read("provider", _provider, ""),
        period=read("period", _period, ""),
        since=read("since", lambda text: _not_after(today, _day(text)), None),
        until=read("until", _day, None),
        price_point=read("price_point", lambda text: int(_among(PRICE_POINTS, text)), None),
        pay_in=read("pay_in", one_of(PayIn), ""),
        pay_out=read("pay_out", one_of(PayOut), ""),
        current=read("current", lambda text: _among((*YES, *NO), text.lower()) in YES, False),
        layout=read("layout", lambda text: _among(LAYOUTS, text), ""),
    )
    if asked.since and asked.until and asked.since > asked.until:
        read.wrong["until"] = _("The last day is before the first one.")
    for name, code, end in (("from", asked.source, 0), ("to", asked.destination, 1)):
        if asked.corridor and code and asked.corridor.upper().split("-")[end] != code:
            read.wrong.setdefault(
                name, _("The corridor %(corridor)s has another country there.") % {"corridor": asked.corridor}
            )
    if read.wrong:
        raise AskingError(read.wrong)
    return asked


class _Reader:
    """Reads parameters one by one and remembers what is wrong with each."""

    def __init__(self, parameters: QueryDict, *, known: Sequence[str]) -> None:
        self._parameters, self._known = parameters, known
        self.wrong: dict[str, str] = {}

    def __call__(self, name: str, parse: Callable[[str], _Value], default: _Value) -> _Value:
        texts = self._parameters.getlist(name) if name in self._known else []
        if len(texts) > 1:
            self.wrong[name] = _("Give it once.")
            return default
        text = texts[0].strip() if texts else ""
        try:
            return parse(text) if text else default
        except ValueError as error:
            self.wrong[name] = str(error)
            return default

    def refuse_others(self, also: Collection[str]) -> None:
        for name in self._parameters:
            if name not in self._known and name not in also:
                self.wrong[name[:ECHOED]] = _("There is no such filter. The filters are: %(names)s.") % {
                    "names": ", ".join(self._known)
                }


def _about(text: str, **more: str) -> Mapping[str, str]:
    return {"text": text[:ECHOED], **more}


def _among(codes: Sequence[str], text: str) -> str:
    if text not in codes:
        raise ValueError(
            _("“%(text)s” is not known. Use one of: %(codes)s.") % _about(text, codes=", ".join(codes))
        )
    return text


def _corridor(text: str) -> str:
    if not is_corridor(text.lower()):
        raise ValueError(
            _("We know no corridor “%(text)s”. Write it as two country codes: ae-ph.") % _about(text)
        )
    return text.lower()


def _country(text: str) -> str:
    if text.upper() not in known_countries():
        raise ValueError(_("“%(text)s” is not an ISO 3166-1 alpha-2 country code.") % _about(text))
    return text.upper()


def _provider(text: str) -> str:
    if not is_provider(text):
        raise ValueError(_("We know no provider “%(text)s”.") % _about(text))
    return text


def _period(text: str) -> str:
    try:
        return parse_period(text).label
    except ValueError:
        raise ValueError(
            _("“%(text)s” is not a period. Write 2013, 2013_3Q, 2013-07 or 2013-07-31.") % _about(text)
        ) from None


def _day(text: str) -> date:
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(_("“%(text)s” is not a date. Write it as year-month-day: 2013-07-31.") % _about(text))


def _not_after(today: date, day: date) -> date:
    if day > today:
        raise ValueError(_("%(day)s is in the future.") % {"day": day.isoformat()})
    return day
