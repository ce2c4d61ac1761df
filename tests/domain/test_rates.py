from datetime import date, timedelta
from decimal import Decimal

import pytest

from corridors.domain.rates import SAME_CURRENCY, PublishedRate, RateBook, RateBreak, RatePreference

FRIDAY = date(2026, 11, 20)
PIVOTS = {"ecb": "EUR", "nbp": "PLN"}


def per_euro(currency: str, rate: str, on: date = FRIDAY) -> PublishedRate:
    """As the European Central Bank prints it: 1 EUR = rate currency."""
    return PublishedRate("ecb", "EUR", currency, Decimal(rate), on)


def in_zloty(currency: str, rate: str, on: date = FRIDAY) -> PublishedRate:
    """As the National Bank of Poland prints it: 1 currency = rate PLN."""
    return PublishedRate("nbp", currency, "PLN", Decimal(rate), on)


def book(*published: PublishedRate, breaks: tuple[RateBreak, ...] = ()) -> RateBook:
    return RateBook(published, pivots=PIVOTS, preference=RatePreference(("ecb", "nbp")), breaks=breaks)


def rate_of(rates: RateBook, base: str, quote: str, on: date = FRIDAY) -> Decimal | None:
    cross = rates.cross(base=base, quote=quote, on=on)
    return cross.rate if cross else None


def test_two_currencies_printed_per_euro_are_crossed_through_the_euro():
    # 1 EUR = 1.25 USD = 20 MXN, so 1 USD = 16 MXN.
    assert rate_of(book(per_euro("USD", "1.25"), per_euro("MXN", "20")), "USD", "MXN") == 16


def test_two_currencies_printed_in_zloty_are_crossed_through_the_zloty():
    # 1 USD = 4 PLN and 1 PHP = 0.08 PLN, so 1 USD = 50 PHP.
    assert rate_of(book(in_zloty("USD", "4"), in_zloty("PHP", "0.08")), "USD", "PHP") == 50


def test_a_currency_is_crossed_with_the_one_its_source_prints_against():
    rates = book(per_euro("USD", "1.25"))
    assert (rate_of(rates, "EUR", "USD"), rate_of(rates, "USD", "EUR")) == (Decimal("1.25"), Decimal("0.8"))


def test_a_currency_against_itself_is_1_of_that_day_without_any_source():
    cross = book().cross(base="USD", quote="USD", on=FRIDAY)
    assert cross is not None
    assert [cross.rate, cross.source, cross.observed_on, cross.age_days] == [1, SAME_CURRENCY, FRIDAY, 0]


def test_a_currency_nobody_prints_has_no_rate():
    assert rate_of(book(per_euro("USD", "1.25")), "USD", "XAU") is None


def test_the_first_source_that_has_both_answers():
    rates = book(per_euro("USD", "1.25"), per_euro("MXN", "20"), in_zloty("USD", "4"), in_zloty("MXN", "0.2"))
    cross = rates.cross(base="USD", quote="MXN", on=FRIDAY)
    assert cross is not None
    assert [cross.source, cross.rate] == ["ecb", 16]


def test_two_sources_are_not_mixed_even_where_each_has_one_of_the_two():
    assert rate_of(book(per_euro("USD", "1.25"), in_zloty("PHP", "0.08")), "USD", "PHP") is None


def test_the_second_source_answers_where_the_first_lacks_one():
    rates = book(per_euro("USD", "1.25"), in_zloty("USD", "4"), in_zloty("PHP", "0.08"))
    cross = rates.cross(base="USD", quote="PHP", on=FRIDAY)
    assert cross is not None
    assert [cross.source, cross.rate] == ["nbp", 50]


def test_a_weekend_carries_the_last_rate_forward_with_its_age():
    sunday = FRIDAY + timedelta(days=2)
    cross = book(per_euro("USD", "1.25")).cross(base="EUR", quote="USD", on=sunday)
    assert cross is not None
    assert (cross.observed_on, cross.age_days) == (FRIDAY, 2)


def test_the_older_of_two_rates_gives_the_date():
    rates = book(per_euro("USD", "1.25"), per_euro("MXN", "20", FRIDAY - timedelta(days=3)))
    cross = rates.cross(base="USD", quote="MXN", on=FRIDAY)
    assert cross is not None
    assert (cross.observed_on, cross.age_days) == (FRIDAY - timedelta(days=3), 3)


@pytest.mark.parametrize(("days", "known"), [(7, True), (8, False)])
def test_a_rate_is_carried_for_7_days_and_no_further(days: int, known: bool):
    later = FRIDAY + timedelta(days=days)
    assert (rate_of(book(per_euro("USD", "1.25")), "EUR", "USD", later) is not None) is known


def test_a_rate_of_a_later_day_is_not_used():
    assert rate_of(book(per_euro("USD", "1.25")), "EUR", "USD", FRIDAY - timedelta(days=1)) is None


def test_the_latest_rate_by_the_day_is_used():
    rates = book(
        per_euro("USD", "1.30", FRIDAY + timedelta(days=1)),
        per_euro("USD", "1.20", FRIDAY - timedelta(days=1)),
        per_euro("USD", "1.25"),
    )
    assert rate_of(rates, "EUR", "USD") == Decimal("1.25")


def test_asking_again_gives_the_same_answer():
    rates = book(per_euro("USD", "1.25"))
    first = rates.cross(base="EUR", quote="USD", on=FRIDAY)
    assert rates.cross(base="EUR", quote="USD", on=FRIDAY) is first


LEBANON = RateBreak("LBP", date(2023, 2, 1), "from 1,507.5 to 15,000 to the US dollar", date(2023, 2, 8))


@pytest.mark.parametrize(
    ("published", "asked", "known"),
    [
        (date(2023, 1, 31), date(2023, 1, 31), True),
        (date(2023, 1, 31), date(2023, 2, 1), False),
        (date(2023, 2, 2), date(2023, 2, 3), False),  # the old rate was still printed
        (date(2023, 2, 7), date(2023, 2, 7), False),
        (date(2023, 2, 8), date(2023, 2, 8), True),
        (date(2023, 2, 8), date(2023, 2, 10), True),
    ],
)
def test_no_rate_from_before_a_break_is_used_after_it(published: date, asked: date, known: bool):
    rates = book(in_zloty("LBP", "0.0003", published), breaks=(LEBANON,))
    assert (rate_of(rates, "LBP", "PLN", asked) is not None) is known


def test_a_break_is_valid_from_its_own_day_unless_said():
    kyat = RateBreak("MMK", date(2012, 1, 4), "end of the peg")
    assert kyat.forbids(observed_on=date(2012, 1, 3), on=date(2012, 1, 4))
    assert not kyat.forbids(observed_on=date(2012, 1, 3), on=date(2012, 1, 3))
    assert not kyat.forbids(observed_on=date(2012, 1, 4), on=date(2012, 1, 4))


def test_a_break_of_one_currency_leaves_the_others_alone():
    before = date(2023, 1, 31)
    rates = book(in_zloty("LBP", "0.0003", before), in_zloty("USD", "4", before), breaks=(LEBANON,))
    assert rate_of(rates, "USD", "PLN", date(2023, 2, 1)) == 4
    assert rate_of(rates, "USD", "LBP", date(2023, 2, 1)) is None


def test_a_rate_that_is_not_against_its_sources_pivot_answers_nothing():
    stray = PublishedRate("ecb", "USD", "MXN", Decimal(16), FRIDAY)
    assert rate_of(book(stray, per_euro("USD", "1.25")), "EUR", "MXN") is None
    assert rate_of(book(stray), "USD", "MXN") is None
