"""The lake that the product keeps, brought up to date once a day."""

from datetime import datetime

import structlog
from django.core.files.storage import storages

from corridors.lake.dump import dump
from corridors.lake.failures import LakeBusyError

log = structlog.get_logger(__name__)


def dump_nightly(now: datetime) -> None:
    """Bring the lake of the settings up to date. Safe to repeat; leaves it to another that is at it.

    Raises:
        LakeError: the storage cannot be read or written.
    """
    try:
        done = dump(storages["lake"], now=now)
    except LakeBusyError as error:
        log.info("left the lake alone", because=str(error))
    else:
        log.info("dumped the lake", rows=done.rows, written=done.written, removed=done.removed)
