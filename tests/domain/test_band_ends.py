"""A published tariff known by the two ends of each band: exact between them, nothing beyond them."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.domain.codes import AmountBasis, Reason
from corridors.domain.offers import schedule_of
from corridors.domain.pricing import Terms, pay
from corridors.domain.tariff import (
    Band,
    PricePoint,
    Stretch,
    TariffError,
    schedule_from_band_ends,
    schedule_from_bands,
    schedule_from_points,
    type_of_schedule,
)
from tests.domain.builders import CENT, a_known_price, points, some_terms
from tests.domain.strategies import bands, law, rates, shares

RATE = Decimal(18)
# Up to 100 for 4.99, then up to 1,000 for 1% and 2.
SHEET = points(("10", "4.99", "18"), ("100", "4.99", "18"), ("100.01", "3.0001", "18"), ("1000", "12", "18"))


def ends_of(sheet: tuple[Band, ...], *, rate: Decimal | None) -> list[PricePoint]:
    """What a source states of a sheet: a price at the first cent of each band and one at its limit."""
    low, found = Decimal(0), []
    for band in sheet:
        for amount in (low + CENT, band.up_to):
            found.append(PricePoint(amount, band.fixed + amount * band.percent / 100, rate))
        low = band.up_to
    return found


def wide(sheet: tuple[Band, ...]) -> bool:
    return all(b.up_to - a.up_to > CENT for a, b in pairwise((Band(Decimal(0), CENT), *sheet)))


sheets = bands().filter(wide)


def stretch_at(schedule: type_of_schedule, principal: Fraction) -> Stretch | None:
    """The stretch on which a principal lies, by the rule of Stretch."""
    for stretch in schedule:
        is_above = principal > stretch.low if stretch.low_is_open else principal >= stretch.low
        if is_above and principal <= stretch.high:
            return stretch
    return None


def terms(*rows: tuple[str, str, str | None]) -> Terms:
    plain = some_terms(("200", "5", "18"))
    return Terms(
        schedule=schedule_from_band_ends(points(*rows)),
        fee_convention=plain.fee_convention,
        recipient_fee=plain.recipient_fee,
        tax_percent=plain.tax_percent,
        send_step=plain.send_step,
        payout_step=plain.payout_step,
    )


@law
@given(sheets, rates, shares)
def test_within_its_limits_it_is_the_tariff_that_was_published(
    sheet: tuple[Band, ...], rate: Decimal, share: Decimal
):
    published = schedule_from_bands(sheet, rate=rate)
    known = schedule_from_band_ends(ends_of(sheet, rate=rate))
    assert [(part.high, part.fee, part.rate_low, part.rate_high, part.basis) for part in known] == [
        (part.high, part.fee, part.rate_low, part.rate_high, part.basis) for part in published
    ]
    assert [part.low for part in known][1:] == [part.low for part in published][1:]
    principal = Fraction(CENT) + (Fraction(sheet[-1].up_to) - Fraction(CENT)) * Fraction(share)
    one, other = stretch_at(known, principal), stretch_at(published, principal)
    assert one is not None
    assert other is not None
    assert one.fee.at(principal) == other.fee.at(principal)


@law
@given(sheets, shares)
def test_the_fee_is_exact_anywhere_in_a_band(sheet: tuple[Band, ...], share: Decimal):
    schedule = schedule_from_band_ends(ends_of(sheet, rate=RATE))
    low = Fraction(CENT)
    for band in sheet:
        principal = low + (Fraction(band.up_to) - low) * Fraction(share)
        stretch = stretch_at(schedule, principal)
        assert stretch is not None
        assert stretch.fee.at(principal) == Fraction(band.fixed) + principal * Fraction(band.percent) / 100
        low = Fraction(band.up_to) + Fraction(CENT)


@law
@given(st.randoms(use_true_random=False), sheets)
def test_the_order_in_which_the_ends_come_says_nothing(random, sheet: tuple[Band, ...]):
    ends = ends_of(sheet, rate=RATE)
    shuffled = random.sample(ends, len(ends))
    assert schedule_from_band_ends(shuffled) == schedule_from_band_ends(ends)


def test_below_the_first_end_and_above_the_last_there_is_no_price():
    schedule = schedule_from_band_ends(SHEET)
    assert stretch_at(schedule, Fraction("9.99")) is None
    assert stretch_at(schedule, Fraction("1000.01")) is None
    assert stretch_at(schedule, Fraction(10)) is not None
    assert stretch_at(schedule, Fraction(1000)) is not None
    # With the fee on top: 10 costs 14.99 and 1,000 costs 1,012.
    priced = terms(("10", "4.99", "18"), ("1000", "12", "18"))
    assert pay(priced, amount=Decimal("14.98")) is None
    assert pay(priced, amount=Decimal("14.99")) is not None
    assert pay(priced, amount=Decimal(1012)) is not None
    assert pay(priced, amount=Decimal("1012.01")) is None


def test_the_fee_steps_between_the_limit_of_a_band_and_the_first_cent_above_it():
    schedule = schedule_from_band_ends(SHEET)
    at_limit, above = stretch_at(schedule, Fraction(100)), stretch_at(schedule, Fraction("100.01"))
    assert at_limit is not None
    assert above is not None
    assert at_limit.fee.at(Fraction(100)) == Fraction("4.99")
    assert above.fee.at(Fraction("100.01")) == Fraction("3.0001")
    assert [part.basis for part in schedule] == [AmountBasis.TARIFF] * 2
    assert [part.low_is_open for part in schedule] == [False, True]


def test_a_tariff_that_gets_cheaper_at_a_step_is_paid_where_it_brings_most():
    priced = terms(("10", "20", "18"), ("100", "20", "18"), ("100.01", "5", "18"), ("1000", "5", "18"))
    payment = pay(priced, amount=Decimal(120))
    assert payment is not None
    # In the band above, 120 leave 115 to be converted; in the one below, 100.
    assert f"{payment.principal} {payment.fee} {payment.recipient_gets}" == "115 5 2070"


def test_where_the_sheet_leaves_amounts_out_the_next_band_reaches_down_and_is_never_below_zero():
    # 1% of what exceeds 1,000: at 900 the line would be at −1.
    schedule = schedule_from_band_ends(
        points(("10", "2", "18"), ("100", "2", "18"), ("1000", "0", "18"), ("2000", "10", "18"))
    )
    for principal, fee in (("100", 2), ("100.01", 0), ("900", 0), ("1000", 0), ("1500", 5), ("2000", 10)):
        stretch = stretch_at(schedule, Fraction(principal))
        assert stretch is not None
        assert stretch.fee.at(Fraction(principal)) == fee


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), "bands have two ends each; these are 0"),
        ((("10", "5", "18"),), "bands have two ends each; these are 1"),
        ((("10", "5", "18"), ("20", "5", "18"), ("30", "5", "18")), "these are 3"),
        ((("10", "5", "18"), ("10", "6", "18")), "two prices at one amount"),
    ],
)
def test_ends_that_make_no_bands_are_refused(rows: tuple[tuple[str, str, str], ...], sentence: str):
    with pytest.raises(TariffError, match=sentence):
        schedule_from_band_ends(points(*rows))


def test_an_undisclosed_rate_leaves_the_fees():
    schedule = schedule_from_band_ends(points(("10", "5", None), ("20", "5", None)))
    assert (schedule[0].rate_low, schedule[0].rate_high) == (None, None)


def test_prices_marked_as_ends_are_read_as_a_tariff():
    ends = [a_known_price(send_amount=Decimal(amount), band_end=True) for amount in (100, 200)]
    assert schedule_of(ends) == (
        schedule_from_band_ends(points(("100", "5", "18"), ("200", "5", "18"))),
        None,
    )
    undisclosed = [end._replace(rate=None) for end in ends]
    schedule, reason = schedule_of(undisclosed)
    assert reason is Reason.RATE_NOT_DISCLOSED
    assert schedule == schedule_from_band_ends(points(("100", "5", None), ("200", "5", None)))


def test_an_end_without_its_other_end_and_prices_that_are_none_are_points():
    one = a_known_price(band_end=True)
    assert schedule_of([one]) == (schedule_from_points(points(("200", "5", "18"))), None)
    mixed = [one, a_known_price(send_amount=Decimal(500))]
    assert schedule_of(mixed) == (
        schedule_from_points(points(("200", "5", "18"), ("500", "5", "18"))),
        None,
    )
