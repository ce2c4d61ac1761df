"""Where answers are archived, and where a sandbox may not run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from remitcompare.collecting import archive_storage, refuse_sandbox_in_production

ROOT = Path(__file__).resolve().parent.parent
SANDBOX = "http://127.0.0.1:8001"


def test_without_a_bucket_answers_are_files_in_a_folder(tmp_path: Path) -> None:
    config = archive_storage(bucket="", endpoint="https://ignored.test", folder=tmp_path)
    storage = import_string(config["BACKEND"])(**config["OPTIONS"])
    assert Path(storage.path("ab/cd.gz")) == tmp_path / "ab" / "cd.gz"


def test_a_bucket_is_used_where_one_is_named(tmp_path: Path) -> None:
    config = archive_storage(bucket="answers-of-ours", endpoint="", folder=tmp_path)
    assert config["BACKEND"] == "storages.backends.s3.S3Storage"
    options = config["OPTIONS"]
    assert (options["bucket_name"], options["file_overwrite"]) == ("answers-of-ours", True)
    # What is packed must come back packed: a named encoding would let the other side unpack it.
    assert options["object_parameters"] == {"ContentType": "application/gzip"}
    assert "endpoint_url" not in options
    assert not any("key" in name or "secret" in name for name in options)


def test_another_maker_of_buckets_is_asked_by_path(tmp_path: Path) -> None:
    config = archive_storage(bucket="answers", endpoint="https://objects.test", folder=tmp_path)
    options = config["OPTIONS"]
    assert (options["endpoint_url"], options["addressing_style"]) == ("https://objects.test", "path")


@pytest.mark.parametrize("hosts", [[], ["localhost", "127.0.0.1", "[::1]", "testserver"]])
def test_a_sandbox_may_run_on_a_machine_of_ones_own(hosts: list[str]) -> None:
    refuse_sandbox_in_production(SANDBOX, allowed_hosts=hosts, behind_proxy=False)


@pytest.mark.parametrize(
    ("hosts", "behind_proxy", "reached"),
    [
        (["localhost", "remit.test", "*"], False, "the site answers to remit.test, *"),
        ([".example"], False, "the site answers to .example"),
        (["192.168.1.7"], False, "the site answers to 192.168.1.7"),
        (["localhost"], True, "BEHIND_HTTPS_PROXY is set"),
        (["remit.test"], True, "BEHIND_HTTPS_PROXY is set"),
    ],
)
def test_a_sandbox_is_refused_where_others_can_reach_the_site(
    hosts: list[str], behind_proxy: bool, reached: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        refuse_sandbox_in_production(SANDBOX, allowed_hosts=hosts, behind_proxy=behind_proxy)
    assert str(refused.value) == (
        f"SANDBOX_URL is set and {reached}: a sandbox invents prices, and other people could take them for "
        "real. Remove SANDBOX_URL."
    )
    refuse_sandbox_in_production("", allowed_hosts=hosts, behind_proxy=behind_proxy)


@pytest.mark.parametrize("production", [{"ALLOWED_HOSTS": "remit.test"}, {"BEHIND_HTTPS_PROXY": "true"}])
def test_the_settings_themselves_do_not_load_with_a_sandbox_in_production(
    production: dict[str, str], tmp_path: Path
) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "BEHIND_HTTPS_PROXY")
    }
    environment |= {"DATA_DIR": str(tmp_path), "SECRET_KEY": "only-for-tests", "SANDBOX_URL": SANDBOX}
    command = [sys.executable, "-c", "import remitcompare.settings"]
    fine = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert fine.returncode == 0, fine.stderr
    refused = subprocess.run(
        command, cwd=ROOT, env=environment | production, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert "ImproperlyConfigured: SANDBOX_URL is set and " in refused.stderr
