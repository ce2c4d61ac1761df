"""Any table of prices, by the mapping in its TOML."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from corridors.domain.codes import Access, CollectionMethod, FeeConvention, PayIn, PayOut, ProviderType
from corridors.domain.readings import PriceReading
from providers.adapters.base import ParseError
from providers.sources import SourceError, SourceFacts
from tests.providers.adapters.price_feeds import (
    KeptFiles,
    answer,
    broken_rules,
    feed,
    from_toml,
    place_in,
    results,
    some_facts,
)
from tests.providers.adapters.rate_feeds import FakeAsk

TOML = """
name = "Sandbox table"
kind = "prices"
adapter = "mapped_table"
url = "https://example.org/"
data_url = "https://example.org/prices.csv"
terms_url = "https://example.org/terms"
licence = "none"
stale_after_minutes = 10080
sandbox = true
reviewed_on = 2026-11-20

[options]
collection_method = "survey"
decimal_comma = true
delimiter = ";"
date_format = "%d.%m.%Y"

[options.constants]
from = "DE"
send_currency = "EUR"
fee_convention = "on_top"

[options.columns]
provider = "Anbieter"
provider_type = "Art"
to = "Nach"
receive_currency = "Währung"
send_amount = "Betrag"
fee = "Gebühr"
rate = "Kurs"
pay_in = "Einzahlung"
observed_at = "Tag"
speed_max_minutes = "Minuten"

