from corridors.domain.indices import METHOD_VERSION
from tests.factories import SURVEYED_AT, add_rate


def test_each_survey_period_has_its_figures(survey, ask):
    answer = ask("corridors/fr-ma/statistics/")
    assert (answer["corridor"], answer["frequency"], answer["price_point"]) == ("fr-ma", "period", 200)
    assert [figures["period"] for figures in answer["results"]] == ["2013_2Q", "2013_3Q"]
    told = answer["results"][1]
    expected = {
        "period": "2013_3Q",
        "services": 2,
        "services_left_out": 1,
        "average_percent": "4.5000000005",
        "median_percent": "4.5000000005",
        "cheapest_percent": "2",
        "percentile_90_percent": "6.5000000009",
        "spread_percent": "5.000000001",
        "smart_style_percent": "4.5000000005",
        "method_version": METHOD_VERSION,
    }
    assert {name: told[name] for name in expected} == expected


def test_a_year_is_made_of_every_price_of_its_surveys(survey, ask):
    (year,) = ask("corridors/fr-ma/statistics/", frequency="year")["results"]
    assert (year["period"], year["services"], year["services_left_out"]) == ("2013", 4, 1)
    # (3.25 + 8.5 + 2 + 7.000000001) / 4
    assert year["average_percent"] == "5.18750000025"
    # Cheap counts once, with its cheapest: (2 + 7.000000001) / 2
    assert year["smart_style_percent"] == "4.5000000005"


def test_the_other_price_point_has_figures_of_its_own(survey, ask):
    answer = ask("corridors/fr-ma/statistics/", price_point="500")
    assert (answer["price_point"], answer["results"]) == (500, [])


def test_a_period_in_which_nobody_disclosed_has_figures_of_nothing(fresh, survey, ask):
    assert ask("corridors/ae-ph/statistics/")["results"] == []


def test_statistics_cost_three_queries(survey, ask, django_assert_num_queries):
    with django_assert_num_queries(3):
        ask("corridors/fr-ma/statistics/")


def test_a_rate_says_its_source_and_its_age(rates, ask):
    assert ask("rates/", base="aed", quote="PHP", date="2013-07-22") == {
        "base": "AED",
        "quote": "PHP",
        "asked_date": "2013-07-22",
        "rate": "12",
        "source": "ecb",
        "date": "2013-07-20",
        "age_days": 2,
        "sandbox": False,
        "parallel_market": None,
    }


def test_without_a_date_a_rate_is_todays(rates, ask):
    answer = ask("rates/", base="EUR", quote="AED")
    assert (answer["asked_date"], answer["date"], answer["age_days"]) == ("2026-11-20", "2026-11-19", 1)


def test_a_small_rate_keeps_its_digits(rates, ask):
    add_rate("EUR", "VND", "27000", on=SURVEYED_AT)
    assert ask("rates/", base="VND", quote="EUR", date="2013-07-20")["rate"] == "0.000037037037"


def test_a_currency_against_itself_is_1(rates, ask):
    answer = ask("rates/", base="EUR", quote="EUR")
    assert (answer["rate"], answer["source"], answer["age_days"]) == ("1", "identity", 0)


def test_a_rate_of_a_currency_with_a_parallel_market_carries_the_caveat(rates, ask):
    add_rate("EUR", "SYP", "150", on=SURVEYED_AT)
    for base, quote in (("EUR", "SYP"), ("SYP", "EUR")):
        market = ask("rates/", base=base, quote=quote, date="2013-07-20")["parallel_market"]
        assert market["currency"] == "SYP"


def test_a_rate_costs_two_queries(rates, ask, django_assert_num_queries):
    with django_assert_num_queries(2):
        ask("rates/", base="EUR", quote="PHP")
