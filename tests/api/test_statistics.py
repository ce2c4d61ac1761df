"""The statistics' addresses answer with the same figures as JSON, as CSV and in a terminal."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command

from corridors.api import statistics_views
from corridors.domain.indices import METHOD_VERSION
from corridors.domain.statistic_codes import GroupBy, Measure
from tests.api.test_schema import complaints
from tests.corridors.statistic_prices import days_ago, read_on
from tests.factories import record

ADDRESS, CSV = "/api/v1/statistics/", "/api/v1/statistics.csv"
FIGURES = {
    "average_percent": "4.5000000005",
    "median_percent": "4.5000000005",
    "cheapest_percent": "2",
    "percentile_90_percent": "6.5000000009",
    "spread_percent": "5.000000001",
    "smart_style_percent": "4.5000000005",
    "smart_style_corridors": 1,
    "smart_style_services": 2,
    "smart_style_filter_version": "1",
    # France to Morocco is the one corridor that counts, so its average is the weighted one.
    "weighted_average_percent": "4.5000000005",
    "weighted_corridors": 1,
    "corridors_without_flow": 0,
    "flows_year": 2011,
    "share_of_services_at_most_3_percent": "50",
    "share_of_services_at_most_5_percent": "50",
    "share_of_corridors_at_most_3_percent": "0",
    "share_of_corridors_at_most_5_percent": "100",
    "price_points_services": 0,
    "at_200_percent": None,
    "at_500_percent": None,
    "difference_percent": None,
    "speed_services": 3,
    "speed_unknown": 0,
    "within_one_hour_percent": "100",
    "within_one_day_percent": "100",
}


def test_an_answer_says_what_was_asked_and_every_figure(survey, ask):
    answer = ask("statistics/", group_by="region", period="2013_3Q", exclude_from="ru")
    (found,) = answer.pop("results")
    assert answer == {
        "group_by": "region",
        "region_scheme": "world_bank",
        "frequency": "quarter",
        "since": "2013-07-01",
        "until": "2013-09-30",
        "price_point": 200,
        "from": None,
        "to": None,
        "exclude_from": ["RU"],
        "provider_type": None,
        "pay_in": None,
        "pay_out": None,
        "measures": list(Measure),
        "groups_fiscal_year": 2023,
        "method_url": "http://testserver/methodology/",
        "next": None,
    }
    assert {name: found[name] for name in FIGURES} == FIGURES
    assert (found["group"], found["name"]) == ("middle_east_north_africa", "Middle East and North Africa")
    assert (found["period"], found["starts_on"], found["ends_on"]) == ("2013_3Q", "2013-07-01", "2013-09-30")
    assert (found["services"], found["services_left_out"], found["corridors"]) == (2, 1, 1)
    assert found["left_out"] == {"not_transparent": 1, "no_total": 0}
    assert found["smart_style_left_out"]["not_transparent"] == 1
    assert sum(found["smart_style_left_out"].values()) == 1
    assert found["method_version"] == METHOD_VERSION


def test_only_the_measures_asked_for_are_answered(survey, ask):
    (found,) = ask("statistics/", period="2013_3Q", measure="median,average")["results"]
    assert list(found) == [
        "group", "name", "period", "starts_on", "ends_on", "services", "services_left_out", "left_out",
        "corridors", "average_percent", "median_percent", "method_version",
    ]  # fmt: skip


def test_names_are_in_the_language_of_the_request(survey, client):
    for group_by, name in (("to", "Marruecos"), ("corridor", "Francia"), ("from", "Francia")):
        answer = client.get(ADDRESS, {"group_by": group_by}, headers={"Accept-Language": "es"}).json()
        assert name in answer["results"][0]["name"]


def as_csv(client: Any, **asked: str) -> list[dict[str, str]]:
    response = client.get(CSV, asked)
    assert response.status_code == 200, response.content
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def printed(**options: str) -> str:
    out = io.StringIO()
    call_command("statistics", stdout=out, **options)
    return out.getvalue()


def flattened(found: dict[str, Any]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for name, value in found.items():
        if isinstance(value, dict):
            cells |= {f"{name}_{inner}": str(number) for inner, number in value.items()}
        else:
            cells[name] = "" if value is None else str(value)
    return cells


@pytest.mark.parametrize("group_by", list(GroupBy))
def test_json_csv_and_the_terminal_tell_the_same(fresh, survey, ask, client, group_by):
    record(read_on(days_ago(0), "-1.5", "Generous"))
    asked = {"group_by": group_by.value, "exclude_from": "ru,kz"}
    answer = ask("statistics/", **asked)["results"]
    lines = as_csv(client, **asked)
    context = {
        **{"group_by": group_by.value, "region_scheme": "world_bank", "price_point": "200"},
        **{"from": "", "to": "", "exclude_from": "KZ,RU"},
        **{"provider_type": "", "pay_in": "", "pay_out": ""},
    }
    assert lines == [context | flattened(found) for found in answer]
    assert json.loads(printed(**asked, format="json")) == answer
    assert list(csv.DictReader(io.StringIO(printed(**asked, format="csv")))) == lines
    table = printed(**asked, format="table").splitlines()
    assert len(table) == len(answer) + 1
    assert table[-1].split()[:2] == [answer[-1]["group"], answer[-1]["period"]]
    assert f"{Decimal(answer[-1]['average_percent']):.2f}" in table[-1]


def test_a_negative_figure_stays_a_number_in_a_spreadsheet(rates, client):
    record(read_on(days_ago(0), "-1.5"))
    (line,) = as_csv(client)
    assert line["average_percent"] == "-1.5"


def test_a_csv_is_a_file_with_a_telling_name_and_kept_like_any_answer(survey, client):
    response = client.get(CSV, {"group_by": "to"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="statistics-to-quarter.csv"'
    assert response["Access-Control-Allow-Origin"] == "*"
    again = client.get(CSV, {"group_by": "to"}, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_a_csv_says_in_each_line_and_in_its_name_what_it_is_of(survey, client):
    asked = {
        **{"group_by": "region", "region_scheme": "m49", "price_point": "200", "from": "FR", "to": "MA"},
        **{
            "exclude_from": "KZ,RU",
            "provider_type": "money_transfer_operator",
            "pay_in": "cash",
            "pay_out": "cash",
        },
    }
    response = client.get(CSV, {**asked, "period": "2013"})
    lines = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert lines
    assert [{name: line[name] for name in asked} for line in lines] == [asked for _line in lines]
    assert response["Content-Disposition"] == (
        'attachment; filename="statistics-region-year-since-2013-01-01-until-2013-12-31-region_scheme-m49'
        '-from-fr-to-ma-exclude_from-kz-ru-provider_type-money_transfer_operator-pay_in-cash-pay_out-cash.csv"'
    )
    assert list(csv.DictReader(io.StringIO(printed(**asked, period="2013", format="csv")))) == lines


def test_the_name_of_a_csv_without_many_countries_counts_them(survey, client):
    response = client.get(CSV, {"exclude_from": "ru,kz,us,gb,de,es"})
    name = "statistics-world-quarter-exclude_from-6_countries.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


def test_without_prices_there_are_heads_and_no_figures(db, client, ask):
    assert ask("statistics/")["results"] == []
    assert as_csv(client) == []
    assert client.get(CSV).content.startswith(b"group_by,group,name,")
    assert printed(format="json") == "[]\n"
    assert len(printed().splitlines()) == 1


def test_pages_follow_one_another_and_keep_what_was_asked(survey, client):
    everything = client.get(ADDRESS, {"group_by": "provider_type"}).json()["results"]
    address, met = f"{ADDRESS}?group_by=provider_type&limit=1", []
    while address:
        page = client.get(address).json()
        met += page["results"]
        address = page["next"]
    assert met == everything
    assert len(met) == 2


def test_a_page_of_csv_names_the_next_in_its_head(survey, client):
    first = client.get(CSV, {"limit": "1"})
    assert (
        first["Link"] == '<http://testserver/api/v1/statistics.csv?limit=1&after=2013_2Q~world>; rel="next"'
    )
    second = client.get(first["Link"].split(">")[0].lstrip("<"))
    assert "Link" not in second
    assert first.content.splitlines()[0] == second.content.splitlines()[0]
    assert [line.split(b",")[11] for line in (first.content + second.content).splitlines()[1::2]] == [
        b"2013_2Q",
        b"2013_3Q",
    ]


def test_a_csv_that_would_not_be_whole_is_refused(survey, client, monkeypatch):
    monkeypatch.setattr(statistics_views, "MOST_LINES", 1)
    problem = client.get(CSV).json()
    assert (problem["status"], [error["field"] for error in problem["errors"]]) == (400, ["limit"])
    assert "more than 1 lines, or made of more than 250,000 prices" in problem["detail"]
    assert complaints("/api/v1/statistics.csv", "400", "application/problem+json", problem) == []


@pytest.mark.parametrize(("address", "queries"), [("statistics/", 3), ("statistics.csv", 3)])
def test_statistics_cost_three_queries_whatever_they_are_of(
    fresh, survey, client, django_assert_num_queries, address, queries
):
    for group_by in GroupBy:
        with django_assert_num_queries(queries):
            assert client.get(f"/api/v1/{address}", {"group_by": group_by}).status_code == 200


def test_a_corridor_can_be_told_by_any_period_with_filters(survey, ask):
    record(read_on(days_ago(0), "6", corridor="fr-ma", currencies=("EUR", "JPY")))
    for frequency, labels in (
        ("period", ["2013_2Q", "2013_3Q"]),
        ("quarter", ["2013_2Q", "2013_3Q", "2026_4Q"]),
        ("month", ["2013-05", "2013-07", "2026-11"]),
        ("day", ["2013-05-18", "2013-07-20", "2026-11-20"]),
        ("year", ["2013", "2026"]),
    ):
        answer = ask("corridors/fr-ma/statistics/", frequency=frequency)
        assert [found["period"] for found in answer["results"]] == labels
        assert (answer["frequency"], answer["next"]) == (frequency, None)
    assert ask("corridors/fr-ma/statistics/", pay_in="card")["results"] == []
    (newest,) = ask("corridors/fr-ma/statistics/", frequency="quarter", period="2026")["results"]
    assert newest["average_percent"] == "6"


def test_a_corridors_answer_repeats_its_filters(survey, client):
    filters = {"provider_type": "money_transfer_operator", "pay_in": "cash", "pay_out": "cash"}
    for asked, repeated in (({}, dict.fromkeys(filters)), (filters, filters)):
        answer = client.get("/api/v1/corridors/fr-ma/statistics/", asked).json()
        assert {name: answer[name] for name in filters} == repeated
        assert complaints("/api/v1/corridors/{slug}/statistics/", "200", "application/json", answer) == []


def test_a_corridor_tells_each_service_in_the_smart_style_figure_or_out_and_why(survey, client):
    asked = {"services": "1", "period": "2013_3Q", "measure": "smart_style"}
    answer = client.get("/api/v1/corridors/fr-ma/statistics/", asked).json()
    assert complaints("/api/v1/corridors/{slug}/statistics/", "200", "application/json", answer) == []
    told = [
        (each["provider"]["name"], each["total_percent"], each["in_smart_style"], each["reason_code"])
        for each in answer["results"][0]["services_in_detail"]
    ]
    assert told == [
        ("Cheap", "2", True, None),
        ("Dear", "7.000000001", True, None),
        ("Secret", None, False, "not_transparent"),
    ]
    assert answer["results"][0]["services_in_detail"][2]["reason"].endswith(".")


def test_a_corridors_services_cost_one_query_more(survey, ask, django_assert_num_queries):
    with django_assert_num_queries(4):
        ask("corridors/fr-ma/statistics/", services="1")


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_terminal_is_told_when_nothing_is_known(survey, form):
    out, told = io.StringIO(), io.StringIO()
    call_command("statistics", period="1999", format=form, stdout=out, stderr=told)
    assert told.getvalue() == "No price answers to that; there are no figures.\n"
    call_command("statistics", period="2013", format=form, stdout=out, stderr=told)
    assert told.getvalue().count("\n") == 1
