"""What holds for every source of prices, however ill its answers are meant."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.domain.readings import PriceReading
from corridors.domain.readings_json import to_json
from providers.adapters.base import Answer, ParseError, RefusedRow
from providers.reading.records import cannot_be_kept
from providers.sources import SourceFacts, facts_of
from tests.providers.adapters import test_mapped_table, test_tariffs, wise_answers
from tests.providers.adapters.price_feeds import answer, broken_rules, feed, recording, some_facts
from tests.providers.survey_files import BLANK, csv_file, row

BANKS = '[{"name": "Sandbox Bank", "fee": 4.99, "url": "https://example.org", "reviewed_on": "2026-11-20"}]'
TARIFF = test_tariffs.document(test_tariffs.TARIFF)
PLAIN_TABLE = {
    "collection_method": "survey",
    "columns": {"provider": "Provider", "send_amount": "Amount", "fee": "Fee", "observed_at": "Day"},
    "constants": {"from": "US", "to": "MX", "send_currency": "USD", "receive_currency": "MXN"},
}
SOURCES: dict[str, tuple[SourceFacts, Answer]] = {
    "wise v3": (wise_answers.WISE, wise_answers.received()),
    "wise v4": (
        wise_answers.WISE,
        wise_answers.version_4(wise_answers.a_provider(*wise_answers.several_quotes())),
    ),
    "directo_a_mexico": (
        facts_of("directo_a_mexico"),
        answer(
            {"bmx": {"series": [{"idSerie": "SF43718", "datos": [{"fecha": "23/11/2026", "dato": "18.5"}]}]}},
            asked={"banks": BANKS, "available_until": "2026-12-31"},
        ),
    ),
    "published_tariff": (
        some_facts("published_tariff"),
        answer(TARIFF | {"reviewed_on": "2026-11-20", "review_within_days": 30}),
    ),
    "tariff_json": (some_facts("tariff_json"), answer(TARIFF)),
    "profeco": (facts_of("profeco"), answer(recording("profeco", "2020-01-14_usd_300.csv"))),
    "rpw_folder": (facts_of("rpw_folder"), answer(csv_file([row(), BLANK, row(id="2")]))),
    "mapped_table": (
        some_facts("mapped_table", options=PLAIN_TABLE),
        answer(b"Provider,Amount,Fee,Day\nSandbox,200,5,2026-11-24\n"),
    ),
    "mapped workbook": (
        some_facts("mapped_table", options=PLAIN_TABLE),
        answer(
            test_mapped_table.workbook(
                [["Provider", "Amount", "Fee", "Day"], ["Sandbox", 200, 5, "2026-11-24"]]
            )
        ),
    ),
}
IN_JSON = [name for name, (_, said) in SOURCES.items() if said.body.startswith(b"{")]
GARBAGE = {
    "nothing": b"",
    "a space": b" ",
    "a page": b"<!doctype html><html><body>Error</body></html>",
    "an empty list": b"[]",
    "an empty object": b"{}",
    "null": b"null",
    "a word": b'"tariffs"',
    "a number without end": b"1e999999999999999999999",
    "many digits": b"9" * 5000,
    "not a number": b"NaN",
    "no text": b"\xff\xfe\x00\x00",
    "zeros": b"\x00" * 100,
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"providers":' * 100_000,
    "a workbook cut off": b"PK\x03\x04" + b"\x00" * 40,
    "lists in the place of everything": b'{"providers":[[[]]],"bmx":[[]],"tariffs":[]}',
    "words in the place of everything": b'{"providers":"a","bmx":"b","tariffs":"c"}',
    "one column": b"a\n1\n2\n",
    "a long cell": b'"' + b"a" * 200_000 + b'"\n',
}
STRANGE = st.sampled_from(
    [
        "NaN",
        "Infinity",
        "-1e400",
        "1e999999999",
        "\x00",
        "\ud800",
        "9" * 5000,
        "a" * 100_000,
        "",
        "\u202e",
        "1e-999999",
    ]
)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | STRANGE | st.just(10**400),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


def found_in(name: str, body: bytes) -> list[PriceReading | RefusedRow]:
    """What a source makes of a body; all of it can be stored."""
    facts, said = SOURCES[name]
    received = answer(body, asked=said.asked)
    found = list(feed(facts).parse(received))
    for each in found:
        assert_can_be_stored(each)
    return found


def assert_can_be_stored(each: PriceReading | RefusedRow) -> None:
    if isinstance(each, RefusedRow):
        assert each.reason
        assert all(isinstance(text, str) for text in (*each.said, *each.said.values()))
        written, locator = json.dumps(each._asdict(), ensure_ascii=False), each.locator
    elif broken_rules(each):
        return  # refused before anything of it is written
    else:
        written, locator = json.dumps(to_json(each), ensure_ascii=False), each.statement.locator
        assert cannot_be_kept(each) is None
    assert len(locator) <= 200
    assert "\\u0000" not in written
    size = len(written.encode())
    assert size < 60_000


def every_place(holder: Any) -> Iterator[tuple[Any, Any]]:
    """Each place of a document: what holds it, and under which name."""
    for place in list(holder) if isinstance(holder, dict) else range(len(holder)):
        yield holder, place
        if isinstance(holder[place], dict | list):
            yield from every_place(holder[place])


@pytest.mark.parametrize("name", SOURCES)
def test_an_answer_that_is_well_meant_gives_prices(name: str) -> None:
    _, said = SOURCES[name]
    found = found_in(name, said.body)
    assert found
    assert all(isinstance(each, PriceReading) for each in found)


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("body", GARBAGE.values(), ids=GARBAGE)
def test_an_answer_that_says_nothing_is_a_parse_error_and_never_another_one(name: str, body: bytes) -> None:
    with pytest.raises(ParseError):
        found_in(name, body)


@pytest.mark.parametrize("name", SOURCES)
@settings(max_examples=30)
@given(data=st.data())
def test_an_answer_cut_off_or_changed_anywhere_gives_prices_refusals_or_a_parse_error(
    name: str, data: st.DataObject
) -> None:
    body = SOURCES[name][1].body
    start = data.draw(st.integers(0, len(body) - 1))
    cut = body[:start] + data.draw(st.binary(max_size=4)) + body[start + data.draw(st.integers(0, 40)) :]
    with suppress(ParseError):
        found_in(name, cut)
    with suppress(ParseError):
        found_in(name, body[:start])


@pytest.mark.parametrize("name", IN_JSON)
@settings(max_examples=150)
@given(data=st.data())
def test_any_value_in_the_place_of_any_other_gives_prices_refusals_or_a_parse_error(
    name: str, data: st.DataObject
) -> None:
    document = json.loads(SOURCES[name][1].body)
    holder, place = data.draw(st.sampled_from(list(every_place(document))))
    holder[place] = data.draw(JSON_VALUES)
    with suppress(ParseError):
        found_in(name, json.dumps(document).encode())


@pytest.mark.parametrize("name", ["profeco", "rpw_folder", "mapped_table"])
@settings(max_examples=100)
@given(data=st.data())
def test_any_text_in_any_cell_gives_prices_refusals_or_a_parse_error(name: str, data: st.DataObject) -> None:
    header, *lines = SOURCES[name][1].body.decode("cp1252").splitlines()
    cells = lines[0].split(",")
    cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(STRANGE | st.text(max_size=40))
    body = "\n".join([header, ",".join(cells), ""]).encode(errors="replace")
    with suppress(ParseError):
        found_in(name, body)


@pytest.mark.parametrize("name", SOURCES)
def test_what_an_answer_gives_does_not_depend_on_the_day_it_is_read(name: str) -> None:
    facts, said = SOURCES[name]
    later = feed(facts)
    later.today += timedelta(days=400)
    assert list(feed(facts).parse(said)) == list(later.parse(said))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rate": "0.0000000004"}, "rate: 4E-10 is too small to be kept with 9 decimals"),
        ({"recipient_fee": "1e-31"}, "recipient_fee: '1e-31' is not a number"),
    ],
)
def test_a_number_that_would_be_kept_as_nothing_is_refused(changes: dict[str, Any], sentence: str) -> None:
    tariff = test_tariffs.TARIFF | {"bands": [{"up_to": 100, "fixed": 0}]} | changes
    found = list(feed(some_facts("tariff_json")).parse(answer(test_tariffs.document(tariff))))
    (refused,) = [each for each in found if isinstance(each, RefusedRow)]
    assert sentence in refused.reason


@pytest.mark.parametrize("rate", [10_021_044_192_804_890_270, "1e30", "123456789012345678901234567890.5"])
def test_a_number_beyond_any_precision_meets_the_rules_like_any_other(rate: Any) -> None:
    prices = found_in(
        "tariff_json", json.dumps(test_tariffs.document(test_tariffs.TARIFF | {"rate": rate})).encode()
    )
    assert len(prices) == 6
    for price in prices:
        assert isinstance(price, PriceReading)
        assert "is not between 0 and 1000000" in broken_rules(price)[0]


def test_a_survey_row_whose_id_has_no_room_is_refused_and_its_file_is_read() -> None:
    body = csv_file([row(id="9" * 41), row()])
    prices = [each for each in found_in("rpw_folder", body) if isinstance(each, PriceReading)]
    refused = [each for each in found_in("rpw_folder", body) if isinstance(each, RefusedRow)]
    assert (len(prices), len(refused)) == (2, 1)
    assert refused[0].reason == "id is 41 characters long; 40 are allowed"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("Sandbox\x00Bank", "holds a zero byte"), ("Sandbox \ud800", "provider: holds half a character")],
)
def test_text_that_no_database_keeps_is_refused_and_told_without_it(name: str, sentence: str) -> None:
    body = json.dumps(TARIFF | {"provider": name}).encode()
    (refused,) = found_in("tariff_json", body)
    assert isinstance(refused, RefusedRow)
    assert sentence in refused.reason
    assert refused.said["provider"] in ("Sandbox\ufffdBank", "Sandbox ?")
