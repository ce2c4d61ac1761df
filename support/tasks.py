"""What Celery's workers and the one-machine scheduler do for support. When: settings.CELERY_BEAT_SCHEDULE."""

from celery import shared_task
from django.utils import timezone

from support import reporting


@shared_task(name="support.forget")
def forget() -> None:
    """Delete the reports of errors that are kept no longer."""
    reporting.forget_old(timezone.now())
