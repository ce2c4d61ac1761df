"""What a dump writes, and what it leaves as it is."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.core.files.storage import InMemoryStorage, Storage
from django.db import connections
from pytest_django import DjangoAssertNumQueries

from corridors.exports.columns import Kind
from corridors.exports.price_columns import COLUMNS
from corridors.lake import dump as dumping
from corridors.lake.failures import LakeBusyError, LakeError
from corridors.lake.one_at_a_time import only_dump_into
from corridors.models import Price
from providers.models import Provider
from tests.factories import NOW, make_provider, record
from tests.lake.lakes import (
    AUGUST,
    JULY,
    PATH_AUGUST,
    PATH_JULY,
    PATH_UK,
    dumped,
    fill,
    lake_in,
    seen,
    state,
    table,
    written_at,
)

pytestmark = pytest.mark.django_db


def test_a_file_holds_the_prices_of_one_sending_country_observed_in_one_month(tmp_path: Path) -> None:
    fill()
    done = dumped(tmp_path)
    assert (done.written, done.unchanged, done.removed, done.rows) == (3, 0, 0, 3)
    assert [path for path in state(tmp_path) if path.endswith(".parquet")] == [
        PATH_JULY,
        PATH_AUGUST,
        PATH_UK,
    ]
    (row,) = table(tmp_path / PATH_JULY).to_pylist()
    stored = Price.objects.get(observed_at=JULY)
    assert (row["id"], row["corridor"], row["observed_at"]) == (stored.id, "ae-ph", JULY)
    assert (row["fee"], row["stated_total_percent"]) == (Decimal(10), Decimal(5))
    assert (row["period"], row["corrects"], row["sandbox"]) == (None, None, False)


def test_the_columns_are_those_of_every_export_with_exact_decimals(tmp_path: Path) -> None:
    fill()
    dumped(tmp_path)
    schema = table(tmp_path / PATH_JULY).schema
    assert schema.names == [column.name for column in COLUMNS]
    for column in COLUMNS:
        if column.kind is Kind.DECIMAL:
            assert schema.field(column.name).type == pa.decimal128(15, column.places)


def test_a_second_dump_writes_nothing(tmp_path: Path) -> None:
    fill()
    dumped(tmp_path)
    before = written_at(tmp_path)
    done = dumped(tmp_path, now=AUGUST)
    assert (done.written, done.unchanged, done.rows) == (0, 3, 3)
    assert written_at(tmp_path) == before


def test_a_late_observation_changes_the_file_of_its_month_alone(tmp_path: Path) -> None:
    fill()
    dumped(tmp_path)
    before = written_at(tmp_path)
    record(seen(JULY, provider="Late Bird"))
    done = dumped(tmp_path)
    assert (done.written, done.unchanged, done.rows) == (1, 2, 4)
    changed = {path for path, at in written_at(tmp_path).items() if at != before[path]}
    assert {path for path in changed if path.endswith(".parquet")} == {PATH_JULY}


def test_a_provider_that_was_renamed_has_its_new_name_in_every_file(tmp_path: Path) -> None:
    fill()
    record(seen(AUGUST, provider="Other", corridor="gb-in", currencies=("GBP", "INR")))
    dumped(tmp_path)
    Provider.objects.filter(name="Other").update(name="Another")
    assert dumped(tmp_path).written == 1
    assert table(tmp_path / PATH_UK).column("provider_name").to_pylist() == ["Swift Hawk", "Another"]


def test_what_is_no_longer_to_be_seen_leaves_the_lake(settings, tmp_path: Path) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:1/"
    fill()
    make_provider("Invented", sandbox=True)
    record(seen(AUGUST, provider="Invented", corridor="us-mx", currencies=("USD", "MXN")))
    assert dumped(tmp_path).rows == 4
    settings.SANDBOX_URL = ""
    done = dumped(tmp_path)
    assert (done.written, done.removed, done.rows) == (0, 1, 3)
    assert not (tmp_path / "corridor_from=US/year=2026/month=08/prices.parquet").exists()


@pytest.mark.parametrize("harm", ["deleted", "cut off"])
def test_a_file_that_was_harmed_is_written_again(tmp_path: Path, harm: str) -> None:
    fill()
    dumped(tmp_path)
    whole = state(tmp_path)
    if harm == "deleted":
        (tmp_path / PATH_UK).unlink()
    else:
        (tmp_path / PATH_UK).write_bytes(b"PAR1")
    assert dumped(tmp_path).written == 1
    assert state(tmp_path) == whole


def test_a_lake_without_its_manifest_is_written_anew_and_loses_what_is_not_history(tmp_path: Path) -> None:
    fill()
    dumped(tmp_path)
    whole = state(tmp_path)
    (tmp_path / "_dump.json").unlink()
    stray = tmp_path / "corridor_from=FR/year=2020/month=01/prices.parquet"
    stray.parent.mkdir(parents=True)
    stray.touch()
    done = dumped(tmp_path)
    assert (done.written, done.removed) == (3, 1)
    assert state(tmp_path) == whole


@pytest.mark.parametrize(
    "manifest", ["", "[]", '{"format": 1, "files": {"x": 1}}', '{"format": 2, "files": {}}', '{"format": 1}']
)
def test_a_manifest_that_cannot_be_understood_is_no_obstacle(tmp_path: Path, manifest: str) -> None:
    fill()
    (tmp_path / "_dump.json").write_text(manifest)
    assert dumped(tmp_path).written == 3


def test_a_manifest_can_name_no_file_outside_the_lake(tmp_path: Path) -> None:
    fill()
    precious = tmp_path / "precious.parquet"
    precious.touch()
    lake = tmp_path / "lake"
    dumped(lake)
    manifest = (lake / "_dump.json").read_text()
    (lake / "_dump.json").write_text(manifest.replace(PATH_UK, "../precious.parquet"))
    assert dumped(lake).removed == 0
    assert precious.exists()


def test_without_prices_there_is_nothing_to_describe(tmp_path: Path) -> None:
    done = dumped(tmp_path)
    assert (done.written, done.rows) == (0, 0)
    assert not (tmp_path / "datapackage.json").exists()


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    fill()
    (tmp_path / "notes.txt").write_text("mine")
    dumped(tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_storage_that_is_no_folder_has_the_same_files(tmp_path: Path, settings) -> None:
    settings.DATA_DIR = tmp_path
    fill()
    storage = InMemoryStorage()
    assert dumping.dump(storage, now=NOW).written == 3
    record(seen(JULY, provider="Late Bird"))
    assert dumping.dump(storage, now=NOW).written == 1
    assert dumping.dump(storage, now=NOW).written == 0
    dumped(tmp_path / "lake")
    for path in (PATH_JULY, PATH_AUGUST, PATH_UK, "datapackage.json", "_dump.json"):
        with storage.open(path) as file:
            assert file.read() == (tmp_path / "lake" / path).read_bytes(), path


@pytest.mark.parametrize("is_folder", [True, False])
def test_two_dumps_into_one_lake_do_not_meet(tmp_path: Path, settings: Any, is_folder: bool) -> None:
    settings.DATA_DIR = tmp_path
    storage: Storage = lake_in(tmp_path / "lake") if is_folder else InMemoryStorage()

    def another() -> str:
        try:
            with only_dump_into(storage):
                return "held it too"
        except LakeBusyError as error:
            return str(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        with only_dump_into(storage):
            assert threads.submit(another).result() == "another dump into this lake is under way"
        assert threads.submit(another).result() == "held it too"


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    fill()
    (tmp_path / "file").touch()
    with pytest.raises(LakeError, match=r"Not a directory|File exists"):
        dumped(tmp_path / "file")


def test_the_history_is_looked_at_once_and_each_changed_file_costs_one_query(
    tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries, django_assert_max_num_queries
) -> None:
    fill()
    # Two of all history, one and the savepoint around it for each file, two for the datapackage.
    with django_assert_max_num_queries(2 + 3 * 4 + 2):
        dumped(tmp_path)
    with django_assert_num_queries(2 + 2):
        dumped(tmp_path)
