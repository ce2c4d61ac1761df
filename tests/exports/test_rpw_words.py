"""What the export words, the importer reads back as the same codes."""

from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.domain.codes import Access, Coverage, PayIn, PayOut, ProviderType
from corridors.exports import rpw_words as words
from providers.adapters import rpw_cells, rpw_terms

CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(str.strip)


def some(kind: type[StrEnum]) -> st.SearchStrategy[tuple[StrEnum, ...]]:
    """Any of the codes, in the order in which services keep them."""
    return st.sets(st.sampled_from(list(kind))).map(lambda codes: tuple(sorted(codes)))


def stored(codes: tuple[StrEnum, ...]) -> str:
    return ",".join(codes)


@given(some(PayIn), some(Access), some(PayOut))
def test_product_location_and_pick_up_read_back_as_the_codes_of_the_service(
    pay_in: tuple[PayIn, ...], access: tuple[Access, ...], pay_out: tuple[PayOut, ...]
) -> None:
    if PayIn.PREPAID_CARD in pay_in and not pay_out:
        pay_out = (PayOut.PREPAID_CARD,)  # what the survey's "Prepaid card" says where no pick-up method does
    product = words.product(
        pay_in=stored(pay_in), access=stored(access), pay_out=stored(pay_out), foreign_currency=""
    )
    ways = rpw_terms.ways(product)
    location = rpw_terms.access_points(words.sending_location(stored(access)))
    assert ways.pay_in == pay_in
    assert rpw_terms.sorted_codes((*location, *ways.access)) == access
    assert (rpw_terms.pick_up_methods(words.pick_up_method(stored(pay_out))) or ways.pay_out) == pay_out


@pytest.mark.parametrize(
    ("pay_in", "access", "pay_out", "product"),
    [
        ("cash", "branch", "cash", "Cash to cash"),
        ("cash", "", "bank_account,cash", "Cash to cash"),
        ("cash", "home", "home_delivery", "Door to door"),
        ("bank_account", "internet", "bank_account", "Account to account"),
        ("bank_account", "", "partner_bank_account", "Account to account (same bank)"),
        ("bank_account,card,cash", "", "cash", "Account,Card,Cash to cash"),
        ("", "internet", "cash", "Online service"),
        ("card", "internet", "", "Credit/debit card service"),
        ("cash", "", "mobile_money", "Cash"),
        ("", "branch", "", "N/A"),
    ],
)
def test_a_service_has_the_product_that_the_survey_would_call_it(
    pay_in: str, access: str, pay_out: str, product: str
) -> None:
    assert words.product(pay_in=pay_in, access=access, pay_out=pay_out, foreign_currency="") == product


def test_a_service_known_by_its_foreign_currency_only_is_called_by_it() -> None:
    assert words.product(pay_in="", access="", pay_out="", foreign_currency="USD") == "USD service"
    assert words.product(pay_in="", access="", pay_out="", foreign_currency="MXN") == "N/A"
    assert rpw_terms.ways("USD service") == rpw_terms.Ways()


@given(st.lists(st.sampled_from(list(ProviderType)), unique=True).map(tuple))
def test_the_firm_type_reads_back_in_its_order(types: tuple[ProviderType, ...]) -> None:
    assert rpw_terms.firm_types(words.firm_type(stored(types))) == types


@pytest.mark.parametrize("code", ["", *Coverage])
def test_coverage_reads_back(code: str) -> None:
    assert (rpw_terms.coverage(words.coverage(code)) or "") == code


@pytest.mark.parametrize("span", [(None, None), *rpw_terms.SPEEDS.values()])
def test_each_speed_of_the_survey_reads_back(span: tuple[int | None, int | None]) -> None:
    fastest, slowest = span
    assert rpw_terms.speed(words.speed(fastest_minutes=fastest, slowest_minutes=slowest)) == span


@given(st.none() | st.integers(0, 10**6), st.none() | st.integers(0, 10**6))
def test_no_other_speed_is_said_to_be_faster_than_it_is(fastest: int | None, slowest: int | None) -> None:
    _, said = rpw_terms.speed(words.speed(fastest_minutes=fastest, slowest_minutes=slowest))
    assert said is None or (slowest is not None and said >= slowest)


@given(CELLS, CELLS)
def test_notes_that_were_joined_are_two_cells_that_join_to_the_same(first: str, second: str) -> None:
    note = "\n".join(cell for cell in (first, second) if cell)
    cells = words.notes(note)
    assert "\n".join(cell.strip() for cell in cells if cell.strip()) == note


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_day_reads_back_and_lies_in_its_quarter(day: date) -> None:
    assert rpw_cells.day(words.day(day)) == datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert rpw_cells.period(words.quarter(day)) == f"{day.year}_{(day.month + 2) // 3}Q"
