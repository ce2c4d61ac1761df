"""Directo a México: a rule on the FIX, and each bank's own fee."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from corridors.domain.codes import CollectionMethod, FeeConvention, PayIn, PayOut, ProviderType, RateFixedAt
from corridors.domain.readings import PriceReading
from providers.adapters.base import Answer, ParseError
from providers.sources import SourceError, SourceFacts, facts_of
from tests.providers.adapters.price_feeds import (
    answer,
    arrives,
    broken_rules,
    feed,
    from_toml,
    place_in,
    recording,
    results,
)
from tests.providers.adapters.rate_feeds import FakeAsk

OPTIONS = """
[options]
available_until = 2026-12-31

[[options.bank]]
name = "Sandbox Harbour Bank"
fee = 0
url = "https://example.org/harbour"
reviewed_on = 2026-11-20

[[options.bank]]
name = "Sandbox Teachers' Credit Union"
type = "credit_union"
fee = 4.99
url = "https://example.org/teachers"
reviewed_on = 2026-11-20
"""


@pytest.fixture
def facts(tmp_path: Path) -> SourceFacts:
    """The product's own TOML, with two invented banks."""
    shipped = Path("providers/sources/directo_a_mexico.toml").read_text(encoding="utf-8")
    return from_toml(tmp_path / "directo_a_mexico.toml", shipped.partition("[options]")[0] + OPTIONS)


def asked(facts: SourceFacts) -> dict[str, str]:
    """What the adapter notes when it asks."""
    ask = FakeAsk()
    list(feed(facts, ask=ask).fetch(date(2026, 11, 23)))
    return dict(ask.questions[0].asked)


def fix(facts: SourceFacts, *rows: Any, received_at: datetime | None = None) -> Answer:
    series = [{"idSerie": "SF43718", "titulo": "FIX", "datos": list(rows)}]
    when = received_at or datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    return answer({"bmx": {"series": series}}, asked=asked(facts), received_at=when)


def on(day: str, pesos: Any) -> dict[str, Any]:
    return {"fecha": day, "dato": pesos}


def prices_of(facts: SourceFacts, said: Answer) -> list[PriceReading]:
    prices, refused = results(facts, said)
    assert refused == []
    assert [broken_rules(price) for price in prices] == [()] * len(prices)
    return prices


def test_the_worked_example_of_the_methodology_comes_out(facts: SourceFacts) -> None:
    at_200 = prices_of(facts, fix(facts, on("23/11/2026", "18.7500")))[0]
    assert at_200.rate == Decimal("18.710625")
    assert arrives(at_200) == Decimal("3742.12")
    assert (at_200.send_amount, at_200.price_point, at_200.fee) == (Decimal(200), 200, Decimal(0))


def test_every_bank_has_its_fee_at_both_price_points(facts: SourceFacts) -> None:
    said = fix(facts, on("23/11/2026", "18.7500"))
    prices = prices_of(facts, said)
    assert [(price.provider_name, price.send_amount, price.fee) for price in prices] == [
        ("Sandbox Harbour Bank", Decimal(200), Decimal(0)),
        ("Sandbox Harbour Bank", Decimal(500), Decimal(0)),
        ("Sandbox Teachers' Credit Union", Decimal(200), Decimal("4.99")),
        ("Sandbox Teachers' Credit Union", Decimal(500), Decimal("4.99")),
    ]
    union = prices[2]
    assert union.provider_types == (ProviderType.CREDIT_UNION,)
    assert union.fee_convention is FeeConvention.ON_TOP
    assert (union.recipient_fee, union.rate_fixed_at) == (Decimal(0), RateFixedAt.PAYOUT)
    assert union.statement.collection_method is CollectionMethod.PUBLISHED_TARIFF
    assert union.statement.observed_at == datetime(2026, 11, 23, tzinfo=UTC)
    assert union.statement.note == "https://example.org/teachers"
    assert place_in(union, said) == "$.bmx.series[0].datos[0], bank 2"
    service = union.service
    assert (service.source, service.destination) == ("US", "MX")
    assert (service.send_currency, service.receive_currency) == ("USD", "MXN")
    assert (service.pay_in, service.pay_out) == ((PayIn.BANK_ACCOUNT,), (PayOut.BANK_ACCOUNT,))


