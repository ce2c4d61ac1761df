"""Settings of collection that want a decision: where answers are archived, and where a sandbox may run."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from remitcompare.storages import bucket_or_folder

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})


def archive_storage(*, bucket: str, endpoint: str, folder: Path) -> dict[str, Any]:
    """Django's settings of the archive: an S3-compatible bucket where one is named, else a folder.

    boto3 reads the access key from the environment, as everywhere.
    """
    return bucket_or_folder(
        bucket=bucket,
        endpoint=endpoint,
        folder=folder,
        location="answers",
        content_type="application/gzip",
    )


def refuse_sandbox_in_production(
    sandbox_url: str, *, allowed_hosts: Iterable[str], behind_proxy: bool
) -> None:
    """Keep invented prices off every site that others can reach.

    Raises:
        ImproperlyConfigured: a sandbox is named where the site answers to more than this machine.
    """
    if not sandbox_url:
        return
    others = [host for host in allowed_hosts if host not in THIS_MACHINE]
    if behind_proxy or others:
        reached = "BEHIND_HTTPS_PROXY is set" if behind_proxy else f"the site answers to {', '.join(others)}"
        raise ImproperlyConfigured(
            f"SANDBOX_URL is set and {reached}: a sandbox invents prices, and other people could take them "
            "for real. Remove SANDBOX_URL."
        )
