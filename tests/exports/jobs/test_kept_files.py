"""Finished files: there whole or not at all, in a folder and elsewhere."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from corridors.exports import kept_files

NAME = "prices.parquet"


@pytest.fixture(params=["folder", "elsewhere"])
def _storage(request: pytest.FixtureRequest, settings: Settings) -> None:
    if request.param == "elsewhere":
        memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
        settings.STORAGES = {**settings.STORAGES, "exports": memory}


@pytest.mark.usefixtures("_storage")
class TestInEveryStorage:
    def test_a_file_is_read_as_it_was_written(self) -> None:
        with kept_files.new_file(NAME) as file:
            file.write(b"all of it")
            with pytest.raises(FileNotFoundError):
                kept_files.open_file(NAME)
        with kept_files.open_file(NAME) as file:
            assert file.read() == b"all of it"

    def test_nothing_is_left_of_a_file_that_was_not_finished(self) -> None:
        def half() -> None:
            with kept_files.new_file(NAME) as file:
                file.write(b"half of")
                raise ConnectionError

        with pytest.raises(ConnectionError):
            half()
        with pytest.raises(FileNotFoundError):
            kept_files.open_file(NAME)

    def test_deleting_is_safe_to_repeat(self) -> None:
        with kept_files.new_file(NAME):
            pass
        kept_files.delete_file(NAME)
        kept_files.delete_file(NAME)
        with pytest.raises(FileNotFoundError):
            kept_files.open_file(NAME)

    def test_strays_go_and_what_is_known_or_young_stays(self) -> None:
        for name in ("known", "stray"):
            with kept_files.new_file(name):
                pass
        never, always = datetime(1990, 1, 1, tzinfo=UTC), datetime.now(UTC) + timedelta(days=36_500)
        assert kept_files.delete_strays({"known"}, before=never) == 0
        assert kept_files.delete_strays({"known"}, before=always) == 1
        kept_files.open_file("known").close()


def test_without_a_folder_there_are_no_strays(exports_folder: Path) -> None:
    assert not exports_folder.exists()
    assert kept_files.delete_strays((), before=datetime.now(UTC)) == 0
