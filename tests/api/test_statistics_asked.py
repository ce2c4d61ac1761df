"""What the statistics' addresses and command are asked wrongly is named, never passed over."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError


@pytest.mark.parametrize("address", ["statistics/", "statistics.csv"])
@pytest.mark.parametrize(
    ("parameters", "wrong"),
    [
        ({"group_by": "planet"}, ["group_by"]),
        ({"period": "\x00", "limit": "0", "after": "x"}, ["period", "after", "limit"]),
        ({"limit": "99999"}, ["limit"]),
        ({"limit": "1" * 5000}, ["limit"]),
        ({"after": "2013~world"}, ["after"]),
        ({"price_point": "201"}, ["price_point"]),
        ({"measure": ["average", "sum"]}, ["measure"]),
        ({"access": "branch", "digital": "digital"}, ["access", "digital"]),
        ({"since": "2013-01-01", "x" * 5000: "", "\x00": ""}, ["since", "x" * 40, "\x00"]),
        ({"format": "csv"}, ["format"]),
    ],
)
def test_what_cannot_be_understood_is_named(db, refuse, address, parameters, wrong):
    problem = refuse(address, parameters)
    assert (problem["status"], problem["title"]) == (400, "Invalid parameters")
    assert [error["field"] for error in problem["errors"]] == wrong


@pytest.mark.parametrize("address", ["statistics/", "statistics.csv", "corridors/fr-ma/statistics/"])
def test_a_parameter_given_twice_is_refused(survey, refuse, address):
    problem = refuse(
        address, {"price_point": ["200", "500"], "measure": ["average", "average"], "lang": "en"}
    )
    assert problem["status"] == 400
    assert problem["errors"] == [
        {"field": "price_point", "detail": "Give it once."},
        {"field": "measure", "detail": "Give it once."},
    ]


def test_a_parameter_that_is_not_known_is_answered_with_those_that_are(survey, refuse):
    (error,) = refuse("corridors/fr-ma/statistics/", {"from": "2013"})["errors"]
    assert error["detail"] == (
        "There is no such parameter. The parameters are: frequency, period, price_point, provider_type, "
        "pay_in, pay_out, measure, services, limit, after, lang."
    )


def test_the_language_may_be_asked_for_in_the_address_of_statistics(survey, ask):
    assert ask("statistics/", group_by="to", lang="es")["results"][0]["name"] == "Marruecos"


@pytest.mark.parametrize(
    ("parameters", "wrong"),
    [
        ({"services": "yes"}, ["services"]),
        ({"period": "2013-07", "frequency": "year"}, ["period"]),
        ({"pay_in": "x", "after": "x"}, ["pay_in", "after"]),
        ({"from": "2013", "since": "2013-01-01"}, ["from", "since"]),
        ({"until": "2013-12-31", "cursor": "x"}, ["until", "cursor"]),
        ({"pay_in": ["cash", "card"]}, ["pay_in"]),
    ],
)
def test_what_cannot_be_understood_of_a_corridor_is_named(survey, refuse, parameters, wrong):
    problem = refuse("corridors/fr-ma/statistics/", parameters)
    assert [error["field"] for error in problem["errors"]] == wrong


def test_a_wrong_option_in_a_terminal_is_one_sentence(db):
    with pytest.raises(CommandError, match=r"^group_by: “planet” is not known\. Use one of: world, "):
        call_command("statistics", group_by="planet")


def test_an_option_given_twice_in_a_terminal_is_refused(db):
    with pytest.raises(CommandError, match=r"argument --exclude-from: Give it once\."):
        call_command("statistics", "--exclude-from=ru", "--exclude-from=us")
