"""Bodies written in the format of eurofxref-daily.xml; the numbers are the ECB's own of those days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from providers.adapters.base import ParseError
from tests.providers.adapters.rate_feeds import TODAY, by_pair, questions, read

BODY = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" \
xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
\t<gesmes:subject>Reference rates</gesmes:subject>
\t<gesmes:Sender>
\t\t<gesmes:name>European Central Bank</gesmes:name>
\t</gesmes:Sender>
\t<Cube>
\t\t<Cube time='2026-10-30'>
\t\t\t<Cube currency='USD' rate='1.1172'/>
\t\t\t<Cube currency='JPY' rate='175.68'/>
\t\t\t<Cube currency='GBP' rate='0.83380'/>
\t\t\t<Cube currency='IDR' rate='20275.17'/>
\t\t</Cube>
\t\t<Cube time='2026-10-29'>
\t\t\t<Cube currency='USD' rate='1.1130'/>
\t\t\t<Cube currency='GBP' rate='0.83578'/>
\t\t</Cube>
\t</Cube>
</gesmes:Envelope>
"""


def test_rates_are_units_of_each_currency_for_one_euro_by_day() -> None:
    rates, refused = read("ecb", BODY)
    assert not refused
    assert by_pair(rates) == {
        ("EUR", "USD", "2026-10-30"): Decimal("1.1172"),
        ("EUR", "JPY", "2026-10-30"): Decimal("175.68"),
        ("EUR", "GBP", "2026-10-30"): Decimal("0.8338"),
        ("EUR", "IDR", "2026-10-30"): Decimal("20275.17"),
        ("EUR", "USD", "2026-10-29"): Decimal("1.113"),
        ("EUR", "GBP", "2026-10-29"): Decimal("0.83578"),
    }
    assert {rate.source for rate in rates} == {"ecb"}


def test_the_file_of_90_days_is_asked_for_where_a_day_may_be_missing() -> None:
    (asked,) = questions("ecb", since=TODAY - timedelta(days=1))
    assert asked.url == "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml"


def test_the_file_of_the_day_is_asked_for_when_nothing_can_be_missing() -> None:
    (asked,) = questions("ecb", since=TODAY)
    assert asked.url == "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"'IDR' rate", b"'QQQ' rate", "'QQQ' is not an ISO 4217 currency"),
        (b"'IDR' rate", b"'IDR' was", "rate '' is not a number"),
        (b"20275.17", b"N/A", "rate 'N/A' is not a number"),
        (b"20275.17", b"-1", "rate -1 is not between"),
    ],
)
def test_one_bad_rate_is_refused_and_the_others_are_read(old: bytes, new: bytes, reason: str) -> None:
    rates, (refused,) = read("ecb", BODY.replace(old, new))
    assert len(rates) == 5
    assert refused.reason.startswith(reason)
    assert "Cube 2026-10-30" in refused.locator


def test_a_day_that_is_no_date_is_refused_and_the_other_day_is_read() -> None:
    rates, refused = read("ecb", BODY.replace(b"2026-10-30", b"today"))
    assert {rate.observed_on for rate in rates} == {date(2026, 10, 29)}
    assert len(refused) == 4


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (BODY[:600], "not XML or is cut off"),
        (BODY.replace(b"gesmes:Envelope", b"gesmes:Letter"), "not the gesmes envelope"),
        (BODY.replace(b"time=", b"day="), "no Cube with a time"),
        (BODY[:500].split(b"\t\t<Cube time")[0] + b"\t</Cube>\n</gesmes:Envelope>", "no Cube with a time"),
        (BODY.replace(b"<Cube currency", b"<Rate currency"), "has no rates"),
        (BODY.replace(b"UTF-8", b"UTF-99"), "not XML"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "not XML"),
    ],
)
def test_an_answer_in_another_format_is_refused_as_a_whole(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        read("ecb", body)
