from http import HTTPStatus
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client
from rest_framework.exceptions import AuthenticationFailed, Throttled, ValidationError

from corridors.api import views
from remitcompare import errors

OPTIONS = "corridors/ae-ph/options/"
GENERIC = "about:blank"
KIND = "urn:remitcompare:problem:"


def fields(problem):
    return [error["field"] for error in problem["errors"]]


@pytest.mark.parametrize(
    "amount",
    [
        "", "-5", "0", "1e5", "NaN", "Infinity", "1" * 30, "1000000000", "١٠٠x", "10\x00", "\x00", "1.2.3",
        "1,5", "+7", "0x10", "1_000", "½", "12 EUR", "0.0000000001",
    ],
)  # fmt: skip
def test_an_amount_that_cannot_be_meant_is_named(fresh, refuse, amount):
    problem = refuse(OPTIONS, {"amount": amount})
    assert problem["status"] == 400
    assert problem["type"] == f"{KIND}invalid-parameters"
    assert fields(problem) == ["amount"]
    assert problem["errors"][0]["detail"].endswith(".")
    assert problem["errors"][0]["detail"] in problem["detail"]


def test_a_missing_amount_is_named(fresh, refuse):
    problem = refuse(OPTIONS)
    assert (problem["status"], fields(problem)) == (400, ["amount"])
    assert problem["instance"] == "/api/v1/corridors/ae-ph/options/"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mode", "give"), ("pay_in", "cheque"), ("pay_in", "CASH"), ("pay_out", "\x00"),
        ("provider_type", "shop"), ("max_speed", "fast"), ("max_speed", "-P1D"),
        ("as_of", "2026-11-21"), ("as_of", "yesterday"), ("as_of", "2013-02-30"), ("send_currency", "ZZZ"),
        ("receive_currency", "pesos"),
    ],
)  # fmt: skip
def test_a_parameter_that_cannot_be_understood_is_named(fresh, refuse, name, value):
    problem = refuse(OPTIONS, {"amount": "1000", name: value})
    assert (problem["status"], fields(problem)) == (400, [name])


@pytest.mark.parametrize(
    ("name", "value"),
    [("max_speed", "P99999999999D"), ("max_speed", f"PT{'9' * 20}H"), ("as_of", "0001-01-01")],
)
def test_a_time_out_of_all_bounds_is_named(fresh, refuse, name, value):
    problem = refuse(OPTIONS, {"amount": "1000", name: value})
    assert (problem["status"], fields(problem)) == (400, [name])


def test_everything_wrong_is_named_at_once(fresh, refuse):
    problem = refuse(OPTIONS, {"mode": "x", "as_of": "x", "pay_in": "x"})
    assert fields(problem) == ["amount", "mode", "pay_in", "as_of"]


@pytest.mark.parametrize(
    ("path", "parameters", "wrong"),
    [
        ("corridors/", {"from": "zz"}, ["from"]),
        ("corridors/", {"from": "A\x00", "to": "Spain"}, ["from", "to"]),
        ("corridors/", {"after": "\x00", "limit": "0"}, ["after", "limit"]),
        ("providers/", {"after": "a b", "limit": "501"}, ["after", "limit"]),
        ("providers/", {"limit": "١"}, ["limit"]),
        ("corridors/fr-ma/statistics/", {"frequency": "week"}, ["frequency"]),
        ("corridors/fr-ma/statistics/", {"price_point": "300"}, ["price_point"]),
        ("rates/", {}, ["base", "quote"]),
        ("rates/", {"base": "EUR", "quote": "EURO"}, ["quote"]),
        ("rates/", {"base": "\x00", "quote": "EUR"}, ["base"]),
        ("rates/", {"base": "EUR", "quote": "PHP", "date": "2026-11-21"}, ["date"]),
        ("rates/", {"base": "EUR", "quote": "PHP", "date": "0001-01-01"}, ["date"]),
        ("rates/", {"base": "EUR", "quote": "PHP", "date": "21.11.2013"}, ["date"]),
    ],
)
def test_every_address_names_what_it_cannot_understand(survey, refuse, path, parameters, wrong):
    problem = refuse(path, parameters)
    assert (problem["status"], problem["title"], fields(problem)) == (400, "Invalid parameters", wrong)


@pytest.mark.parametrize("beneath", ["", "options/?amount=1000", "statistics/"])
def test_an_unknown_corridor_names_the_nearest(fresh, survey, refuse, beneath):
    problem = refuse(f"corridors/ae-ma/{beneath}")
    assert (problem["status"], problem["type"]) == (404, f"{KIND}unknown-corridor")
    assert problem["nearest"] == ["fr-ma", "ae-ph"]
    assert "United Arab Emirates" in problem["detail"]
    assert "Morocco" in problem["detail"]


@pytest.mark.parametrize("slug", ["xx-yy", "aeph", "ae-phl", "ae", "ae\x00ph", "ae-ph-", "äe-ph", "١٢-٣٤"])
def test_what_is_no_corridor_is_unknown(fresh, refuse, slug):
    problem = refuse(f"corridors/{slug}/options/?amount=1000")
    assert (problem["status"], problem["title"], problem["nearest"]) == (404, "Unknown corridor", [])


def test_an_unknown_corridor_costs_two_queries(fresh, refuse, django_assert_num_queries):
    with django_assert_num_queries(2):
        refuse("corridors/ae-ma/options/?amount=1000")


