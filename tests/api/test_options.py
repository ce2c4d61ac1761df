from decimal import Decimal

import pytest

from corridors.domain.codes import PayIn, Reason
from tests.factories import SURVEYED_AT, add_rate, price, record, surveyed

OPTIONS = "corridors/ae-ph/options/"
SURVEY = "corridors/fr-ma/options/"
EVERY_QUERY = 6


def names(options):
    return [option["provider"]["slug"] for option in options]


def test_the_answer_has_the_promised_members(fresh, ask):
    answer = ask(OPTIONS, amount="1000")
    assert set(answer) == {
        "corridor", "amount", "mode", "send_currency", "receive_currency", "as_of", "is_current",
        "survey_only", "reference_rate", "parallel_market", "best", "options", "not_ranked", "filtered_out",
        "method_url", "sources_url",
    }  # fmt: skip
    assert (answer["corridor"], answer["amount"], answer["mode"]) == ("ae-ph", "1000", "pay")
    assert (answer["send_currency"], answer["receive_currency"]) == ("AED", "PHP")
    day = {"date": "2026-11-19", "age_days": 1}
    assert answer["reference_rate"] == {"rate": "12", "source": "ecb", **day, "sandbox": False}
    assert (answer["as_of"], answer["is_current"]) == ("2026-11-20T12:00:00Z", True)
    assert answer["best"] == answer["options"][0]


def test_an_option_says_everything_about_itself(fresh, ask):
    option = ask(OPTIONS, amount="1010")["options"][1]
    assert option | {"service_id": 0} == {
        "rank": 2,
        "service_id": 0,
        "line": None,
        "provider": {
            "slug": "swift-hawk",
            "name": "Swift Hawk",
            "type": "money_transfer_operator",
            "also_types": [],
        },
        "sandbox": False,
        "pay_in": ["cash"],
        "access": ["branch"],
        "pay_out": ["cash"],
        "coverage": None,
        "send_currency": "AED",
        "receive_currency": "PHP",
        "recipient_gets": "11900.00",
        "you_pay": "1010.00",
        "principal": "1000.00",
        "fee": "10.00",
        "fee_convention": "on_top",
        "tax": "0.00",
        "recipient_fee": "0.00",
        "rate": "11.9",
        "rate_basis": "stated",
        "rate_fixed_at": "send",
        "reference_rate": "12",
        "amount_basis": "observed",
        "lost_in_rate": "8.333333",
        "fx_margin_percent": "0.833333",
        "total_cost": "18.333333",
        "total_cost_percent": "1.815182",
        "rpw_total_percent": "1.833333",
        "speed": {"min": "PT0S", "max": "PT1H"},
        "promotion": False,
        "observed_at": "2026-11-20T10:00:00Z",
        "recorded_at": "2026-11-20T12:00:00Z",
        "period": None,
        "source": "tariffs",
        "collection_method": "published_tariff",
        "note": None,
    }


def test_who_delivers_most_ranks_first(fresh, ask):
    options = ask(OPTIONS, amount="1000")["options"]
    assert names(options) == ["round-coin", "swift-hawk", "old-bank"]
    assert [option["rank"] for option in options] == [1, 2, 3]
    # (1000 − 4) × 11.99; (1000 − 10) × 11.9; 1000 × 11.5
    assert [option["recipient_gets"] for option in options] == ["11942.04", "11781.00", "11500.00"]


def test_what_is_not_ranked_says_why_in_a_code_and_a_sentence(fresh, ask):
    left_out = ask(OPTIONS, amount="1000")["not_ranked"]
    assert {option["provider"]["slug"]: option["reason_code"] for option in left_out} == {
        "silent-bank": Reason.RATE_NOT_DISCLOSED,
        "new-app": Reason.PROMOTION,
        "small-change": Reason.AMOUNT_OUT_OF_RANGE,
        "dollar-house": Reason.OTHER_CURRENCY,
    }
    assert all(option["rank"] is None and option["reason"].endswith(".") for option in left_out)
    silent = next(option for option in left_out if option["provider"]["slug"] == "silent-bank")
    assert (silent["fee"], silent["recipient_gets"], silent["rate"]) == ("10.00", None, None)
    assert silent["total_cost"] is None


