"""What an export is called, and where it is."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from django.urls import reverse

from corridors.exports.asking import ExportAsked


class Days(Protocol):
    """The first and the last day of some prices; None without prices."""

    @property
    def first_day(self) -> date | None: ...

    @property
    def last_day(self) -> date | None: ...


def filename(asked: ExportAsked, days: Days, suffix: str) -> str:
    """What is in the file, from when to when: remitcompare_ae-ph_2011-01-22_2013-09-30.csv. Plain ASCII."""
    return f"{'_'.join(_parts(asked, days))}.{suffix}"


def _parts(asked: ExportAsked, days: Days) -> Iterator[str]:
    yield "remitcompare"
    yield asked.corridor or "all-corridors"
    for word, value in (("from", asked.source), ("to", asked.destination)):
        if value:
            yield f"{word}-{value.lower()}"
    yield from filter(None, [asked.provider, asked.period.replace("_", "-")])
    if asked.price_point:
        yield f"usd-{asked.price_point}"
    for word, code in (("by", asked.pay_in), ("as", asked.pay_out)):
        if code:
            yield f"{word}-{code.replace('_', '-')}"
    if asked.current:
        yield "current"
    if asked.layout:
        yield asked.layout
    if days.first_day is None or days.last_day is None:
        yield "no-prices"
    else:
        yield from (days.first_day.isoformat(), days.last_day.isoformat())


def address_of(asked: ExportAsked, suffix: str) -> str:
    """Where the export is, without the site's own name: /corridors/ae-ph/history.csv?price_point=200."""
    if not asked.corridor:
        return _with_query(reverse("exports:prices", args=[suffix]), asked)
    return _with_query(reverse("exports:history", args=[asked.corridor, suffix]), asked)


def description_of(asked: ExportAsked, suffix: str) -> str:
    """Where the datapackage of the export is."""
    if not asked.corridor:
        return _with_query(reverse("exports:datapackage"), asked, format=suffix)
    return _with_query(reverse("exports:history-datapackage", args=[asked.corridor]), asked, format=suffix)


def _with_query(path: str, asked: ExportAsked, **more: str) -> str:
    query = asked.query(**more) if not asked.corridor else asked.without_corridor().query(**more)
    return f"{path}?{query}" if query else path
