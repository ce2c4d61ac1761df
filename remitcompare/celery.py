import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remitcompare.settings")

app = Celery("remitcompare")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Celery sets up logging of its own unless someone answers this signal; settings.LOGGING has done it."""


@app.on_after_finalize.connect
def schedule_feeds(sender: Celery, **_: Any) -> None:
    """Give beat the feeds' entries besides those of the settings; they come from the sources' files, once the
    apps are loaded.
    """
    from providers.schedule import beat_schedule

    sender.conf.beat_schedule = {**sender.conf.beat_schedule, **beat_schedule()}
