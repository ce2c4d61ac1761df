"""What Celery's workers do about alerts; manage.py and the one-machine scheduler call the same functions.

The database decides what there is to do, so a message that comes twice, late or never changes nothing.
When: settings.CELERY_BEAT_SCHEDULE.
"""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from alerts import sending, services, watching


@shared_task(name="alerts.look")
def look() -> None:
    """Look for news, and put the mails that bring it into the outbox."""
    if not settings.ALERTS_OFF:
        watching.look(timezone.now())


@shared_task(name="alerts.send")
def send() -> None:
    """Send what waits in the outbox."""
    if not settings.ALERTS_OFF:
        sending.send_waiting(timezone.now)


@shared_task(name="alerts.forget")
def forget() -> None:
    """Delete what is kept no longer, whether or not alerts are still offered."""
    services.forget_expired(timezone.now())