def test_the_sentence_is_in_the_language_of_the_request(fresh, client):
    english = client.get(f"/api/v1/{OPTIONS}?amount=1000", headers={"Accept-Language": "en"})
    spanish = client.get(f"/api/v1/{OPTIONS}?amount=1000", headers={"Accept-Language": "es"})
    assert (english["Content-Language"], spanish["Content-Language"]) == ("en", "es")
    assert "Accept-Language" in english["Vary"]


def test_a_program_is_told_no_marks_of_direction(fresh, client):
    told = client.get(f"/api/v1/{OPTIONS}?amount=1000&lang=ar").content.decode()
    assert not set(told) & set("\u200e\u200f\u2066\u2067\u2068\u2069")
    assert "\\u20" not in told


def test_receive_mode_asks_what_must_be_paid_and_ranks_the_cheapest_first(fresh, ask):
    answer = ask(OPTIONS, amount="11900", mode="receive")
    assert answer["mode"] == "receive"
    assert names(answer["options"]) == ["round-coin", "swift-hawk", "old-bank"]
    hawk = answer["options"][1]
    assert (hawk["recipient_gets"], hawk["you_pay"], hawk["principal"]) == ("11900.00", "1010.00", "1000.00")


@pytest.mark.parametrize("amount", ["10000", "11000.01", "9999.99"])
def test_paying_exactly_what_receive_mode_says_delivers_at_least_what_was_asked(fresh, ask, amount):
    answer = ask(OPTIONS, amount=amount, mode="receive")
    assert len(answer["options"]) == 3
    for option in answer["options"]:
        (paid,) = [
            paying
            for paying in ask(OPTIONS, amount=option["you_pay"])["options"]
            if paying["service_id"] == option["service_id"]
        ]
        assert Decimal(paid["recipient_gets"]) >= Decimal(amount)
        assert paid["you_pay"] == option["you_pay"]


def test_what_is_paid_is_in_steps_that_can_be_paid_and_adds_up(fresh, ask):
    coin, hawk, _ = ask(OPTIONS, amount="10000", mode="receive")["options"]
    # 10,000 / 11.9 = 840.3361…, and the fee of 10 on top; 10,000 / 11.99 + 4 = 838.0283…, the fee inside.
    assert (hawk["you_pay"], hawk["principal"], hawk["fee"], hawk["tax"]) == (
        "850.34", "840.34", "10.00", "0.00",
    )  # fmt: skip
    assert (coin["fee_convention"], coin["you_pay"], coin["principal"], coin["fee"]) == (
        "inside", "838.03", "838.03", "4.00",
    )  # fmt: skip


def test_the_payout_has_the_decimals_of_its_currency(survey, ask):
    best = ask(SURVEY, amount="141")["best"]
    assert best["recipient_gets"] == "22260"  # 140 euro at 159 yen, which have no decimals


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"pay_in": "bank_account"}, ["old-bank"]),
        ({"pay_out": "cash"}, ["round-coin", "swift-hawk"]),
        ({"max_speed": "one_hour"}, ["swift-hawk"]),
        ({"max_speed": "P3D"}, ["round-coin", "swift-hawk", "old-bank"]),
        ({"provider_type": "bank"}, ["old-bank"]),
        ({"provider_type": "post_office"}, []),
    ],
)
def test_a_filter_keeps_what_matches_it(fresh, ask, filters, left):
    answer = ask(OPTIONS, amount="1000", **filters)
    assert names(answer["options"]) == left
    everything = ask(OPTIONS, amount="1000")
    told = len(everything["options"]) + len(everything["not_ranked"])
    assert answer["filtered_out"] == told - len(answer["options"]) - len(answer["not_ranked"])


def test_without_any_option_there_is_no_best(fresh, ask):
    answer = ask(OPTIONS, amount="999999999")
    assert (answer["best"], answer["options"]) == (None, [])
    assert answer["not_ranked"]


def test_another_currency_is_ranked_when_asked_for(fresh, ask):
    answer = ask(OPTIONS, amount="1000", receive_currency="usd")
    assert names(answer["options"]) == ["dollar-house"]
    assert answer["receive_currency"] == "USD"
    assert answer["reference_rate"] is None
    assert answer["best"]["total_cost"] is None


