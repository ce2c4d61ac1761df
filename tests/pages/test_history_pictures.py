"""The pictures of a corridor's history at their own addresses: drawn once a version, and kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from corridors.charts import drawing
from tests.factories import record
from tests.pages.conftest import Read
from tests.pages.histories import CHARTS, PICTURE, queries_of, record_surveys, seen


@pytest.fixture
def surveys(db: None) -> None:
    record_surveys()


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The pictures that had to be drawn, by title."""
    told: list[str] = []
    draw = drawing.svg

    def watched(chart: Any, *args: Any, **more: Any) -> bytes:
        told.append(chart.words.title)
        return draw(chart, *args, **more)

    monkeypatch.setattr(drawing, "svg", watched)
    yield told
    cache.clear()


@pytest.mark.usefixtures("surveys")
class TestPictures:
    @pytest.mark.parametrize("chart", CHARTS)
    def test_each_chart_has_an_address_of_its_own(self, read: Read, chart: str) -> None:
        response = read(f"{PICTURE}?chart={chart}").response
        assert response["Content-Type"] == "image/svg+xml"
        assert response["Content-Disposition"] == f'inline; filename="remitcompare_ae-ph_{chart}.svg"'
        assert b"United Arab Emirates to Philippines" in response.content

    def test_a_png_is_a_png(self, client: Client) -> None:
        response = client.get("/corridors/ae-ph/history.png")
        assert response["Content-Type"] == "image/png"
        assert response.content.startswith(b"\x89PNG")

    def test_it_is_drawn_once_for_every_reader_of_a_version(
        self, client: Client, drawings: list[str]
    ) -> None:
        first, second = client.get(PICTURE), client.get(f"{PICTURE}?chart=cost&frequency=quarter&utm=x")
        assert first.content == second.content
        assert len(drawings) == 1
        assert len(queries_of(client, PICTURE)) == 1

    def test_a_new_price_is_a_new_picture(self, client: Client, drawings: list[str]) -> None:
        before = client.get(PICTURE)
        record(seen("Newcomer", "1.5"))
        after = client.get(PICTURE)
        assert before["ETag"] != after["ETag"]
        assert before.content != after.content
        assert len(drawings) == 2

    def test_another_language_question_or_look_is_another_picture(
        self, client: Client, drawings: list[str]
    ) -> None:
        others = ("lang=es", "chart=split", "frequency=year", "size=narrow", "scheme=dark", "to=2013-Q1")
        tags = {client.get(f"{PICTURE}?{question}")["ETag"] for question in ("", *others)}
        assert len(tags) == len(drawings) == len(others) + 1

    def test_a_reader_who_has_it_is_not_sent_it_again(self, client: Client, drawings: list[str]) -> None:
        etag = client.get(PICTURE)["ETag"]
        again = client.get(PICTURE, headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Cache-Control"] == "public, max-age=60"
        assert again["ETag"] == etag

    def test_it_is_compressed_on_the_wire(self, client: Client) -> None:
        response = client.get(PICTURE, headers={"Accept-Encoding": "gzip"})
        assert response["Content-Encoding"] == "gzip"
        assert len(response.content) < 8 * 1024
        known = {"Accept-Encoding": "gzip", "If-None-Match": response["ETag"]}
        assert client.get(PICTURE, headers=known).status_code == 304

    def test_a_head_has_no_body(self, client: Client) -> None:
        response = client.head(PICTURE)
        assert (response.status_code, response.content) == (200, b"")
        assert client.post(PICTURE).status_code == 405

    def test_its_policy_lets_nothing_in(self, client: Client) -> None:
        assert "default-src 'none'" in client.get(PICTURE)["Content-Security-Policy"]

    @pytest.mark.parametrize("question", ["chart=pie", "size=huge", "scheme=pink", "chart=%00"])
    def test_an_unknown_picture_is_a_sentence(self, read: Read, question: str) -> None:
        answer = read(f"{PICTURE}?{question}")
        assert answer.status == 400
        assert f"{question.split('=', maxsplit=1)[0]}: " in answer.html
        assert "is not known. Use one of:" in answer.html

    def test_without_a_price_there_is_a_sentence_and_no_picture(self, read: Read) -> None:
        answer = read(f"{PICTURE}?price_point=500")
        assert answer.status == 404
        assert "No cost is known here at about US$500 in this range." in answer.html

    def test_a_cache_out_of_reach_costs_time_and_nothing_else(
        self, client: Client, settings: Settings
    ) -> None:
        redis = {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",
        }
        settings.CACHES = {"default": redis}
        assert client.get(PICTURE).status_code == 200
