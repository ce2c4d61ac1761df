"""A plain example of each thing the domain works on; a test changes only what it is about."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from corridors.domain.codes import (
    Access,
    CollectionMethod,
    Coverage,
    FeeConvention,
    Mode,
    PayIn,
    PayOut,
    ProviderType,
    RateBasis,
    RateFixedAt,
)
from corridors.domain.indices import ServicePrice
from corridors.domain.offers import KnownPrice, Offer, ProviderFacts
from corridors.domain.pricing import Terms
from corridors.domain.ranking import Question
from corridors.domain.readings import PriceReading, ServiceKey, Statement
from corridors.domain.tariff import Band, PricePoint, schedule_from_bands, schedule_from_points
from corridors.domain.tax import TaxRule

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ENDED = NOON.date()  # the first day without it
CENT = Decimal("0.01")


def a_service(**changes: Any) -> ServiceKey:
    plain = ServiceKey(
        provider="swift money",
        source="US",
        destination="MX",
        pay_in=(PayIn.CARD,),
        access=(Access.INTERNET,),
        pay_out=(PayOut.CASH,),
        send_currency="USD",
        receive_currency="MXN",
    )
    return plain._replace(**changes)


def a_statement(**changes: Any) -> Statement:
    plain = Statement(
        source="rpw",
        collection_method=CollectionMethod.SURVEY,
        period="2026_3Q",
        observed_at=NOON,
        locator="rpw.csv:2",
        line="1",
        source_line="13034",
        note="",
    )
    return plain._replace(**changes)


def a_reading(**changes: Any) -> PriceReading:
    plain: dict[str, Any] = {
        "service": a_service(),
        "provider_name": "Swift Money",
        "provider_types": (ProviderType.MONEY_TRANSFER_OPERATOR,),
        "statement": a_statement(),
        "send_amount": Decimal(200),
        "price_point": 200,
        "fee": Decimal(5),
        "transparent": True,
    }
    return PriceReading(**plain | changes)


def points(*rows: tuple[str, str, str | None]) -> tuple[PricePoint, ...]:
    """Price points from (amount, fee, rate) as text; a rate of None is undisclosed."""
    return tuple(
        PricePoint(Decimal(x), Decimal(fee), None if rate is None else Decimal(rate)) for x, fee, rate in rows
    )


def some_terms(*rows: tuple[str, str, str | None], **changes: Any) -> Terms:
    """Terms through price points (amount, fee, rate); fee on top, no tax, no recipient's fee."""
    return _terms(schedule_from_points(points(*rows)), changes)


def banded_terms(*rows: tuple[str, str, str], rate: str | None, **changes: Any) -> Terms:
    """Terms of a published tariff with bands (up to, fixed fee, per cent)."""
    bands = [Band(Decimal(up_to), Decimal(fixed), Decimal(percent)) for up_to, fixed, percent in rows]
    return _terms(schedule_from_bands(bands, rate=None if rate is None else Decimal(rate)), changes)


def _terms(schedule: Any, changes: dict[str, Any]) -> Terms:
    plain: dict[str, Any] = {
        "schedule": schedule,
        "fee_convention": FeeConvention.ON_TOP,
        "recipient_fee": Decimal(0),
        "tax_percent": Decimal(0),
        "send_step": CENT,
        "payout_step": CENT,
    }
    return Terms(**plain | changes)


def a_known_price(**changes: Any) -> KnownPrice:
    plain = KnownPrice(
        send_amount=Decimal(200),
        fee=Decimal(5),
        rate=Decimal(18),
        rate_basis=RateBasis.STATED,
        margin_percent=Decimal(10),
        reference_rate=Decimal(20),
    )
    return plain._replace(**changes)


def a_provider(slug: str = "swift-money", **changes: Any) -> ProviderFacts:
    plain = ProviderFacts(
        slug=slug, name=slug.title(), type=ProviderType.MONEY_TRANSFER_OPERATOR, sandbox=False, ended_on=None
    )
    return plain._replace(**changes)


def an_offer(service_id: int = 1, *, fee: str = "5", rate: str = "19", **changes: Any) -> Offer:
    """A fresh offer in US dollars to pesos, priced at USD 200, so from USD 100 to USD 400, fee on top."""
    plain: dict[str, Any] = {
        "service_id": service_id,
        "service_key": "card|internet|cash",
        "line": "",
        "provider": a_provider(),
        "pay_in": (PayIn.CARD,),
        "access": (Access.INTERNET,),
        "pay_out": (PayOut.CASH,),
        "send_currency": "USD",
        "receive_currency": "MXN",
        "schedule": schedule_from_points(points(("200", fee, rate))),
        "unpriced": None,
        "fee_convention": FeeConvention.ON_TOP,
        "recipient_fee": Decimal(0),
        "rate_basis": RateBasis.STATED,
        "rate_fixed_at": RateFixedAt.SEND,
        "reference_rate": Decimal(20),
        "promotion": False,
        "ended_on": None,
        "speed_min_minutes": 0,
        "speed_max_minutes": 60,
        "coverage": Coverage.NATIONWIDE,
        "observed_at": NOON - timedelta(hours=2),
        "recorded_at": NOON - timedelta(hours=1),
        "stale_after": timedelta(days=1),
        "period": "",
        "source": "swift",
        "collection_method": CollectionMethod.PROVIDER_API,
        "note": "",
    }
    return Offer(**plain | changes)


def a_question(**changes: Any) -> Question:
    """What do USD 205, everything included, bring to Mexico now?"""
    plain: dict[str, Any] = {
        "amount": Decimal(205),
        "mode": Mode.PAY,
        "source": "US",
        "send_currency": "USD",
        "receive_currency": "MXN",
        "send_step": CENT,
        "payout_step": CENT,
        "at": NOON,
        "is_now": True,
    }
    return Question(**plain | changes)


def a_price(total: str | None, **changes: Any) -> ServicePrice:
    """A transparent service's total cost in per cent, arriving within the hour, nationwide."""
    plain = ServicePrice(
        service=object(),
        source="US",
        destination="MX",
        transparent=True,
        total_percent=None if total is None else Decimal(total),
        speed_max_minutes=60,
        coverage=Coverage.NATIONWIDE,
    )
    return plain._replace(**changes)


US_REMITTANCE_TAX = TaxRule(
    country="US",
    percent=Decimal(1),
    pay_in=frozenset({PayIn.CASH, PayIn.MONEY_ORDER, PayIn.CASHIERS_CHEQUE}),
    since=date(2026, 1, 1),
    source="26 U.S.C. § 4475",
)
