"""Prices, providers and rates for tests, recorded as a feed records them; a test changes what it is about."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from corridors.domain.codes import (
    Access,
    CollectionMethod,
    FeeConvention,
    PayIn,
    PayOut,
    ProviderType,
    RateBasis,
)
from corridors.domain.rates import PublishedRate
from corridors.domain.readings import PriceReading, ServiceKey, Statement
from corridors.models import Country, Source
from corridors.services import record_countries, record_prices, record_rates
from providers.identities import identify_providers
from providers.models import FeedRun, Provider
from providers.names import name_key
from providers.sources import every_source, record_sources

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SURVEYED_AT = datetime(2013, 7, 20, tzinfo=UTC)
TARIFFS = "tariffs"
SURVEY = "rpw"


def make_source(key: str = TARIFFS, **changes: Any) -> Source:
    """A source whose prices stand for two days, beside the ones that the product knows. Safe to repeat."""
    _know_countries_and_sources()
    facts = {"name": "Tariff sheets", "url": "https://tariffs.test/", "licence": "public domain"}
    source, _ = Source.objects.get_or_create(
        key=key, defaults={**facts, "stale_after_minutes": 2 * 24 * 60, **changes}
    )
    return source


def _know_countries_and_sources() -> None:
    """Record them unless they are all there: a test's prices and rates come here one by one."""
    if not Country.objects.exists():
        record_countries()
    if not every_source().keys() <= set(Source.objects.values_list("key", flat=True)):
        record_sources()


def make_provider(name: str = "Swift Hawk", **changes: Any) -> Provider:
    """A provider by its name. Safe to repeat; what is given anew is set anew."""
    facts = {"slug": name_key(name).replace(" ", "-"), "name": name, "type": "money_transfer_operator"}
    provider, _ = Provider.objects.update_or_create(
        name_key=name_key(name), defaults=changes, create_defaults={**facts, **changes}
    )
    return provider


def add_rate(base: str, quote: str, rate: str, *, on: datetime = NOW, source: str = "ecb") -> None:
    """1 `base` = `rate` `quote` as a central bank published it; ECB publishes per euro, NBP in zloty."""
    make_source()
    record_rates([PublishedRate(source, base, quote, Decimal(rate), on.date())], now=on)


def add_cross_rate(base: str, quote: str, rate: str, *, on: datetime = NOW) -> None:
    """1 `base` = `rate` `quote`, by way of the euro (worth 2 `base`)."""
    add_rate("EUR", base, "2", on=on)
    add_rate("EUR", quote, f"{2 * Decimal(rate):f}", on=on)


def price(
    provider: str = "Swift Hawk",
    *,
    corridor: str = "ae-ph",
    currencies: tuple[str, str] = ("AED", "PHP"),
    amount: str = "1000",
    fee: str | None = "10",
    rate: str | None = "11.9",
    pay_in: tuple[PayIn, ...] = (PayIn.CASH,),
    access: tuple[Access, ...] = (Access.BRANCH,),
    pay_out: tuple[PayOut, ...] = (PayOut.CASH,),
    kind: ProviderType | None = ProviderType.MONEY_TRANSFER_OPERATOR,
    seen: datetime = NOW - timedelta(hours=2),
    source: str = TARIFFS,
    period: str = "",
    line: str = "",
    note: str = "",
    **more: Any,
) -> PriceReading:
    """What a source says of one service at one amount: by default a fresh price with its fee on top."""
    sending, receiving = corridor.upper().split("-")
    return PriceReading(
        service=ServiceKey(name_key(provider), sending, receiving, pay_in, access, pay_out, *currencies),
        provider_name=provider,
        provider_types=(kind,) if kind else (),
        statement=Statement(
            source=source,
            collection_method=CollectionMethod.SURVEY if period else CollectionMethod.PUBLISHED_TARIFF,
            period=period,
            observed_at=seen,
            locator="test",
            line=line,
            source_line="",
            note=note,
        ),
        send_amount=Decimal(amount),
        fee=None if fee is None else Decimal(fee),
        rate=None if rate is None else Decimal(rate),
        **{
            "price_point": None,
            "transparent": rate is not None,
            "rate_basis": RateBasis.UNDISCLOSED if rate is None else RateBasis.STATED,
            "fee_convention": FeeConvention.ON_TOP,
            "speed_min_minutes": 0,
            "speed_max_minutes": 60,
            **more,
        },
    )


def record(*readings: PriceReading, at: datetime = NOW) -> None:
    """Record prices as a feed does; none may be refused."""
    make_source()
    run = FeedRun.objects.create(source_id=TARIFFS, payload_sha256="", payload_name="test", started_at=at)
    provider_ids: dict[str, int] = {}
    identify_providers(readings, provider_ids)
    recorded = record_prices(readings, run_id=run.id, provider_ids=provider_ids, now=at)
    assert not recorded.refused, recorded.refused


def surveyed(provider: str = "Swift Hawk", **changes: Any) -> PriceReading:
    """A price that only a survey of 2013 saw."""
    said: dict[str, Any] = {"source": SURVEY, "period": "2013_3Q", "seen": SURVEYED_AT, "price_point": 200}
    return price(provider, **said | changes)
