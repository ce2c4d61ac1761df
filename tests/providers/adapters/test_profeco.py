"""Profeco's published table of 14 January 2020: USD 300 to Mexico."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from corridors.domain.codes import CollectionMethod, FeeConvention, RateBasis
from corridors.domain.readings import PriceReading
from providers.adapters.base import ParseError
from providers.sources import facts_of
from tests.providers.adapters.price_feeds import (
    KeptFiles,
    answer,
    arrives,
    broken_rules,
    feed,
    place_in,
    recording,
    results,
)

HEADER = "report_date,zone,provider,send_usd,avg_rate_mxn_per_usd,fee_usd,mxn_received,source_url"
PUBLISHED = answer(recording("profeco", "2020-01-14_usd_300.csv"))


def published(zone: str = "Costa Este") -> dict[str, PriceReading]:
    prices, refused = results(facts_of("profeco"), PUBLISHED)
    assert refused == []
    return {price.provider_name: price for price in prices if price.statement.line == zone}


def refused_for(*cells: str) -> str:
    body = f"{HEADER}\n{','.join(cells)}\n".encode()
    prices, refused = results(facts_of("profeco"), answer(body))
    assert prices == []
    return refused[0].reason


def test_all_twelve_published_rows_are_prices_that_may_be_recorded() -> None:
    prices, refused = results(facts_of("profeco"), PUBLISHED)
    assert (len(prices), refused) == (12, [])
    assert [broken_rules(price) for price in prices] == [()] * 12
    price = published()["Western Union"]
    assert (price.service.source, price.service.destination) == ("US", "MX")
    assert (price.service.send_currency, price.service.receive_currency) == ("USD", "MXN")
    assert (price.service.pay_in, price.service.pay_out) == ((), ())
    assert (price.send_amount, price.price_point, price.fee) == (Decimal(300), None, Decimal(8))
    assert (price.rate, price.rate_basis) == (Decimal("18.24"), RateBasis.STATED)
    assert price.fee_convention is FeeConvention.INSIDE
    assert price.statement.collection_method is CollectionMethod.SURVEY
    assert price.statement.observed_at == datetime(2020, 1, 14, tzinfo=UTC)
    assert price.statement.note.startswith("https://suresteinforma.com/")
    assert place_in(price, PUBLISHED) == "line 6"


@pytest.mark.parametrize(
    ("provider", "pesos"),
    [("Banorte", "5625.00"), ("Viamericas", "5571.90"), ("Banco Inbursa", "5343.75")],
)
def test_the_worked_examples_of_the_methodology_come_out(provider: str, pesos: str) -> None:
    assert arrives(published()[provider]) == Decimal(pesos)


def test_a_provider_has_a_line_in_each_zone() -> None:
    assert published("Costa Este")["Western Union"].rate == Decimal("18.24")
    assert published("Costa del Pacifico")["Western Union"].rate == Decimal("18.29")


def test_zones_of_any_length_have_lines_of_their_own() -> None:
    zones = ["Frontera Norte de los Estados Unidos", "Frontera Norte de los Estados Unidos, oeste"]
    rows = [f'2020-01-14,"{zone}",Banorte,300,18.75,0,5625,' for zone in zones]
    prices, _ = results(facts_of("profeco"), answer("\n".join([HEADER, *rows]).encode() + b"\n"))
    assert len({price.statement.line for price in prices}) == 2
    assert all(len(price.statement.line) <= 32 for price in prices)


# (300 − 15) × 18.75 = 5,343.75; half a centavo on 285 dollars is 1.425 pesos, and half a peso more.
@pytest.mark.parametrize(
    ("received", "is_believed"), [("5341.83", True), ("5341.82", False), ("5345.68", False)]
)
def test_what_rounding_explains_is_believed_and_no_more(received: str, is_believed: bool) -> None:
    body = f"{HEADER}\n2020-01-14,Costa Este,Banco Inbursa,300,18.75,15,{received},\n".encode()
    prices, refused = results(facts_of("profeco"), answer(body))
    assert (len(prices), len(refused)) == ((1, 0) if is_believed else (0, 1))


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            ("14/01/2020", "", "Banorte", "300", "18.75", "0", "5625", ""),
            "report date: '14/01/2020' is not written like 2020-01-14",
        ),
        (("2020-01-14", "", "Banorte", "300", "18.75", "", "5625", ""), "fee: is missing"),
        (("2020-01-14", "", "", "300", "18.75", "0", "5625", ""), "provider: is missing"),
        (("2020-01-14", "", "Banorte", "300", "NaN", "0", "5625", ""), "'NaN' is not a number"),
        (("2020-01-14", "", "Banorte", "1e999", "18.75", "0", "5625", ""), "'1e999' is not a number"),
        (("2020-01-14", "", "Banorte", "300"), "4 cells where the header has 8"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_a_sentence(cells: tuple[str, ...], sentence: str) -> None:
    assert sentence in refused_for(*cells)


def test_a_file_with_other_columns_is_a_parse_error_that_names_it() -> None:
    with pytest.raises(ParseError, match=r"report\.csv: no column 'report date'"):
        results(facts_of("profeco"), answer(b"a,b\n1,2\n", asked={"file": "report.csv"}))


def test_files_are_read_where_the_operator_dropped_them_and_left_alone(tmp_path: Path, settings: Any) -> None:
    settings.DROP_FOLDER = tmp_path
    folder = tmp_path / "profeco"
    folder.mkdir()
    for name in ("b.csv", "a.CSV", ".hidden.csv", "notes.txt"):
        (folder / name).write_bytes(PUBLISHED.body)
    (folder / "folder.csv").mkdir()
    keep = KeptFiles()
    answers = list(feed(facts_of("profeco"), keep=keep).fetch(date(2026, 11, 23)))
    assert [each.asked["file"] for each in answers] == ["a.CSV", "b.csv"]
    assert [each.content_type for each in answers] == ["text/csv"] * 2
    assert answers[0].sha256 == PUBLISHED.sha256
    assert {path.name for path in folder.iterdir()} == {
        "a.CSV",
        "b.csv",
        ".hidden.csv",
        "notes.txt",
        "folder.csv",
    }


def test_no_folder_is_one_in_which_nothing_was_dropped(tmp_path: Path, settings: Any) -> None:
    settings.DROP_FOLDER = tmp_path / "nowhere"
    assert list(feed(facts_of("profeco")).fetch(date(2026, 11, 23))) == []
