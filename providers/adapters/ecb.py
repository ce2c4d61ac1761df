"""Euro foreign exchange reference rates of the European Central Bank."""

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element
from xml.etree.ElementTree import ParseError as XmlError

from defusedxml.ElementTree import fromstring

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow
from providers.reading.published import published_rate

ENVELOPE = "{http://www.gesmes.org/xml/2002-08-01}Envelope"
CUBE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"


class Feed(RateAdapter):
    """Units of each currency per 1 euro, mid rates of 14:15 CET, about 30 currencies.

    Published at about 16:00 CET on working days of the TARGET calendar. No key.
    Source: https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml, and eurofxref-daily.xml, which
    holds the last day in the same format.
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        # The file of 90 days heals gaps by itself; the last day's suffices only where there can be no gap.
        of_the_day = self.source.options.get("daily_url", self.source.data_url)
        yield self.get(of_the_day if since >= self.today else self.source.data_url)

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        days = [cube for cube in _envelope(answer.body).iter(CUBE) if "time" in cube.attrib]
        if not days:
            raise ParseError("no Cube with a time: not the ECB's reference rates")
        for day in days:
            yield from self._day(day, answer)

    def _day(self, day: Element, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        time = day.attrib["time"]
        rates = day.findall(CUBE)
        if not rates:
            raise ParseError(f"the Cube of {time!r} has no rates")
        for number, cube in enumerate(rates, start=1):
            currency = cube.attrib.get("currency", "")
            yield published_rate(
                source=self.source.key,
                base=self.source.pivot,
                quote=currency,
                number=cube.attrib.get("rate", ""),
                day=time,
                locator=answer.at(f"Cube {time}, {currency or number}"),
            )


def _envelope(body: bytes) -> Element:
    try:
        root: Element = fromstring(body)
    # What defusedxml forbids is a ValueError, and an encoding that nobody knows a LookupError.
    except (XmlError, ValueError, LookupError) as error:
        raise ParseError(f"the answer is not XML or is cut off: {error}") from None
    if root.tag != ENVELOPE:
        raise ParseError(f"the root is {root.tag[:80]!r}, not the gesmes envelope")
    return root
