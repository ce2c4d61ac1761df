"""The page of exports: what a person chooses, what that is, and asking for a long one."""

import gzip
import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from corridors.exports import jobs
from corridors.exports.making import make_export
from corridors.models import ExportJob
from tests.exports.jobs.reading import page, page_of, words_of
from tests.pages.conftest import Page

EVERYTHING = "/exports/?format=csv"
pytestmark = pytest.mark.usefixtures("prices")


class TestChoosing:
    def test_at_first_there_is_the_form_and_nothing_is_counted(self, read: Callable[[str], Page]) -> None:
        seen = read("/exports/")
        assert seen.status == 200
        assert "Which prices" in seen
        assert "rows" not in seen.text.replace("1,000,000 rows", "")
        assert {"United Arab Emirates", "Philippines", "Swift Hawk"} <= set(words_of(seen))

    @pytest.mark.parametrize("address", ["/exports/", "/exports/?lang=es", "/exports/?from=&to=&since="])
    def test_nothing_asked_takes_two_queries_for_the_lists(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str
    ) -> None:
        with django_assert_num_queries(2):
            assert client.get(address).status_code == 200

    def test_a_question_is_answered_with_what_the_file_would_hold(self, read: Callable[[str], Page]) -> None:
        seen = read("/exports/?from=ae&to=&provider=swift-hawk&format=xlsx&layout=")
        assert "1 row seen from 20 November 2026 to 20 November 2026" in seen
        assert "Source: Tariff sheets (public domain)" in seen
        assert "/exports/prices.xlsx?from=AE&provider=swift-hawk" in seen.links()
        assert "/exports/datapackage.json?from=AE&provider=swift-hawk&format=xlsx" in seen.links()
        assert "http://testserver/exports/prices.xlsx?from=AE&provider=swift-hawk" in seen
        assert "Download the Excel file" in seen

    def test_the_form_keeps_what_was_chosen(self, read: Callable[[str], Page]) -> None:
        html = read("/exports/?corridor=ae-ph&period=2026&current=1&format=parquet&layout=rpw").html
        for chosen in (
            'value="ae" selected',
            'value="ph" selected',
            'value="2026"',
            'value="parquet" checked',
        ):
            assert chosen in html
        assert html.count(" checked") == 3

    def test_a_long_one_is_offered_to_be_made(self, read: Callable[[str], Page]) -> None:
        seen = read(EVERYTHING)
        assert "3 rows" in seen
        assert "Make the CSV file" in seen
        assert "/exports/prices.csv" in seen.links()

    def test_nothing_found_is_said_with_a_way_on(self, read: Callable[[str], Page]) -> None:
        seen = read("/exports/?price_point=200")
        assert "0 rows" in seen
        assert "No price matches. Leave a filter out." in seen

    def test_too_many_for_a_format_is_said_with_the_csv(
        self, read: Callable[[str], Page], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("corridors.exports.binary_formats.MAX_ROWS_OF_A_SHEET", 2)
        seen = read("/exports/?format=xlsx&from=ae")
        assert "An Excel file holds at most 1,000,000 rows" in seen
        assert "/exports/prices.csv?from=AE" in seen.links()
        assert "Make the Excel file" not in seen

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("period=soon", "“soon” is not a period."),
            ("since=2026-02-30", "“2026-02-30” is not a date."),
            ("from=zz", "“zz” is not an ISO 3166-1 alpha-2 country code."),
            ("provider=nobody", "We know no provider “nobody”."),
            ("format=docx", "“docx” is not known."),
            ("format=csv&format=xlsx", "Give it once."),
            ("layout=x", "“x” is not known."),
            ("price_point=300", "“300” is not known."),
            ("corridor=zz-zz", "corridor: We know no corridor “zz-zz”."),
            ("colour=red", "colour: There is no such filter."),
            ("to=%00", "is not an ISO 3166-1 alpha-2 country code."),
            ("current=perhaps", "current: “perhaps” is not known."),
            ("since=2026-11-20&until=2026-11-19", "The last day is before the first one."),
        ],
    )
    def test_what_is_wrong_is_named(self, read: Callable[[str], Page], query: str, sentence: str) -> None:
        seen = read(f"/exports/?{query}")
        assert seen.status == 400
        assert sentence in seen

    def test_it_takes_at_most_eight_queries(
        self, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_max_num_queries(8):
            client.get("/exports/?corridor=ae-ph&provider=swift-hawk&format=csv")

    def test_it_sets_no_cookie_and_is_not_kept(self, client: Client) -> None:
        response = client.get(EVERYTHING)
        assert not response.cookies
        assert response.headers["Cache-Control"] == "no-store"

    def test_it_speaks_spanish_all_the_way(self, client: Client) -> None:
        asked = client.post("/exports/?lang=es", {"format": "csv"})
        assert asked.headers["Location"].endswith("/?lang=es")


class TestAskingForALongOne:
    def test_it_leads_to_its_own_page_without_a_cookie_or_a_token(self) -> None:
        client = Client(enforce_csrf_checks=True)
        response = client.post("/exports/", {"format": "parquet", "corridor": "ae-ph", "layout": ""})
        job = ExportJob.objects.get()
        assert (response.status_code, response.headers["Location"]) == (303, page_of(job))
        assert not response.cookies
        assert (job.format, job.query, job.rows_total) == ("parquet", "corridor=ae-ph", 3)

    def test_it_takes_at_most_sixteen_queries(
        self, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_max_num_queries(16):
            client.post("/exports/", {"format": "csv", "corridor": "ae-ph"})
        assert ExportJob.objects.exists()

    def test_asked_twice_it_is_one(self, client: Client) -> None:
        first, second = (client.post("/exports/", {"format": "csv"}) for _ in range(2))
        assert first.headers["Location"] == second.headers["Location"]
        assert ExportJob.objects.count() == 1

    def test_a_short_one_is_had_at_once(self, client: Client) -> None:
        response = client.post("/exports/", {"format": "csv", "provider": "swift-hawk"})
        assert (response.status_code, response.headers["Location"]) == (
            303,
            "/exports/prices.csv?provider=swift-hawk",
        )
        assert not ExportJob.objects.exists()

    def test_what_cannot_be_made_is_not_taken(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("corridors.exports.binary_formats.MAX_ROWS_OF_A_SHEET", 2)
        assert client.post("/exports/", {"format": "xlsx"}).status_code == 200
        assert client.post("/exports/", {"format": "docx"}).status_code == 400
        assert client.post("/exports/", {}).status_code == 200
        assert not ExportJob.objects.exists()

    def test_when_many_wait_it_says_so_and_where_the_file_is_all_the_same(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(jobs, "MAX_WAITING", 0)
        answer = page(client.post("/exports/", {"format": "csv"}))
        assert (answer.status, answer.response.headers["Retry-After"]) == (503, "300")
        assert "Many files are being made right now." in answer
        assert "/exports/prices.csv" in answer.links()

    def test_when_there_is_no_room_it_says_from_when_on(
        self, client: Client, made: Callable[[str], ExportJob], settings: Settings
    ) -> None:
        made("jsonl")
        settings.EXPORTS_MAX_MEGABYTES = 0
        answer = page(client.post("/exports/", {"format": "csv"}))
        assert answer.status == 503
        assert "some is free again from 21 November 2026, 12:00:00 UTC" in answer

    def test_the_worker_is_told(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        told: list[object] = []
        monkeypatch.setattr("corridors.exports.pages.hand_over", told.append)
        client.post("/exports/", {"format": "csv"})
        job = ExportJob.objects.get()
        assert told == [job.pk]
        make_export(job.pk)
        client.post("/exports/", {"format": "csv"})
        assert told == [job.pk]  # what is there need not be made

    def test_another_language_is_of_the_same_question(self, client: Client) -> None:
        asked = "/exports/?from=ae&provider=swift-hawk&since=2026-01-01&format=xlsx"
        assert f"{asked}&lang=es" in page(client.get(asked)).links()


@pytest.mark.parametrize("address", ["/exports/", EVERYTHING, "/exports/?period=soon"])
class TestLikeEveryPage:
    """These take a POST; tests/pages/test_every_page.py is about pages that are only read."""

    def test_nothing_is_inline_and_little_is_loaded_from_here_only(
        self, read: Callable[[str], Page], address: str
    ) -> None:
        page = read(address)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src)", page.html)
        assert len(page.loaded()) <= 4
        assert all(link.startswith("/static/") for link in page.loaded())

    def test_it_is_light_and_has_one_main_heading(self, client: Client, address: str) -> None:
        response = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert len(response.content) < 30 * 1024
        assert gzip.decompress(response.content).count(b"<h1") == 1
