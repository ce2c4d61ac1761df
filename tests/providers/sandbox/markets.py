"""Markets for tests: every route with the same three shapes, or a few that a test is about."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from providers.sandbox.cast import ROUTES
from providers.sandbox.market import Market, Surveyed, open_market
from providers.sandbox.prices import Shape, Terms

NOW = datetime(2026, 11, 24, 18, 30, 45, tzinfo=UTC)
SHAPES = (
    Shape(Decimal(5), Decimal(0), Decimal(1)),
    Shape(Decimal(2), Decimal("0.5"), Decimal(2)),
    Shape(Decimal(9), Decimal(0), Decimal("0.25")),
)
# Units per euro; those not named are worth 50 a euro.
RATES = {"AED": "4", "PHP": "70", "MYR": "5", "THB": "40", "LAK": "25000.123456"}


def rates() -> dict[str, Decimal]:
    used = {currency for route in ROUTES for currency in (route.send_currency, route.receive_currency)}
    return {currency: Decimal(RATES.get(currency, "50")) for currency in used}


def seen(send_currency: str, amount: str = "250", shapes: Sequence[Shape] = SHAPES) -> Surveyed:
    return Surveyed(send_currency, Decimal(amount), shapes)


def whole_market() -> Market:
    """Every route open."""
    by_slug = {route.slug: route for route in ROUTES}
    return open_market(
        surveyed={
            slug: seen(by_slug[slug].send_currency if slug in by_slug else "MYR")
            for slug in {route.like for route in ROUTES}
        },
        rates=rates(),
    )


def terms(
    fixed: str = "5",
    percent: str = "0.5",
    margin: str = "1",
    *,
    service: str = "Sandbox Heron Transfer",
    currencies: tuple[str, str] = ("AED", "PHP"),
    reference_rate: str = "17.5",
) -> Terms:
    shape = Shape(Decimal(fixed), Decimal(percent), Decimal(margin))
    return Terms(service, "ae-ph", *currencies, shape, Decimal(reference_rate))
