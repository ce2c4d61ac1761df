"""What is said of an export: true of the very bytes that are sent, and valid by its standard."""

import hashlib
import json
import re
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

import frictionless
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from redis.exceptions import RedisError

from corridors.domain.indices import METHOD_VERSION
from corridors.exports import contents
from corridors.exports.asking import ExportAsked
from corridors.exports.contents import ChangingError, Content, content_of
from corridors.exports.datapackage import describe, schema_of
from corridors.exports.formats import FORMATS, Csv
from corridors.exports.layouts import LAYOUTS
from corridors.exports.price_columns import COLUMNS
from corridors.models import Source
from tests.exports.leaving import leave
from tests.exports.test_lines import NASTY
from tests.factories import NOW, SURVEY, add_cross_rate, price, record, surveyed

pytestmark = pytest.mark.django_db
QUERY = "price_point=200"


@pytest.fixture(autouse=True)
def _some_prices() -> None:
    add_cross_rate("AED", "PHP", "12")
    record(
        *(
            price(note=note, seen=NOW - timedelta(hours=2 + hours), price_point=200)
            for hours, note in enumerate(NASTY)
        ),
        price("Silent Bank", rate=None, kind=None, speed_min_minutes=None, price_point=200),
        surveyed(price_point=200),
    )


def package_of(client: Client, address: str = f"/corridors/ae-ph/datapackage.json?{QUERY}") -> dict[str, Any]:
    response: Any = client.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")
    said: dict[str, Any] = json.loads(b"".join(response.streaming_content))
    return said


def fetch(client: Client, address: str) -> bytes:
    response: Any = client.get(address.removeprefix("http://testserver"))
    return b"".join(response.streaming_content)


def validated(rows: list[dict[str, Any]], schema: dict[str, Any]) -> frictionless.Report:
    return frictionless.Resource(data=rows, schema=frictionless.Schema.from_descriptor(schema)).validate()


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_the_file_it_points_at_is_the_one_it_describes(
    client: Client, suffix: str, layout: str, tmp_path: Path
) -> None:
    package = package_of(client, f"/exports/datapackage.json?corridor=ae-ph&layout={layout}&format={suffix}")
    (resource,) = package["resources"]
    fetched = fetch(client, resource["path"])
    assert resource["hash"] == f"sha256:{hashlib.sha256(fetched).hexdigest()}"
    assert resource["bytes"] == len(fetched)
    asked = ExportAsked(corridor="ae-ph", layout=layout)
    assert resource["row_count"] == LAYOUTS[layout].count(asked) == len(list(LAYOUTS[layout].rows(asked)))
    # Beside each other in a folder, as an analyst keeps them.
    (tmp_path / resource["title"]).write_bytes(fetched)
    descriptor = {**package, "resources": [{**resource, "path": resource["title"]}]}
    report = frictionless.Package.from_descriptor(descriptor, basepath=str(tmp_path)).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


@pytest.mark.parametrize("period", ["2013_3Q", "2013", "2013-07"])
def test_any_period_makes_a_name_that_a_package_may_have(client: Client, period: str) -> None:
    package = package_of(client, f"/exports/datapackage.json?format=csv&period={period}")
    assert re.fullmatch(r"[-a-z0-9._/]+", package["name"])
    frictionless.Package.from_descriptor(package)


def test_a_source_whose_licence_changes_makes_another_file(client: Client) -> None:
    before = client.head("/corridors/ae-ph/history.parquet").headers["ETag"]
    Source.objects.filter(key=SURVEY).update(licence="another one")
    assert client.head("/corridors/ae-ph/history.parquet").headers["ETag"] != before


def test_a_field_has_its_type_its_unit_and_what_holds_for_it() -> None:
    fields = {field["name"]: field for field in schema_of(COLUMNS)["fields"]}
    assert list(fields) == [column.name for column in COLUMNS]
    assert fields["fee"]["type"] == "number"
    assert fields["fee"]["unit"] == "sending currency"
    assert fields["id"]["constraints"] == {"required": True}
    assert fields["fee_convention"]["constraints"]["enum"] == ["on_top", "inside", "unknown"]
    assert "unit" not in fields["note"]
    assert all(field["description"] for field in fields.values())
    assert schema_of(COLUMNS)["primaryKey"] == ["id"]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("pay_in", "cash,gold"),
        ("fee", "12 AED"),
        ("observed_at", "yesterday"),
        ("id", ""),
        ("sandbox", "maybe"),
    ],
)
def test_the_schema_refuses_what_no_export_holds(name: str, cell: str) -> None:
    row = json.loads(next(LAYOUTS[""].json_blocks(ExportAsked())).split(b"\n")[0])
    assert validated([row], schema_of(COLUMNS)).valid
    assert not validated([{**row, name: cell}], schema_of(COLUMNS)).valid


