"""What the OpenAPI document says of sending prices is true of what is answered."""

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from corridors.api.docs import schema
from partners.shapes import PRICE_FIELDS
from providers.contract import FIELDS, REQUIRED
from tests.api.test_schema import closed
from tests.partners.batches import TURNED_ROUND, a_price


def operation():
    return closed(schema())["paths"]["/api/v1/prices/"]["post"]


def complaints(part, value):
    checker = Draft202012Validator({**part["schema"], "components": closed(schema())["components"]})
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(value)]


def answer_said(status, media_type="application/problem+json"):
    return operation()["responses"][status]["content"][media_type]


def test_the_document_names_every_field_of_the_contract():
    assert tuple(PRICE_FIELDS) == FIELDS
    assert tuple(name for name, field in PRICE_FIELDS.items() if field.required) == REQUIRED


def test_it_takes_json_lines_and_tables_with_a_key():
    said = operation()
    assert set(said["requestBody"]["content"]) == {"application/json", "application/x-ndjson", "text/csv"}
    assert said["security"] == [{"ApiKey": []}]
    assert schema()["components"]["securitySchemes"]["ApiKey"]["scheme"] == "bearer"
    assert {parameter["name"] for parameter in said["parameters"]} == {"partial", "Idempotency-Key"}


def test_no_other_address_asks_for_a_key():
    others = [way for path, way in schema()["paths"].items() if path != "/api/v1/prices/"]
    assert others
    assert {str(said["security"]) for way in others for said in way.values()} == {"[{}]"}


def test_a_batch_that_is_taken_is_one_that_the_document_describes(send):
    body = {"prices": [a_price(), a_price(fee=1, promotion=False, provider_type=["bank"], rate=None)]}
    assert complaints(operation()["requestBody"]["content"]["application/json"], body) == []
    assert send(body).status_code == 200


def test_what_is_not_known_may_be_null_as_the_document_says(send):
    unsaid = dict.fromkeys(name for name in FIELDS if name not in REQUIRED)
    body = {"prices": [a_price() | unsaid]}
    assert complaints(operation()["requestBody"]["content"]["application/json"], body) == []
    assert send(body).status_code == 200
    assert complaints(
        operation()["requestBody"]["content"]["application/json"], {"prices": [a_price(fee=None)]}
    )


def test_a_list_by_itself_is_a_batch_as_the_document_says(send):
    said = operation()["requestBody"]
    assert complaints(said["content"]["application/json"], [a_price()]) == []
    assert complaints(said["content"]["application/json"], [{"provider": "Swift Hawk"}])
    assert said["required"] is True


@pytest.mark.parametrize(
    ("name", "is_good"), [("x" * 255, True), ("x" * 256, False), ("two words", False), ("!~", True)]
)
def test_an_idempotency_key_is_taken_when_the_document_says_so(send, name, is_good):
    (parameter,) = [each for each in operation()["parameters"] if each["name"] == "Idempotency-Key"]
    assert (complaints(parameter, name) == []) is is_good
    assert (send([a_price()], **{"Idempotency-Key": name}).status_code == 200) is is_good


def test_it_says_where_the_whole_is_described():
    assert "docs/submitting-prices.md" in operation()["description"]


def test_the_answer_is_what_the_document_promises(send):
    body = [a_price(), a_price(), a_price(fee="x"), a_price(rate=TURNED_ROUND)]
    answer = send(body, query="?partial=true").json()
    assert {result["status"] for result in answer["results"]} == {
        "stored",
        "already_known",
        "refused",
        "held",
    }
    assert complaints(answer_said("200", "application/json"), answer) == []
    assert complaints(answer_said("200", "application/json"), answer | {"surprise": 1})


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        ("400", {"body": b"{"}),
        ("401", {"body": b"{", "token": "x"}),
        ("413", {"body": b" " * (10 * 2**20 + 1)}),
        ("415", {"body": b"x", "content_type": "text/plain"}),
        ("422", {"body": [{}]}),
    ],
)
def test_a_problem_is_what_the_document_promises(send, status, request_):
    response = send(**request_)
    assert response.status_code == int(status)
    assert complaints(answer_said(status), response.json()) == []
