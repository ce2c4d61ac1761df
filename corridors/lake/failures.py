"""What can go wrong with a lake, in a sentence."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import SuspiciousOperation


class LakeError(Exception):
    """A lake that cannot be written or read, in one sentence."""


class LakeBusyError(LakeError):
    """Another process is at it."""


@contextmanager
def as_lake_error() -> Iterator[None]:
    """What a folder or a bucket raises, as a LakeError."""
    try:
        yield
    except _storage_errors() as error:
        where = getattr(error, "filename", None)
        what = getattr(error, "strerror", None) or error
        raise LakeError(f"{where}: {what}" if where else str(what)) from error


def _storage_errors() -> tuple[type[Exception], ...]:
    """What folders raise, and what S3 does where that optional package is in use."""
    botocore = sys.modules.get("botocore.exceptions")
    ours = (OSError, SuspiciousOperation)
    return (*ours, botocore.BotoCoreError, botocore.ClientError) if botocore else ours
