"""Laws of the ranking, for arbitrary corridors with many ties."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from corridors.domain.codes import Mode, PayIn, Reason
from corridors.domain.filters import Filters
from corridors.domain.offers import Offer
from corridors.domain.ranking import Question, compare
from tests.domain.builders import ENDED, NOON, a_provider, a_question, an_offer
from tests.domain.strategies import decimals, law

# Few values for each field, so that equal prices, speeds and names are common.
_fields: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "fee": st.sampled_from(("0", "5")),
        "rate": st.sampled_from(("19", "19.5", "20")),
        "provider": st.sampled_from(
            (a_provider("alpha"), a_provider("beta"), a_provider("gamma", ended_on=ENDED))
        ),
        "line": st.sampled_from(("", "1")),
        "pay_in": st.sampled_from(((), (PayIn.CASH,), (PayIn.CARD, PayIn.CASH))),
        "speed_max_minutes": st.sampled_from((None, 60, 1440)),
        "observed_at": st.sampled_from([NOON - timedelta(hours=hours) for hours in (1, 2, 20, 30)]),
        "period": st.sampled_from(("2026_2Q", "2026_3Q")),
        "source": st.sampled_from(("rpw", "swift")),
        "promotion": st.sampled_from((False, False, False, True)),
        "receive_currency": st.sampled_from(("MXN", "MXN", "MXN", "USD")),
    }
)
corridors = st.lists(_fields, max_size=12).map(
    lambda rows: [an_offer(number, **row) for number, row in enumerate(rows)]
)
questions = st.builds(
    lambda mode, share, pay_in: a_question(
        mode=mode, amount=share * (1 if mode is Mode.PAY else 20), filters=Filters(pay_in=pay_in)
    ),
    st.sampled_from(Mode),
    decimals("90", "450"),
    st.sampled_from((None, None, PayIn.CASH)),
)


@law
@given(corridors, questions, st.randoms(use_true_random=False))
def test_the_answer_does_not_depend_on_the_order_of_the_offers(
    offers: list[Offer], question: Question, random: Random
):
    shuffled = list(offers)
    random.shuffle(shuffled)
    assert compare(shuffled, question) == compare(offers, question)


@law
@given(corridors, questions)
def test_ranks_run_from_1_without_a_gap(offers: list[Offer], question: Question):
    ranks = [option.rank for option in compare(offers, question).options]
    assert ranks == list(range(1, len(ranks) + 1))


@law
@given(corridors, questions)
def test_every_offer_is_ranked_or_listed_or_filtered_out_exactly_once(
    offers: list[Offer], question: Question
):
    comparison = compare(offers, question)
    listed = [option.offer.service_id for option in comparison.options]
    listed += [entry.offer.service_id for entry in comparison.not_ranked]
    assert len(set(listed)) == len(listed)
    assert len(listed) + comparison.filtered_out == len(offers)


@law
@given(corridors, decimals("90", "450"))
def test_nothing_ranked_below_delivers_more_or_as_much_for_less(offers: list[Offer], amount: Decimal):
    payments = [option.payment for option in compare(offers, a_question(amount=amount)).options]
    for better, worse in pairwise(payments):
        assert better.recipient_gets is not None
        assert worse.recipient_gets is not None
        assert better.recipient_gets >= worse.recipient_gets
        assert better.recipient_gets > worse.recipient_gets or better.you_pay <= worse.you_pay


@law
@given(corridors, decimals("1800", "9000"))
def test_nothing_ranked_below_costs_less_when_a_sum_must_arrive(offers: list[Offer], amount: Decimal):
    question = a_question(mode=Mode.RECEIVE, amount=amount)
    paid = [option.payment.you_pay for option in compare(offers, question).options]
    assert paid == sorted(paid)


@law
@given(corridors, questions)
def test_a_promotion_another_currency_and_an_ended_provider_are_never_ranked(
    offers: list[Offer], question: Question
):
    comparison = compare(offers, question)
    for option in comparison.options:
        assert not option.offer.promotion
        assert not option.offer.provider.ended_on
        assert option.offer.receive_currency == "MXN"
    never = {entry.offer.service_id for entry in comparison.not_ranked if entry.reason is Reason.ENDED}
    assert never == {
        offer.service_id
        for offer in offers
        if offer.provider.ended_on and question.filters.match(offer) and comparison.as_of
    }