def test_a_past_day_is_answered_from_what_was_true_then(survey, ask):
    then = ask(SURVEY, amount="141", as_of="2013-06-30")
    assert (then["as_of"], then["is_current"], then["survey_only"]) == ("2013-06-30T23:59:59Z", False, False)
    assert {option["period"] for option in then["options"]} == {"2013_2Q"}
    before = ask(SURVEY, amount="141", as_of="2012-01-01")
    assert (before["as_of"], before["options"], before["best"]) == (None, [], None)


def test_an_old_survey_is_ranked_as_of_its_date(survey, ask):
    answer = ask(SURVEY, amount="141")
    assert (answer["as_of"], answer["is_current"], answer["survey_only"]) == (
        "2013-07-20T00:00:00Z",
        False,
        True,
    )
    assert names(answer["options"]) == ["cheap", "dear"]
    assert names(answer["not_ranked"]) == ["secret"]


@pytest.mark.parametrize("as_of", ["2026-11-20", "2016-01-01"])
def test_a_day_on_which_nothing_was_fresh_is_answered_by_the_survey_and_says_so(survey, ask, as_of):
    answer = ask(SURVEY, amount="141", as_of=as_of)
    assert answer["as_of"] == "2013-07-20T00:00:00Z"
    assert (answer["is_current"], answer["survey_only"]) == (False, True)
    assert names(answer["options"]) == ["cheap", "dear"]


def test_a_currency_with_a_parallel_market_carries_the_caveat(rates, ask):
    record(surveyed("Orient", corridor="ae-sy", currencies=("AED", "SYP"), rate="28"))
    market = ask("corridors/ae-sy/options/", amount="1000")["parallel_market"]
    assert (market["currency"], market["since"], market["until"]) == ("SYP", "2011-10-01", None)
    assert market["source"]
    assert ask("corridors/ae-sy/")["parallel_market"] == market


def test_unknown_parameters_are_ignored(fresh, ask):
    assert ask(OPTIONS, amount="1000", format="xml", utm_source="x", empty="") == ask(OPTIONS, amount="1000")


def test_an_empty_parameter_counts_as_not_given(fresh, ask):
    assert ask(OPTIONS, amount="1000", mode="", pay_in="", as_of="") == ask(OPTIONS, amount="1000")


def test_an_amount_comes_back_as_it_was_meant(fresh, ask):
    assert ask(OPTIONS, amount="1,000.50")["amount"] == "1000.5"
    assert ask(OPTIONS, amount="0.000000001")["amount"] == "0.000000001"


def test_a_corridor_may_be_written_in_capitals(fresh, ask):
    assert ask("corridors/AE-PH/options/", amount="1000")["corridor"] == "ae-ph"


def test_the_number_of_queries_does_not_grow(fresh, ask, django_assert_max_num_queries):
    with django_assert_max_num_queries(EVERY_QUERY):
        ask(OPTIONS, amount="1000")
    record(*[price(f"Number {number}", pay_in=(way,)) for number in range(20) for way in PayIn])
    with django_assert_max_num_queries(EVERY_QUERY):
        assert len(ask(OPTIONS, amount="1000")["options"]) > 100


def test_a_rate_that_came_late_costs_no_more_queries_than_promised(rates, ask, django_assert_max_num_queries):
    record(surveyed("Early", currencies=("AED", "CHF"), rate="0.24"))
    add_rate("EUR", "CHF", "1", on=SURVEYED_AT)
    with django_assert_max_num_queries(EVERY_QUERY):
        answer = ask(OPTIONS, amount="1000")
    assert answer["best"]["reference_rate"] == "0.25"


def test_every_answer_of_one_moment_has_one_order(fresh, ask):
    twins = [price(name, fee="10", rate="11.9") for name in ("Zebra", "Ant")]
    record(*twins)
    assert names(ask(OPTIONS, amount="1000")["options"]) == [
        "round-coin",
        "ant",
        "swift-hawk",
        "zebra",
        "old-bank",
    ]
