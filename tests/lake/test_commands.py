"""manage.py dump_lake and lake_statistics, and the dump of every night."""

import builtins
import csv
import io
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import InMemoryStorage, storages
from django.core.management import CommandError, call_command

from corridors.lake.failures import LakeError
from corridors.lake.nightly import dump_nightly
from corridors.lake.one_at_a_time import only_dump_into
from corridors.tasks import dump_lake
from providers import scheduler
from tests.factories import NOW
from tests.lake.lakes import dumped, fill, lake_in

pytestmark = [
    pytest.mark.django_db,
    # Ibis 12 calls DuckDB 2 by a name that it is giving up.
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
]


def printed(*arguments: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def kept_lake(settings: Any, tmp_path: Path) -> Path:
    """Where the settings say that the lake is."""
    settings.STORAGES = settings.STORAGES | {
        "lake": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }
    return tmp_path


def test_a_dump_says_what_it_did(tmp_path: Path) -> None:
    fill()
    assert printed("dump_lake", str(tmp_path)) == "3 prices: 3 files written, 0 unchanged, 0 removed\n"
    assert printed("dump_lake", str(tmp_path)) == "3 prices: 0 files written, 3 unchanged, 0 removed\n"


def test_without_a_folder_the_lake_of_the_settings_is_written(kept_lake: Path) -> None:
    fill()
    printed("dump_lake")
    assert (kept_lake / "datapackage.json").exists()


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    fill()
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match=r"file.*: (Not a directory|File exists)"):
        printed("dump_lake", str(tmp_path / "file" / "lake"))


def test_every_night_the_lake_of_the_settings_is_brought_up_to_date(kept_lake: Path) -> None:
    fill()
    dump_lake.delay()
    assert (kept_lake / "datapackage.json").exists()


def test_a_night_in_which_another_is_at_it_goes_by(kept_lake: Path) -> None:
    fill()
    with only_dump_into(storages["lake"]):
        dump_nightly(NOW)
    assert not (kept_lake / "datapackage.json").exists()


class _Days:
    """A clock and a stop signal that let one day after the other go by."""

    def __init__(self, days: int) -> None:
        self.now, self._left = NOW, days

    def is_set(self) -> bool:
        self._left -= 1
        return self._left < 0

    def wait(self, seconds: float) -> None:
        self.now += timedelta(days=1)


def test_the_machine_that_does_all_by_itself_dumps_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[tuple[str, Any]] = []
    days = _Days(3)
    monkeypatch.setattr("providers.scheduler.timezone.now", lambda: days.now)
    monkeypatch.setattr("providers.scheduler.let_go_of_connections", lambda: None)
    monkeypatch.setattr(
        "providers.scheduler.attempt_apart",
        lambda stop, **more: lambda what, work, argument: done.append((what, work)),
    )
    scheduler.make_exports_until(days)  # type: ignore[arg-type]
    assert done == [("dump the lake", dump_nightly)] * 2


def test_statistics_are_printed_as_csv_or_json(tmp_path: Path) -> None:
    fill()
    dumped(tmp_path)
    lines = list(csv.DictReader(io.StringIO(printed("lake_statistics", str(tmp_path)))))
    assert lines[0] == {
        "period": "2026_3Q",
        "source_iso3": "ARE",
        "destination_iso3": "PHL",
        "services": "1",
        "services_left_out": "0",
        "average_percent": "5.000000000000",
        "cheapest_percent": "5.000000000",
    }
    as_json = json.loads(printed("lake_statistics", str(tmp_path), format="json", engine="duckdb"))
    assert [{name: str(cell) for name, cell in each.items()} for each in as_json] == lines


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"engine": "trino"}, "LAKE_ENGINE_URL names no trino; without it there are duckdb and pyspark"),
        ({"engine": "pyspark"}, r"Ibis's packages for pyspark are missing: ibis-framework\[pyspark\]"),
    ],
)
def test_an_engine_that_is_not_there_is_told_in_a_sentence(
    tmp_path: Path, options: dict[str, str], sentence: str
) -> None:
    fill()
    dumped(tmp_path)
    with pytest.raises(CommandError, match=sentence):
        printed("lake_statistics", str(tmp_path), **options)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nosuch://user:secret@host/db", "Ibis knows no engine nosuch"),
        ("connect://user:secret@host/db", "Ibis knows no engine connect"),
        ("trino://user:secret@host/db", "Ibis's packages for trino are missing"),
    ],
)
def test_an_address_of_an_engine_is_never_repeated(settings: Any, url: str, sentence: str) -> None:
    settings.LAKE_ENGINE_URL = url
    with pytest.raises(CommandError, match=sentence) as told:
        printed("lake_statistics")
    assert "secret" not in str(told.value)


def test_the_engine_of_the_settings_is_asked_for_its_own_table(settings: Any, tmp_path: Path) -> None:
    import duckdb

    fill()
    dumped(tmp_path / "lake")
    database = tmp_path / "engine.duckdb"
    with duckdb.connect(database) as engine:
        files = str(tmp_path / "lake" / "**" / "*.parquet")
        engine.execute(f"CREATE VIEW history AS FROM read_parquet('{files}', hive_partitioning = true)")
    settings.LAKE_ENGINE_URL, settings.LAKE_TABLE = f"duckdb://{database}", "history"
    assert printed("lake_statistics") == printed("lake_statistics", str(tmp_path / "lake"))
    with duckdb.connect(database) as engine:
        engine.execute("CREATE VIEW partial AS SELECT id, year FROM history")
    settings.LAKE_TABLE = "partial"
    with pytest.raises(CommandError, match="the table of duckdb has no column corrects, service"):
        printed("lake_statistics")
    settings.LAKE_TABLE = "elsewhere"
    with pytest.raises(CommandError, match="duckdb does not give the table elsewhere"):
        printed("lake_statistics")


def test_a_folder_that_is_no_lake_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"there is no datapackage.json; it is no lake, or one that is"):
        printed("lake_statistics", str(tmp_path))
    with pytest.raises(CommandError, match="no folder is named"):
        printed("lake_statistics")


def test_without_its_packages_lake_statistics_names_the_target_that_installs_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "corridors.lake.engines", raising=False)
    monkeypatch.delitem(sys.modules, "corridors.lake.averages", raising=False)
    found = builtins.__import__

    def without_ibis(name: str, *args: Any) -> Any:
        if name == "ibis" or name.startswith("ibis."):
            raise ImportError(name)
        return found(name, *args)

    monkeypatch.setattr(builtins, "__import__", without_ibis)
    with pytest.raises(CommandError, match="install them with: make lake"):
        printed("lake_statistics", str(tmp_path))


def test_a_storage_that_fails_is_told_and_not_passed_over(
    settings: Any, kept_lake: Path, monkeypatch
) -> None:
    fill()

    def full(*args: Any, **more: Any) -> None:
        raise OSError(28, "No space left on device", "prices.parquet")

    monkeypatch.setattr(InMemoryStorage, "save", full)
    settings.DATA_DIR = kept_lake
    settings.STORAGES = settings.STORAGES | {"lake": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    with pytest.raises(LakeError, match=r"prices.parquet: No space left on device"):
        dump_nightly(NOW)


def test_lakes_in_two_folders_do_not_wait_for_each_other(tmp_path: Path) -> None:
    fill()
    with only_dump_into(lake_in(tmp_path / "one")):
        assert dumped(tmp_path / "other").written == 3
