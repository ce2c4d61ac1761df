"""How far an export is, and how a job tells it while its connection is busy with the rows."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from corridors.models import ExportJob

# Longer than anything that is done without telling: the sort before the first row, the packing of a workbook.
CLAIMED_FOR = timedelta(minutes=10)
TOLD_EVERY_SECONDS = 2.0
TELL = """
    UPDATE corridors_exportjob SET rows_done = %s, claimed_until = %s
    WHERE id = %s AND claim = %s AND state = 'running'
"""


class LostClaimError(Exception):
    """Another process makes this export by now, or nobody wants it any more."""


def records_in(block: bytes) -> int:
    """How many records end in a block of CSV that holds whole ones: line ends, but those inside quotes."""
    return sum(outside.count(b"\n") for outside in block.split(b'"')[::2])


@contextmanager
def telling(
    job_id: UUID,
    claim: UUID,
    *,
    total: int,
    clock: Callable[[], datetime],
    seconds: Callable[[], float] = time.monotonic,
) -> Iterator[Callable[[int], None]]:
    """What to call with the number of rows done, as often as one likes: it renews the claim now and then.

    That all of the `total` are done is told at once, because packing them may take a while. It raises
    LostClaimError once the claim is another's.
    """
    with _free_connection() as free:
        keys = [ExportJob._meta.pk.get_db_prep_value(key, free) for key in (job_id, claim)]
        told, told_at = 0, seconds()

        def tell(rows: int) -> None:
            nonlocal told, told_at
            is_news = told < total <= rows
            if not is_news and seconds() - told_at < TOLD_EVERY_SECONDS:
                return
            told, told_at = rows, seconds()
            until = free.ops.adapt_datetimefield_value(clock() + CLAIMED_FOR)
            with free.cursor() as cursor:
                cursor.execute(TELL, [rows, until, *keys])
                if cursor.rowcount != 1:
                    raise LostClaimError

        yield tell


@contextmanager
def _free_connection() -> Iterator[BaseDatabaseWrapper]:
    """One that can be used while rows are read: a COPY of PostgreSQL has a connection to itself."""
    if connection.vendor != "postgresql":
        yield connection
        return
    other = connection.copy()
    try:
        yield other
    finally:
        other.close()