def test_the_received_answer_of_the_bank_of_mexico_is_read_at_its_latest_day(facts: SourceFacts) -> None:
    said = answer(recording("banxico", "banxico_00.json"), asked=asked(facts))
    price = prices_of(facts, said)[0]
    assert price.statement.observed_at == datetime(2026, 3, 13, tzinfo=UTC)
    assert price.rate == Decimal("17.9218") * Decimal("0.9979")


def test_a_day_without_a_fix_leaves_the_one_before_it(facts: SourceFacts) -> None:
    said = fix(facts, on("23/11/2026", "N/E"), on("20/11/2026", "18.5"), on("19/11/2026", "18"))
    assert prices_of(facts, said)[0].statement.observed_at == datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fix_of", "received_on"),
    [("31/12/2026", datetime(2027, 1, 1, tzinfo=UTC)), ("04/01/2027", datetime(2027, 1, 4, tzinfo=UTC))],
)
def test_after_its_last_day_the_service_has_no_price_and_says_why(
    facts: SourceFacts, fix_of: str, received_on: datetime
) -> None:
    prices, refused = results(facts, fix(facts, on(fix_of, "18.5"), received_at=received_on))
    assert prices == []
    assert [row.reason for row in refused] == ["Directo a México is not offered after 2026-12-31"]


def test_on_its_last_day_it_still_has_prices(facts: SourceFacts) -> None:
    last = datetime(2026, 12, 31, 23, tzinfo=UTC)
    prices, refused = results(facts, fix(facts, on("31/12/2026", "18.5"), received_at=last))
    assert (len(prices), refused) == (4, [])


def test_a_fee_nobody_looked_at_for_a_quarter_is_refused(facts: SourceFacts) -> None:
    old = {name: value.replace("2026-11-20", "2026-08-23") for name, value in asked(facts).items()}
    said = fix(facts, on("23/11/2026", "18.5"))._replace(asked=old)
    prices, refused = results(facts, said)
    assert prices == []
    assert "nobody has looked at the page since 2026-08-23" in refused[0].reason
    a_day_later = {name: value.replace("2026-08-23", "2026-08-24") for name, value in old.items()}
    assert len(results(facts, said._replace(asked=a_day_later))[0]) == 4


def test_a_replay_finds_the_fees_that_were_noted_with_the_answer(facts: SourceFacts) -> None:
    said = fix(facts, on("23/11/2026", "18.5"))
    assert prices_of(facts_of("directo_a_mexico"), said) == prices_of(facts, said)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [on("23/11/2026", "N/E")],
        [on("23/11/2026", "0")],
        [on("23/11/2026", "-18")],
        [on("23/11/2026", ["18"])],
        [on("23/11/2026", None)],
        [on("2026-11-23", "18")],
        [on("31/02/2026", "18")],
        [on("20/11/2026", "18"), on("23/11/2026", "dieciocho")],
        ["18.75"],
    ],
)
def test_a_fix_that_cannot_be_read_is_a_parse_error_and_no_older_one_stands_in(
    facts: SourceFacts, rows: list[Any]
) -> None:
    with pytest.raises(ParseError):
        results(facts, fix(facts, *rows))


def test_another_series_is_not_the_fix(facts: SourceFacts) -> None:
    body = {"bmx": {"series": [{"idSerie": "SF46410", "datos": [on("23/11/2026", "20.3")]}]}}
    with pytest.raises(ParseError, match="SF43718"):
        results(facts, answer(body, asked=asked(facts)))


def test_it_asks_for_the_latest_fix_with_its_key_in_a_header(facts: SourceFacts, settings: Any) -> None:
    settings.BANXICO_TOKEN = "a-key"
    ask = FakeAsk()
    list(feed(facts, ask=ask).fetch(date(2026, 11, 23)))
    (question,) = ask.questions
    assert question.url == "https://www.banxico.org.mx/SieAPIRest/service/v1/series/SF43718/datos/oportuno"
    assert question.headers == {"Bmx-Token": "a-key"}
    assert "a-key" not in str(question.asked)


def test_the_shipped_file_names_no_bank_and_says_so_when_it_is_asked() -> None:
    with pytest.raises(SourceError, match=r"directo_a_mexico\.toml: options\.bank is missing"):
        list(feed(facts_of("directo_a_mexico")).fetch(date(2026, 11, 23)))
