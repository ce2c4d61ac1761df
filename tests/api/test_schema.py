"""The OpenAPI document is valid, complete, and true of the answers."""

from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import get_resolver
from django.utils.dateparse import parse_duration
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from corridors.api.docs import schema
from corridors.asking import SPEEDS
from corridors.domain import codes

VOCABULARIES = [
    codes.Access, codes.AmountBasis, codes.CollectionMethod, codes.Coverage, codes.FeeConvention, codes.Mode,
    codes.PayIn, codes.PayOut, codes.ProviderType, codes.RateBasis, codes.RateFixedAt, codes.Reason,
]  # fmt: skip

# (address as the document writes it, what is asked)
ANSWERS = [
    ("/api/v1/countries/", "/api/v1/countries/"),
    ("/api/v1/corridors/", "/api/v1/corridors/?limit=1"),
    ("/api/v1/corridors/{slug}/", "/api/v1/corridors/ae-ph/"),
    ("/api/v1/corridors/{slug}/options/", "/api/v1/corridors/ae-ph/options/?amount=1000"),
    ("/api/v1/corridors/{slug}/options/", "/api/v1/corridors/ae-ph/options/?amount=1&as_of=2000-01-01"),
    ("/api/v1/corridors/{slug}/options/", "/api/v1/corridors/fr-ma/options/?amount=20000&mode=receive"),
    ("/api/v1/corridors/{slug}/statistics/", "/api/v1/corridors/fr-ma/statistics/"),
    ("/api/v1/corridors/{slug}/statistics/", "/api/v1/corridors/fr-ma/statistics/?frequency=year"),
    ("/api/v1/corridors/{slug}/statistics/", "/api/v1/corridors/fr-ma/statistics/?services=1"),
    ("/api/v1/statistics/", "/api/v1/statistics/"),
    ("/api/v1/statistics/", "/api/v1/statistics/?group_by=corridor&limit=1&measure=average,speed"),
    ("/api/v1/providers/", "/api/v1/providers/?limit=2"),
    ("/api/v1/providers/{slug}/", "/api/v1/providers/dear/"),
    ("/api/v1/rates/", "/api/v1/rates/?base=AED&quote=PHP"),
    ("/api/v1/sources/", "/api/v1/sources/"),
]
PROBLEMS = [
    ("/api/v1/corridors/", "/api/v1/corridors/?from=zz", "400"),
    ("/api/v1/corridors/{slug}/options/", "/api/v1/corridors/ae-ph/options/?amount=x", "400"),
    ("/api/v1/corridors/{slug}/options/", "/api/v1/corridors/ae-ma/options/?amount=1", "404"),
    ("/api/v1/providers/{slug}/", "/api/v1/providers/nobody/", "404"),
    ("/api/v1/rates/", "/api/v1/rates/?base=EUR&quote=VND", "404"),
    ("/api/v1/statistics/", "/api/v1/statistics/?group_by=planet", "400"),
    ("/api/v1/statistics.csv", "/api/v1/statistics.csv?group_by=planet", "400"),
    ("/api/v1/countries/", "/api/v1/countries/?", "default"),
]


