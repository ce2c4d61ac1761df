import re
from pathlib import Path

import pytest
import yaml

from tests.operations import COMPOSE_ONLY, IMAGES, SETTINGS, documented

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
OUR_OWN = {"migrate", "web", "worker", "beat"}


def test_compose_runs_every_part_of_the_service():
    assert set(SERVICES) == OUR_OWN | {"postgres", "redis"}


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_lasting_service_says_how_to_tell_that_it_is_well(name):
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", sorted(OUR_OWN - {"migrate"}))
def test_nothing_of_ours_starts_before_the_database_is_migrated(name):
    assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_images_are_pinned_and_the_ones_the_documentation_states():
    used = {service["image"] for name, service in SERVICES.items() if name not in OUR_OWN}
    used |= set(re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE))
    assert used == documented(IMAGES)
    assert all(re.search(r":\d", image) for image in used)


@pytest.mark.parametrize("name", sorted(OUR_OWN))
def test_our_services_are_given_documented_settings_only(name):
    assert set(SERVICES[name]["environment"]) <= documented(SETTINGS) | documented(COMPOSE_ONLY)


def test_every_variable_that_compose_reads_is_documented():
    read = set(re.findall(r"\$\{(\w+)", COMPOSE)) | set(SERVICES["postgres"]["environment"])
    assert read <= documented(SETTINGS) | documented(COMPOSE_ONLY) | {"POSTGRES_USER", "POSTGRES_DB"}
    assert documented(COMPOSE_ONLY) <= read


def test_a_secret_has_no_default():
    assert "${SECRET_KEY:?" in COMPOSE
    assert "${POSTGRES_PASSWORD:?" in COMPOSE
    assert not re.search(r"\$\{(SECRET_KEY|POSTGRES_PASSWORD)(:?-|\})", COMPOSE)


def test_the_web_server_has_threads_so_that_a_long_download_is_not_cut():
    command = (ROOT / "Dockerfile").read_text().split("\nCMD ")[1].replace("\\\n", "")
    assert '"gunicorn", "remitcompare.wsgi"' in command
    assert '"--threads", "4"' in command