[options.values]
provider_type = { "Bank" = "bank", "Geldtransfer" = "money_transfer_operator" }
to = { "Türkei" = "TR", "Vietnam" = "VN" }
pay_in = { "Konto" = "bank_account", "Konto oder Karte" = "bank_account|card", "unbekannt" = "" }
"""
HEADER = "Anbieter;Art;Nach;Währung;Betrag;Gebühr;Kurs;Einzahlung;Tag;Minuten;Bemerkung"
ROWS = (
    'Sandbox Hafenbank;Bank;Türkei;TRY;200;3,90;36,4512;KONTO;24.11.2026;2.880;"Semikolon; im Text"',
    "Sandbox Transfer;Geldtransfer;Vietnam;VND;1.000;0;27.812,5;Konto oder Karte;23.11.2026;;",
)


@pytest.fixture
def facts(tmp_path: Path) -> SourceFacts:
    return from_toml(tmp_path / "sandbox_table.toml", TOML)


def table(*rows: str) -> bytes:
    return "\r\n".join([HEADER, *(rows or ROWS), ""]).encode()


def refused_for(facts: SourceFacts, old: str, new: str) -> str:
    prices, refused = results(facts, answer(table(ROWS[0].replace(old, new))))
    assert (prices, len(refused)) == ([], 1)
    return refused[0].reason


def test_every_row_is_a_price_in_our_words_and_numbers(facts: SourceFacts) -> None:
    said = answer(table())
    (bank, transfer), refused = results(facts, said)
    assert refused == []
    assert broken_rules(bank) == broken_rules(transfer) == ()
    assert (bank.service.source, bank.service.destination) == ("DE", "TR")
    assert (bank.service.send_currency, bank.service.receive_currency) == ("EUR", "TRY")
    assert bank.provider_types == (ProviderType.BANK,)
    assert (bank.send_amount, bank.fee, bank.rate) == (Decimal(200), Decimal("3.90"), Decimal("36.4512"))
    assert bank.service.pay_in == (PayIn.BANK_ACCOUNT,)
    assert (bank.speed_max_minutes, transfer.speed_max_minutes) == (2880, None)
    assert bank.fee_convention is FeeConvention.ON_TOP
    assert bank.statement.collection_method is CollectionMethod.SURVEY
    assert bank.statement.observed_at == datetime(2026, 11, 24, tzinfo=UTC)
    assert [place_in(price, said) for price in (bank, transfer)] == ["line 2", "line 3"]
    assert (transfer.send_amount, transfer.rate) == (Decimal(1000), Decimal("27812.5"))
    assert transfer.service.pay_in == (PayIn.BANK_ACCOUNT, PayIn.CARD)


def test_a_word_may_stand_for_nothing_stated(facts: SourceFacts) -> None:
    (price,), _ = results(facts, answer(table(ROWS[0].replace("KONTO", "unbekannt"))))
    assert price.service.pay_in == ()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("Bank;T", "Sparverein;T", "provider_type: 'Sparverein' is not known"),
        ("3,90", "3.90", "fee: '3.90' is not a number with a decimal comma"),
        ("3,90", "", "fee: is missing"),
        ("36,4512", "NaN", "rate: 'NaN' is not a number"),
        ("200", "9" * 400, "send_amount: "),
        ("24.11.2026", "2026-11-24", "observed_at: '2026-11-24' is not written like %d.%m.%Y"),
        ("24.11.2026", "31.02.2026", "observed_at: '31.02.2026' is not written like"),
        (";2.880", "", "10 cells where the header has 11"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_line_and_a_sentence(
    facts: SourceFacts, old: str, new: str, sentence: str
) -> None:
    assert sentence in refused_for(facts, old, new)


def test_a_word_without_a_mapping_is_taken_as_it_stands_and_meets_the_rules(facts: SourceFacts) -> None:
    (price,), _ = results(facts, answer(table(ROWS[0].replace("Türkei", "Atlantis"))))
    assert broken_rules(price) == ("receiving country 'ATLANTIS' is not an ISO 3166 country",)


def test_a_refused_row_says_what_it_said_and_blank_rows_say_nothing(facts: SourceFacts) -> None:
    said = answer(table(ROWS[0].replace("3,90", "gratis"), ";" * 10, ROWS[1]))
    prices, refused = results(facts, said)
    assert [place_in(price, said) for price in prices] == ["line 4"]
    assert [place_in(row, said) for row in refused] == ["line 2"]
    assert refused[0].said["gebühr"] == "gratis"


def test_a_missing_column_is_a_parse_error_that_names_it(facts: SourceFacts) -> None:
    body = table().replace("Gebühr".encode(), b"Kosten")
    with pytest.raises(ParseError, match=r"table\.csv: no column 'gebühr' in the header"):
        results(facts, answer(body, asked={"file": "table.csv"}))


@pytest.mark.parametrize("cut", [1, 20, 60])
def test_a_table_that_is_cut_off_is_a_parse_error(facts: SourceFacts, cut: int) -> None:
    body = table(ROWS[1], ROWS[0]).rstrip(b"\r\n")[:-cut]
    with pytest.raises(ParseError, match="cut off"):
        results(facts, answer(body))


def workbook(rows: list[list[Any]]) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("Preise")
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    return written.getvalue()


def test_in_a_workbook_numbers_and_days_are_what_they_are_and_text_is_read_as_text(
    facts: SourceFacts,
) -> None:
    header = HEADER.split(";")
    cells = ["Sandbox Hafenbank", "Bank", "Türkei", "TRY", 200, 1.234, "36,4512", "Konto", date(2026, 11, 24)]
    said = answer(workbook([header, [*cells, 2880, ""], [*cells[:4], "1.200,50", *cells[5:8], "24.11.2026"]]))
    (first, second), refused = results(facts, said)
    assert refused == []
    assert (first.send_amount, first.fee, first.rate) == (Decimal(200), Decimal("1.234"), Decimal("36.4512"))
    assert first.statement.observed_at == second.statement.observed_at == datetime(2026, 11, 24, tzinfo=UTC)
    assert second.send_amount == Decimal("1200.50")
    assert place_in(first, said) == "Preise row 2"


def test_a_table_of_plain_numbers_needs_no_more_than_its_columns() -> None:
    columns = {name: name.title() for name in ("provider", "from", "to", "send_currency", "receive_currency")}
    columns |= {"send_amount": "Amount", "fee": "Fee", "observed_at": "When"}
    options = {"collection_method": "provider_submission", "columns": columns}
    body = (
        b"Provider,From,To,Send_Currency,Receive_Currency,Amount,Fee,When\n"
        b'Sandbox A,us,mx,usd,mxn,"1,000.50",2.5,2026-11-24T08:00:00+01:00\n'
        b"Sandbox B,US,MX,USD,MXN,200,2.5,\n"
    )
    (first, second), refused = results(some_facts("mapped_table", options=options), answer(body))
    assert refused == []
    assert (first.send_amount, first.service.source) == (Decimal("1000.50"), "US")
    assert first.statement.observed_at == datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert second.statement.observed_at == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def test_it_is_asked_at_its_address_or_read_from_its_folder(
    facts: SourceFacts, tmp_path: Path, settings: Any
) -> None:
    ask = FakeAsk()
    list(feed(facts, ask=ask).fetch(date(2026, 11, 23)))
    assert [question.url for question in ask.questions] == ["https://example.org/prices.csv"]
    settings.DROP_FOLDER = tmp_path
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "one.csv").write_bytes(table())
    in_folder = from_toml(tmp_path / "t.toml", TOML.replace("[options]", '[options]\nfolder = "tables"'))
    keep = KeptFiles()
    (kept,) = feed(in_folder, ask=ask, keep=keep).fetch(date(2026, 11, 23))
    assert len(ask.questions) == 1
    assert len([each for each in feed(in_folder).parse(kept) if isinstance(each, PriceReading)]) == 2


@pytest.mark.parametrize(
    ("typed", "instead", "named"),
    [
        ('fee = "Gebühr"', 'fees = "Gebühr"', r"options\.columns\.fees is not known"),
        ('from = "DE"', 'country = "DE"', r"options\.constants\.country is not known"),
        ("decimal_comma", "decimal_coma", r"options\.decimal_coma is not known"),
        ('"survey"', '"guess"', r"options\.collection_method: 'guess'"),
        ('";"', '"tab"', r"options\.delimiter is not one character"),
        ('to = { "Türkei" = "TR", "Vietnam" = "VN" }', 'to = "TR"', r"options: to is not a table"),
    ],
)
def test_a_slip_in_the_toml_is_named(tmp_path: Path, typed: str, instead: str, named: str) -> None:
    wrong = from_toml(tmp_path / "sandbox_table.toml", TOML.replace(typed, instead))
    with pytest.raises(SourceError, match=named):
        results(wrong, answer(table()))


def test_ways_in_one_cell_are_told_apart_by_our_separators() -> None:
    columns = {"provider": "P", "access": "A", "pay_out": "O", "send_amount": "S", "fee": "F"}
    constants = {"from": "US", "to": "MX", "send_currency": "USD", "receive_currency": "MXN"}
    options = {"collection_method": "survey", "columns": columns, "constants": constants}
    body = b'P,A,O,S,F\nSandbox,internet|branch,"cash,bank_account",200,1\n'
    (price,), _ = results(some_facts("mapped_table", options=options), answer(body))
    assert price.service.access == (Access.BRANCH, Access.INTERNET)
    assert price.service.pay_out == (PayOut.BANK_ACCOUNT, PayOut.CASH)