def test_it_says_whose_the_prices_are_and_how_they_were_chosen(client: Client) -> None:
    package = package_of(client)
    assert [source["title"] for source in package["sources"]] == [
        "World Bank, Remittance Prices Worldwide",
        "Tariff sheets",
    ]
    assert {licence["title"] for licence in package["licenses"]} == {
        "World Bank, Remittance Prices Worldwide: CC BY 4.0",
        "Tariff sheets: public domain",
    }
    assert package["filters"] == {"corridor": "ae-ph", "price_point": "200"}
    assert package["method_version"] == METHOD_VERSION
    assert package["temporal"] == {"start": "2013-07-20", "end": "2026-11-20"}
    assert package["name"] == "remitcompare_ae-ph_usd-200_2013-07-20_2026-11-20"
    assert package["resources"][0]["path"] == f"http://testserver/corridors/ae-ph/history.csv?{QUERY}"


def test_an_export_without_prices_has_no_licence_to_state(client: Client) -> None:
    package = package_of(client, "/exports/datapackage.json?until=2012-01-01")
    assert not {"licenses", "sources", "temporal"} & set(package)
    assert package["resources"][0]["row_count"] == 0
    assert package["name"].endswith("no-prices")
    assert frictionless.Package.from_descriptor(package).name == package["name"]


def test_what_is_known_already_is_not_found_out_by_making_the_file() -> None:
    with patch.object(Csv, "write", side_effect=AssertionError):
        package = describe(
            ExportAsked(), FORMATS["csv"], address="a.csv", now=NOW, content=Content(7, 9, "f" * 64)
        )
    resource = package["resources"][0]
    assert (resource["row_count"], resource["bytes"], resource["hash"]) == (7, 9, f"sha256:{'f' * 64}")


def test_the_file_is_made_once_and_again_only_when_prices_changed(client: Client) -> None:
    first = package_of(client)["resources"][0]["hash"]
    with patch.object(Csv, "write", side_effect=AssertionError):
        assert package_of(client)["resources"][0]["hash"] == first
    record(price(fee="11", seen=NOW, price_point=200))
    assert package_of(client)["resources"][0]["hash"] != first


def test_a_download_leaves_nothing_to_find_out(client: Client) -> None:
    fetched = fetch(client, f"/corridors/ae-ph/history.csv?{QUERY}")
    with patch.object(Csv, "write", side_effect=AssertionError):
        resource = package_of(client)["resources"][0]
    assert resource["hash"] == f"sha256:{hashlib.sha256(fetched).hexdigest()}"


def test_a_packed_download_is_known_by_its_unpacked_bytes(client: Client) -> None:
    response: Any = client.get(f"/corridors/ae-ph/history.csv?{QUERY}", headers={"Accept-Encoding": "gzip"})
    b"".join(response.streaming_content)
    plain = fetch(client, f"/corridors/ae-ph/history.csv?{QUERY}")
    assert package_of(client)["resources"][0]["hash"] == f"sha256:{hashlib.sha256(plain).hexdigest()}"


def test_a_download_left_in_the_middle_is_not_taken_for_the_whole(client: Client) -> None:
    leave(client.get(f"/corridors/ae-ph/history.csv?{QUERY}"))
    resource = package_of(client)["resources"][0]
    assert resource["bytes"] == len(fetch(client, f"/corridors/ae-ph/history.csv?{QUERY}"))


def test_while_prices_change_no_hash_is_stated(client: Client) -> None:
    with patch.object(contents, "version_of", side_effect=map(str, count())):
        with pytest.raises(ChangingError):
            content_of(ExportAsked(), FORMATS["csv"])
        refused = client.get("/exports/datapackage.json")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")


def test_a_cache_out_of_reach_is_done_without(client: Client) -> None:
    with (
        patch.object(cache, "get", side_effect=RedisError),
        patch.object(cache, "set", side_effect=RedisError),
    ):
        fetched = fetch(client, f"/corridors/ae-ph/history.csv?{QUERY}")
        assert package_of(client)["resources"][0]["bytes"] == len(fetched)


def test_head_makes_no_file(client: Client) -> None:
    with patch.object(Csv, "write", side_effect=AssertionError):
        assert client.head("/exports/datapackage.json").status_code == 200


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such transactions")
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_everything_is_asked_as_of_one_moment() -> None:
    with contents._one_moment(), connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("repeatable read",)
