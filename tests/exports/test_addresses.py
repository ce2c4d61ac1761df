"""Exports over HTTP: where they are, what they are called, and what becomes of a wrong question."""

import gzip
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from corridors.exports import streaming, views
from corridors.exports.asking import ExportAsked
from corridors.exports.formats import FORMATS, Csv
from corridors.exports.streaming import Slots
from tests.exports.leaving import leave
from tests.factories import NOW, price, record, surveyed

pytestmark = pytest.mark.django_db
CORRIDOR, EVERYTHING = "/corridors/ae-ph/history.csv", "/exports/prices.csv"


@pytest.fixture(autouse=True)
def _some_prices() -> None:
    record(
        surveyed(price_point=200),
        surveyed(price_point=500, amount="500"),
        price(seen=NOW - timedelta(days=1)),
        price(corridor="sa-ph", currencies=("SAR", "PHP")),
    )


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def name(response: Any) -> str:
    said = response.headers["Content-Disposition"]
    assert said.startswith('attachment; filename="')
    return str(said.removeprefix('attachment; filename="').removesuffix('"'))


class TestAFile:
    """What comes back."""

    @pytest.mark.parametrize("suffix", sorted(FORMATS))
    def test_each_format_is_at_both_addresses(self, client: Client, suffix: str) -> None:
        one = client.get(f"/corridors/AE-PH/history.{suffix}")
        same = client.get(f"/exports/prices.{suffix}?corridor=ae-ph")
        assert one.status_code == same.status_code == 200
        assert one.headers["Content-Type"] == FORMATS[suffix].media_type
        assert name(one) == name(same) == f"remitcompare_ae-ph_2013-07-20_2026-11-19.{suffix}"
        assert body(one) == body(same) == b"".join(FORMATS[suffix].write(ExportAsked(corridor="ae-ph")))

    @pytest.mark.parametrize(
        ("query", "called"),
        [
            ("", "all-corridors_2013-07-20_2026-11-20"),
            ("from=ae&to=ph", "all-corridors_from-ae_to-ph_2013-07-20_2026-11-19"),
            ("period=2013_3Q&price_point=200", "all-corridors_2013-3Q_usd-200_2013-07-20_2013-07-20"),
            ("provider=swift-hawk&since=2026-01-01", "all-corridors_swift-hawk_2026-11-19_2026-11-20"),
            ("pay_in=cash&pay_out=cash", "all-corridors_by-cash_as-cash_2013-07-20_2026-11-20"),
            ("current=1&corridor=sa-ph", "sa-ph_current_2026-11-20_2026-11-20"),
            ("layout=rpw&corridor=ae-ph", "ae-ph_rpw_2013-07-20_2026-11-19"),
            ("since=2015-01-01&until=2016-01-01", "all-corridors_no-prices"),
        ],
    )
    def test_its_name_tells_what_is_in_it_and_from_when(
        self, client: Client, query: str, called: str
    ) -> None:
        response = client.get(f"{EVERYTHING}?{query}")
        assert name(response) == f"remitcompare_{called}.csv"
        body(response)

    def test_it_is_packed_for_those_who_take_it_packed(self, client: Client) -> None:
        plain = client.get(EVERYTHING)
        packed = client.get(EVERYTHING, headers={"Accept-Encoding": "br, gzip;q=0.5"})
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(body(packed)) == body(plain)
        assert "Accept-Encoding" in plain.headers["Vary"]
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert "Content-Length" not in packed.headers

    @pytest.mark.parametrize("taken", ["", "identity", "br", "gzip;q=0", "gzip; q=0.000, identity", "xgzip"])
    def test_it_is_plain_for_everyone_else(self, client: Client, taken: str) -> None:
        response = client.get(EVERYTHING, headers={"Accept-Encoding": taken})
        assert "Content-Encoding" not in response.headers
        assert body(response).startswith(b"id,corridor,")

    def test_a_format_that_is_packed_already_is_not_packed_again(self, client: Client) -> None:
        response = client.get("/exports/prices.parquet", headers={"Accept-Encoding": "gzip"})
        assert "Content-Encoding" not in response.headers
        assert body(response).startswith(b"PAR1")

    def test_it_names_its_neighbour_and_is_open_to_any_origin(self, client: Client) -> None:
        response = client.get(f"{CORRIDOR}?price_point=200")
        link = response.headers["Link"]
        assert link == (
            '</corridors/ae-ph/datapackage.json?price_point=200&format=csv>; rel="describedby"; '
            'type="application/json"'
        )
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        body(response)

    def test_head_has_the_headers_and_reads_no_row(self, client: Client) -> None:
        got = client.get(CORRIDOR)
        body(got)
        head = client.head(CORRIDOR)
        assert (head.status_code, body(head)) == (200, b"")
        same = {"Content-Type", "Content-Disposition", "ETag", "Link", "Vary", "Cache-Control"}
        assert {each: head.headers[each] for each in same} == {each: got.headers[each] for each in same}
        assert "Content-Length" not in head.headers

    def test_it_is_not_sent_again_while_nothing_changed(self, client: Client) -> None:
        first = client.get(CORRIDOR)
        body(first)
        again = client.get(CORRIDOR, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        kept = ("ETag", "Vary", "Cache-Control")
        assert [again.headers[each] for each in kept] == [first.headers[each] for each in kept]
        record(price(fee="11", seen=NOW))
        changed = client.get(CORRIDOR, headers={"If-None-Match": first.headers["ETag"]})
        assert changed.status_code == 200
        assert body(changed).count(b"\n") == 5

    def test_six_questions_are_asked_before_the_rows(
        self, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_max_num_queries(6):
            client.head(f"{CORRIDOR}?provider=swift-hawk")


class TestWhatCannotBeAnswered:
    """Problems that name what is wrong (RFC 9457)."""

    @pytest.mark.parametrize(
        ("address", "status", "kind"),
        [
            (f"{CORRIDOR}?price_point=lots", 400, "invalid-parameters"),
            (f"{EVERYTHING}?corridor=ae-zz", 400, "invalid-parameters"),
            (f"{EVERYTHING}?%00=%00", 400, "invalid-parameters"),
            ("/exports/datapackage.json?format=exe", 400, "invalid-parameters"),
            ("/exports/datapackage.json?format=csv&format=csv", 400, "invalid-parameters"),
            ("/corridors/ae-zz/history.csv", 404, "unknown-corridor"),
            ("/corridors/ph-ae/datapackage.json", 404, "unknown-corridor"),
        ],
    )
    def test_it_is_a_problem_and_no_file(self, client: Client, address: str, status: int, kind: str) -> None:
        response = client.get(address)
        said = json.loads(response.content)
        assert (response.status_code, said["status"]) == (status, status)
        assert said["type"] == f"urn:remitcompare:problem:{kind}"
        assert response.headers["Content-Type"] == "application/problem+json"
        assert "Content-Disposition" not in response.headers
        head = client.head(address)
        assert (head.status_code, head.content) == (status, b"")

    def test_it_names_the_parameter(self, client: Client) -> None:
        said = client.get(f"{CORRIDOR}?period=soon").json()
        assert [error["field"] for error in said["errors"]] == ["period"]
        assert "period" in said["detail"]

    def test_the_sentence_is_in_the_language_asked_for(self, client: Client) -> None:
        in_spanish = client.get(f"{CORRIDOR}?price_point=1&lang=es").json()["detail"]
        assert in_spanish != client.get(f"{CORRIDOR}?price_point=1").json()["detail"]

    @pytest.mark.parametrize(
        "address", ["/exports/prices.exe", "/exports/prices.", "/corridors/ae-ph/history.docx"]
    )
    def test_an_unknown_ending_is_not_found(self, client: Client, address: str) -> None:
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize("address", [CORRIDOR, EVERYTHING, "/exports/datapackage.json"])
    def test_nothing_can_be_written(self, address: str) -> None:
        assert Client(enforce_csrf_checks=True).post(address).status_code == 405

    def test_a_format_that_cannot_take_so_many_rows_says_where_the_csv_is(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("corridors.exports.binary_formats.MAX_ROWS_OF_A_SHEET", 1)
        response = client.get("/corridors/ae-ph/history.xlsx?price_point=200&period=2013")
        assert response.status_code == 200
        body(response)
        said = client.get("/corridors/ae-ph/history.xlsx?period=2013").json()
        assert (said["status"], said["rows"]) == (400, 2)
        assert said["csv_url"] == "/corridors/ae-ph/history.csv?period=2013"
        assert said["csv_url"] in said["detail"]


class TestHowManyAtOnce:
    """An export holds a connection and a thread for as long as its reader takes."""

    @pytest.fixture(autouse=True)
    def _one_slot(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(views, "SLOTS", Slots(1))

    @pytest.mark.parametrize("address", [CORRIDOR, "/corridors/ae-ph/datapackage.json"])
    def test_one_too_many_is_told_to_come_back(self, client: Client, address: str) -> None:
        reading = client.get(EVERYTHING)
        refused = client.get(address)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
        assert client.head(address).status_code == 200
        body(reading)
        assert client.get(address).status_code == 200

    def test_a_reader_who_leaves_frees_the_slot(self, client: Client) -> None:
        leave(client.get(EVERYTHING))
        body(client.get(EVERYTHING))

    @pytest.mark.parametrize("after", [0, 1])
    def test_a_failure_frees_the_slot(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, after: int
    ) -> None:
        def broken(self: Csv, asked: ExportAsked, **more: object) -> Iterator[bytes]:
            yield from [b"id\n"] * after
            raise ZeroDivisionError

        with monkeypatch.context() as patched:
            patched.setattr(Csv, "write", broken)
            with pytest.raises(ZeroDivisionError):
                body(client.get(EVERYTHING))
        body(client.get(EVERYTHING))

    def test_half_of_the_connections_stay_free_for_pages(self, settings: Settings) -> None:
        assert streaming.SLOTS.number == max(1, settings.DATABASE_POOL_SIZE // 2)
