"""`manage.py send_alerts`: look for news and send what waits, once; for cron."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from alerts import sending, services, watching


class Command(BaseCommand):
    help = "Look for news, send the mails that wait, and delete alerts whose time is over. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        forgotten = services.forget_expired(timezone.now())
        if settings.ALERTS_OFF:
            raise CommandError(f"Alerts are off. {settings.ALERTS_OFF}")
        news = watching.look(timezone.now())
        sent = sending.send_waiting(timezone.now)
        self.stdout.write(f"{news} with news, {sent} mails sent, {forgotten} alerts over and deleted")
