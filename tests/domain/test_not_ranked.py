"""What is listed without a rank, and why; and the survey that stands in when no price is fresh."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from corridors.domain.codes import CollectionMethod, Mode, PayIn, Reason
from corridors.domain.offers import Offer
from corridors.domain.ranking import compare
from corridors.domain.tariff import schedule_from_points
from tests.domain.builders import (
    ENDED,
    NOON,
    US_REMITTANCE_TAX,
    a_provider,
    a_question,
    an_offer,
    points,
)

FEES_ONLY = schedule_from_points(points(("200", "5", None)))
SURVEYED = datetime(2013, 7, 31, tzinfo=UTC)


def surveyed(service_id: int, **changes: Any) -> Offer:
    """A price of the survey of the third quarter of 2013, which stands for 120 days."""
    plain: dict[str, Any] = {
        "observed_at": SURVEYED,
        "stale_after": timedelta(days=120),
        "period": "2013_3Q",
        "source": "rpw",
        "collection_method": CollectionMethod.SURVEY,
    }
    return an_offer(service_id, **plain | changes)


REASONS: list[tuple[Reason, dict[str, Any]]] = [
    (Reason.ENDED, {"ended_on": ENDED}),
    (Reason.ENDED, {"provider": a_provider(ended_on=ENDED)}),
    (Reason.OTHER_CURRENCY, {"receive_currency": "USD"}),
    (Reason.OTHER_CURRENCY, {"send_currency": "EUR"}),
    (Reason.PRICE_TOO_OLD, {"observed_at": NOON - timedelta(days=1, seconds=1)}),
    (Reason.PROMOTION, {"promotion": True}),
    (Reason.RATE_NOT_DISCLOSED, {"schedule": FEES_ONLY, "unpriced": Reason.RATE_NOT_DISCLOSED}),
    (Reason.FEE_NOT_DISCLOSED, {"schedule": None, "unpriced": Reason.FEE_NOT_DISCLOSED}),
    (Reason.NO_REFERENCE_RATE, {"schedule": None, "unpriced": Reason.NO_REFERENCE_RATE}),
    (Reason.AMOUNT_OUT_OF_RANGE, {"schedule": schedule_from_points(points(("5000", "5", "20")))}),
]


@pytest.mark.parametrize(("reason", "changes"), REASONS, ids=[str(reason) for reason, _ in REASONS])
def test_a_service_that_may_not_be_ranked_is_listed_with_its_reason(reason: Reason, changes: dict[str, Any]):
    comparison = compare([an_offer(1), an_offer(2, **changes)], a_question())
    assert [option.offer.service_id for option in comparison.options] == [1]
    assert [(entry.offer.service_id, entry.reason) for entry in comparison.not_ranked] == [(2, reason)]


@pytest.mark.parametrize(("days", "is_ranked"), [(-1, False), (0, False), (1, True)])
@pytest.mark.parametrize("who", ["the service", "the provider"])
def test_a_service_is_ranked_until_the_day_from_which_it_is_offered_no_more(
    who: str, days: int, *, is_ranked: bool
):
    day = ENDED + timedelta(days=days)
    changes = {"ended_on": day} if who == "the service" else {"provider": a_provider(ended_on=day)}
    assert bool(compare([an_offer(1, **changes)], a_question()).options) is is_ranked


def test_a_service_that_has_ended_is_not_ranked_by_the_day_of_an_old_price_either():
    old = surveyed(1, ended_on=ENDED)
    comparison = compare([old], a_question())
    assert [entry.reason for entry in comparison.not_ranked] == [Reason.ENDED]


def test_every_reason_is_proven_here():
    assert {reason for reason, _ in REASONS} | {Reason.NOT_IN_LATEST_SURVEY} == set(Reason)


def test_a_service_missing_from_the_latest_survey_is_listed_unranked():
    earlier = surveyed(1, period="2013_2Q", observed_at=SURVEYED - timedelta(days=91))
    comparison = compare([earlier, surveyed(2)], a_question(at=SURVEYED + timedelta(days=1)))
    assert [option.offer.service_id for option in comparison.options] == [2]
    assert [entry.reason for entry in comparison.not_ranked] == [Reason.NOT_IN_LATEST_SURVEY]


def test_the_latest_survey_of_one_source_does_not_retire_another_source():
    other = surveyed(1, source="profeco", period="2013_2Q")
    comparison = compare([other, surveyed(2)], a_question(at=SURVEYED + timedelta(days=1)))
    assert [option.offer.service_id for option in comparison.options] == [1, 2]


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({"ended_on": SURVEYED.date(), "receive_currency": "USD"}, Reason.ENDED),
        ({"receive_currency": "USD", "period": "2013_2Q"}, Reason.OTHER_CURRENCY),
        ({"period": "2013_2Q", "observed_at": SURVEYED - timedelta(days=121)}, Reason.NOT_IN_LATEST_SURVEY),
        ({"observed_at": SURVEYED - timedelta(days=121), "promotion": True}, Reason.PRICE_TOO_OLD),
        ({"promotion": True, "unpriced": Reason.RATE_NOT_DISCLOSED, "schedule": FEES_ONLY}, Reason.PROMOTION),
        ({"unpriced": Reason.FEE_NOT_DISCLOSED, "schedule": None}, Reason.FEE_NOT_DISCLOSED),
    ],
    ids=str,
)
def test_of_several_reasons_the_first_is_given(changes: dict[str, Any], first: Reason):
    comparison = compare([surveyed(1, **changes), surveyed(2)], a_question(at=SURVEYED))
    assert [entry.reason for entry in comparison.not_ranked] == [first]


def test_what_is_known_of_an_unranked_payment_is_shown():
    comparison = compare(
        [
            an_offer(1, promotion=True),
            an_offer(2, schedule=FEES_ONLY, unpriced=Reason.RATE_NOT_DISCLOSED),
            an_offer(3, receive_currency="USD"),
        ],
        a_question(),
    )
    payments = {entry.offer.service_id: entry.payment for entry in comparison.not_ranked}
    promoted, fee_only = payments[1], payments[2]
    assert promoted is not None
    assert fee_only is not None
    assert promoted.recipient_gets == 3800
    assert [fee_only.fee, fee_only.recipient_gets] == [5, None]
    assert payments[3] is None  # pesos were asked about; dollars are not their payment


def test_a_target_that_an_undisclosed_rate_cannot_answer_is_still_told_by_that_reason():
    offer = an_offer(1, schedule=FEES_ONLY, unpriced=Reason.RATE_NOT_DISCLOSED)
    comparison = compare([offer], a_question(mode=Mode.RECEIVE, amount=Decimal(3800)))
    assert [(entry.reason, entry.payment) for entry in comparison.not_ranked] == [
        (Reason.RATE_NOT_DISCLOSED, None)
    ]


def test_the_unranked_are_sorted_by_reason_and_then_by_provider():
    offers = [
        an_offer(1, promotion=True, provider=a_provider("beta")),
        an_offer(2, promotion=True, provider=a_provider("alpha")),
        an_offer(3, ended_on=ENDED, provider=a_provider("gamma")),
    ]
    comparison = compare(offers, a_question())
    assert [entry.offer.service_id for entry in comparison.not_ranked] == [3, 2, 1]


def test_without_any_price_there_is_nothing_to_compare():
    comparison = compare([], a_question())
    assert (comparison.options, comparison.not_ranked, comparison.as_of) == ((), (), None)
    assert not comparison.is_current


def test_before_the_first_price_there_is_nothing_to_compare():
    assert compare([surveyed(1)], a_question(at=SURVEYED - timedelta(days=1))).as_of is None


def test_a_fresh_price_makes_the_answer_current_as_of_now():
    comparison = compare([an_offer()], a_question())
    assert (comparison.as_of, comparison.is_current) == (NOON, True)


def test_a_past_day_is_answered_as_of_that_day_and_is_not_current():
    day = SURVEYED + timedelta(days=30)
    comparison = compare([surveyed(1)], a_question(at=day, is_now=False))
    assert (comparison.as_of, comparison.is_current) == (day, False)
    assert comparison.is_fresh
    assert len(comparison.options) == 1


def test_a_past_day_long_after_the_survey_is_answered_as_of_the_survey_and_is_not_fresh():
    comparison = compare([surveyed(1)], a_question(at=SURVEYED + timedelta(days=900), is_now=False))
    assert (comparison.as_of, comparison.is_fresh, comparison.is_current) == (SURVEYED, False, False)
    assert len(comparison.options) == 1


def test_when_no_price_is_fresh_the_latest_survey_is_ranked_as_of_its_date():
    newest = SURVEYED + timedelta(days=3)
    offers = [surveyed(1), surveyed(2, rate="19.5", observed_at=newest)]
    comparison = compare(offers, a_question())
    assert (comparison.as_of, comparison.is_fresh, comparison.is_current) == (newest, False, False)
    assert [option.offer.service_id for option in comparison.options] == [2, 1]


def test_the_latest_survey_gives_the_date_though_an_earlier_one_holds_a_later_price():
    """Survey files hold dates outside their period."""
    misdated = surveyed(1, period="2013_2Q", observed_at=SURVEYED + timedelta(days=10))
    comparison = compare([misdated, surveyed(2)], a_question())
    assert comparison.as_of == SURVEYED
    assert [option.offer.service_id for option in comparison.options] == [2]


def test_ages_are_measured_at_the_surveys_date_when_it_stands_in():
    old = surveyed(1, observed_at=SURVEYED - timedelta(days=121))
    comparison = compare([old, surveyed(2)], a_question())
    assert [entry.reason for entry in comparison.not_ranked] == [Reason.PRICE_TOO_OLD]


def test_a_tax_that_came_after_the_survey_is_not_taken_in_it():
    offer = surveyed(1, pay_in=(PayIn.CASH,))
    comparison = compare([offer], a_question(tax_rules=(US_REMITTANCE_TAX,)))
    assert comparison.options[0].payment.tax == 0


def test_one_fresh_price_leaves_the_survey_too_old_to_rank():
    comparison = compare([surveyed(1), an_offer(2)], a_question())
    assert comparison.is_current
    assert [option.offer.service_id for option in comparison.options] == [2]
    assert [entry.reason for entry in comparison.not_ranked] == [Reason.PRICE_TOO_OLD]


@pytest.mark.parametrize(
    "changes",
    [
        {"promotion": True},
        {"ended_on": ENDED},
        {"unpriced": Reason.RATE_NOT_DISCLOSED},
        {"receive_currency": "USD"},
    ],
)
def test_a_fresh_price_that_cannot_be_ranked_does_not_hide_the_survey(changes: dict[str, Any]):
    comparison = compare([surveyed(1), an_offer(2, **changes)], a_question())
    assert [option.offer.service_id for option in comparison.options] == [1]
    assert (comparison.as_of, comparison.is_current) == (SURVEYED, False)


def test_without_anything_to_rank_the_newest_price_still_says_of_when_it_is():
    comparison = compare([surveyed(1, promotion=True)], a_question())
    assert (comparison.options, comparison.as_of) == ((), SURVEYED)


def test_a_price_observed_after_the_moment_asked_about_does_not_exist_yet():
    later = an_offer(2, observed_at=NOON + timedelta(days=30))
    comparison = compare([an_offer(1), later], a_question())
    assert [option.offer.service_id for option in comparison.options] == [1]
    assert comparison.not_ranked == ()
