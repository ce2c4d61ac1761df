"""Statistics as they are sent: the same text in JSON, in CSV and in a terminal."""

import csv
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from io import StringIO

from corridors.api.numbers import exactly
from corridors.api.options import type_of_json
from corridors.domain.indices import Figures, figures
from corridors.domain.periods import Frequency, Period
from corridors.facts import groups_fiscal_year
from corridors.statistics import Asked, GroupFigures
from corridors.statistics_asking import Question
from corridors.statistics_history import ServiceName
from corridors.statistics_rows import Cell, Value, flat, row_of
from corridors.statistics_wording import group_name, smart_sentence
from remitcompare.spreadsheets import harmless

NO_PERIOD = Period(Frequency.YEAR, date.min)
# A file system takes names of 255 bytes.
MOST_NAMED_IN_FILE_NAME = 5


def asked_again(question: Question) -> type_of_json:
    """What the figures are of: everything that was asked, and what was not said as it was understood."""
    asked = question.asked
    return {
        "group_by": asked.group_by,
        "region_scheme": asked.region_scheme,
        "frequency": asked.frequency,
        "since": asked.since,
        "until": asked.until,
        "price_point": asked.price_point,
        "from": asked.source,
        "to": asked.destination,
        "exclude_from": sorted(asked.exclude_from),
        "provider_type": asked.provider_type,
        "pay_in": asked.pay_in,
        "pay_out": asked.pay_out,
        "measures": question.measures,
        "groups_fiscal_year": groups_fiscal_year(),
    }


def result(question: Question, found: GroupFigures) -> type_of_json:
    """The figures of one group in one period."""
    name = group_name(question.asked.group_by, found.group)
    row = row_of(found.period, found.figures, question.measures)
    return {"group": found.group, "name": name, **{key: _sent(value) for key, value in row.items()}}


def figures_of_period(question: Question, found: GroupFigures) -> type_of_json:
    """The figures of one corridor in one period."""
    row = row_of(found.period, found.figures, question.measures)
    return {key: _sent(value) for key, value in row.items()}


def services(found: Figures, names: Mapping[Hashable, ServiceName]) -> list[type_of_json]:
    """Every service, those in the SmaRT-style figure first, and why each is in it or out of it."""
    return [
        {
            "service_id": price.service,
            "provider": {"slug": name.provider_slug, "name": name.provider_name},
            "pay_in": name.pay_in,
            "access": name.access,
            "pay_out": name.pay_out,
            "total_percent": exactly(price.total_percent),
            "in_smart_style": reason is None,
            "reason_code": reason,
            "reason": smart_sentence(reason),
        }
        for price, reason in found.smart_style_verdicts
        for name in [names[price.service]]
    ]


def csv_lines(question: Question, results: Iterable[GroupFigures]) -> Iterator[str]:
    """The figures as lines of CSV, heads first; text that a spreadsheet would run is marked, numbers not."""
    yield _csv_line(columns(question))
    for row in rows(question, results):
        yield _csv_line(harmless(cell) if isinstance(cell, str) else as_text(cell) for cell in row.values())


def file_name(question: Question) -> str:
    """What a file of the figures is called: what they are of, and each filter that was asked for."""
    asked, usual = question.asked, _filters(Asked())
    filters: dict[str, object] = {"since": asked.since, "until": asked.until}
    filters |= {name: value for name, value in _filters(asked).items() if value != usual[name]}
    if len(asked.exclude_from) > MOST_NAMED_IN_FILE_NAME:
        filters["exclude_from"] = f"{len(asked.exclude_from)}_countries"
    told = [f"{name}-{value}".replace(",", "-").lower() for name, value in filters.items() if value]
    return "-".join(["statistics", asked.group_by, asked.frequency, *told]) + ".csv"


def columns(question: Question) -> list[str]:
    """The names of the columns, which depend on the measures asked for alone."""
    return list(_row(question, GroupFigures(NO_PERIOD, "", figures([])), ""))


def rows(question: Question, results: Iterable[GroupFigures]) -> Iterator[dict[str, Cell]]:
    """The figures by column, each row with what it is of."""
    group_by = question.asked.group_by
    return (_row(question, found, group_name(group_by, found.group)) for found in results)


def as_text(cell: Cell) -> str | None:
    """A cell as every answer writes it: numbers with all their digits."""
    if cell is None or isinstance(cell, str):
        return cell
    return exactly(cell) if isinstance(cell, Decimal) else f"{cell}"


def _row(question: Question, found: GroupFigures, name: str) -> dict[str, Cell]:
    asked = question.asked
    context: dict[str, Cell] = {
        "group_by": asked.group_by.value,
        "group": found.group,
        "name": name,
        **_filters(asked),
    }
    return context | flat(row_of(found.period, found.figures, question.measures))


def _filters(asked: Asked) -> dict[str, Cell]:
    """Which prices the figures are made of, but for the period, which every row has."""
    return {
        "region_scheme": asked.region_scheme.value,
        "price_point": asked.price_point,
        "from": asked.source,
        "to": asked.destination,
        "exclude_from": ",".join(sorted(asked.exclude_from)) or None,
        "provider_type": asked.provider_type,
        "pay_in": asked.pay_in,
        "pay_out": asked.pay_out,
    }


def _csv_line(cells: Iterable[str | None]) -> str:
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _sent(value: Value) -> object:
    return exactly(value) if isinstance(value, Decimal) else value
