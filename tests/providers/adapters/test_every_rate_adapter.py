"""What holds for every source of reference rates that has an adapter, whoever wrote it."""

import json
from contextlib import suppress
from functools import cache
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.domain.rates import PublishedRate
from providers.adapters.base import ParseError
from providers.reading.published import MAX_RATE, RATE_STEP
from providers.sources import RATES, every_source, facts_of
from remitcompare.money import currencies
from tests.providers.adapters import rate_feeds, test_ecb, test_nbp
from tests.providers.adapters.rate_feeds import RECORDINGS, recording

SOURCES = sorted(key for key, facts in every_source().items() if facts.kind == RATES and facts.adapter)
ADAPTERS = sorted({facts_of(key).adapter for key in SOURCES})
# What an answer cannot be read without: that it is a month's, or of which series.
ASKED = {"fred": {"series": "DEXINUS"}}
WRITTEN = {"ecb": [test_ecb.BODY], "nbp": [test_nbp.TABLE_A, test_nbp.TABLE_B]}
GARBAGE = {
    "nothing": b"",
    "a space": b" ",
    "half a page": b"<html>",
    "a whole page": b"<!doctype html><html><head><title>Error</title></head><body><p>Error</p></body></html>",
    "an empty list": b"[]",
    "an empty object": b"{}",
    "null": b"null",
    "a number": b"1e999999999999999999999",
    "many digits": b"9" * 5000,
    "no text": b"\xff\xfe",
    "zeros": b"\x00" * 100,
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "deep elements": b"<a>" * 100_000,
    "a workbook cut off": b"PK\x03\x04" + b"\x00" * 40,
    "lists in the place of everything": b'{"data":[[[]]],"bmx":[[]],"observations":[[]],"meta":[]}',
    "words in the place of everything": b'{"data":"a","bmx":"b","observations":"c","meta":"d"}',
}
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["-", "1e999999", "0"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


def recorded(key: str) -> list[bytes]:
    adapter = facts_of(key).adapter
    kept = [recording(adapter, path.name) for path in sorted((RECORDINGS / adapter).glob("*"))]
    return WRITTEN.get(adapter, []) + kept


def read(key: str, body: bytes) -> list[PublishedRate]:
    """The rates of a body, asked for as its recording was."""
    rates, _ = rate_feeds.read(key, body, **ASKED.get(facts_of(key).adapter, {}))
    return rates


@cache
def readable(key: str) -> dict[bytes, list[PublishedRate]]:
    """Each body kept of a source that can be read without knowing more of what was asked, and its rates."""
    found = {}
    for body in recorded(key):
        with suppress(ParseError):
            found[body] = read(key, body)
    return found


@cache
def shortest(key: str) -> bytes:
    """The shortest body kept of a source that has rates."""
    return min((body for body, rates in readable(key).items() if rates), key=len)


def in_json(key: str) -> bool:
    return recorded(key)[0][:1] in (b"{", b"[")


def test_the_sources_asked_for_are_all_there() -> None:
    wanted = "ecb nbp banxico nrb bnm bdi bceao imf sbp cbk nbc cbsl rbf rbv nrbt cbn fred"
    assert set(wanted.split()) <= set(SOURCES)


@pytest.mark.parametrize("key", SOURCES)
@pytest.mark.parametrize("body", GARBAGE.values(), ids=GARBAGE)
def test_an_answer_that_says_nothing_is_a_parse_error_and_never_another_one(key: str, body: bytes) -> None:
    with pytest.raises(ParseError):
        read(key, body)


@pytest.mark.parametrize("key", SOURCES)
def test_every_rate_is_against_the_pivot_and_can_be_stored(key: str) -> None:
    rates = [rate for found in readable(key).values() for rate in found]
    assert rates
    pivot = facts_of(key).pivot
    for rate in rates:
        assert rate.source == key
        assert (rate.base == pivot) != (rate.quote == pivot)
        assert {rate.base, rate.quote} <= currencies()
        assert RATE_STEP <= rate.rate < MAX_RATE


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_the_docstring_says_direction_unit_side_days_address_and_key(adapter: str) -> None:
    text = " ".join((import_module(f"providers.adapters.{adapter}").Feed.__doc__ or "").split()).lower()
    # "Rupees per unit", "per 1 euro", "per `unit`".
    assert " per " in text
    assert any(side in text for side in ("mid", "buy", "sell", "mean", "average", "official"))
    assert any(days in text for days in ("day", "week", "month"))
    assert "https://" in text
    assert " key" in text


@pytest.mark.parametrize("key", SOURCES)
@settings(max_examples=15)
@given(data=st.data())
def test_an_answer_cut_off_anywhere_gives_rates_or_a_parse_error_and_nothing_else(
    key: str, data: st.DataObject
) -> None:
    body = shortest(key)
    cut = body[: data.draw(st.integers(0, len(body) - 1))]
    with suppress(ParseError):
        read(key, cut)


@pytest.mark.parametrize("key", [key for key in SOURCES if in_json(key)])
@settings(max_examples=25)
@given(data=st.data())
def test_any_value_in_the_place_of_any_other_gives_rates_refusals_or_a_parse_error_and_nothing_else(
    key: str, data: st.DataObject
) -> None:
    whole = holder = json.loads(shortest(key))
    while True:
        place = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        if not isinstance(holder[place], dict | list) or not holder[place] or data.draw(st.booleans()):
            break
        holder = holder[place]
    holder[place] = data.draw(JSON_VALUES)
    with suppress(ParseError):
        read(key, json.dumps(whole).encode())
