"""The page of an export while it is made, when it is done, and the day after: for people and for scripts."""

import gzip
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from corridors.exports.asking import ExportAsked
from corridors.exports.formats import FORMATS
from corridors.models import ExportJob
from tests.exports.jobs.conftest import Ask
from tests.exports.jobs.reading import body, file_of, page, page_of
from tests.pages.conftest import Page

State, Failure = ExportJob.State, ExportJob.Failure
pytestmark = pytest.mark.usefixtures("prices")


class TestBeingMade:
    def test_while_it_waits_the_page_says_for_what_and_looks_again_by_itself(
        self, ask: Ask, read: Callable[[str], Page]
    ) -> None:
        ask("jsonl"), ask("parquet")
        ExportJob.objects.update(state=State.RUNNING)
        seen = read(page_of(ask("csv", corridor="ae-ph")))
        assert seen.status == 200
        assert "Waiting" in seen
        assert "2 other files are made first." in seen
        assert "Sent from United Arab Emirates" in seen
        assert seen.response.headers["Refresh"] == "4"
        assert seen.response.headers["Cache-Control"] == "no-store"

    def test_while_it_is_made_it_says_how_far_it_is(self, ask: Ask, read: Callable[[str], Page]) -> None:
        job = ask()
        ExportJob.objects.update(state=State.RUNNING, rows_total=2_000_000, rows_done=820_000)
        seen = read(page_of(job))
        assert "41%" in seen
        assert "820,000 of 2,000,000 rows" in seen
        assert '<progress max="2000000" value="820000"' in seen.html

    def test_when_all_rows_are_read_it_says_what_takes_so_long(
        self, ask: Ask, read: Callable[[str], Page]
    ) -> None:
        job = ask("xlsx")
        ExportJob.objects.update(state=State.RUNNING, rows_done=3)
        seen = read(page_of(job))
        assert "100%" in seen
        assert "All rows are read, and the file is being packed." in seen

    def test_it_stands_still_for_those_who_ask(self, ask: Ask, read: Callable[[str], Page]) -> None:
        job = ask()
        assert f"{page_of(job)}?still=1" in read(page_of(job)).links()
        seen = read(f"{page_of(job)}?still=1")
        assert "Refresh" not in seen.response.headers
        assert page_of(job) in seen.links()

    @pytest.mark.parametrize("rest", ["{name}", "datapackage.json"])
    def test_its_file_is_not_there_yet(self, ask: Ask, client: Client, rest: str) -> None:
        job = ask()
        response = client.get(page_of(job) + rest.format(name=job.name))
        assert (response.status_code, response.headers["Retry-After"]) == (404, "4")

    @pytest.mark.parametrize(("failure", "sentence"), [
        (Failure.BROKEN, "Something went wrong on our side"),
        (Failure.TOO_LARGE, "larger than the room we have"),
        (Failure.REFUSED, "more rows than this format takes"),
        (Failure.TOO_LATE, "within a day"),
    ])  # fmt: skip
    def test_a_failure_is_said_with_a_way_on(
        self, ask: Ask, read: Callable[[str], Page], client: Client, failure: str, sentence: str
    ) -> None:
        job = ask(corridor="ae-ph")
        ExportJob.objects.update(state=State.FAILED, failure=failure)
        seen = read(page_of(job))
        assert sentence in seen
        assert "/exports/?corridor=ae-ph&format=csv" in seen.links()
        assert "/corridors/ae-ph/history.csv" in seen.links()
        assert "Refresh" not in seen.response.headers
        assert client.get(file_of(job)).status_code == 404

    @pytest.mark.parametrize("address", ["/exports/{}/", "/exports/{}/x.csv", "/exports/{}/datapackage.json"])
    def test_what_nobody_asked_for_is_not_found(self, client: Client, address: str) -> None:
        assert client.get(address.format(uuid4())).status_code == 404

    def test_it_takes_at_most_four_queries(
        self, ask: Ask, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        job = ask(corridor="ae-ph", provider="swift-hawk")
        with django_assert_max_num_queries(4):
            client.get(page_of(job))


class TestDone:
    def test_the_file_takes_one_query(
        self,
        made: Callable[[str], ExportJob],
        client: Client,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        job = made("csv")
        with django_assert_num_queries(1):
            client.get(f"{page_of(job)}datapackage.json")
        with django_assert_num_queries(1):
            assert body(client.get(file_of(job)))

    def test_the_page_leads_to_the_file_and_says_how_long(
        self, made: Callable[[str], ExportJob], read: Callable[[str], Page]
    ) -> None:
        job = made("csv")
        seen = read(page_of(job))
        assert "Your file is ready" in seen
        assert "3 rows" in seen
        assert "until 21 November 2026, 12:00:00 UTC" in seen
        assert job.sha256 in seen
        assert file_of(job) in seen.links()
        assert "Refresh" not in seen.response.headers

    @pytest.mark.parametrize("format_", FORMATS)
    def test_the_file_is_the_export(
        self, made: Callable[[str], ExportJob], client: Client, format_: str
    ) -> None:
        job = made(format_)
        response = client.get(file_of(job))
        content = body(response)
        assert content == b"".join(FORMATS[format_].write(ExportAsked()))
        assert response.headers["Content-Disposition"] == f'attachment; filename="{job.name}"'
        assert response.headers["Content-Type"] == FORMATS[format_].media_type
        assert int(response.headers["Content-Length"]) == len(content) == job.bytes
        assert response.headers["Repr-Digest"].startswith("sha-256=:")

    def test_text_goes_packed_to_whoever_takes_it_so(
        self, made: Callable[[str], ExportJob], client: Client
    ) -> None:
        job = made("csv")
        response = client.get(file_of(job), headers={"Accept-Encoding": "br, gzip"})
        packed = body(response)
        assert (response.headers["Content-Encoding"], len(packed)) == ("gzip", job.stored_bytes)
        assert "Accept-Encoding" in response.headers["Vary"]
        assert gzip.decompress(packed) == body(client.get(file_of(job)))

    def test_what_is_packed_already_is_not_packed_again(
        self, made: Callable[[str], ExportJob], client: Client
    ) -> None:
        response = client.get(file_of(made("parquet")), headers={"Accept-Encoding": "gzip"})
        assert body(response).startswith(b"PAR1")
        assert "Content-Encoding" not in response.headers

    def test_who_has_it_need_not_fetch_it_again(
        self, made: Callable[[str], ExportJob], client: Client
    ) -> None:
        job = made("parquet")
        response = client.get(file_of(job))
        assert body(response)
        etag = response.headers["ETag"]
        assert client.get(file_of(job), headers={"If-None-Match": etag}).status_code == 304

    def test_its_description_is_beside_it(self, made: Callable[[str], ExportJob], client: Client) -> None:
        job = made("csv")
        (resource,) = client.get(f"{page_of(job)}datapackage.json").json()["resources"]
        assert (resource["path"], resource["hash"]) == (job.name, f"sha256:{job.sha256}")

    def test_it_has_no_other_name(self, made: Callable[[str], ExportJob], client: Client) -> None:
        assert client.get(f"{page_of(made('csv'))}other.csv").status_code == 404

    def test_a_file_that_somebody_removed_is_not_found(
        self, made: Callable[[str], ExportJob], client: Client, exports_folder: Path
    ) -> None:
        job = made("csv")
        (exports_folder / job.stored_as).unlink()
        assert client.get(file_of(job)).status_code == 404

    @pytest.mark.parametrize("is_cleared_away", [False, True])
    def test_the_day_after_it_is_gone_and_can_be_asked_for_again(
        self,
        made: Callable[[str], ExportJob],
        client: Client,
        later: Callable[..., None],
        is_cleared_away: bool,
    ) -> None:
        job = made("csv")
        later(hours=24)
        if is_cleared_away:
            ExportJob.objects.update(state=State.EXPIRED)
        for address in (page_of(job), file_of(job), f"{page_of(job)}datapackage.json"):
            answer = page(client.get(address))
            assert answer.status == 410
            assert "Files are kept for 24 hours." in answer
            (again,) = (link for link in answer.links() if link.startswith("/exports/?"))
            assert parse_qs(urlsplit(again).query) == {"format": ["csv"]}
