"""A dump that is killed, and the one after it."""

from pathlib import Path

import pytest

from corridors.lake import dump as dumping
from tests.factories import NOW, record
from tests.lake.lakes import (
    JULY,
    PATH_AUGUST,
    PATH_JULY,
    PATH_UK,
    dumped,
    fill,
    seen,
    state,
    table,
    written_at,
)

pytestmark = pytest.mark.django_db


class KilledError(BaseException):
    """Stands for what no code rescues."""


def killed_at(percent: int):
    def progress(done: int) -> None:
        if done >= percent:
            raise KilledError

    return progress


def dump_until(folder: Path, percent: int) -> None:
    with pytest.raises(KilledError):
        dumped(folder, progress=killed_at(percent))


@pytest.mark.parametrize("percent", [33, 66, 100])
def test_a_dump_that_is_killed_and_run_again_ends_as_if_nothing_had_been(
    tmp_path: Path, percent: int
) -> None:
    fill()
    dumped(tmp_path / "whole")
    dump_until(tmp_path / "killed", percent)
    dumped(tmp_path / "killed")
    assert state(tmp_path / "killed") == state(tmp_path / "whole")


def test_half_a_dump_has_whole_files_and_no_datapackage(tmp_path: Path) -> None:
    fill()
    dump_until(tmp_path, 33)
    assert not (tmp_path / "datapackage.json").exists()
    assert [path for path in state(tmp_path) if path.endswith(".parquet")] == [PATH_JULY]
    assert table(tmp_path / PATH_JULY).num_rows == 1


def test_a_lake_that_was_whole_is_not_called_whole_while_it_is_changed(tmp_path: Path) -> None:
    fill()
    dumped(tmp_path)
    record(seen(JULY, provider="Late Bird"))
    dump_until(tmp_path, 100)
    assert not (tmp_path / "datapackage.json").exists()
    assert dumped(tmp_path).rows == 4
    assert (tmp_path / "datapackage.json").exists()


def test_what_was_finished_is_not_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dumping, "KEPT_EVERY_FILES", 1)
    fill()
    dump_until(tmp_path, 66)
    before = written_at(tmp_path)
    done = dumped(tmp_path)
    assert (done.written, done.unchanged) == (1, 2)
    after = written_at(tmp_path)
    assert [after[path] == before[path] for path in (PATH_JULY, PATH_AUGUST)] == [True, True]


def test_at_most_a_few_files_are_written_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dumping, "KEPT_EVERY_FILES", 2)
    fill()
    dump_until(tmp_path, 100)
    assert dumped(tmp_path).written == 1


def test_what_was_left_behind_half_written_is_cleared_away(tmp_path: Path) -> None:
    fill()
    dumped(tmp_path)
    whole = state(tmp_path)
    half = tmp_path / Path(PATH_UK).with_name(".prices.unfinished")
    half.write_bytes(b"PAR1")
    (tmp_path / "datapackage.json").unlink()
    dumped(tmp_path)
    assert state(tmp_path) == whole


def test_a_file_whose_rows_cannot_be_read_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill()
    dumped(tmp_path)
    whole = state(tmp_path)
    record(seen(JULY, provider="Late Bird"))

    def broken(*args, **more):
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(dumping, "tables_of", broken)
        with pytest.raises(KilledError):
            dumped(tmp_path)
    assert state(tmp_path)[PATH_JULY] == whole[PATH_JULY]
    assert not list(tmp_path.rglob(".*"))
    assert dumped(tmp_path, now=NOW).written == 1
