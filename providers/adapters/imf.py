"""Representative exchange rates that central banks report to the International Monetary Fund."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow, Request
from providers.reading.english_names import currency_named
from providers.reading.published import published_rate
from providers.reading.shapes import number
from providers.reading.spans import months
from providers.tables import FileError, decode

TITLE = "Representative Exchange Rates for Selected Currencies for "
NOTES = "\nNotes:"
# The mark of currencies quoted the other way round, and the sentence that says so.
INVERTED = "(1)"
INVERTED_MEANS = "(1) which are in terms of U.S. dollars per currency unit"
NOT_PUBLISHED = ("NA", "")
NAMED = re.compile(r"(?P<name>[^()]+?) *(?P<mark>\(\d\))?")
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
# The Fund's names where they are not CLDR's, which has accents.
OWN_NAMES = {
    "BAHRAIN DINAR": "BHD",
    "BARBADOS DOLLAR": "BBD",
    "BOTSWANA PULA": "BWP",
    "COSTA RICAN COLON": "CRC",
    "DJIBOUTI FRANC": "DJF",
    "FIJI DOLLAR": "FJD",
    "ICELANDIC KRONA": "ISK",
    "KOREAN WON": "KRW",
    "SAUDI ARABIAN RIYAL": "SAR",
    "TRINIDADIAN DOLLAR": "TTD",
    "U.A.E. DIRHAM": "AED",
    "U.K. POUND": "GBP",
    "U.S. DOLLAR": "USD",
    "VENEZUELAN BOLIVAR": "VES",
}
# A month is asked for from its first day on, before anything of it is published.
EMPTY_UNTIL_DAY = 6


class Feed(RateAdapter):
    """Units of each currency per 1 US dollar, or US dollars per 1 unit where a currency is marked (1).

    Mid rates as each central bank reports them for its working days, about 40 currencies. No key.
    Source: https://www.imf.org/external/np/fin/data/rms_mth.aspx?SelectDate={day}&reportType=REP&tsvflag=Y
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        ends = (min(_last_day(month), self.today) for month in months(since=since, until=self.today))
        return self.get_each(
            Request(
                self.source.data_url,
                params={"SelectDate": end.isoformat(), "reportType": "REP", "tsvflag": "Y"},
                asked={"until": end.isoformat()},
            )
            for end in ends
        )

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        dates: list[date] = []
        for line, text in enumerate(_table(answer.body).split("\n"), start=1):
            cells = [cell.strip() for cell in text.split("\t")]
            if cells[0] == "Currency":
                dates = [_date(cell) for cell in cells[1:]]
            elif len(cells) > 1:
                if len(cells) != len(dates) + 1:
                    raise ParseError(f"line {line} has {len(cells) - 1} numbers under {len(dates)} dates")
                yield from self._row(cells, dates, answer, line)
        if not dates and not _may_be_empty(answer.asked.get("until", "")):
            raise ParseError("the answer has no row of dates")

    def _row(
        self, cells: list[str], dates: list[date], answer: Answer, line: int
    ) -> Iterator[PublishedRate | RefusedRow]:
        pivot = self.source.pivot
        named = NAMED.fullmatch(cells[0])
        code = currency_named(named["name"], OWN_NAMES) if named else None
        if named is None or named["mark"] not in (None, INVERTED) or code is None:
            reason = f"{cells[0]!r} is no currency known by that name, or has a mark other than {INVERTED}"
            yield RefusedRow(answer.at(f"line {line}"), reason, {"currency": cells[0]})
            return
        if code == pivot:
            return
        base, quote = (code, pivot) if named["mark"] else (pivot, code)
        for day, cell in zip(dates, cells[1:], strict=True):
            if cell in NOT_PUBLISHED:
                continue
            locator = answer.at(f"line {line}, {code} {day}")
            try:
                rate = number(cell.replace(",", "") if GROUPED.fullmatch(cell) else cell)
            except ValueError as error:
                yield RefusedRow(locator, str(error), {"currency": cells[0], "day": str(day), "rate": cell})
            else:
                yield published_rate(
                    source=self.source.key, base=base, quote=quote, number=rate, day=day, locator=locator
                )


def _table(body: bytes) -> str:
    """The text above the notes, whose presence shows that nothing of it is cut off."""
    try:
        text = decode(body).replace("\r\n", "\n")
    except FileError as error:
        raise ParseError(str(error)) from None
    table, found, notes = text.partition(NOTES)
    if not table.startswith(TITLE) or not found:
        raise ParseError("no title or no notes: cut off, or not the Fund's table of representative rates")
    if INVERTED in table and INVERTED_MEANS not in " ".join(notes.split()):
        raise ParseError(f"the notes no longer say {INVERTED_MEANS!r}")
    return table


def _date(cell: str) -> date:
    try:
        return datetime.strptime(cell, "%B %d, %Y").replace(tzinfo=UTC).date()
    except ValueError:
        raise ParseError(f"the heading {cell!r} is not a date like March 02, 2026") from None


def _last_day(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _may_be_empty(until: str) -> bool:
    return bool(until) and date.fromisoformat(until).day < EMPTY_UNTIL_DAY
