"""What is held for a person to look at, by its sentence; and what never is."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corridors.domain.plausibility import (
    FEWEST_FOR_SPREAD,
    JUMP_POINTS,
    LEAST_DEVIATION_POINTS,
    MAD_TO_DEVIATION,
    MAX_ROBUST_Z,
    SUSPICIONS,
    Circumstances,
    Costs,
    Spread,
    jumped,
    outside_the_spread,
    reasons_to_hold,
    spread_of,
    turned_round,
    wrong_unit,
    wrong_unit_of_fee,
)
from tests.domain.strategies import decimals, law

NOTHING = Circumstances(reference_rate=None, last=None, spread=None)
# What a real market does: rates from a thousandth to some ten thousand, margins within a fifth either way.
references = decimals("0.0002", "30000", places=4)
margins = decimals("-0.19", "0.19", places=3)
percentages = decimals("-5", "40")
some_costs = st.builds(
    Costs,
    st.none() | decimals("0", "40"),
    st.none() | references,
    st.none() | percentages,
)
some_spreads = st.builds(Spread, percentages, decimals("0", "10"))


def costs(fee: str | None = None, rate: str | None = None, total: str | None = None) -> Costs:
    return Costs(*(None if number is None else Decimal(number) for number in (fee, rate, total)))


def against(
    reference: str | None = None, last: Costs | None = None, spread: Spread | None = None
) -> Circumstances:
    return Circumstances(None if reference is None else Decimal(reference), last, spread)


@law
@given(some_costs)
def test_nothing_is_suspected_where_nothing_is_known(price: Costs):
    assert reasons_to_hold(price, NOTHING) == ()


@law
@given(some_costs, references, margins, some_spreads)
def test_a_price_equal_to_the_last_one_and_inside_the_spread_is_never_held(
    price: Costs, reference: Decimal, margin: Decimal, spread: Spread
):
    price = price._replace(rate=None if price.rate is None else reference * (1 - margin))
    reach = MAX_ROBUST_Z * max(spread.deviation, LEAST_DEVIATION_POINTS) / MAD_TO_DEVIATION
    assume(price.total_percent is None or abs(price.total_percent - spread.median) < reach)
    for known in (reference, None):
        assert reasons_to_hold(price, Circumstances(known, price, spread)) == ()


@law
@given(references, margins, st.booleans())
def test_a_rate_far_from_one_that_is_turned_round_is_held_by_name(
    measure: Decimal, margin: Decimal, by_reference: bool
):
    rate = measure * (1 - margin)
    assume(measure * rate > 4 or measure * rate < Decimal("0.25"))
    known = against(f"{measure:f}") if by_reference else against(last=Costs(None, measure, None))
    sentences = reasons_to_hold(Costs(None, 1 / rate, None), known)
    assert "looks turned round" in sentences[0]
    assert turned_round(Costs(None, rate, None), known) is None


@law
@given(references, margins, st.sampled_from(["100", "1000"]), st.booleans())
def test_a_rate_a_hundred_or_a_thousand_times_off_is_held_by_name(
    measure: Decimal, margin: Decimal, times: str, too_small: bool
):
    rate = measure * (1 - margin)
    factor = 1 / Decimal(times) if too_small else Decimal(times)
    told = wrong_unit(Costs(None, rate * factor, None), against(f"{measure:f}"))
    assert told is not None
    assert f"is about {f'1/{times} of' if too_small else f'{times} times'} the reference rate, " in told


@law
@given(decimals("0.01", "20"), st.sampled_from([-3, -2, 2, 3]))
def test_a_fee_a_hundred_or_a_thousand_times_off_is_held_by_name(last: Decimal, power: int):
    fee = last.scaleb(power)
    told = wrong_unit_of_fee(Costs(fee, None, None), against(last=Costs(last, None, None)))
    times = f"{10**power} times" if power > 0 else f"1/{10**-power} of"
    assert told == f"the fee, {fee:.2f}%, is about {times} its last, {last:.2f}%"


@law
@given(some_costs, some_costs, references, some_spreads)
def test_the_sentences_come_in_the_order_of_the_rules(
    price: Costs, last: Costs, reference: Decimal, spread: Spread
):
    known = Circumstances(reference, last, spread)
    each = [rule(price, known) for rule in SUSPICIONS]
    assert reasons_to_hold(price, known) == tuple(told for told in each if told is not None)


def test_the_rules_that_name_a_mistake_come_before_those_that_see_a_distance():
    assert (turned_round, wrong_unit, wrong_unit_of_fee, jumped, outside_the_spread) == SUSPICIONS


def test_a_price_wrong_in_every_way_earns_every_sentence_that_fits():
    spread = Spread(median=Decimal(3), deviation=Decimal(1))
    known = against("18.5", costs(fee="2", rate="18", total="4"), spread=spread)
    # A total of 204: 0.6745 × (204 − 3) / 1 = 135.57…
    assert reasons_to_hold(costs(fee="200", rate="1850", total="204"), known) == (
        "the rate 1850 is about 100 times the reference rate, 18.5",
        "the fee, 200.00%, is about 100 times its last, 2.00%",
        "the total cost jumped from 4.00% to 204.00%",
        "the total cost 204.00% is far from the corridor's median 3.00% "
        "(robust z-score 135.6, at most 6 passes)",
    )


@pytest.mark.parametrize(
    ("rate", "known", "sentence"),
    [
        # 1/18.5 = 0.054054…
        ("0.054", against("18.5"), "the rate 0.054 looks turned round: the reference rate is 18.5"),
        ("18.5", against("0.054"), "the rate 18.5 looks turned round: the reference rate is 0.054"),
        ("0.054", against(last=costs(rate="18")), "the rate 0.054 looks turned round: its last rate is 18"),
        # The reference rate measures where there is one, whatever the last rate was.
        ("0.054", against("0.0541", costs(rate="18")), None),
        ("0.054", NOTHING, None),
        ("0.054", against("0", costs()), None),
        ("0.054", against(last=costs(rate="0")), None),
        (None, against("18.5"), None),
        # Near 1, a rate and its reverse cannot be told apart by it.
        ("0.9", against("1.1"), None),
        # 0.1 × 18.5 = 1.85: nowhere near 1.
        ("0.1", against("18.5"), None),
        # Ratios of a half and of two are still plausible: 0.7 × 1.4 = 0.98 is near 1.
        ("0.7", against("1.4"), None),
        ("0.69", against("1.4"), "the rate 0.69 looks turned round: the reference rate is 1.4"),
    ],
)
def test_a_rate_turned_round(rate: str | None, known: Circumstances, sentence: str | None):
    assert turned_round(costs(rate=rate), known) == sentence


@pytest.mark.parametrize(
    ("rate", "known", "sentence"),
    [
        ("1850", against("18.5"), "the rate 1850 is about 100 times the reference rate, 18.5"),
        ("18", against(last=costs(rate="18000")), "the rate 18 is about 1/1000 of its last rate, 18000"),
        # Within a quarter of a hundred times: 75 and 125 are, 74 and 126 are not.
        ("75", against("1"), "the rate 75 is about 100 times the reference rate, 1"),
        ("125", against("1"), "the rate 125 is about 100 times the reference rate, 1"),
        ("74", against("1"), None),
        ("126", against("1"), None),
        ("10", against("1"), None),
        ("1.9", against("1"), None),
        (None, against("1"), None),
        ("100", NOTHING, None),
    ],
)
def test_a_rate_in_the_wrong_unit(rate: str | None, known: Circumstances, sentence: str | None):
    assert wrong_unit(costs(rate=rate), known) == sentence


@pytest.mark.parametrize(
    ("fee", "last"), [(None, "2"), ("0", "2"), ("200", None), ("200", "0"), ("4", "2"), ("20", "2")]
)
def test_a_fee_that_is_none_or_moved_less_than_a_unit_is_not_suspected_by_it(
    fee: str | None, last: str | None
):
    assert wrong_unit_of_fee(costs(fee=fee), against(last=costs(fee=last))) is None
    assert wrong_unit_of_fee(costs(fee=fee), NOTHING) is None


@pytest.mark.parametrize(
    ("total", "last", "sentence"),
    [
        ("8.01", "3", "the total cost jumped from 3.00% to 8.01%"),
        ("-2.01", "3", "the total cost jumped from 3.00% to -2.01%"),
        ("8", "3", None),
        ("-2", "3", None),
        (None, "3", None),
        ("8.01", None, None),
    ],
)
def test_a_total_that_jumped_by_more_than_five_points(
    total: str | None, last: str | None, sentence: str | None
):
    assert Decimal(5) == JUMP_POINTS
    assert jumped(costs(total=total), against(last=costs(total=last))) == sentence


@pytest.mark.parametrize(
    ("total", "spread", "sentence"),
    [
        # 0.6745 × 9 / 1 = 6.0705, and 0.6745 × 8.8 = 5.9356.
        (
            "12",
            ("3", "1"),
            "the total cost 12.00% is far from the corridor's median 3.00% "
            "(robust z-score 6.1, at most 6 passes)",
        ),
        ("11.8", ("3", "1"), None),
        (
            "-6",
            ("3", "1"),
            "the total cost -6.00% is far from the corridor's median 3.00% "
            "(robust z-score -6.1, at most 6 passes)",
        ),
        # Prices that agree to a hair count as half a point apart: 0.6745 × 4.4 / 0.5 = 5.9356.
        ("7.4", ("3", "0"), None),
        (None, ("3", "1"), None),
    ],
)
def test_a_total_outside_the_spread(total: str | None, spread: tuple[str, str], sentence: str | None):
    known = against(spread=Spread(*map(Decimal, spread)))
    assert outside_the_spread(costs(total=total), known) == sentence


def test_the_spread_is_the_median_and_the_median_distance_from_it():
    # Sorted 1 2 4 6 20: median 4, distances 3 2 0 2 16, of which the median is 2.
    totals = [Decimal(number) for number in (6, 1, 20, 2, 4)]
    assert spread_of(totals) == Spread(Decimal(4), Decimal(2))


def test_fewer_than_five_prices_have_no_spread():
    assert FEWEST_FOR_SPREAD == 5
    assert spread_of([Decimal(3)] * 4) is None
    assert spread_of([]) is None


@law
@given(st.lists(percentages, min_size=5, max_size=12), decimals("40", "4000"))
def test_one_wild_price_moves_the_spread_to_nowhere_beyond_the_others(others: list[Decimal], wild: Decimal):
    spread = spread_of([*others, wild])
    assert spread is not None
    assert min(others) <= spread.median <= max(others)
