import pytest
from django.template.loader import get_template

OPTIONS = "/api/v1/corridors/ae-ph/options/?amount=1000"
EVERYTHING = [
    "countries/", "corridors/", "corridors/ae-ph/", "corridors/ae-ph/options/?amount=1000",
    "corridors/ae-ph/statistics/", "statistics/", "providers/", "providers/old-bank/",
    "rates/?base=AED&quote=PHP", "sources/", "schema/",
]  # fmt: skip


@pytest.mark.parametrize("path", EVERYTHING)
def test_every_answer_may_be_read_anywhere_and_kept_for_a_minute(fresh, client, path):
    response = client.get(f"/api/v1/{path}", headers={"Origin": "https://elsewhere.example"})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=60"}
    assert "Accept-Language" in response["Vary"]
    assert "Cookie" not in response["Vary"]
    assert not response.cookies


@pytest.mark.parametrize("path", EVERYTHING)
def test_what_has_not_changed_is_not_sent_again(fresh, client, path):
    first = client.get(f"/api/v1/{path}")
    again = client.get(f"/api/v1/{path}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Access-Control-Allow-Origin"]) == (first["ETag"], "*")


def test_what_has_changed_is_sent_again(fresh, client):
    first = client.get(OPTIONS)
    other = client.get(OPTIONS.replace("1000", "999"), headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200


def test_a_language_has_a_tag_of_its_own(fresh, client):
    tags = {
        client.get("/api/v1/countries/", headers={"Accept-Language": way})["ETag"] for way in ("en", "es")
    }
    assert len(tags) == 2


@pytest.mark.parametrize("path", EVERYTHING)
def test_head_has_the_headers_alone(fresh, client, path):
    answer, head = client.get(f"/api/v1/{path}"), client.head(f"/api/v1/{path}")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == answer["ETag"]


def test_a_preflight_is_let_through(fresh, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.options(OPTIONS, headers={"Access-Control-Request-Method": "GET"})
    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html,application/xhtml+xml,*/*;q=0.8"])
def test_json_is_what_everyone_gets(fresh, client, accept):
    assert client.get(OPTIONS, headers={"Accept": accept})["Content-Type"] == "application/json"


def test_the_docs_page_takes_nothing_from_third_parties_and_runs_no_inline_code(client, settings):
    response = client.get("/api/v1/docs/")
    assert response.status_code == 200
    page = response.text
    assert "//" not in page.replace("<!DOCTYPE html>", "")
    assert "<style" not in page
    assert "style=" not in page
    assert page.count("<script") == page.count('<script src="/static/') == 2
    assert 'data-schema="/api/v1/schema/"' in page
    assert not response.cookies


def test_the_docs_page_has_the_policy_of_every_page_but_for_its_icons(client):
    from django.conf import settings

    given = dict(
        part.split(" ", 1)
        for part in client.get("/api/v1/docs/").headers["Content-Security-Policy"].split("; ")
    )
    assert set(given.pop("img-src").split()) == {"'self'", "data:"}
    usual = {
        name: " ".join(sources) for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
    }
    assert given == {name: sources for name, sources in usual.items() if name != "img-src"}


def test_what_the_docs_page_loads_is_served_by_us(client):
    from django.contrib.staticfiles import finders

    page = get_template("corridors/api_docs.html").render()
    loaded = [part.split('"')[0] for part in page.replace("src=", "href=").split('href="/static/')[1:]]
    assert len(loaded) == 4
    assert all(finders.find(path) for path in loaded)
