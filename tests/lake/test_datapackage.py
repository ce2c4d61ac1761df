"""What a lake says of itself."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from frictionless import Package, validate

from corridors.domain.indices import METHOD_VERSION
from corridors.exports.price_columns import COLUMNS
from corridors.lake.datapackage import files_of
from corridors.lake.failures import LakeError
from corridors.models import Source
from tests.factories import NOW
from tests.lake.lakes import PATH_AUGUST, PATH_JULY, PATH_UK, dumped, fill, package, state, table

pytestmark = pytest.mark.django_db


def test_each_file_is_listed_with_its_rows_bytes_and_sha256(tmp_path: Path) -> None:
    fill()
    dumped(tmp_path)
    listed = {each["path"]: each for each in package(tmp_path)["resources"]}
    assert sorted(listed) == [PATH_JULY, PATH_AUGUST, PATH_UK]
    for path, said in listed.items():
        content = (tmp_path / path).read_bytes()
        assert said["bytes"] == len(content)
        assert said["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert said["row_count"] == table(tmp_path / path).num_rows


def test_whose_the_prices_are_and_by_which_method_is_said(tmp_path: Path) -> None:
    fill()
    dumped(tmp_path)
    said = package(tmp_path)
    assert said["licenses"] == [{"title": "Tariff sheets: public domain", "path": "https://tariffs.test/"}]
    assert said["sources"] == [{"title": "Tariff sheets", "path": "https://tariffs.test/"}]
    assert said["method_version"] == METHOD_VERSION
    assert said["temporal"] == {"start": "2026-07-31", "end": "2026-08-01"}
    assert (said["row_count"], said["created"]) == (3, "2026-11-20T12:00:00Z")


def test_what_is_no_longer_true_is_told_anew_though_no_price_changed(tmp_path: Path) -> None:
    fill()
    dumped(tmp_path)
    Source.objects.filter(key="tariffs").update(licence="CC BY 4.0")
    done = dumped(tmp_path, now=NOW + timedelta(days=1))
    assert (done.written, done.unchanged) == (0, 3)
    said = package(tmp_path)
    assert said["licenses"][0]["title"] == "Tariff sheets: CC BY 4.0"
    assert said["created"] == "2026-11-21T12:00:00Z"


@pytest.mark.parametrize("name", ["datapackage.json", "_schema.json"])
@pytest.mark.parametrize("content", ["", "[]", "{}"])
def test_what_was_harmed_is_told_anew(tmp_path: Path, name: str, content: str) -> None:
    fill()
    dumped(tmp_path)
    whole = state(tmp_path)
    (tmp_path / name).write_text(content)
    dumped(tmp_path)
    assert state(tmp_path) == whole


def test_the_lake_is_valid_to_the_standards_own_program_until_a_file_is_harmed(tmp_path: Path) -> None:
    fill()
    dumped(tmp_path)
    descriptor = str(tmp_path / "datapackage.json")
    assert validate(descriptor).valid
    fields = [column.name for column in COLUMNS]
    described = Package.from_descriptor(descriptor)
    assert {tuple(resource.schema.field_names) for resource in described.resources} == {tuple(fields)}
    (tmp_path / PATH_UK).write_bytes(b"PAR1")
    assert sorted(validate(descriptor).flatten(["type"])) == [["byte-count"], ["hash-count"]]


def test_readers_of_a_folder_are_given_the_listed_files(tmp_path: Path) -> None:
    fill()
    dumped(tmp_path)
    assert files_of(str(tmp_path)) == [str(tmp_path / path) for path in (PATH_JULY, PATH_AUGUST, PATH_UK)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "there is no datapackage.json"),
        ("{", "is not a lake's"),
        ("[]", "is not a lake's"),
        ('{"resources": [{"name": "x"}]}', "is not a lake's"),
        ('{"resources": []}', "does not list the files of a lake"),
        ('{"resources": [{"path": "../../etc/passwd"}]}', "does not list the files of a lake"),
        ('{"resources": [{"path": ["a"]}]}', "does not list the files of a lake"),
        (json.dumps({"resources": [{"path": f"/{PATH_JULY}"}]}), "does not list the files of a lake"),
    ],
)
def test_a_folder_that_is_no_lake_is_told_in_a_sentence(
    tmp_path: Path, content: str | None, sentence: str
) -> None:
    if content is not None:
        (tmp_path / "datapackage.json").write_text(content)
    with pytest.raises(LakeError, match=sentence):
        files_of(str(tmp_path))
