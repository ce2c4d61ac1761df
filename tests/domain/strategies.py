"""Arbitrary services: price points, bands, taxes and fees as real ones could be, and stranger."""

from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st

from corridors.domain.codes import FeeConvention
from corridors.domain.tariff import Band, PricePoint
from tests.domain.model import Service

law = settings.get_profile("domain")


def decimals(low: str, high: str, places: int = 2) -> st.SearchStrategy[Decimal]:
    """Decimals from low to high with so many places."""
    step = Decimal(1).scaleb(-places)
    return st.integers(int(Decimal(low) / step), int(Decimal(high) / step)).map(lambda n: n * step)


amounts = decimals("1", "20000")
fees = decimals("0", "60")
rates = decimals("0.0001", "300", places=4)
# Somewhere from one end of a range (0) to the other (1).
shares = st.integers(0, 1000).map(lambda n: Decimal(n) / 1000)


@st.composite
def price_points(draw: st.DrawFn, *, one_rate: bool = False) -> tuple[PricePoint, ...]:
    """One to four points at different amounts, each with a fee of at most half its amount and a rate."""
    at = draw(st.lists(amounts, min_size=1, max_size=4, unique=True))
    rate = draw(rates)
    return tuple(PricePoint(x, min(draw(fees), x / 2), rate if one_rate else draw(rates)) for x in at)


@st.composite
def bands(draw: st.DrawFn) -> tuple[Band, ...]:
    """One to four bands with rising limits, each with a fixed fee and up to 10%."""
    limits = sorted(draw(st.lists(amounts, min_size=1, max_size=4, unique=True)))
    return tuple(Band(limit, draw(fees), draw(decimals("0", "10"))) for limit in limits)


_tariffs = st.one_of(
    st.fixed_dictionaries({"points": price_points()}),
    st.fixed_dictionaries({"bands": bands(), "rate": rates}),
)
_surroundings = st.fixed_dictionaries(
    {
        "convention": st.sampled_from(list(FeeConvention)),
        "tax_percent": st.sampled_from([Decimal(0), Decimal(1), Decimal("2.5")]),
        "recipient_fee": st.just(Decimal(0)) | decimals("0", "50"),
        "payout_step": st.sampled_from([Decimal("0.001"), Decimal("0.01"), Decimal(1)]),
    }
)
# Any tariff, any convention, with or without a tax and a recipient's fee.
services = st.builds(lambda tariff, around: Service(**tariff, **around), _tariffs, _surroundings)
