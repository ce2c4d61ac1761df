"""Currencies and countries by the standards, on the day."""

import io
from datetime import date
from decimal import Decimal

import pytest

from corridors.facts import parallel_market_of, rate_breaks, tax_rules
from corridors.places import (
    alpha2_by_alpha3,
    corridor_name,
    countries_called,
    country_name,
    known_countries,
)
from remitcompare.money import currency_of, payable_step, plain
from remitcompare.progress import Progress
from remitcompare.spreadsheets import harmless


@pytest.mark.parametrize(
    ("territory", "day", "currency"),
    [
        ("LT", date(2014, 12, 31), "LTL"),
        ("LT", date(2015, 1, 1), "EUR"),
        ("ZM", date(2012, 6, 1), "ZMK"),
        ("ZW", date(2013, 7, 1), "USD"),
        ("PA", date(2013, 7, 1), "USD"),
        ("XK", date(2013, 7, 1), "EUR"),
        ("AN", date(2013, 7, 1), "ANG"),
        ("SN", date(2013, 7, 1), "XOF"),
        ("AQ", date(2013, 7, 1), None),
    ],
)
def test_a_country_has_the_legal_tender_of_the_day(territory: str, day: date, currency: str | None) -> None:
    assert currency_of(territory, day) == currency


@pytest.mark.parametrize(
    ("currency", "step"), [("EUR", "0.01"), ("JPY", "1"), ("KWD", "0.001"), ("XOF", "1")]
)
def test_a_currency_pays_in_its_own_smallest_amount(currency: str, step: str) -> None:
    assert payable_step(currency) == Decimal(step)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("5.00", "5"),
        ("1E+3", "1000"),
        ("0.0000001", "0"),
        ("-0.0000001", "0"),
        ("2.6700", "2.67"),
        ("100", "100"),
    ],
)
def test_a_number_is_printed_without_exponent_or_trailing_zeros(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


def test_countries_come_from_iso_with_kosovo_and_the_dissolved() -> None:
    assert known_countries()["XK"] == "XKX"
    assert known_countries()["AN"] == "ANT"
    assert alpha2_by_alpha3()["KSV"] == "XK"
    assert alpha2_by_alpha3()["ROM"] == "RO"
    assert "ZZ" not in known_countries()


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("PH", "en", "Philippines"),
        ("DE", "es", "Alemania"),
        ("SA", "es", "Arabia Saudita"),  # in Spain: Arabia Saudí
        ("CI", "en", "Côte d’Ivoire"),
        ("AN", "en", "Netherlands Antilles"),
        ("ZZ1", "en", "ZZ1"),
        ("ZZ", "en", "ZZ"),
    ],
)
def test_a_country_is_named_in_the_readers_language(code: str, language: str, name: str) -> None:
    assert country_name(code, language) == name


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Philippines", {"PH"}),
        ("cote d'ivoire", {"CI"}),
        ("CÔTE D’IVOIRE", {"CI"}),
        ("kosovo", {"XK"}),
        ("united  arab", {"AE"}),
        ("Guinea-B", {"GW"}),
        ("nowhere", set()),
    ],
)
def test_a_country_is_found_by_a_part_of_its_name_however_it_is_typed(words: str, codes: set[str]) -> None:
    assert countries_called(words) == codes


def test_a_corridor_is_named_by_its_countries() -> None:
    assert corridor_name("AE", "PH") == "United Arab Emirates to Philippines"


def test_every_fact_kept_as_data_can_be_read_and_has_a_source() -> None:
    assert all(rule.source for rule in tax_rules())
    assert all(entry.note for entry in rate_breaks())
    assert {entry.currency for entry in rate_breaks()} >= {"MMK", "LBP", "SDG", "SYP", "VES"}


def test_a_parallel_market_is_known_between_its_days() -> None:
    market = parallel_market_of("NGN", date(2020, 1, 1))
    assert market is not None
    assert market.source
    assert parallel_market_of("NGN", date(2024, 1, 1)) is None
    assert parallel_market_of("PHP", date(2020, 1, 1)) is None


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_progress_bar_fills_on_a_terminal_and_is_silent_in_a_file() -> None:
    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        with Progress(stream, "Reading", 4) as step:
            step(2)
            step(2)
    assert terminal.getvalue().count("\r") == 3
    assert " 50%" in terminal.getvalue()
    assert terminal.getvalue().endswith("100%\n")
    assert file.getvalue() == ""


def test_a_progress_bar_that_was_interrupted_does_not_claim_the_end() -> None:
    terminal = Terminal()
    with pytest.raises(KeyboardInterrupt), Progress(terminal, "Reading", 4):
        raise KeyboardInterrupt
    assert "100%" not in terminal.getvalue()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(start: str) -> None:
    assert harmless(f"{start}cmd()") == f"'{start}cmd()"
    assert harmless("Lari") == "Lari"
