"""What Celery's workers do for exports. The database says what there is to make; messages say it sooner."""

from functools import partial
from uuid import UUID

import structlog
from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from corridors.exports import jobs, making
from corridors.lake.nightly import dump_nightly

LIMIT_SECONDS: int = settings.EXPORTS_TIME_LIMIT_SECONDS
log = structlog.get_logger(__name__)


@shared_task(
    name="corridors.make_export",
    time_limit=LIMIT_SECONDS,
    soft_time_limit=max(LIMIT_SECONDS - 30, LIMIT_SECONDS // 2, 1),
)
def make_export(job_id: str) -> None:
    """Make an export, unless somebody else is at it or it is there."""
    making.make_export(UUID(job_id))


@shared_task(name="corridors.look_after_exports")
def look_after_exports() -> None:
    """Hand out again what a dead worker or an emptied queue left, and delete the files whose day is over."""
    now = timezone.now()
    jobs.forget_expired(now)
    for job_id in jobs.unmade(now):
        make_export.delay(str(job_id))


def hand_over(job_id: UUID) -> None:
    """Tell a worker of a new job once it is stored.

    Without a broker nobody is told: `manage.py make_exports` looks by itself. A broker that does not answer
    costs time only: `look_after_exports` hands the job out later.
    """
    if settings.CELERY_BROKER_URL:
        transaction.on_commit(partial(_send, str(job_id)))


def _send(job_id: str) -> None:
    try:
        make_export.apply_async((job_id,), retry=False)
    except OperationalError:
        log.exception("could not hand an export over", export=job_id)


@shared_task(
    name="corridors.dump_lake",
    time_limit=settings.EXPORTS_TIME_LIMIT_SECONDS,
    soft_time_limit=settings.EXPORTS_TIME_LIMIT_SECONDS,
)
def dump_lake() -> None:
    """Bring the lake up to date. What the time does not suffice for comes the next night."""
    dump_nightly(timezone.now())
