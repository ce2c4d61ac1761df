"""Laws of cross rates, for two arbitrary sources with gaps and breaks."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from corridors.domain.rates import PublishedRate, RateBook, RateBreak, RatePreference
from tests.domain.strategies import decimals, law

FIRST = date(2026, 11, 1)
PIVOTS = {"ecb": "EUR", "nbp": "PLN"}
CURRENCIES = ("EUR", "PLN", "USD", "LBP")
NEARLY = Fraction(1, 10**20)

days = st.integers(0, 17).map(lambda number: FIRST + timedelta(days=number))
printed = decimals("0.0001", "9000", places=4)
of_ecb = st.builds(
    PublishedRate, st.just("ecb"), st.just("EUR"), st.sampled_from(CURRENCIES[1:]), printed, days
)
of_nbp = st.builds(
    PublishedRate, st.just("nbp"), st.sampled_from(("EUR", "USD", "LBP")), st.just("PLN"), printed, days
)


def once_a_day(of_source: st.SearchStrategy[PublishedRate]) -> st.SearchStrategy[list[PublishedRate]]:
    return st.lists(
        of_source,
        min_size=3,
        max_size=12,
        unique_by=lambda entry: (entry.base, entry.quote, entry.observed_on),
    )


publications = st.builds(lambda one, other: [*one, *other], once_a_day(of_ecb), once_a_day(of_nbp))
breaks = st.lists(
    st.builds(
        lambda currency, since, late: RateBreak(currency, since, "set anew", since + timedelta(days=late)),
        st.sampled_from(("USD", "LBP")), days, st.integers(0, 5),
    ),
    max_size=2,
).map(tuple)  # fmt: skip


def book(
    published: Sequence[PublishedRate], *, breaks: tuple[RateBreak, ...] = (), only: str | None = None
) -> RateBook:
    sources = ("ecb", "nbp") if only is None else (only,)
    return RateBook(
        [rate for rate in published if rate.source in sources],
        pivots={source: PIVOTS[source] for source in sources},
        preference=RatePreference(sources),
        breaks=breaks,
    )


def obvious_leg(
    published: Sequence[PublishedRate], source: str, currency: str, on: date
) -> tuple[date, Fraction] | None:
    """The last number a source printed for a currency by a day, as units of its pivot."""
    if currency == PIVOTS[source]:
        return on, Fraction(1)
    entries = [
        entry
        for entry in published
        if entry.source == source and currency in (entry.base, entry.quote) and entry.observed_on <= on
    ]
    if not entries:
        return None
    last = max(entries, key=lambda entry: entry.observed_on)
    worth = Fraction(last.rate) if last.base == currency else 1 / Fraction(last.rate)
    return last.observed_on, worth


@law
@given(publications, days)
def test_a_rate_and_its_inverse_multiply_to_1(published: list[PublishedRate], on: date):
    rates = book(published)
    for base, quote in permutations(CURRENCIES, 2):
        there, back = rates.cross(base=base, quote=quote, on=on), rates.cross(base=quote, quote=base, on=on)
        assert (there is None) == (back is None)
        if there and back:
            assert abs(Fraction(there.rate) * Fraction(back.rate) - 1) < NEARLY


@law
@given(publications, days)
def test_within_one_source_two_crosses_make_the_third(published: list[PublishedRate], on: date):
    rates = book(published, only="nbp")
    for one, two, three in permutations(CURRENCIES, 3):
        first, second = rates.cross(base=one, quote=two, on=on), rates.cross(base=two, quote=three, on=on)
        direct = rates.cross(base=one, quote=three, on=on)
        if first and second:
            assert direct is not None
            assert abs(Fraction(first.rate) * Fraction(second.rate) / Fraction(direct.rate) - 1) < NEARLY


@law
@given(publications, days, breaks)
def test_an_answer_is_made_of_the_last_numbers_of_the_one_source_it_names(
    published: list[PublishedRate], on: date, breaks: tuple[RateBreak, ...]
):
    rates = book(published, breaks=breaks)
    for base, quote in permutations(CURRENCIES, 2):
        cross = rates.cross(base=base, quote=quote, on=on)
        if cross is None:
            continue
        legs = [obvious_leg(published, cross.source, currency, on) for currency in (base, quote)]
        (base_day, base_worth), (quote_day, quote_worth) = [leg for leg in legs if leg]
        assert abs(Fraction(cross.rate) * quote_worth / base_worth - 1) < NEARLY
        assert cross.observed_on == min(base_day, quote_day)


@law
@given(publications, days, breaks)
def test_the_second_source_answers_only_where_the_first_cannot(
    published: list[PublishedRate], on: date, breaks: tuple[RateBreak, ...]
):
    both = book(published, breaks=breaks)
    first, second = (book(published, breaks=breaks, only=source) for source in ("ecb", "nbp"))
    for base, quote in permutations(CURRENCIES, 2):
        asked = {"base": base, "quote": quote}
        assert both.cross(**asked, on=on) == (first.cross(**asked, on=on) or second.cross(**asked, on=on))


@law
@given(publications, days)
def test_an_answer_is_never_older_than_7_days(published: list[PublishedRate], on: date):
    rates = book(published)
    for base, quote in permutations(CURRENCIES, 2):
        cross = rates.cross(base=base, quote=quote, on=on)
        if cross:
            assert 0 <= cross.age_days <= 7
            assert cross.observed_on == on - timedelta(days=cross.age_days)


@law
@given(publications, days, breaks)
def test_an_answer_never_reaches_across_a_break(
    published: list[PublishedRate], on: date, breaks: tuple[RateBreak, ...]
):
    rates = book(published, breaks=breaks)
    for base, quote in permutations(CURRENCIES, 2):
        cross = rates.cross(base=base, quote=quote, on=on)
        for broken in breaks:
            if cross is None or broken.currency not in (base, quote) or on < broken.since:
                continue
            leg = obvious_leg(published, cross.source, broken.currency, on)
            assert leg is not None
            assert broken.valid_from is not None
            assert leg[0] >= broken.valid_from


@law
@given(publications, days, st.randoms(use_true_random=False))
def test_the_order_in_which_rates_were_learned_plays_no_part(
    published: list[PublishedRate], on: date, random: Random
):
    shuffled = list(published)
    random.shuffle(shuffled)
    for base, quote in permutations(CURRENCIES, 2):
        one = book(published).cross(base=base, quote=quote, on=on)
        assert book(shuffled).cross(base=base, quote=quote, on=on) == one


def test_the_laws_are_about_rates_that_exist():
    published = [
        PublishedRate("ecb", "EUR", "USD", Decimal("1.25"), FIRST),
        PublishedRate("nbp", "USD", "PLN", Decimal(4), FIRST),
    ]
    answered = [
        cross.source
        for base, quote in permutations(CURRENCIES, 2)
        if (cross := book(published).cross(base=base, quote=quote, on=FIRST))
    ]
    assert sorted(answered) == ["ecb", "ecb", "nbp", "nbp"]
