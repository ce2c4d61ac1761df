"""The lock files say what pyproject.toml says. Needs no network; `make lock` recomputes them."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from remitcompare import __version__

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNTIME = PYPROJECT["project"]["dependencies"]
DEVELOPMENT = PYPROJECT["dependency-groups"]["dev"]
S3 = PYPROJECT["project"]["optional-dependencies"]["s3"]
LAKE = PYPROJECT["project"]["optional-dependencies"]["lake"]
LOCKS = {
    "requirements.lock": RUNTIME,
    "requirements-dev.lock": RUNTIME + DEVELOPMENT,
    "requirements-s3.lock": RUNTIME + S3,
    "requirements-lake.lock": RUNTIME + LAKE,
}

ENTRY = re.compile(r"^(?P<requirement>[A-Za-z0-9].*?) *(?P<rest>\\\n(?:^[ #].*\n?)*)", re.MULTILINE)
BY_PROJECT = re.compile(r"# +(?:via )?remitcompare ")


def pins(lock: str) -> list[tuple[Requirement, str]]:
    """Each pinned requirement, and the lines of hashes and reasons under it."""
    text = (ROOT / lock).read_text()
    return [(Requirement(match["requirement"]), match["rest"]) for match in ENTRY.finditer(text)]


def entries(lock: str) -> dict[str, tuple[Requirement, str]]:
    """The pins by package; one with a version for each kind of Python stands once."""
    return {canonicalize_name(requirement.name): (requirement, rest) for requirement, rest in pins(lock)}


def pinned_version(requirement: Requirement) -> str:
    (only,) = requirement.specifier
    assert only.operator == "=="
    return only.version


@pytest.mark.parametrize("lock", LOCKS)
def test_what_pyproject_asks_for_is_locked_at_a_version_it_admits(lock):
    locked = entries(lock)
    for wanted in map(Requirement, LOCKS[lock]):
        requirement, _ = locked[canonicalize_name(wanted.name)]
        assert wanted.specifier.contains(pinned_version(requirement)), f"{requirement} is not {wanted}"
        assert wanted.extras <= requirement.extras


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_locked_for_the_project_is_what_pyproject_asks_for(lock):
    locked = {name for name, (_, reasons) in entries(lock).items() if BY_PROJECT.search(reasons)}
    assert locked == {canonicalize_name(Requirement(wanted).name) for wanted in LOCKS[lock]}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_and_hashed(lock):
    lines = (ROOT / lock).read_text().splitlines()
    packages = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert len(packages) == len(pins(lock))
    for requirement, rest in pins(lock):
        assert pinned_version(requirement)
        assert "--hash=sha256:" in rest, requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_no_place_on_a_machine(lock):
    text = (ROOT / lock).read_text()
    assert not re.search(r"://|--index|--extra-index|--find-links|file:| /", text)


@pytest.mark.parametrize("lock", [lock for lock in LOCKS if lock != "requirements.lock"])
def test_every_lock_installs_the_very_versions_of_the_runtime_lock(lock):
    larger = entries(lock)
    for name, (requirement, _) in entries("requirements.lock").items():
        assert pinned_version(larger[name][0]) == pinned_version(requirement)


def test_the_package_and_pyproject_state_one_version():
    assert PYPROJECT["project"]["version"] == __version__
