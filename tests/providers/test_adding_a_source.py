"""docs/adding-a-source.md done as it says: its files are taken from the page and give what it promises."""

import importlib
import importlib.util
import json
import re
import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from corridors.domain.readings import PriceReading
from corridors.domain.readings_json import to_json
from providers.adapters.base import PriceAdapter, RefusedRow
from providers.sources import SourceFacts, read
from tests.providers.adapters.price_feeds import KeptFiles, answer, broken_rules, feed, results, some_facts
from tests.providers.adapters.rate_feeds import FakeAsk

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "adding-a-source.md").read_text(encoding="utf-8")
TOML = "providers/sources/toy_harbour.toml"
ADAPTER = "providers/adapters/toy_harbour.py"
RECORDING = "tests/providers/recordings/toy_harbour/prices.json"
DIGEST = 16


def block(name: str) -> str:
    """The one block of code under a line that names it."""
    found = re.findall(rf"^`{re.escape(name)}`\n\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(found) == 1, f"{len(found)} blocks are named {name}"
    return str(found[0])


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A folder with the page's files under the page's names."""
    for name in (TOML, ADAPTER, RECORDING):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block(name), encoding="utf-8")
    return tmp_path


def imported(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def toy_feed(toy: Path, ask: FakeAsk) -> PriceAdapter:
    facts = read(toy / TOML)
    assert facts.adapter == Path(ADAPTER).stem
    adapter: PriceAdapter = imported(toy / ADAPTER).Feed(
        facts, today=date(2026, 11, 24), ask=ask, keep=KeptFiles()
    )
    assert isinstance(adapter, PriceAdapter)
    return adapter


def test_the_recording_gives_the_reading_and_the_refusal_that_the_page_promises(toy: Path) -> None:
    said = answer((toy / RECORDING).read_bytes())
    price, refused = toy_feed(toy, FakeAsk()).parse(said)
    assert isinstance(price, PriceReading)
    assert isinstance(refused, RefusedRow)
    digest = said.sha256[:DIGEST]
    promised = json.loads(block("reading").replace("LOCATOR", digest))
    # JSON knows no tuples
    assert json.loads(json.dumps(to_json(price))) == promised
    assert f"{refused.locator}: {refused.reason}" == f"{digest} {block('refusal').strip()}"
    assert broken_rules(price) == ()


def test_the_toy_source_asks_the_address_in_its_facts(toy: Path) -> None:
    ask = FakeAsk()
    assert len(list(toy_feed(toy, ask).fetch(date(2026, 11, 23)))) == 1
    assert [question.url for question in ask.questions] == [read(toy / TOML).data_url]


def test_the_page_explains_every_field_of_a_source_and_no_other() -> None:
    table = PAGE.partition("| field | what it says |")[2].partition("\n\n")[0]
    explained = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    known = [each.name for each in fields(SourceFacts) if each.name != "key"]
    assert sorted(explained) == sorted(known)


def test_the_page_names_every_adapter_that_needs_no_python() -> None:
    table = PAGE.partition("| adapter | for | options |")[2].partition("\n\n")[0]
    named = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert len(named) >= 7
    for name in named:
        assert issubclass(importlib.import_module(f"providers.adapters.{name}").Feed, PriceAdapter)


def options(beginning: str) -> dict[str, object]:
    """The options of the page's example that begins with a line."""
    found = re.findall(
        rf"```toml\n(\[options\]\n{re.escape(beginning)}.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
    )
    assert len(found) == 1
    stated: dict[str, object] = tomllib.loads(found[0])["options"]
    return stated


def test_the_pages_price_list_is_a_tariff_of_two_bands() -> None:
    facts = some_facts("published_tariff", options=options('provider = "Toy Harbour Bank"'))
    (kept,) = feed(facts).fetch(date(2026, 11, 23))
    prices, refused = results(facts, kept)
    assert refused == []
    assert [f"{price.send_amount} {price.fee}" for price in prices] == [
        "50 4.99",
        "1000 4.99",
        "1000.01 5.99001",
        "5000 9.99",
    ]


def test_the_pages_mapping_reads_a_table_in_its_words() -> None:
    facts = some_facts("mapped_table", options=options('collection_method = "survey"'))
    row = "Toy Harbour Bank;Türkei;TRY;1.000;3,90;36,45;bar;24.11.2026"
    header = "ANBIETER;nach;Währung;Betrag;Gebühr;Kurs;Einzahlung;Tag"
    (price,), refused = results(facts, answer(f"{header}\n{row}\n".encode()))
    assert refused == []
    assert broken_rules(price) == ()
    assert (price.service.destination, f"{price.send_amount} {price.fee} {price.rate}") == (
        "TR",
        "1000 3.90 36.45",
    )
