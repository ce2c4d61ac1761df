"""Which source of reference rates answers first, by rule and by the file that states it."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from corridors.domain.rates import PublishedRate, RateBook, RatePreference
from corridors.facts import rate_preference
from providers.sources import RATES, every_source
from remitcompare.money import currencies
from tests.domain.strategies import law

DAY = date(2026, 11, 20)
GENERAL = ("ecb", "nbp")
PREFERENCE = RatePreference(GENERAL, {"MXN": ("banxico",), "MYR": ("ecb", "bnm"), "KES": ("cbk", "nbp")})
PIVOTS = {"ecb": "EUR", "nbp": "PLN", "banxico": "MXN"}

keys = st.sampled_from(["ecb", "nbp", "imf", "banxico", "cbk"])
orders = st.lists(keys, unique=True).map(tuple)
codes = st.sampled_from(["USD", "MXN", "KES", "EUR"])


def per_peso(currency: str, rate: str, on: date = DAY) -> PublishedRate:
    """As the Bank of Mexico prints it: 1 currency = rate pesos."""
    return PublishedRate("banxico", currency, "MXN", Decimal(rate), on)


def per_euro(currency: str, rate: str, on: date = DAY) -> PublishedRate:
    return PublishedRate("ecb", "EUR", currency, Decimal(rate), on)


def book(*published: PublishedRate, preference: RatePreference = PREFERENCE) -> RateBook:
    return RateBook(published, pivots=PIVOTS, preference=preference)


def test_the_receiving_currencys_sources_come_first_then_the_sending_ones_then_all():
    known = {"banxico", "cbk", "ecb", "nbp"}

    def order(base: str, quote: str) -> tuple[str, ...]:
        return PREFERENCE.order(base=base, quote=quote, known=known)

    assert order("USD", "MXN") == ("banxico", "ecb", "nbp", "cbk")
    assert order("KES", "MXN") == ("banxico", "cbk", "nbp", "ecb")
    assert order("MXN", "KES") == ("cbk", "nbp", "banxico", "ecb")
    assert PREFERENCE.order(base="USD", quote="PHP", known=GENERAL) == GENERAL


@law
@given(orders, st.dictionaries(codes, orders), codes, codes)
def test_every_source_that_is_named_is_asked_once_and_the_general_order_holds_after_it(
    general: tuple[str, ...], by_currency: dict[str, tuple[str, ...]], base: str, quote: str
):
    named = (*by_currency.get(quote, ()), *by_currency.get(base, ()))
    order = RatePreference(general, by_currency).order(base=base, quote=quote, known={*named, *general})
    assert len(set(order)) == len(order)
    assert set(order) == {*named, *general}
    first = order[: len(set(named))]
    assert set(first) == set(named)
    assert first[: len(by_currency.get(quote, ()))] == by_currency.get(quote, ())
    assert order[len(first) :] == tuple(key for key in general if key not in named)


def test_a_currencys_own_bank_answers_before_the_general_sources():
    rates = book(per_euro("USD", "1.1"), per_euro("MXN", "20"), per_peso("USD", "18.5"))
    found = rates.cross(base="USD", quote="MXN", on=DAY)
    assert found is not None
    assert (found.rate, found.source) == (Decimal("18.5"), "banxico")
    general = rates.cross(base="EUR", quote="USD", on=DAY)
    assert general is not None
    assert general.source == "ecb"


def test_where_the_preferred_source_is_silent_the_next_one_answers():
    eight_days_ago = DAY - timedelta(days=8)
    rates = book(per_euro("USD", "1"), per_euro("MXN", "20"), per_peso("USD", "18.5", eight_days_ago))
    found = rates.cross(base="USD", quote="MXN", on=DAY)
    assert found is not None
    assert (found.rate, found.source) == (Decimal(20), "ecb")


def test_a_source_that_is_named_and_not_known_here_is_passed_over():
    rates = book(per_euro("USD", "1"), per_euro("MYR", "4"))
    found = rates.cross(base="USD", quote="MYR", on=DAY)
    assert found is not None
    assert found.source == "ecb"


def test_a_source_that_nobody_named_is_asked_after_those_that_are_and_before_the_last():
    preference = RatePreference(("ecb",), {"MXN": ("banxico",)}, last=("invented",))
    known = {"ecb", "invented", "own_b", "own_a", "banxico"}
    assert preference.order(base="USD", quote="MXN", known=known) == (
        *("banxico", "ecb", "own_a", "own_b", "invented"),
    )


def test_of_two_rates_of_one_day_the_one_given_later_counts():
    day_before = per_peso("USD", "17", DAY - timedelta(days=1))
    first, second = per_peso("USD", "18.5"), per_peso("USD", "18.4")
    for published, expected in (((first, second), "18.4"), ((second, first), "18.5")):
        found = book(*published, day_before).cross(base="USD", quote="MXN", on=DAY)
        assert found is not None
        assert (found.rate, found.observed_on) == (Decimal(expected), DAY)


def test_every_source_in_the_file_is_a_source_of_rates():
    stated = rate_preference()
    named = {*stated.general, *stated.last, *(key for keys in stated.by_currency.values() for key in keys)}
    assert named <= {key for key, facts in every_source().items() if facts.kind == RATES}


def test_every_currency_in_the_file_exists_and_names_a_source_that_quotes_it():
    stated = rate_preference()
    assert set(stated.by_currency) <= currencies()
    pivots = {key: facts.pivot for key, facts in every_source().items()}
    own = {code: keys[0] for code, keys in stated.by_currency.items() if pivots[keys[0]] == code}
    assert own["MXN"] == "banxico"
    assert own["NPR"] == "nrb"
    assert own["KES"] == "cbk"
    assert stated.by_currency["MYR"] == ("ecb", "bnm")


def test_invented_rates_are_asked_last_of_all():
    known = {key for key, facts in every_source().items() if facts.kind == RATES}
    invented = {key for key in known if every_source()[key].sandbox}
    order = rate_preference().order(base="AED", quote="MXN", known=known)
    assert order[0] == "banxico"
    assert set(order) == known
    assert set(order[-len(invented) :]) == invented
