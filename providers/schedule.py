"""When Celery's beat sends which task: one periodic task a feed, from its TOML."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab

from providers.sources import SourceFacts, pulled

# The queues: what talks to the outside, and what writes to the database (settings.CELERY_TASK_ROUTES).
FETCH, RECORD = "fetch", "record"
RECOVER_EVERY = timedelta(minutes=1)
PRUNE_EVERY = timedelta(days=1)
EXPORTS_EVERY = timedelta(minutes=1)
NIGHTLY = crontab(hour="2", minute="0")


def beat_schedule() -> dict[str, dict[str, Any]]:
    """Beat's entries. A turn that no worker took before the next one is dropped: the next does its work."""
    entries = {f"fetch {facts.key}": _entry(facts) for facts in pulled()}
    return entries | {
        "recover": {
            "task": "providers.recover",
            "schedule": RECOVER_EVERY,
            "options": {"expires": RECOVER_EVERY.total_seconds()},
        },
        "prune": {"task": "providers.prune", "schedule": PRUNE_EVERY},
        "exports": {
            "task": "corridors.look_after_exports",
            "schedule": EXPORTS_EVERY,
            "options": {"expires": EXPORTS_EVERY.total_seconds()},
        },
        "lake": {"task": "corridors.dump_lake", "schedule": NIGHTLY},
    }


def _entry(facts: SourceFacts) -> dict[str, Any]:
    every = timedelta(minutes=facts.poll_every_minutes)
    return {
        "task": "providers.fetch",
        "args": [facts.key],
        "schedule": every,
        "options": {"expires": every.total_seconds()},
    }