def closed(part: Any) -> Any:
    """The same schema, but any member it does not name is an error."""
    if isinstance(part, list):
        return [closed(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    inner = {name: closed(value) for name, value in part.items()}
    return inner | {"additionalProperties": False} if "properties" in inner else inner


formats = FormatChecker(["date"])


@formats.checks("date-time", raises=ValueError)
def is_a_time_in_utc(text: object) -> bool:
    return not isinstance(text, str) or (text.endswith("Z") and bool(datetime.fromisoformat(text)))


@formats.checks("duration")
def is_a_duration(text: object) -> bool:
    return not isinstance(text, str) or (text.startswith("P") and parse_duration(text) is not None)


def complaints(address: str, status: str, media_type: str, answer: Any) -> list[str]:
    document = closed(schema())
    said = document["paths"][address]["get"]["responses"][status]["content"][media_type]["schema"]
    checker = Draft202012Validator({**said, "components": document["components"]}, format_checker=formats)
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(answer)]


def test_the_document_is_openapi_3_1_and_is_made_without_a_warning(db):
    out = StringIO()
    call_command("spectacular", "--fail-on-warn", "--validate", stdout=out)
    assert out.getvalue().startswith("openapi: 3.1")


def test_the_document_served_is_the_valid_one(client):
    document = client.get("/api/v1/schema/").json()
    validate_schema(document)
    assert document == schema()
    assert document["info"]["title"] == "RemitCompare"


# Partners write there, with a key: tests/partners/ holds it to its promise.
SUBMITTING = "/api/v1/prices/"
# Held to its promise in test_statistics.py: it is not JSON.
AS_CSV = "/api/v1/statistics.csv"


def test_every_address_is_in_the_document():
    routes = {
        "/api/v1/" + str(pattern.pattern).replace("<str:slug>", "{slug}")
        for pattern in get_resolver("corridors.api.urls").url_patterns
    }
    paths = schema()["paths"]
    assert set(paths) - {SUBMITTING} == routes - {"/api/v1/schema/", "/api/v1/docs/"}
    assert {address for address, ways in paths.items() if set(ways) != {"get"}} == {SUBMITTING}
    assert set(paths[SUBMITTING]) == {"post"}


@pytest.mark.parametrize("kind", VOCABULARIES)
def test_every_vocabulary_is_an_enum_of_its_own(kind):
    component = schema()["components"]["schemas"][kind.__name__]
    assert component["type"] == "string"
    assert component["enum"] == list(kind)


def test_the_codes_of_a_speed_are_listed_beside_durations():
    asked = schema()["paths"]["/api/v1/corridors/{slug}/options/"]["get"]["parameters"]
    (speed,) = [parameter["schema"] for parameter in asked if parameter["name"] == "max_speed"]
    assert speed["anyOf"] == [
        {"type": "string", "enum": list(SPEEDS)},
        {"type": "string", "format": "duration"},
    ]


def test_the_source_of_a_currency_against_itself_is_explained(rates, ask):
    itself = ask("rates/", base="EUR", quote="EUR")["source"]
    assert itself == "identity"
    shapes = schema()["components"]["schemas"]
    assert all(
        itself in shapes[name]["properties"]["source"]["description"] for name in ("Rate", "ReferenceRate")
    )
    assert itself in shapes["Sources"]["description"]


def test_no_vocabulary_is_forgotten():
    of_the_domain = {
        value for value in vars(codes).values() if getattr(value, "__module__", "") == codes.__name__
    }
    assert of_the_domain == set(VOCABULARIES)


@pytest.mark.parametrize(("address", "asked"), ANSWERS)
def test_an_answer_is_what_the_document_promises(fresh, survey, client, address, asked):
    response = client.get(asked)
    assert response.status_code == 200
    assert complaints(address, "200", "application/json", response.json()) == []


def test_every_address_is_held_to_its_promise():
    assert {address for address, _ in ANSWERS} == set(schema()["paths"]) - {SUBMITTING, AS_CSV}


@pytest.mark.parametrize(("address", "asked", "status"), PROBLEMS)
def test_a_problem_is_what_the_document_promises(fresh, survey, client, address, asked, status):
    headers = {"Accept": "text/html"} if status == "default" else {}
    problem = client.get(asked, headers=headers).json()
    assert complaints(address, status, "application/problem+json", problem) == []


def test_the_check_against_the_document_can_fail(fresh, client):
    answer = client.get("/api/v1/corridors/ae-ph/options/?amount=1000").json()
    address = "/api/v1/corridors/{slug}/options/"
    for broken in (
        answer | {"surprise": 1},
        answer | {"mode": "give"},
        answer | {"amount": 1000},
        answer | {"as_of": "2026-11-20 12:00"},
        answer | {"best": answer["best"] | {"pay_in": ["cheque"]}},
        {name: value for name, value in answer.items() if name != "as_of"},
    ):
        assert complaints(address, "200", "application/json", broken)


def numbers_in(part: Any) -> list[Any]:
    if isinstance(part, dict):
        return [number for inner in part.values() for number in numbers_in(inner)]
    if isinstance(part, list):
        return [number for inner in part for number in numbers_in(inner)]
    return [part] if isinstance(part, float) else []


@pytest.mark.parametrize(("address", "asked"), ANSWERS)
def test_no_answer_holds_a_float(fresh, survey, client, address, asked):
    assert numbers_in(client.get(asked).json()) == []


def test_the_search_for_floats_finds_one():
    assert numbers_in({"a": [1, "2.5", {"b": 2.5}]}) == [2.5]
