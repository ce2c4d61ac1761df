"""Which prices a comparison is made of: nothing invented unless asked for, nothing that a source dropped."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from corridors.models import Corridor, Service, Source
from corridors.selectors import cross_rate, offers
from tests.factories import NOW, add_rate, make_provider, make_source, price, record

pytestmark = pytest.mark.django_db
SANDBOX = "http://127.0.0.1:8001"


def names() -> list[str]:
    return [offer.provider.name for offer in offers(Corridor.objects.get(slug="ae-ph"))]


def test_invented_prices_are_left_out_unless_a_sandbox_is_switched_on(settings: Any) -> None:
    make_provider("Sandbox Bank", sandbox=True)
    record(price("Sandbox Bank"), price("Swift Hawk"))
    settings.SANDBOX_URL = ""
    assert names() == ["Swift Hawk"]
    past = offers(Corridor.objects.get(slug="ae-ph"), at=NOW)
    assert [offer.provider.name for offer in past] == ["Swift Hawk"]
    settings.SANDBOX_URL = SANDBOX
    assert names() == ["Sandbox Bank", "Swift Hawk"]
    invented, _ = offers(Corridor.objects.get(slug="ae-ph"))
    assert invented.provider.sandbox


def test_a_service_ends_with_the_first_of_its_own_end_and_its_source_s() -> None:
    record(price("Swift Hawk"))
    (offer,) = offers(Corridor.objects.get(slug="ae-ph"))
    assert offer.ended_on is None
    Source.objects.update(ended_on=date(2027, 1, 1))
    (offer,) = offers(Corridor.objects.get(slug="ae-ph"))
    assert offer.ended_on == date(2027, 1, 1)
    Service.objects.update(ended_on=date(2026, 12, 1))
    (offer,) = offers(Corridor.objects.get(slug="ae-ph"))
    assert offer.ended_on == date(2026, 12, 1)


def test_invented_rates_answer_only_where_a_sandbox_is_switched_on_and_no_real_one_does(
    settings: Any,
) -> None:
    add_rate("EUR", "USD", "1.5", source="sandbox_ecb")
    settings.SANDBOX_URL = ""
    assert cross_rate(base="EUR", quote="USD", on=NOW.date()) is None
    settings.SANDBOX_URL = SANDBOX
    invented = cross_rate(base="EUR", quote="USD", on=NOW.date())
    assert invented is not None
    assert (invented.rate, invented.source) == (Decimal("1.5"), "sandbox_ecb")
    add_rate("EUR", "USD", "1.1")
    real = cross_rate(base="EUR", quote="USD", on=NOW.date())
    assert real is not None
    assert (real.rate, real.source) == (Decimal("1.1"), "ecb")


def test_of_two_rates_of_a_day_the_one_recorded_later_counts() -> None:
    add_rate("EUR", "USD", "1.2", on=NOW)
    add_rate("EUR", "USD", "1.1", on=NOW + timedelta(hours=1))
    found = cross_rate(base="EUR", quote="USD", on=NOW.date())
    assert found is not None
    assert found.rate == Decimal("1.1")


def amounts_at(age_minutes: int) -> list[str]:
    """The principals that an offer's prices were seen at, one of them so much older than the other."""
    make_source(stale_after_minutes=60)
    seen = NOW - timedelta(minutes=5)
    record(price(amount="1000", seen=seen), price(amount="500", seen=seen - timedelta(minutes=age_minutes)))
    (offer,) = offers(Corridor.objects.get(slug="ae-ph"))
    assert offer.schedule is not None
    return sorted({str(at) for stretch in offer.schedule for at in stretch.observed_at})


def test_an_amount_that_its_source_stopped_asking_for_is_no_part_of_the_offer() -> None:
    assert amounts_at(61) == ["1000"]


def test_amounts_seen_within_the_sources_limit_belong_together() -> None:
    assert amounts_at(60) == ["1000", "500"]


def test_the_two_ends_of_a_band_are_priced_as_published() -> None:
    record(
        price(amount="100", fee="5", band_end=True),
        price(amount="1000", fee="5", band_end=True),
    )
    (offer,) = offers(Corridor.objects.get(slug="ae-ph"))
    assert offer.schedule is not None
    assert [f"{stretch.low}-{stretch.high} {stretch.basis}" for stretch in offer.schedule] == [
        "100-1000 tariff"
    ]
