from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given

from corridors.domain.codes import AmountBasis
from corridors.domain.tariff import (
    Band,
    PricePoint,
    Stretch,
    TariffError,
    schedule_from_bands,
    schedule_from_points,
)
from tests.domain.builders import points
from tests.domain.model import Service
from tests.domain.strategies import amounts, decimals, fees, law, price_points, services, shares


def fee_at(schedule: Sequence[Stretch], x: Fraction | int) -> Fraction:
    """The fee at a principal, which every stretch that holds it must agree on."""
    found = {stretch.fee.at(Fraction(x)) for stretch in schedule if stretch.low <= x <= stretch.high}
    assert len(found) == 1, f"{len(found)} fees at {x}"
    return found.pop()


def test_a_tariff_without_a_price_cannot_be_read():
    with pytest.raises(TariffError, match="at least one price point"):
        schedule_from_points([])


@pytest.mark.parametrize("amount", ["0", "-5"])
def test_a_price_at_an_amount_nobody_can_send_cannot_be_read(amount: str):
    with pytest.raises(TariffError, match=f"price point at {amount}, which nobody can send"):
        schedule_from_points(points((amount, "0", "20"), ("200", "5", "20")))


@pytest.mark.parametrize("second", [("200", "6", "20"), ("200.00", "5", "20"), ("200", "5", None)], ids=str)
def test_two_prices_at_one_amount_cannot_be_read(second: tuple[str, str, str | None]):
    with pytest.raises(TariffError, match="two prices at one amount"):
        schedule_from_points(points(("200", "5", "20"), second))


def test_a_published_tariff_without_a_band_cannot_be_read():
    with pytest.raises(TariffError, match="at least one band"):
        schedule_from_bands([], rate=None)


@pytest.mark.parametrize("limits", [("0",), ("100", "100"), ("100", "50")], ids=str)
def test_bands_whose_limits_do_not_rise_cannot_be_read(limits: tuple[str, ...]):
    with pytest.raises(TariffError, match=f"up to {limits[-1]} does not rise"):
        schedule_from_bands([Band(Decimal(limit), Decimal(1)) for limit in limits], rate=None)


def test_one_price_point_gives_a_constant_fee_from_half_to_twice_its_amount():
    schedule = schedule_from_points(points(("200", "5", "20")))
    assert [fee_at(schedule, x) for x in (100, 150, 200, 400)] == [5, 5, 5, 5]
    assert [schedule[0].low, schedule[-1].high] == [100, 400]


def test_the_nearest_line_of_fees_goes_on_outside_with_the_nearest_rate():
    # 200 → 4, 500 → 7, 1000 → 22: 1% below 500 and 3% above.
    schedule = schedule_from_points(points(("1000", "22", "21"), ("200", "4", "20"), ("500", "7", "20.5")))
    assert [fee_at(schedule, x) for x in (100, 300, 600, 2000)] == [3, 5, 10, 52]
    assert [schedule[0].rate_low, schedule[0].rate_high] == [20, 20]
    assert [schedule[-1].rate_low, schedule[-1].rate_high] == [21, 21]


def test_a_fee_that_would_be_negative_below_the_smallest_amount_is_zero():
    # 2% less 3: it would be -1 at 100, and is 0 at 150.
    schedule = schedule_from_points(points(("200", "1", "20"), ("500", "7", "20")))
    assert [fee_at(schedule, x) for x in (100, 149, 150, 151)] == [0, 0, 0, Fraction(2, 100)]


def test_a_fee_that_would_be_negative_above_the_largest_amount_is_zero():
    # From 7 at 200 it falls by 2% to 1 at 500: it would reach 0 at 550.
    schedule = schedule_from_points(points(("200", "7", "20"), ("500", "1", "20")))
    assert [fee_at(schedule, x) for x in (549, 550, 551, 1000)] == [Fraction(2, 100), 0, 0, 0]


def test_a_fee_that_starts_at_zero_stays_zero_below():
    schedule = schedule_from_points(points(("200", "0", "20"), ("500", "6", "20")))
    assert [fee_at(schedule, x) for x in (100, 199, 200, 250)] == [0, 0, 0, 1]


def test_an_undisclosed_rate_leaves_a_schedule_of_fees():
    schedule = schedule_from_points(points(("200", "5", None)))
    assert {(stretch.rate_low, stretch.rate_high) for stretch in schedule} == {(None, None)}
    assert fee_at(schedule, 300) == 5


def test_a_band_holds_up_to_and_including_its_limit():
    schedule = schedule_from_bands(
        [Band(Decimal(100), Decimal(1)), Band(Decimal(500), Decimal(3), Decimal(2))], rate=Decimal(20)
    )
    first, second = schedule
    assert [first.low, first.high, first.fee.at(Fraction(100))] == [0, 100, 1]
    assert [second.low, second.high, second.fee.at(Fraction(300))] == [100, 500, 9]
    assert second.low_is_open
    assert {stretch.basis for stretch in schedule} == {AmountBasis.TARIFF}


@law
@given(price_points())
def test_a_schedule_is_exact_at_every_price_point(known: tuple[PricePoint, ...]):
    schedule = schedule_from_points(known)
    for point in known:
        assert fee_at(schedule, Fraction(point.send_amount)) == Fraction(point.fee)


@law
@given(price_points())
def test_the_stretches_join_from_half_the_smallest_amount_to_twice_the_largest(
    known: tuple[PricePoint, ...],
):
    schedule = schedule_from_points(known)
    at = [Fraction(point.send_amount) for point in known]
    assert (schedule[0].low, schedule[-1].high) == (min(at) / 2, max(at) * 2)
    assert all(left.high == right.low for left, right in pairwise(schedule))


@law
@given(price_points(), shares)
def test_a_fee_is_never_below_zero(known: tuple[PricePoint, ...], share: Decimal):
    schedule = schedule_from_points(known)
    x = schedule[0].low + (schedule[-1].high - schedule[0].low) * Fraction(share)
    assert fee_at(schedule, x) >= 0
    assert all(stretch.fee.at(end) >= 0 for stretch in schedule for end in (stretch.low, stretch.high))


@law
@given(amounts, amounts, fees, decimals("0", "10"), shares)
def test_a_tariff_of_a_fixed_part_and_a_percentage_is_exact_anywhere_in_range(
    one: Decimal, gap: Decimal, fixed: Decimal, percent: Decimal, share: Decimal
):
    def charged(x: Fraction) -> Fraction:
        return Fraction(fixed) + x * Fraction(percent) / 100

    known = [PricePoint(x, fixed + x * percent / 100, Decimal(1)) for x in (one, one + gap, one + 3 * gap)]
    schedule = schedule_from_points(known)
    x = schedule[0].low + (schedule[-1].high - schedule[0].low) * Fraction(share)
    assert fee_at(schedule, x) == charged(x)


@law
@given(services, shares)
def test_the_fee_anywhere_is_the_one_worked_out_the_obvious_way(service: Service, share: Decimal):
    x = service.lowest + (service.highest - service.lowest) * Fraction(share)
    holding = next(s for s in service.terms.schedule if s.low < x <= s.high or x == s.low == service.lowest)
    assert holding.fee.at(x) == service.fee(x)
