"""A bank's price list that a person copied into a TOML."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from corridors.domain.codes import PayIn, RateBasis
from corridors.domain.readings import PriceReading
from providers.adapters.base import Answer
from providers.sources import SourceError, SourceFacts
from tests.providers.adapters.price_feeds import KeptFiles, broken_rules, feed, from_toml, place_in, results

TOML = """
name = "Sandbox Harbour Bank, price list"
kind = "prices"
adapter = "published_tariff"
url = "https://example.org/prices"
terms_url = "https://example.org/terms"
licence = "none"
poll_every_minutes = 1440
stale_after_minutes = 4320
sandbox = true
reviewed_on = 2026-11-20

[options]
provider = "Sandbox Harbour Bank"
provider_type = "bank"
from = "SG"
to = "PH"
send_currency = "SGD"
receive_currency = "PHP"
pay_in = ["bank_account"]
fee_convention = "on_top"
margin_percent = 1.25
page = "https://example.org/prices"
reviewed_on = 2026-11-20

[[options.band]]
up_to = 1000
fixed = 4.99

[[options.band]]
up_to = 5000
fixed = "4.99"
percent = 0.1
"""


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    return tmp_path / "harbour.toml"


def kept(facts: SourceFacts) -> Answer:
    keep = KeptFiles()
    (answer,) = feed(facts, keep=keep).fetch(date(2026, 11, 23))
    return answer


def prices_of(facts: SourceFacts, answer: Answer) -> list[PriceReading]:
    prices, refused = results(facts, answer)
    assert refused == []
    assert [broken_rules(price) for price in prices] == [()] * len(prices)
    return prices


def test_the_toml_is_the_tariff_number_for_number_as_it_was_typed(toml: Path) -> None:
    facts = from_toml(toml, TOML)
    prices = prices_of(facts, kept(facts))
    assert [(price.send_amount, price.fee) for price in prices] == [
        (Decimal(5), Decimal("4.99")),
        (Decimal(1000), Decimal("4.99")),
        (Decimal("1000.01"), Decimal("5.99001")),
        (Decimal(5000), Decimal("9.99")),
    ]
    assert all(price.band_end for price in prices)
    first = prices[0]
    assert first.provider_name == "Sandbox Harbour Bank"
    assert first.service.pay_in == (PayIn.BANK_ACCOUNT,)
    assert (first.rate, first.rate_basis) == (None, RateBasis.FROM_MARGIN)
    assert first.stated_fx_margin_percent == Decimal("1.25")
    assert first.statement.observed_at == kept(facts).received_at
    assert place_in(first, kept(facts)) == "$.tariffs[0]"


def test_without_a_margin_the_rate_is_not_disclosed(toml: Path) -> None:
    facts = from_toml(toml, TOML.replace("margin_percent = 1.25\n", ""))
    assert {price.rate_basis for price in prices_of(facts, kept(facts))} == {RateBasis.UNDISCLOSED}


def test_what_is_archived_is_enough_to_read_it_again_after_the_toml_has_changed(toml: Path) -> None:
    facts = from_toml(toml, TOML)
    archived, before = kept(facts), prices_of(facts, kept(facts))
    changed = from_toml(toml, TOML.replace("4.99", "9.99"))
    assert prices_of(changed, archived) == before
    assert prices_of(changed, kept(changed)) != before
    assert json.loads(archived.body)["page"] == "https://example.org/prices"


def test_the_same_tariff_is_archived_as_the_same_bytes(toml: Path) -> None:
    assert kept(from_toml(toml, TOML)).sha256 == kept(from_toml(toml, TOML)).sha256


def test_a_page_nobody_looked_at_for_a_quarter_has_no_price_and_says_why(toml: Path) -> None:
    facts = from_toml(toml, TOML)
    looked = datetime(2026, 11, 20, tzinfo=UTC)
    in_time = kept(facts)._replace(received_at=looked + timedelta(days=92))
    assert len(results(facts, in_time)[0]) == 4
    prices, refused = results(facts, in_time._replace(received_at=looked + timedelta(days=93)))
    assert prices == []
    assert [row.reason for row in refused] == [
        "reviewed_on: nobody has looked at the page since 2026-11-20, which is over 92 days ago"
    ]


def test_the_toml_may_ask_for_a_look_more_often(toml: Path) -> None:
    facts = from_toml(toml, TOML.replace("page =", "review_within_days = 3\npage ="))
    assert "which is over 3 days ago" in results(facts, kept(facts))[1][0].reason


@pytest.mark.parametrize(
    ("typed", "instead", "named"),
    [
        ("margin_percent", "margin_precent", "options.margin_precent is not known"),
        ("margin_percent = 1.25", "rate = 42.5", "options.rate is not known"),
        (
            'page = "https://example.org/prices"\nreviewed_on = 2026-11-20',
            "",
            "options.reviewed_on is missing",
        ),
        ("[[options.band]]", "[[options.bands]]", "options.bands is not known"),
    ],
)
def test_a_slip_in_the_toml_is_named(toml: Path, typed: str, instead: str, named: str) -> None:
    with pytest.raises(SourceError, match=named):
        kept(from_toml(toml, TOML.replace(typed, instead)))


def test_a_band_that_cannot_be_is_refused(toml: Path) -> None:
    facts = from_toml(toml, TOML.replace("up_to = 5000", "up_to = 500"))
    prices, refused = results(facts, kept(facts))
    assert prices == []
    assert "band 2: up to 500 holds no range of amounts from 1000.01 on" in refused[0].reason