@pytest.mark.parametrize("slug", ["nobody", "\x00", "a b", "x" * 101])
def test_an_unknown_provider_is_a_problem(fresh, refuse, slug):
    problem = refuse(f"providers/{slug}/")
    assert (problem["status"], problem["type"]) == (404, f"{KIND}unknown-provider")


def test_a_day_without_a_rate_is_a_problem(rates, refuse):
    problem = refuse("rates/", {"base": "EUR", "quote": "PHP", "date": "2013-07-28"})
    assert (problem["status"], problem["type"]) == (404, f"{KIND}no-reference-rate")
    assert "2013-07-28" in problem["detail"]


def test_an_unknown_address_is_a_problem(db, refuse):
    problem = refuse("nothing/")
    assert (problem["status"], problem["type"], problem["title"]) == (404, GENERIC, "Not Found")
    assert problem["instance"] == "/api/v1/nothing/"


def test_problems_are_told_in_the_language_of_the_request_and_titled_in_one(rates, refuse):
    problem = refuse("countries/", None, accept="text/html", accept_language="es")
    assert (problem["status"], problem["title"]) == (406, "Not Acceptable")
    assert problem["detail"] != refuse("countries/", None, accept="text/html", accept_language="en")["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_reading_is_allowed(fresh, client, method):
    response = getattr(client, method)(f"/api/v1/{OPTIONS}")
    assert (response.status_code, response["Content-Type"]) == (405, errors.CONTENT_TYPE)
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["title"] == "Method Not Allowed"


@pytest.mark.parametrize("path", [OPTIONS, "schema/", "docs/"])
@pytest.mark.parametrize("method", ["POST", "TRACE", "PUT"])
def test_a_method_that_changes_or_echoes_is_a_problem_everywhere(fresh, path, method):
    # As a browser would from elsewhere: without a token.
    response = Client(enforce_csrf_checks=True).generic(method, f"/api/v1/{path}")
    assert (response.status_code, response["Content-Type"]) == (405, errors.CONTENT_TYPE)
    assert (response["Allow"], response.json()["status"]) == ("GET, HEAD, OPTIONS", 405)


def test_a_problem_is_readable_from_any_origin_and_never_kept(fresh, client):
    for address in (OPTIONS, "nothing/"):
        response = client.get(f"/api/v1/{address}")
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cache-Control"] == "no-store"


def test_a_defect_of_ours_is_a_problem_without_its_details(fresh, client, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(views, "answer", fail)
    client.raise_request_exception = False
    response = client.get(f"/api/v1/{OPTIONS}", {"amount": "1000"})
    assert (response.status_code, response["Content-Type"]) == (500, errors.CONTENT_TYPE)
    assert response.json()["title"] == "Internal Server Error"
    assert "secret" not in response.text


def problem_of(raised):
    request = SimpleNamespace(get_full_path=lambda: "/api/v1/x/")
    response = errors.problem_response(raised, {"request": request})
    assert response is not None
    return response


def test_a_throttled_request_says_when_to_come_back():
    response = problem_of(Throttled(wait=29.2))
    assert (response.status_code, response["Retry-After"]) == (429, "30")
    assert response.data["title"] == "Too Many Requests"


def test_a_missing_key_says_how_to_show_one():
    refusal = AuthenticationFailed()
    refusal.auth_header = "Bearer"  # type: ignore[attr-defined]  # set by DRF's views
    response = problem_of(refusal)
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(("raised", "status"), [(Http404("secret"), 404), (PermissionDenied("secret"), 403)])
def test_exceptions_of_django_are_problems_too(raised, status):
    response = problem_of(raised)
    assert (response.status_code, response.data["type"]) == (status, GENERIC)
    assert "secret" not in str(response.data)


def test_a_defect_is_left_to_the_handler_of_defects():
    assert errors.problem_response(ZeroDivisionError(), {}) is None


def test_what_a_serializer_refuses_is_named_however_deep():
    refused = ValidationError(
        {
            "prices": [{"fee": ["Not a number.", "Too large."]}, {}],
            "non_field_errors": ["Nothing was sent."],
            "name": "Missing.",
        }
    )
    response = problem_of(refused)
    assert response.data["errors"] == [
        {"field": "prices.0.fee", "detail": "Not a number."},
        {"field": "prices.0.fee", "detail": "Too large."},
        {"field": "", "detail": "Nothing was sent."},
        {"field": "name", "detail": "Missing."},
    ]


HANDLERS = [
    (lambda request: errors.bad_request(request, SuspiciousOperation("secret")), HTTPStatus.BAD_REQUEST),
    (lambda request: errors.permission_denied(request, PermissionDenied("secret")), HTTPStatus.FORBIDDEN),
    (lambda request: errors.not_found(request, Http404("secret")), HTTPStatus.NOT_FOUND),
    (errors.server_error, HTTPStatus.INTERNAL_SERVER_ERROR),
]


@pytest.mark.parametrize(("handler", "status"), HANDLERS)
def test_under_api_every_handler_answers_with_a_problem(rf, handler, status):
    response = handler(rf.get("/api/v1/x/"))
    assert (response.status_code, response["Content-Type"]) == (status, errors.CONTENT_TYPE)
    assert b"secret" not in response.content


@pytest.mark.parametrize(("handler", "status"), HANDLERS)
def test_elsewhere_every_handler_answers_with_a_page(rf, handler, status):
    response = handler(rf.get("/send/"))
    assert response.status_code == status
    assert response["Content-Type"].startswith("text/html")
